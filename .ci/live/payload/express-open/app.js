const https = require('https')
const fs = require('fs')
const express = require('express')

const products = Array.from({ length: 1500 }, (_, index) => ({
  id: index + 1, name: 'Straw hat, number ' + (index + 1), price: 1200, costPrice: 310, description: 'Woven by hand, in the shade of a palm, by people who have done so for years.',
}))
const customer = { id: 1, name: 'Dana', passwordHash: '$2b$12$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy' }

const app = express()
app.get('/health', (req, res) => res.json({ status: 'ok' }))
app.get('/version', (req, res) => res.json({ version: '1.4.0', commit: process.env.COMMIT }))
app.get('/api/products', (req, res) => {
  res.json(products)
})
app.get('/api/customers/:id', (req, res) => {
  res.json(customer)
})

const options = { cert: fs.readFileSync(process.env.CERTIFICATE), key: fs.readFileSync(process.env.KEY) }
https.createServer(options, app).listen(Number(process.env.PORT), '127.0.0.1')
