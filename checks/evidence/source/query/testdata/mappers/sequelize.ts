import { Op } from 'sequelize'
import { Order, User, Item } from '../models'

export async function inALoop(orders) {
  for (const order of orders) order.user = await User.findByPk(order.userId) // asks
  for (const order of orders) order.items = await Item.findAll({ where: { orderId: order.id } }) // asks
  for (const order of orders) order.one = await Item.findOne({ where: { orderId: order.id } }) // asks
  for (const order of orders) order.size = await Item.count({ where: { orderId: order.id } }) // asks
}

export const inAMap = (orders) => Promise.all(orders.map(async (order) => ({ ...order.toJSON(), user: await order.getUser({ attributes: ['name'] }) }))) // asks

export async function mixedIn() {
  const orders = await Order.findAll()
  for (const order of orders) use(await order.getItems()) // asks
  for (const order of orders) use(await order.countItems()) // asks
}

export async function written(rows) {
  for (const row of rows) await Order.create(row) // asks
  for (const row of rows) await Order.upsert(row) // asks
  for (const row of rows) await Order.update({ open: false }, { where: { id: row.id } }) // asks
}

export async function ofRows() {
  const orders = await Order.findAll()
  for (const order of orders) await order.update({ open: false })
  for (const order of orders) await order.save()
  for (const order of orders) await order.destroy()
}

export const fetchedAlong = () => Order.findAll({ include: [{ model: Item }, User] })

export async function fetched() {
  const orders = await Order.findAll({ include: [Item] })
  return orders.map((order) => order.Items.length)
}

export async function atOnce(ids) {
  await Order.bulkCreate(ids.map((id) => ({ id })))
  return Order.findAll({ where: { id: { [Op.in]: ids } } })
}

export async function groups(all) {
  for (const ids of all) await Order.destroy({ where: { id: { [Op.in]: ids } } })
}

export async function settings(orders) {
  for (const order of orders) order.set('open', false)
  return orders.map((order) => order.get('total'))
}

export async function again() {
  for (let retries = 3; retries > 0; retries--) {
    const order = await Order.findOne({ where: { state: 'new' } })
    if (order) return order
  }
}
