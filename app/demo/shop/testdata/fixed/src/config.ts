import { readFileSync } from "node:fs";

import { z } from "zod";

const schema = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("development"),
  PORT: z.coerce.number().int().default(3000),
  METRICS_PORT: z.coerce.number().int().default(9464),
  DATABASE_URL: z.url(),
  REDIS_URL: z.url(),
  MAIL_URL: z.url(),
  JWT_PUBLIC_KEY_FILE: z.string(),
  STRIPE_SECRET_KEY: z.string().min(1),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),
});

export const config = schema.parse(process.env);

export const publicKey = (): string => readFileSync(config.JWT_PUBLIC_KEY_FILE, "utf8");
