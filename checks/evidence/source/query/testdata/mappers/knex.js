const knex = require('knex')(require('./knexfile'))
const { db } = require('./db')

exports.inALoop = async (orders) => {
  for (const order of orders) order.items = await knex('items').where({ order_id: order.id }) // asks
  for (const order of orders) order.user = await knex('users').where('id', order.user_id).first() // asks
  for (const order of orders) order.items = await knex.select('*').from('items').where('order_id', order.id) // asks
  for (const order of orders) await knex.raw('select 1 from items where order_id = ?', [order.id]) // asks
}

exports.ofAnother = async (orders) => {
  for (const order of orders) order.items = await db('items').where({ order_id: order.id }) // asks
  for (const order of orders) order.items = await db('items').select('name').where('order_id', order.id) // asks
}

exports.inATransaction = async (orders) => {
  await knex.transaction(async (trx) => {
    for (const order of orders) await trx('orders').where({ id: order.id }).update({ open: false }) // asks
    for (const order of orders) await trx('items').insert({ order_id: order.id }) // asks
    for (const order of orders) await knex('items').transacting(trx).insert({ order_id: order.id }) // asks
  })
}

exports.inAMap = (ids) => Promise.all(ids.map((id) => knex('users').where({ id }).first('name'))) // asks

exports.atOnce = (ids) => knex('users').whereIn('id', ids)

exports.groups = async (all) => {
  for (const ids of all) await knex('users').whereIn('id', ids).del()
}

exports.putTogether = (filters) => {
  const query = knex('orders').select('*')
  for (const filter of filters) query.where(filter.name, filter.value)
  return query
}

exports.conditions = (filters) =>
  knex('orders').where((builder) => {
    for (const filter of filters) builder.orWhere(filter.name, filter.value)
  })

exports.rows = (rows) => knex('orders').insert(rows.map((row) => ({ id: row.id })))

exports.inBatches = async (rows) => {
  await knex.batchInsert('orders', rows, 100)
  for (let i = 0; i < rows.length; i += 100) await knex('orders').insert(rows.slice(i, i + 100))
}
