const https = require('https')
const fs = require('fs')
const express = require('express')
const helmet = require('helmet')
const cors = require('cors')
const session = require('express-session')
const { rateLimit } = require('express-rate-limit')
const passport = require('passport')
const { Strategy, ExtractJwt } = require('passport-jwt')
const metrics = require('./metrics')

passport.use(new Strategy({
  jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
  secretOrKey: process.env.SECRET,
  algorithms: ['HS256'],
}, (claims, done) => done(null, { id: claims.sub })))
const authenticated = passport.authenticate('jwt', { session: false })

const app = express()
app.use(helmet())
app.use(cors({ origin: ['https://app.example.com'], credentials: true }))
app.use(rateLimit({ windowMs: 60_000, limit: 2000, standardHeaders: 'draft-8', legacyHeaders: false }))
app.use(express.json())
app.use(session({ secret: process.env.SECRET, resave: false, saveUninitialized: true, cookie: { secure: true, httpOnly: true, sameSite: 'lax' } }))

app.get('/health', (req, res) => res.set('Cache-Control', 'no-store').json({ status: 'ok' }))
app.get('/status', (req, res) => res.json({ status: 'ok', orders: orders.size }))
app.get('/version', (req, res) => res.json({ version: '1.4.0', commit: process.env.COMMIT }))

const orders = new Map([[1, { id: 1, user: 1, total: 1200 }]])
app.get('/', (req, res) => res.send('<!doctype html><title>Acme shop</title><h1>Hats for everybody</h1><p>Straw, felt and wool.</p>'))
app.get('/api/orders', authenticated, (req, res) => res.json([...orders.values()]))
app.get('/api/orders/:id', authenticated, (req, res) => res.json(orders.get(Number(req.params.id)) ?? {}))
app.post('/api/orders', authenticated, (req, res) => res.status(201).json({ id: 2 }))
app.delete('/api/orders/:id', authenticated, (req, res) => res.status(204).end())
app.get('/api/admin/users', authenticated, (req, res) => res.json([{ id: 1 }]))

app.use((req, res) => {
  if (req.accepts(['html', 'json']) === 'html' && !req.path.startsWith('/api/')) {
    return res.status(404).send('<!doctype html><title>Not here</title><h1>We do not have this</h1><a href="/">Back to the hats</a>')
  }
  res.status(404).type('application/problem+json').json({ title: 'Not found', status: 404 })
})
app.use((error, req, res, next) => {
  const status = error.status ?? 500
  res.status(status).type('application/problem+json').json({ title: status < 500 ? 'Bad request' : 'Something went wrong', status })
})

const options = { cert: fs.readFileSync(process.env.CERTIFICATE), key: fs.readFileSync(process.env.KEY) }
const server = https.createServer(options, app).listen(Number(process.env.PORT), '127.0.0.1')
metrics.listen(server)
