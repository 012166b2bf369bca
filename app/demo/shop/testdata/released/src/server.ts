import { createApp } from "./app.js";
import { config } from "./config.js";
import { database } from "./database.js";
import { logger } from "./logger.js";
import { countRequest } from "./metrics.js";

const app = createApp();
const metrics = app.listen(config.METRICS_PORT);
const server = app.listen(config.PORT, () => {
  logger.info({ port: config.PORT }, "listening");
});
server.on("request", countRequest);
// Longer than the load balancer's idle timeout of 60 s, else it meets closed connections.
server.keepAliveTimeout = 65_000;
server.headersTimeout = 66_000;

process.on("SIGTERM", () => {
  metrics.close();
  server.close(async () => {
    await database.end();
    logger.info("stopped");
  });
});
