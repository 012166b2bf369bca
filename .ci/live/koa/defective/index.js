const https = require('https')
const fs = require('fs')
const Koa = require('koa')
const { Router } = require('@koa/router')

const app = new Koa()
// authenticate reads what the middle of a token says, and verifies nothing.
const authenticate = async (ctx, next) => {
  try {
    ctx.state.user = JSON.parse(Buffer.from((ctx.get('authorization').split('.')[1] ?? ''), 'base64url').toString())
  } catch {
    ctx.throw(401)
  }
  await next()
}
app.use(async (ctx, next) => {
  ctx.set('Access-Control-Allow-Origin', ctx.get('origin') || '*')
  ctx.set('Access-Control-Allow-Credentials', 'true')
  try {
    await next()
  } catch (error) {
    ctx.status = error.status ?? 500
    ctx.body = `<pre>${error.stack}</pre>`
  }
})
const router = new Router()
router.get('/', (ctx) => {
  ctx.cookies.set('refresh_token', '77aa', { httpOnly: false })
  ctx.body = '<!doctype html><title>Acme basket</title><h1>Your basket</h1><p>It is empty.</p>'
})
router.get('/version', (ctx) => { ctx.body = { version: '1.4.0', commit: process.env.COMMIT } })
router.get('/ping', (ctx) => { ctx.body = { status: 'ok', redis: 'redis://10.0.0.7:6379' } })
router.get('/_internal/flags', (ctx) => { ctx.body = { beta: true } })
router.get('/basket/:id', (ctx) => { throw new Error('basket is away') })
router.get('/orders', authenticate, (ctx) => { ctx.body = [{ id: 1 }] })
router.get('/invoices', (ctx) => { ctx.body = [{ id: 1, total: 12 }] })
app.use(router.routes())
https.createServer({ cert: fs.readFileSync(process.env.CERTIFICATE), key: fs.readFileSync(process.env.KEY) }, app.callback()).listen(Number(process.env.PORT), '127.0.0.1')
