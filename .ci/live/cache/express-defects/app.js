const https = require('https')
const fs = require('fs')
const express = require('express')
const passport = require('passport')
const { Strategy } = require('passport-http-bearer')

passport.use(new Strategy((token, done) => done(null, token === process.env.SECRET ? { id: 1, name: 'Dana' } : false)))
const authenticated = passport.authenticate('bearer', { session: false })

const app = express()
app.set('etag', false)
app.get('/health', (req, res) => res.json({ status: 'ok' }))
app.get('/version', (req, res) => res.json({ version: '1.4.0', commit: process.env.COMMIT }))
app.use(express.static('public', { etag: false, lastModified: false, maxAge: 0 }))
app.use((req, res, next) => res.set('Cache-Control', 'public, max-age=600') && next())
app.get('/api/products', (req, res) => res.cookie('session', 'a1b2c3d4e5f6', { httpOnly: true, secure: true }).json([{ id: 1, name: 'Straw hat' }]))
app.get('/api/orders', authenticated, (req, res) => res.set('Cache-Control', 'public, s-maxage=600').json([{ id: 71, total: 1200 }]))

const options = { cert: fs.readFileSync(process.env.CERTIFICATE), key: fs.readFileSync(process.env.KEY) }
https.createServer(options, app).listen(Number(process.env.PORT), '127.0.0.1')
