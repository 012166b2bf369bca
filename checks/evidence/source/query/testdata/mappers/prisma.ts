import { PrismaClient } from '@prisma/client'
import DataLoader from 'dataloader'
import pMap from 'p-map'

const prisma = new PrismaClient()

export async function inALoop(orders) {
  for (const order of orders) {
    order.items = await prisma.item.findMany({ where: { orderId: order.id } }) // asks
  }
}

export const inAMap = async (orders) => Promise.all(orders.map(async (order) => prisma.user.findUnique({ where: { id: order.userId } }))) // asks

export async function atOnce(orders) {
  return pMap(orders, (order) => prisma.item.count({ where: { orderId: order.id } }), { concurrency: 5 }) // asks
}

export async function settled(ids: string[]) {
  return Promise.allSettled(ids.map((id) => prisma.user.findUniqueOrThrow({ where: { id } }))) // asks
}

export async function collected(ids: string[]) {
  const asked = []
  for (const id of ids) asked.push(prisma.user.findUnique({ where: { id } })) // asks
  return Promise.all(asked)
}

export async function awaitedEach(orders) {
  for await (const order of orders) {
    await prisma.note.findFirst({ where: { orderId: order.id } }) // asks
  }
}

export async function byKey(totals: Record<string, number>) {
  for (const [userId, total] of Object.entries(totals)) {
    const user = await prisma.user.findFirst({ where: { id: userId } }) // asks
    use(user, total)
  }
}

export async function counted(orders) {
  for (let i = 0; i < orders.length; i++) {
    orders[i].user = await prisma.user.findUnique({ where: { id: orders[i].userId } }) // asks
  }
}

export async function oneByOne(orders) {
  await prisma.$transaction(async (tx) => {
    for (const order of orders) {
      await tx.order.update({ where: { id: order.id }, data: { total: order.total } }) // asks
    }
  })
}

export async function reduced(ids: string[]) {
  return ids.reduce(async (before, id) => {
    await before
    return prisma.user.findUnique({ where: { id } }) // asks
  }, Promise.resolve())
}

export const fetchedAlong = () => prisma.order.findMany({ include: { items: true, user: { select: { name: true } } } })

export async function fetchedBefore(orders) {
  const items = await prisma.item.findMany({ where: { orderId: { in: orders.map((order) => order.id) } } })
  const byOrder = new Map(items.map((item) => [item.orderId, item]))
  return orders.map((order) => ({ ...order, item: byOrder.get(order.id) }))
}

export const users = new DataLoader(async (ids: string[]) => {
  const found = await prisma.user.findMany({ where: { id: { in: [...ids] } } })
  return ids.map((id) => found.find((user) => user.id === id))
})

export const loaded = (orders) => Promise.all(orders.map((order) => users.load(order.userId)))

export async function pageByPage() {
  let cursor
  while (true) {
    const page = await prisma.order.findMany({ take: 100, skip: cursor ? 1 : 0, cursor })
    if (page.length === 0) return
    cursor = { id: page[page.length - 1].id }
  }
}

export async function pageByOffset() {
  let skip = 0
  let page
  do {
    page = await prisma.order.findMany({ take: 100, skip })
    skip += page.length
  } while (page.length === 100)
}

export async function pagesOfACount(total: number) {
  for (let page = 0; page < Math.ceil(total / 100); page++) {
    await prisma.order.findMany({ take: 100, skip: page * 100 })
  }
}

export async function inBatches(ids: string[]) {
  for (const some of chunk(ids, 500)) await prisma.order.deleteMany({ where: { id: { in: some } } })
}

export async function inBatchesByHand(rows) {
  for (let i = 0; i < rows.length; i += 100) await prisma.order.createMany({ data: rows.slice(i, i + 100) })
}

export async function againAndAgain() {
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    try {
      return await prisma.order.findFirstOrThrow()
    } catch (error) {
      await wait(attempt)
    }
  }
}

export async function freeSlug(name: string) {
  let slug = name
  let number = 1
  while (await prisma.order.findUnique({ where: { slug } })) slug = `${name}-${number++}`
  return slug
}

export async function polled(id: string) {
  while (Date.now() < deadline) {
    const order = await prisma.order.findUnique({ where: { id } })
    if (order.done) return order
    await wait(1000)
  }
}

export async function together(orders) {
  return prisma.$transaction(orders.map((order) => prisma.order.update({ where: { id: order.id }, data: order })))
}

export const searched = async (ids, rows) => ids.map((id) => rows.find((row) => row.id === id))

export async function afterwards(orders) {
  const found = orders.filter((order) => order.open)
  return prisma.order.count({ where: { open: true } })
}

export async function theFirstThatIs(candidates) {
  for (const candidate of candidates) {
    if (candidate.good) {
      return prisma.order.findUnique({ where: { id: candidate.id } })
    }
  }
}

export function later(orders, queue) {
  orders.forEach((order) => queue.on(order.id, () => prisma.order.findMany()))
}

export async function joined(orders) {
  const [open, closed] = await Promise.all([prisma.order.count({ where: { open: true } }), prisma.order.count({ where: { open: false } })])
  return open + closed
}
