import { Router } from "express";
import { z } from "zod";

import { database } from "../database.js";

const page = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  after: z.coerce.number().int().default(0),
});

export const products = Router();

products.get("/", async (request, response) => {
  const { limit, after } = page.parse(request.query);
  const found = await database.query(
    "SELECT id, name, price_cents FROM products WHERE id > $1 ORDER BY id LIMIT $2",
    [after, limit],
  );
  response.set("Cache-Control", "public, max-age=60").json(found.rows);
});
