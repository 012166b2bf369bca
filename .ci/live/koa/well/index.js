const https = require('https')
const fs = require('fs')
const Koa = require('koa')
const { Router } = require('@koa/router')
const helmet = require('koa-helmet').default ?? require('koa-helmet')
const jwt = require('koa-jwt')

const app = new Koa()
const authenticated = jwt({ secret: process.env.SECRET, algorithms: ['HS256'] })
app.use(helmet())
app.use(async (ctx, next) => {
  try {
    await next()
    if (ctx.status === 404 && !ctx.body) {
      ctx.status = 404
      ctx.body = { title: 'Not found', status: 404 }
    }
  } catch (error) {
    ctx.status = error.status ?? 500
    if (ctx.status === 401) ctx.set('WWW-Authenticate', 'Bearer')
    ctx.body = { title: ctx.status < 500 ? 'Refused' : 'Something went wrong', status: ctx.status }
  }
})
const router = new Router()
router.get('/health', (ctx) => { ctx.body = { status: 'ok' } })
router.get('/status', (ctx) => { ctx.body = { status: 'ok' } })
router.get('/version', (ctx) => { ctx.body = { version: '1.4.0', commit: process.env.COMMIT } })
router.get('/metrics', authenticated, (ctx) => { ctx.body = '# HELP up Up.\n# TYPE up gauge\nup 1\n' })
router.get('/basket', authenticated, (ctx) => { ctx.body = [{ id: 1 }] })
router.get('/orders/:id', authenticated, (ctx) => { ctx.body = { id: 1 } })
router.post('/orders', authenticated, (ctx) => { ctx.status = 201 })
app.use(router.routes())
https.createServer({ cert: fs.readFileSync(process.env.CERTIFICATE), key: fs.readFileSync(process.env.KEY) }, app.callback()).listen(Number(process.env.PORT), '127.0.0.1')
