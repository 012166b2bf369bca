import path from "node:path";

import type { NextFunction, Request, Response } from "express";

export function notFound(request: Request, response: Response): void {
  response.status(404);
  if (request.accepts("html") && !request.path.startsWith("/api/")) {
    response.sendFile(path.resolve("public/errors/404.html"));
    return;
  }
  response.type("application/problem+json").send({ title: "not found", status: 404 });
}

export function errors(error: Error, request: Request, response: Response, next: NextFunction): void {
  if (response.headersSent) {
    next(error);
    return;
  }
  request.log.error({ err: error }, "request failed");
  response.status(500).type("application/problem+json").send({ title: "something went wrong", status: 500 });
}
