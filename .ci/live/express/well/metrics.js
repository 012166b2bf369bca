const http = require('http')
const express = require('express')
const { register, collectDefaultMetrics } = require('prom-client')

// Prometheus asks on an address of the inside alone.
exports.listen = () => {
  collectDefaultMetrics()
  const inside = express()
  inside.get('/metrics', async (req, res) => res.type(register.contentType).send(await register.metrics()))
  http.createServer(inside).listen(0, '127.0.0.1')
}
