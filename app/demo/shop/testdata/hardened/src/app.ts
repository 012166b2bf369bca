import express, { type Express } from "express";
import { rateLimit } from "express-rate-limit";
import helmet from "helmet";
import { pinoHttp } from "pino-http";

import { logger } from "./logger.js";
import { authenticate, requireAdmin } from "./middleware/authenticate.js";
import { errors, notFound } from "./middleware/errors.js";
import { orderExports } from "./routes/exports.js";
import { operations } from "./routes/operations.js";
import { orders } from "./routes/orders.js";
import { products } from "./routes/products.js";

export function createApp(): Express {
  const app = express();
  app.use(helmet());
  app.use(pinoHttp({ logger, customProps: (request) => ({ route: request.url, userId: request.headers["x-user-id"] }) }));
  app.use(express.json({ limit: "100kb" }));
  app.use(operations);
  app.use("/api", rateLimit({ windowMs: 60_000, limit: 600, standardHeaders: "draft-8", legacyHeaders: false }));
  app.use("/api/v1/exports", authenticate, requireAdmin, orderExports);
  app.use("/api/v1/products", products);
  app.use("/api/v1/orders", authenticate, orders);
  app.use(express.static("public", { maxAge: "1h" }));
  app.use(notFound);
  app.use(errors);
  return app;
}
