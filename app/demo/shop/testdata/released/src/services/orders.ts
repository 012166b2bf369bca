import { database } from "../database.js";

export interface Item {
  productId: number;
  quantity: number;
}

export interface Order {
  id: number;
  state: "open" | "packed" | "cancelled";
}

export async function listOrders(customer: number): Promise<Order[]> {
  const found = await database.query<Order>(
    "SELECT id, state FROM orders WHERE customer_id = $1 ORDER BY created_at DESC LIMIT 50",
    [customer],
  );
  return found.rows;
}

export async function placeOrder(customer: number, items: Item[]): Promise<Order> {
  const client = await database.connect();
  try {
    await client.query("BEGIN");
    const order = await client.query<Order>("INSERT INTO orders (customer_id) VALUES ($1) RETURNING id, state", [customer]);
    await client.query(
      "INSERT INTO order_items (order_id, product_id, quantity) SELECT $1, * FROM unnest($2::bigint[], $3::int[])",
      [order.rows[0]!.id, items.map((item) => item.productId), items.map((item) => item.quantity)],
    );
    await client.query("COMMIT");
    return order.rows[0]!;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}

export async function cancelOrder(customer: number, id: number): Promise<boolean> {
  const changed = await database.query(
    "UPDATE orders SET state = 'cancelled' WHERE id = $1 AND customer_id = $2 AND state = 'open'",
    [id, customer],
  );
  return changed.rowCount === 1;
}
