import { db } from '~/server/db'
import { createTRPCRouter, publicProcedure } from '~/server/api/trpc'

export const orders = createTRPCRouter({
  list: publicProcedure.query(async ({ ctx }) => {
    const all = await ctx.db.order.findMany()
    return Promise.all(all.map(async (order) => ({ ...order, user: await ctx.db.user.findUnique({ where: { id: order.userId } }) }))) // asks
  }),
  sizes: publicProcedure.query(async ({ ctx, input }) => {
    for (const id of input.ids) use(await ctx.prisma.item.count({ where: { orderId: id } })) // asks
  }),
  users: publicProcedure.query(async ({ ctx }) => ctx.db.order.findMany({ include: { user: true } })),
})

export async function named(ids: string[]) {
  for (const id of ids) use(await db.user.findFirst({ where: { id } })) // asks
}

export const routes = async (fastify) => {
  fastify.get('/orders', async (request) => {
    for (const id of request.query.ids) use(await fastify.prisma.order.findUnique({ where: { id } })) // asks
    for (const id of request.query.ids) use(await request.server.knex('orders').where({ id }).first()) // asks
  })
}

export function others(list, ids, tx, cache) {
  for (const one of list) tx.update(one.ref, { open: false })
  for (const one of list) cache.user.delete(one.id)
  for (const one of list) document.body.append(one)
  return ids.map((id) => list.users.find((user) => user.id === id))
}

export async function asked(all, client) {
  for (const one of all) await client.messages.create({ to: one.phone })
  for (const one of all) await client.users.get(one.id)
}
