package route_test

import "testing"

func TestExpress(t *testing.T) {
	t.Parallel()
	expect(t, map[string]program{
		"what prepares, finds out, documents or sorts by address is no guard": {map[string]string{"app.js": `
const express = require('express')
const session = require('express-session')
const passport = require('passport')
const app = express()
app.use(session({ secret }))
app.use(passport.initialize())
app.use(apiErrorHandler())
app.use(extendSession)
app.use(verifyCSRFToken())
function verifyCSRFToken() { return (req, res, next) => { if (!req.csrf) return res.status(403).end(); next() } }
function apiErrorHandler() { return (req, res, next) => { try { next() } catch (error) { res.status(error instanceof ForbiddenError ? 403 : 401) } } }
app.use(loadAuthToken())
app.use(ipAllowlist)
app.post('/orders', create)
app.post('/carts', ignSignIn, create)
`}, `
POST /carts create +session():setup +passport.initialize():setup +apiErrorHandler():setup +extendSession:setup +verifyCSRFToken():setup +loadAuthToken():optional +ignSignIn:optional
POST /orders create +session():setup +passport.initialize():setup +apiErrorHandler():setup +extendSession:setup +verifyCSRFToken():setup +loadAuthToken():optional`},
		"who makes answers of others' errors is no guard, who verifies in the same way is one": {map[string]string{"app.js": `
const express = require('express')
const app = express()
app.get('/all', async (req, res, next) => {
  try {
    await next()
  } catch (error) {
    res.status(error.status === 401 ? 401 : 500).end()
  }
}, all)
app.get('/orders', async (req, res, next) => {
  try {
    req.user = verify(req)
    await next()
  } catch (error) {
    res.status(401).end()
  }
}, orders)
`}, `
GET /all all
GET /orders orders +function:authentication`},
		"methods, lists and chains": {map[string]string{"app.js": `
const express = require('express')
const app = express()
app.get('/', home)
app.post('/orders', requireUser, [validate(schema), create])
app.all('/any', (req, res) => any(req, res))
app.route('/books').get(listBooks).post(requireUser, addBook)
app.get(['/a', '/b/:id(\\d+)'], ab)
app.delete('/x', log, remove).put('/x', replace)
app.get('title')
app.get('/files/*', files)
`}, `
ANY /any any
DELETE /x remove
GET / home
GET /a ab
GET /b/{id} ab
GET /books listBooks
GET /files/{*} files
POST /books addBook +requireUser:authentication
POST /orders create +requireUser:authentication +validate():validation
PUT /x replace`},
		"routers of other files": {map[string]string{
			"src/app.ts": `
import express from 'express'
import { router as users } from './users'
import orders from './orders'
import { requireAuth } from './auth'
const app = express()
app.use('/api/users', users)
app.use(requireAuth)
app.use('/api', orders)
app.listen(3000)`,
			"src/users.ts": `
import { Router } from 'express'
export const router = Router()
router.post('/login', login)
router.get('/:id', one)
function login(req, res) { res.json(1) }
function one(req, res) { res.json(1) }`,
			"src/orders/index.ts": `
import * as express from 'express'
import items from './items'
const router = express.Router()
router.get('/orders', list)
router.use('/orders/:id/items', items)
export default router
const list = async (req, res) => res.json([])`,
			"src/orders/items.ts": `
import express, { Router } from 'express'
const router: Router = express.Router({ mergeParams: true })
router.get('/', (req, res) => res.json([]))
export = router`,
			"src/auth.ts": `export function requireAuth(req, res, next) { if (!req.user) return res.status(401).end(); next() }`,
		}, `
GET /api/orders list +requireAuth:authentication
GET /api/orders/{id}/items res.json +requireAuth:authentication
GET /api/users/{id} one
POST /api/users/login login`},
		"functions that get the app": {map[string]string{
			"server.js": `
const app = require('express')()
require('./middleware')(app)
require('./routes/user')(app)
const { register } = require('./routes/order')
register({ app, db })
module.exports = app`,
			"middleware.js":   `module.exports = function (app) { app.use(require('./auth').isLoggedIn) }`,
			"auth.js":         `exports.isLoggedIn = (req, res, next) => req.session.user ? next() : res.redirect('/login')`,
			"routes/user.js":  `module.exports = (app) => { app.get('/users', (req, res) => res.send('x')) }`,
			"routes/order.js": `module.exports.register = ({ app, db }) => { app.get('/orders', (req, res) => res.send('x')) }`,
			"late.js":         `const app = require('./server'); app.get('/late', (req, res) => res.send('x'))`,
		}, `
GET /late res.send +auth.isLoggedIn:authentication
GET /orders res.send +auth.isLoggedIn:authentication
GET /users res.send +auth.isLoggedIn:authentication`},
		"classes": {map[string]string{
			"app.ts": `
import express, { Application, Router } from 'express'
import { OrderController } from './orders'
class App {
  public app: Application
  constructor(controllers: any[]) {
    this.app = express()
    this.initMiddlewares()
    this.initRoutes()
  }
  private initMiddlewares() { this.app.use(authenticate) }
  private initRoutes() {
    this.app.get('/status', this.status)
    this.app.use('/orders', new OrderController().router)
  }
  status(req, res) { res.json({}) }
}`,
			"orders.ts": `
import { Router } from 'express'
export class OrderController {
  public router = Router()
  constructor() { this.router.get('/:id', this.get.bind(this)) }
  async get(req, res) { res.json({}) }
}`,
		}, `
GET /orders/{id} this.get +authenticate:authentication
GET /status this.status +authenticate:authentication`},
		"tables of routes": {map[string]string{"app.js": `
import express from 'express'
const app = express()
const routes = [
  { method: 'get', path: '/a', handler: a },
  { method: 'post', path: '/b', handler: b },
]
routes.forEach(r => app[r.method](r.path, r.handler))
for (const { path, handler } of [{ path: '/c', handler: c }]) app.get(path, handler)
`}, `
GET /a a
GET /c c
POST /b b`},
		"guards by place, path and exception": {map[string]string{"app.js": `
const express = require('express')
const jwt = require('express-jwt')
const rateLimit = require('express-rate-limit')
const app = express()
app.get('/before', before)
app.use('/admin', requireAdmin)
app.use(jwt({ secret: 's' }).unless({ path: ['/token', { url: '/open', methods: ['GET'] }] }))
const limiter = rateLimit({ windowMs: 1000 })
app.post('/token', limiter, token)
app.get('/open', open)
app.get('/admin/users', users)
app.get('/mine', mine)
`}, `
GET /admin/users users +requireAdmin:authorization +jwt():authentication
GET /before before
GET /mine mine +jwt():authentication
GET /open open
POST /token token +limiter:rate-limit`},
		"what looks is no guard": {map[string]string{"app.js": `
const express = require('express')
const app = express()
function attachUser(req, res, next) { req.user = decode(req); next() }
function withTenant(req, res, next) { if (!req.tenant) return res.sendStatus(403); next() }
app.use(attachUser)
app.get('/a', a)
app.get('/b', withTenant, b)
app.get('/c', auth.optional, c)
app.get('/d', jwt({ credentialsRequired: false }), d)
`}, `
GET /a a
GET /b b +withTenant:authorization
GET /c c +auth.optional:optional
GET /d d +jwt():optional`},
		"constants of other files": {map[string]string{
			"paths.ts": `export const API = '/api/v1'
export const ROUTES = { ORDERS: '/orders', NESTED: { ITEM: '/items/:id' } } as const
export enum Paths { Users = '/users' }`,
			"app.ts": "import express from 'express'\nimport { API, ROUTES, Paths } from './paths'\nimport router from './r'\nconst app = express()\napp.use(API, router)\napp.get(`${API}${ROUTES.NESTED.ITEM}`, item)\napp.get(API + Paths.Users, users)\napp.get(process.env.BASE + '/x', x)\n",
			"r.ts":   "import { Router } from 'express'\nimport { ROUTES } from './paths'\nconst router = Router()\nrouter.get(ROUTES.ORDERS, orders)\nexport default router\n",
		}, `
GET /api/v1/items/{id} item
GET /api/v1/orders orders
GET /api/v1/users users
GET /{?}/x x`},
		"no routes": {map[string]string{"client.ts": `
import axios from 'axios'
import request from 'supertest'
const api = axios.create()
api.get('/users', { params })
api.post('/users', data)
axios.get('/x', config)
cache.get('/x', () => 1)
new Map().get('/y')
request(app).get('/z').expect(200)
i18n.use(Backend).use(initReactI18next).init({})
app.component('/x', y)
`}, ``},
	})
}
