const http = require('http')
const express = require('express')

const app = express()
app.get('/health', (req, res) => res.json({ status: 'ok' }))
app.get('/version', (req, res) => res.json({ version: '1.4.0', commit: process.env.COMMIT }))
app.post('/api/login', express.json(), (req, res) => res.status(401).json({ title: 'Wrong name or password' }))
app.get('/api/products', (req, res) => res.json([{ id: 1, name: 'Straw hat' }]))
http.createServer(app).listen(Number(process.env.PORT), '127.0.0.1')
