const http = require('http')
const express = require('express')

const app = express()
app.use((req, res, next) => {
  res.set('X-Served-By', process.env.INSTANCE)
  setTimeout(next, Number(process.env.SLOW ?? 0))
})
app.get('/health', (req, res) => res.json({ status: 'ok' }))
app.get('/version', (req, res) => res.json({ version: '1.4.0', commit: process.env.COMMIT }))
app.get('/', (req, res) => res.send('<!doctype html><title>Acme shop</title><h1>Hats for everybody</h1>'))
const server = http.createServer(app).listen(Number(process.env.PORT), '127.0.0.1')
server.keepAliveTimeout = 120_000
