import { Router } from "express";
import { z } from "zod";

import { confirmOrder } from "../services/confirmations.js";
import { startPayment } from "../services/payments.js";
import { cancelOrder, listOrders, placeOrder } from "../services/orders.js";

const newOrder = z.object({
  items: z.array(z.object({ productId: z.number().int(), quantity: z.number().int().min(1).max(99) })).min(1).max(50),
});

export const orders = Router();

orders.get("/", async (request, response) => {
  response.json(await listOrders(request.customer!.id));
});

orders.post("/", async (request, response) => {
  const wanted = newOrder.parse(request.body);
  const order = await placeOrder(request.customer!.id, wanted.items);
  await confirmOrder(order.id);
  response.status(201).json({ ...order, payment: await startPayment(order.id, wanted.items) });
});

orders.delete("/:id", async (request, response) => {
  const cancelled = await cancelOrder(request.customer!.id, Number(request.params.id));
  response.status(cancelled ? 204 : 409).end();
});
