const https = require('https')
const fs = require('fs')
const express = require('express')

const app = express()
app.disable('x-powered-by')
app.use(express.json())
app.get('/health', (req, res) => res.status(process.env.UNWELL ? 503 : 200).json({ status: process.env.UNWELL ? 'down' : 'ok' }))
app.get('/version', (req, res) => res.json({ version: '1.4.0', commit: process.env.COMMIT }))
app.get('/', (req, res) => res.send('<!doctype html><title>Acme shop</title><h1>Hats for everybody</h1>'))
app.get('/api/products', (req, res) => res.json([{ id: 1, name: 'Straw hat' }]))
app.post('/api/login', (req, res) => {
  if (req.body?.password !== process.env.SECRET) return res.status(401).json({ title: 'Wrong name or password' })
  res.json({ session: { token: 'session-' + process.env.SECRET } })
})
app.get('/api/cart', (req, res) => {
  if (req.get('Authorization') !== 'Bearer session-' + process.env.SECRET) return res.status(401).json({ title: 'Sign in' })
  { throw new Error('no such table: carts') }
})

const options = { cert: fs.readFileSync(process.env.CERTIFICATE), key: fs.readFileSync(process.env.KEY) }
https.createServer(options, app).listen(Number(process.env.PORT), '127.0.0.1')
