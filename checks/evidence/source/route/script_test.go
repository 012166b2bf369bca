package route_test

import "testing"

func TestFastify(t *testing.T) {
	t.Parallel()
	expect(t, map[string]program{
		"methods, options and route objects": {map[string]string{"app.js": `
const fastify = require('fastify')({ logger: true })
fastify.get('/', async (request, reply) => ({}))
fastify.post('/orders', { preHandler: [verifyToken], schema }, create)
fastify.put('/orders/:id', { onRequest: requireAdmin, handler: update })
fastify.route({ method: ['GET', 'HEAD'], url: '/items/:id', preHandler: fastify.auth([fastify.verifyJWT]), handler: items })
fastify.route({ method: 'DELETE', url: '/items/:id', config: { rateLimit: { max: 1 } }, handler: remove })
`}, `
DELETE /items/{id} remove +config.rateLimit:rate-limit
GET / function
GET /items/{id} items +fastify.auth():authentication
HEAD /items/{id} items +fastify.auth():authentication
POST /orders create +verifyToken:authentication
PUT /orders/{id} update +requireAdmin:authorization`},
		"plugins with hooks of their own": {map[string]string{
			"app.ts": `
import Fastify from 'fastify'
import orders from './orders'
import auth from './auth'
const app = Fastify()
app.register(orders, { prefix: '/api/orders' })
app.register(auth)
app.register(async (inner) => { inner.get('/inner', async () => 1) }, { prefix: '/v1' })
app.get('/open', async (request) => 1)`,
			"orders.ts": `
import { FastifyPluginAsync } from 'fastify'
const orders: FastifyPluginAsync = async (fastify) => {
  fastify.get('/', async (request) => [])
  fastify.addHook('onRequest', requireUser)
  fastify.get('/:id', async (request) => [])
}
export default orders`,
			"auth.ts": `
import fp from 'fastify-plugin'
export default fp(async function (fastify) { fastify.addHook('preHandler', checkApiKey) })`,
		}, `
GET /api/orders function +checkApiKey:authentication +requireUser:authentication
GET /api/orders/{id} function +checkApiKey:authentication +requireUser:authentication
GET /open function +checkApiKey:authentication
GET /v1/inner function +checkApiKey:authentication`},
		"plugins of a folder": {map[string]string{
			"src/app.ts": `
import path from 'node:path'
import autoload from '@fastify/autoload'
import { FastifyInstance } from 'fastify'
export default async function app(fastify: FastifyInstance) {
  fastify.register(autoload, { dir: path.join(import.meta.dirname, 'routes'), options: { prefix: '/api' } })
}`,
			"src/routes/users/index.ts": `
import { FastifyInstance } from 'fastify'
export default async function (fastify: FastifyInstance) { fastify.get('/:id', async (request, reply) => 1) }`,
			"src/server.ts": `
import Fastify from 'fastify'
import fp from 'fastify-plugin'
import app from './app'
const server = Fastify()
server.register(fp(app))`,
		}, `
GET /api/users/{id} function`},
	})
}

func TestKoa(t *testing.T) {
	t.Parallel()
	expect(t, map[string]program{
		"routers, prefixes and names": {map[string]string{"app.js": `
const Koa = require('koa')
const Router = require('@koa/router')
const mount = require('koa-mount')
const jwt = require('koa-jwt')
const app = new Koa()
const open = new Router()
open.get('home', '/', ctx => { ctx.body = 1 })
const orders = new Router({ prefix: '/orders' })
orders.use(requireRole('admin'))
orders.get('/', list).post('/', create)
orders.del('/:id', remove)
const api = new Router()
api.use('/v1', orders.routes(), orders.allowedMethods())
app.use(open.routes())
app.use(jwt({ secret }))
app.use(mount('/api', api.routes()))
`}, `
DELETE /api/v1/orders/{id} remove +jwt():authentication +requireRole():authorization
GET / function
GET /api/v1/orders list +jwt():authentication +requireRole():authorization
POST /api/v1/orders create +jwt():authentication +requireRole():authorization`},
	})
}

func TestHono(t *testing.T) {
	t.Parallel()
	expect(t, map[string]program{
		"chains, base paths and other files": {map[string]string{
			"index.ts": `
import { Hono } from 'hono'
import { bearerAuth } from 'hono/bearer-auth'
import { books } from './books'
const app = new Hono<{ Bindings: Env }>().basePath('/api')
app.use('/admin/*', bearerAuth({ token }))
app.get('/', (c) => c.text('x')).post('/login', login)
app.on(['PUT', 'DELETE'], '/post', (c) => c.text('x'))
app.get('/admin/users', users)
app.route('/books', books)
export default app`,
			"books.ts": `
import { Hono } from 'hono'
export const books = new Hono()
  .get('/', list)
  .get('/:id{[0-9]+}', one)
  .post('/', authMiddleware, create)`,
		}, `
DELETE /api/post c.text
GET /api c.text
GET /api/admin/users users +bearerAuth():authentication
GET /api/books list
GET /api/books/{id} one
POST /api/books create +authMiddleware:authentication
POST /api/login login
PUT /api/post c.text`},
		"routes that describe themselves": {map[string]string{"app.ts": `
import { OpenAPIHono, createRoute } from '@hono/zod-openapi'
const list = createRoute({ method: 'get', path: '/orders/{id}', middleware: [requireAuth] as const, responses: {} })
const app = new OpenAPIHono()
app.openapi(list, (c) => c.json({}))
`}, `
GET /orders/{id} c.json +requireAuth:authentication`},
	})
}

func TestNest(t *testing.T) {
	t.Parallel()
	main := `
import { NestFactory } from '@nestjs/core'
async function bootstrap() {
  const app = await NestFactory.create(AppModule)
  app.setGlobalPrefix('api')
  app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' })
  await app.listen(3000)
}
bootstrap()`
	expect(t, map[string]program{
		"controllers with prefix and versions": {map[string]string{
			"src/main.ts": main,
			"src/orders.controller.ts": `
@Controller('orders')
@UseGuards(JwtAuthGuard)
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}
  @Get() list() {}
  @Get(':id') one(@Param('id') id: string) {}
  @Post() @UseGuards(RolesGuard) @Roles('admin') create(@Body() order: Order) {}
  @Public() @Get('public/:slug') shared() {}
  @ApiBearerAuth() @Delete([':id', 'by-id/:id']) remove() {}
  helper() {}
}
@Controller({ path: 'users', version: '2' })
export class UsersController { @All('me') @Version('3') me() {} @Put() put() {} }`,
		}, `
ANY /api/v3/users/me UsersController.me
DELETE /api/v1/orders/by-id/{id} OrdersController.remove +JwtAuthGuard:authentication
DELETE /api/v1/orders/{id} OrdersController.remove +JwtAuthGuard:authentication
GET /api/v1/orders OrdersController.list +JwtAuthGuard:authentication
GET /api/v1/orders/public/{slug} OrdersController.shared +JwtAuthGuard:authentication +public:public
GET /api/v1/orders/{id} OrdersController.one +JwtAuthGuard:authentication
POST /api/v1/orders OrdersController.create +JwtAuthGuard:authentication +RolesGuard:authorization +Roles():authorization
PUT /api/v2/users UsersController.put`},
		"guards of the whole application": {map[string]string{
			"src/app.module.ts": `
@Module({ providers: [{ provide: APP_GUARD, useClass: AuthGuard }, { provide: APP_GUARD, useClass: ThrottlerGuard }] })
export class AppModule implements NestModule {
  configure(consumer: MiddlewareConsumer) {
    consumer.apply(TenantAuthMiddleware).forRoutes({ path: 'cats/:id', method: RequestMethod.GET }, DogsController)
  }
}`,
			"src/cats.controller.ts": `
@Controller('cats') export class CatsController { @Get(':id') one() {} @SkipAuth() @Post('login') login() {} }
@Controller('dogs') export class DogsController { @Get() list() {} }`,
		}, `
GET /cats/{id} CatsController.one +AuthGuard:authentication +ThrottlerGuard:rate-limit +TenantAuthMiddleware:authentication
GET /dogs DogsController.list +AuthGuard:authentication +ThrottlerGuard:rate-limit +TenantAuthMiddleware:authentication
POST /cats/login CatsController.login +AuthGuard:public +ThrottlerGuard:rate-limit +public:public`},
		"resolvers": {map[string]string{"src/a.resolver.ts": `
@Resolver(() => Order)
export class OrderResolver {
  @Query(() => [Order], { name: 'orders' }) list() {}
  @UseGuards(GqlAuthGuard) @Mutation(() => Order) createOrder(@Args('x') x: string) {}
  @ResolveField() items() {}
}`}, `
MUTATION createOrder OrderResolver.createOrder +GqlAuthGuard:authentication
QUERY orders OrderResolver.list`},
	})
}
