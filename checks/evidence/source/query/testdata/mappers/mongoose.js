const mongoose = require('mongoose')
const Order = require('./models/order')
const { User } = require('./models/user')
const Item = mongoose.model('Item')

exports.inALoop = async (orders) => {
  for (const order of orders) order.user = await User.findById(order.user) // asks
  for (const order of orders) order.items = await Item.find({ order: order._id }) // asks
  for (const order of orders) order.size = await Item.countDocuments({ order: order._id }) // asks
  for (const order of orders) order.one = await Item.findOne({ order: order._id }).lean() // asks
}

exports.inAMap = (orders) => Promise.all(orders.map((order) => User.findById(order.user).select('name').exec())) // asks

exports.populatedEach = async (orders) => {
  for (const order of orders) await order.populate('user') // asks
}

exports.savedEach = async () => {
  const orders = await Order.find({ open: true })
  for (const order of orders) {
    order.open = false
    await order.save()
  }
}

exports.writtenEach = async (rows) => {
  for (const row of rows) await Order.updateOne({ _id: row.id }, { $set: row }) // asks
  for (const row of rows) await Order.create(row) // asks
  for (const row of rows) await new Order(row).save()
}

exports.populated = () => Order.find().populate('user').populate({ path: 'items', select: 'name' })

exports.atOnce = async (ids) => {
  await Order.bulkWrite(ids.map((id) => ({ updateOne: { filter: { _id: id }, update: { open: false } } })))
  return Order.find({ _id: { $in: ids } })
}

exports.groups = async (all) => {
  for (const ids of all) await Order.deleteMany({ _id: { $in: ids } })
}

exports.cursor = async () => {
  for await (const order of Order.find().cursor()) use(order)
}

exports.inserted = (rows) => Order.insertMany(rows.map((row) => ({ ...row })))

exports.found = (names, rows) => names.map((name) => rows.find((row) => row.name === name))

exports.made = (rows) => rows.map((row) => new Order(row))
