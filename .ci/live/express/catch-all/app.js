const https = require('https')
const fs = require('fs')
const express = require('express')
const helmet = require('helmet')

const page = '<!doctype html><html lang="en"><head><title>Acme admin dashboard</title></head><body><div id="root"></div><script src="/assets/index-4f2a9c1b.js"></script></body></html>'
const app = express()
app.use(helmet())
app.get('/health', (req, res) => res.json({ status: 'ok' }))
app.get('/status', (req, res) => res.json({ status: 'ok' }))
app.get('/version', (req, res) => res.json({ version: '1.4.0', commit: process.env.COMMIT }))
app.get('/assets/index-4f2a9c1b.js', (req, res) => res.type('js').send('document.getElementById("root").textContent = "Hats for everybody"'))
app.get('/{*path}', (req, res) => res.send(page))

const options = { cert: fs.readFileSync(process.env.CERTIFICATE), key: fs.readFileSync(process.env.KEY) }
https.createServer(options, app).listen(Number(process.env.PORT), '127.0.0.1')
