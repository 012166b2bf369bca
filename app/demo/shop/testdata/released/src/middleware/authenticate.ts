import type { NextFunction, Request, Response } from "express";
import jwt from "jsonwebtoken";

import { publicKey } from "../config.js";

export interface Customer {
  id: number;
  role: "customer" | "admin";
}

declare module "express-serve-static-core" {
  interface Request {
    customer?: Customer;
  }
}

export function authenticate(request: Request, response: Response, next: NextFunction): void {
  const token = request.headers.authorization?.match(/^Bearer (\S+)$/)?.[1];
  if (!token) {
    response.status(401).set("WWW-Authenticate", "Bearer").json({ title: "no token" });
    return;
  }
  try {
    const claims = jwt.verify(token, publicKey(), { algorithms: ["RS256"] }) as jwt.JwtPayload;
    request.customer = { id: Number(claims.sub), role: claims.role === "admin" ? "admin" : "customer" };
    next();
  } catch {
    response.status(401).set("WWW-Authenticate", 'Bearer error="invalid_token"').json({ title: "token not valid" });
  }
}
