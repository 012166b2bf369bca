import Stripe from "stripe";

import { config } from "../config.js";
import { database } from "../database.js";
import type { Item } from "./orders.js";

const stripe = new Stripe(config.STRIPE_SECRET_KEY, { timeout: 5_000, maxNetworkRetries: 2 });

// startPayment returns the secret with which the page finishes the payment.
export async function startPayment(order: number, items: Item[]): Promise<string> {
  const prices = await database.query<{ total: number }>(
    `SELECT coalesce(sum(p.price_cents * w.quantity), 0)::int AS total
       FROM unnest($1::bigint[], $2::int[]) AS w (id, quantity) JOIN products p ON p.id = w.id`,
    [items.map((item) => item.productId), items.map((item) => item.quantity)],
  );
  const intent = await stripe.paymentIntents.create(
    { amount: prices.rows[0]!.total, currency: "eur", metadata: { order } },
    { idempotencyKey: `order-${order}` },
  );
  return intent.client_secret ?? "";
}
