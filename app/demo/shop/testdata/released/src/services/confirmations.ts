import { Queue } from "bullmq";

import { config } from "../config.js";

export const queueName = "confirmations";
export const connection = { url: config.REDIS_URL };

const confirmations = new Queue(queueName, {
  connection,
  defaultJobOptions: { attempts: 5, backoff: { type: "exponential", delay: 2_000 }, removeOnComplete: 1_000 },
});

// confirmOrder has the worker tell a customer that the order is there.
export async function confirmOrder(order: number): Promise<void> {
  await confirmations.add("placed", { order }, { jobId: `order-${order}` });
}

// waiting counts what the worker has not done yet.
export function waiting(): Promise<number> {
  return confirmations.getJobCountByTypes("waiting", "delayed");
}
