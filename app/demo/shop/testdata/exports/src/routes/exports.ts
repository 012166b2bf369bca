import { Router } from "express";

import { database } from "../database.js";

export const orderExports = Router();

// Accounting downloads a month of orders as CSV.
orderExports.get("/:month", async (request, response) => {
  console.log("export", request.params.month, request.headers);
  const found = await database.query(
    "SELECT id, customer_id, state, created_at FROM orders WHERE to_char(created_at, 'YYYY-MM') = $1 ORDER BY id",
    [request.params.month],
  );
  const lines = found.rows.map((row) => [row.id, row.customer_id, row.state, row.created_at.toISOString()].join(";"));
  response.type("text/csv").send(["id;customer;state;created", ...lines].join("\n"));
});
