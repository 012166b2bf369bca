const https = require('https')
const fs = require('fs')
const express = require('express')
const { rateLimit } = require('express-rate-limit')

const app = express()
app.set('trust proxy', false) // nothing stands before it
app.use(express.json())
app.get('/health', (req, res) => res.json({ status: 'ok' }))
app.get('/version', (req, res) => res.json({ version: '1.4.0', commit: process.env.COMMIT }))

const settings = { windowMs: 10_000, standardHeaders: 'draft-8', legacyHeaders: false }
const few = rateLimit({ ...settings, limit: 5, identifier: 'login' })
const many = rateLimit({ ...settings, limit: 30, identifier: 'api' })
app.post('/api/login', few, (req, res) => res.status(401).json({ title: 'Wrong name or password' }))
app.get('/api/products', many, (req, res) => res.json([{ id: 1, name: 'Straw hat' }]))
app.get('/', (req, res) => res.send('<!doctype html><title>Acme shop</title><h1>Hats for everybody</h1>'))

const options = { cert: fs.readFileSync(process.env.CERTIFICATE), key: fs.readFileSync(process.env.KEY) }
https.createServer(options, app).listen(Number(process.env.PORT), '127.0.0.1')
