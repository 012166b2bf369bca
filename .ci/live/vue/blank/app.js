const https = require('https')
const fs = require('fs')
const path = require('path')
const express = require('express')
const helmet = require('helmet')

const app = express()
// Vue's build for pages without a step of building compiles templates as they come.
app.use(helmet({ contentSecurityPolicy: { directives: { 'script-src': ["'self'", "'unsafe-eval'"] } } }))
app.get('/health', (req, res) => res.json({ status: 'ok' }))
app.get('/version', (req, res) => res.json({ version: '1.4.0', commit: process.env.COMMIT }))
app.get('/api/hats', (req, res) => res.json([{ id: 1, name: 'Straw' }, { id: 2, name: 'Felt' }]))
app.use('/vue', express.static(path.join(path.dirname(require.resolve('vue/package.json')), 'dist')))
app.use(express.static(path.join(__dirname, 'public')))
app.use((req, res) => res.status(404).send('<!doctype html><title>Not here</title><h1>We do not have this</h1><a href="/">Back to the hats</a>'))
app.use((error, req, res, next) => res.status(error.status ?? 500).send('<!doctype html><title>Sorry</title><h1>Something went wrong</h1>'))

const options = { cert: fs.readFileSync(process.env.CERTIFICATE), key: fs.readFileSync(process.env.KEY) }
https.createServer(options, app).listen(Number(process.env.PORT), '127.0.0.1')
