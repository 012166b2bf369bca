import { writeFileSync } from "node:fs";

import { Worker } from "bullmq";

import { config } from "./config.js";
import { logger } from "./logger.js";
import { connection, queueName } from "./services/confirmations.js";

const worker = new Worker<{ order: number }>(
  queueName,
  async (job) => {
    const answer = await fetch(config.MAIL_URL, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ template: "order-placed", order: job.data.order }),
      signal: AbortSignal.timeout(5_000),
    });
    if (!answer.ok) throw new Error(`the mail service answered ${answer.status}`);
  },
  { connection, concurrency: 5 },
);
worker.on("ready", () => writeFileSync("/tmp/ready", ""));
worker.on("failed", (job, error) => logger.error({ order: job?.data.order, err: error }, "no confirmation was sent"));

// The probe looks at the time of this file.
const heartbeat = setInterval(() => writeFileSync("/tmp/alive", ""), 10_000);

process.on("SIGTERM", async () => {
  clearInterval(heartbeat);
  await worker.close();
  logger.info("stopped");
});
