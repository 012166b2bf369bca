import { Router } from "express";
import { collectDefaultMetrics, register } from "prom-client";

import { config } from "../config.js";
import { database } from "../database.js";

collectDefaultMetrics();

export const operations = Router();

operations.get("/health", (_request, response) => {
  response.set("Cache-Control", "no-store").json({ status: "ok" });
});

operations.get("/status", async (_request, response) => {
  const reachable = await database.query("SELECT 1").then(() => true, () => false);
  response.status(reachable ? 200 : 503).json({ database: reachable ? "up" : "down" });
});

operations.get("/version", (_request, response) => {
  response.json({ version: process.env.npm_package_version, commit: process.env.GIT_COMMIT });
});

// Prometheus asks a port that the ingress does not lead to.
operations.get("/metrics", async (request, response) => {
  if (request.socket.localPort !== config.METRICS_PORT) {
    response.status(404).end();
    return;
  }
  response.type(register.contentType).send(await register.metrics());
});
