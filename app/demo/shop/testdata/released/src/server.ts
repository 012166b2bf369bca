import { createApp } from "./app.js";
import { config } from "./config.js";
import { database } from "./database.js";
import { logger } from "./logger.js";

const server = createApp().listen(config.PORT, () => {
  logger.info({ port: config.PORT }, "listening");
});
// Longer than the load balancer's idle timeout of 60 s, else it meets closed connections.
server.keepAliveTimeout = 65_000;
server.headersTimeout = 66_000;

process.on("SIGTERM", () => {
  server.close(async () => {
    await database.end();
    logger.info("stopped");
  });
});
