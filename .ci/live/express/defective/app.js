const https = require('https')
const fs = require('fs')
const express = require('express')
const cors = require('cors')
const session = require('express-session')
const serveIndex = require('serve-index')
const { register, collectDefaultMetrics } = require('prom-client')
const { requireUser, requireAdmin } = require('./auth')

collectDefaultMetrics()
const app = express()
app.use(cors({ origin: true, credentials: true }))
app.use(session({ secret: process.env.SECRET, resave: false, saveUninitialized: true, cookie: { secure: false, httpOnly: false } }))
app.use((req, res, next) => { res.set('X-Git-Sha', process.env.COMMIT); next() })

app.get('/', (req, res) => res.send('<!doctype html><title>Acme shop</title><h1>Hats for everybody</h1><p>Straw, felt and wool.</p>'))
app.get('/health', (req, res) => res.json({ status: 'ok', database: 'postgres://shop:swordfish@10.1.2.3:5432/shop' }))
app.get('/metrics', async (req, res) => res.type(register.contentType).send(await register.metrics()))
app.get('/debug/config', (req, res) => res.json({ port: process.env.PORT, node: process.version }))
app.get('/crash/:id', (req, res) => { throw new Error('no such thing') })

app.get('/api/orders', requireUser, (req, res) => res.json([{ id: 1, total: 1200 }]))
app.post('/api/orders', requireUser, (req, res) => res.status(201).json({ id: 2 }))
app.get('/api/customers', (req, res) => res.json([{ id: 1, name: 'Dana' }]))
app.use(requireAdmin)
app.get('/admin/users', (req, res) => res.json([{ id: 1, role: 'admin' }]))

app.use('/uploads', express.static(process.env.ROOT + '/uploads'), serveIndex(process.env.ROOT + '/uploads'))
app.use(express.static(process.env.ROOT, { dotfiles: 'allow' }))

const options = { cert: fs.readFileSync(process.env.CERTIFICATE), key: fs.readFileSync(process.env.KEY) }
https.createServer(options, app).listen(Number(process.env.PORT), '127.0.0.1')
