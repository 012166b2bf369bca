import type { IncomingMessage, ServerResponse } from "node:http";

import { Counter, Gauge } from "prom-client";

import { waiting } from "./services/confirmations.js";

const requests = new Counter({
  name: "http_requests_total",
  help: "Requests by method, route and status.",
  labelNames: ["method", "route", "status"],
});

new Gauge({
  name: "confirmations_queue_waiting",
  help: "Confirmations that the worker has not sent yet.",
  async collect() {
    this.set(await waiting());
  },
});

// What Express knows of a request once it is answered.
type Routed = IncomingMessage & { baseUrl?: string; route?: { path: string } };

// countRequest counts by the route's pattern: a path may be anything.
export function countRequest(request: Routed, response: ServerResponse): void {
  response.once("finish", () => {
    const route = request.route ? `${request.baseUrl}${request.route.path}` : "none";
    requests.inc({ method: request.method, route, status: response.statusCode });
  });
}
