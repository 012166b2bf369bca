const https = require('https')
const fs = require('fs')
const express = require('express')
const passport = require('passport')
const { Strategy } = require('passport-http-bearer')
const { newEnforcer } = require('casbin')

const users = new Map([
  ['root', { name: 'root', role: 'admin' }], ['alice', { name: 'alice', role: 'customer' }], ['bob', { name: 'bob', role: 'customer' }],
].map(([name, user]) => [process.env.SECRET + name, user]))
const orders = new Map([[71, { id: 71, owner: 'alice', total: 1200 }], [72, { id: 72, owner: 'bob', total: 300 }]])

passport.use(new Strategy((token, done) => done(null, users.get(token) ?? false)))
const authenticated = passport.authenticate('bearer', { session: false })
const enforcer = newEnforcer('model.conf', 'policy.csv')

async function authorize(req, res, next) {
  const allowed = await (await enforcer).enforce(req.user.role, req.path, req.method)
  if (!allowed) return res.status(403).json({ title: 'Forbidden' })
  next()
}

const app = express()
app.get('/health', (req, res) => res.json({ status: 'ok' }))
app.get('/version', (req, res) => res.json({ version: '1.4.0', commit: process.env.COMMIT }))
app.get('/api/reports', authenticated, authorize, (req, res) => res.json([{ id: 1, revenue: 1500 }]))
app.get('/api/orders', authenticated, authorize, (req, res) => res.json([...orders.values()].filter((order) => req.user.role === 'admin' || order.owner === req.user.name)))
app.get('/api/orders/:id', authenticated, authorize, (req, res) => {
  const order = orders.get(Number(req.params.id))
  if (!order) return res.status(404).json({ title: 'Not found' })
  return order.owner !== req.user.name && req.user.role !== 'admin' ? res.status(404).json({ title: 'Not found' }) : res.json(order)
})

const options = { cert: fs.readFileSync(process.env.CERTIFICATE), key: fs.readFileSync(process.env.KEY) }
https.createServer(options, app).listen(Number(process.env.PORT), '127.0.0.1')
