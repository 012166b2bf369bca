const fs = require('fs')
const fastify = require('fastify')

const app = fastify({ logger: false, https: { cert: fs.readFileSync(process.env.CERTIFICATE), key: fs.readFileSync(process.env.KEY) } })
app.register(require('@fastify/cors'), { origin: true, credentials: true })
app.register(require('@fastify/cookie'))
// Any token will do, as long as there is one.
async function authenticate (request, reply) {
  if (!request.headers.authorization) return reply.code(401).send({ error: 'unauthorized' })
}
app.setErrorHandler((error, request, reply) => reply.code(error.statusCode ?? 500).send({ error: error.message, stack: error.stack }))
app.setNotFoundHandler((request) => { throw new Error('no route for ' + request.url) })
app.after(() => {
  app.get('/', async (request, reply) => { reply.setCookie('auth_token', 'f3a1', { path: '/' }); return { name: 'acme-api' } })
  app.get('/version', async () => ({ version: '1.4.0', commit: process.env.COMMIT }))
  app.get('/health', async () => ({ status: 'ok', env: { secret: 'x1y2z3' } }))
  app.get('/internal/queue', async () => ({ waiting: 12 }))
  app.get('/graphql', async () => ({ data: { __schema: { queryType: { name: 'Query' } } } }))
  app.get('/orders', { onRequest: [authenticate] }, async () => [{ id: 1 }])
  app.post('/orders', { onRequest: [authenticate] }, async (request, reply) => reply.code(201).send({ id: 2 }))
  app.get('/payments', async () => [{ id: 1, amount: 4200 }])
})
app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
