import { and, eq, inArray } from 'drizzle-orm'
import { db } from './db'
import { orders, items, users } from './schema'

export async function inALoop(all) {
  for (const order of all) order.items = await db.select().from(items).where(eq(items.orderId, order.id)) // asks
  for (const order of all) order.user = await db.query.users.findFirst({ where: eq(users.id, order.userId) }) // asks
  for (const order of all) order.size = await db.$count(items, eq(items.orderId, order.id)) // asks
  for (const order of all) use(await db.selectDistinct({ name: items.name }).from(items).where(eq(items.orderId, order.id)).limit(5)) // asks
  for (const order of all) use(await db.execute(sql`select 1 from items where order_id = ${order.id}`)) // asks
}

export const inAMap = (ids: number[]) => Promise.all(ids.map((id) => db.query.orders.findFirst({ where: eq(orders.id, id) }))) // asks

export async function written(all) {
  for (const order of all) await db.insert(orders).values(order) // asks
  for (const order of all) await db.update(orders).set({ open: false }).where(eq(orders.id, order.id)) // asks
  for (const order of all) await db.delete(orders).where(eq(orders.id, order.id)) // asks
}

export async function inATransaction(all) {
  await db.transaction(async (tx) => {
    for (const order of all) await tx.insert(items).values({ orderId: order.id }).returning() // asks
  })
}

export class Orders {
  constructor(private readonly database: NodePgDatabase) {}
  async all(ids: number[]) {
    for (const id of ids) use(await this.database.select().from(orders).where(eq(orders.id, id))) // asks
  }
}

export const fetchedAlong = () => db.query.orders.findMany({ with: { items: true, user: { columns: { name: true } } } })

export const joined = () => db.select().from(orders).leftJoin(items, eq(items.orderId, orders.id))

export async function atOnce(ids: number[]) {
  await db.insert(items).values(ids.map((orderId) => ({ orderId })))
  return db.select().from(orders).where(inArray(orders.id, ids))
}

export async function groups(all) {
  for (const ids of all) await db.delete(orders).where(inArray(orders.id, ids))
}

export const conditions = (filters) => db.select().from(orders).where(and(...filters.map((filter) => eq(orders[filter.name], filter.value))))

export async function fewKinds() {
  return db.select().from(orders).orderBy(orders.id)
}

export const batched = (all) => db.batch(all.map((order) => db.update(orders).set({ open: false }).where(eq(orders.id, order.id))))

export function cached(all, map) {
  for (const one of all) map.delete(one)
}
