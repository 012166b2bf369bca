const http = require('http')
const express = require('express')
const passport = require('passport')
const { Strategy } = require('passport-http-bearer')

passport.use(new Strategy((token, done) => done(null, token === process.env.SECRET ? { id: 1, name: 'Dana' } : false)))
const authenticated = passport.authenticate('bearer', { session: false })

const app = express()
app.get('/health', (req, res) => res.json({ status: 'ok' }))
app.get('/version', (req, res) => res.json({ version: '1.4.0', commit: process.env.COMMIT }))
app.get('/api/products', (req, res) => res.set('Cache-Control', 'public, max-age=60').json([{ id: 1, name: 'Straw hat' }]))
app.get('/api/orders', authenticated, (req, res) => res.json([{ id: 71, total: 1200 }]))
http.createServer(app).listen(Number(process.env.PORT), '127.0.0.1')
