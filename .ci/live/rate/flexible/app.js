const https = require('https')
const fs = require('fs')
const express = require('express')
const { RateLimiterMemory } = require('rate-limiter-flexible')

const logins = new RateLimiterMemory({ points: 5, duration: 10 })
const requests = new RateLimiterMemory({ points: 30, duration: 10 })

function rateLimiterMiddleware(limiter) {
  return (req, res, next) => {
    limiter.consume(req.ip)
      .then(() => next())
      .catch((rejection) => {
        res.set('Retry-After', String(Math.ceil(rejection.msBeforeNext / 1000)))
        res.status(429).send('Too Many Requests')
      })
  }
}

const app = express()
app.use(express.json())
app.get('/health', (req, res) => res.json({ status: 'ok' }))
app.get('/version', (req, res) => res.json({ version: '1.4.0', commit: process.env.COMMIT }))
app.post('/api/login', rateLimiterMiddleware(logins), (req, res) => res.status(401).json({ title: 'Wrong name or password' }))
app.get('/api/products', rateLimiterMiddleware(requests), (req, res) => res.json([{ id: 1, name: 'Straw hat' }]))

const options = { cert: fs.readFileSync(process.env.CERTIFICATE), key: fs.readFileSync(process.env.KEY) }
https.createServer(options, app).listen(Number(process.env.PORT), '127.0.0.1')
