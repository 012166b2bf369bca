const fs = require('fs')
const fastify = require('fastify')

const app = fastify({ logger: false, https: { cert: fs.readFileSync(process.env.CERTIFICATE), key: fs.readFileSync(process.env.KEY) } })
app.register(require('@fastify/helmet'))
app.register(require('@fastify/cors'), { origin: 'https://app.example.com', credentials: true })
app.register(require('@fastify/rate-limit'), { max: 2000, timeWindow: '1 minute' })
app.register(require('@fastify/jwt'), { secret: process.env.SECRET, sign: { algorithm: 'HS256' }, verify: { algorithms: ['HS256'] } })
app.decorate('authenticate', async (request, reply) => {
  try {
    await request.jwtVerify()
  } catch {
    reply.code(401).header('WWW-Authenticate', 'Bearer').send({ title: 'Unauthorized', status: 401 })
  }
})
app.setErrorHandler((error, request, reply) => {
  const status = error.statusCode ?? 500
  reply.code(status).type('application/problem+json').send({ title: status < 500 ? 'Bad request' : 'Something went wrong', status })
})
app.setNotFoundHandler((request, reply) => reply.code(404).type('application/problem+json').send({ title: 'Not found', status: 404 }))
app.after(() => {
  app.get('/health', async (request, reply) => { reply.header('cache-control', 'no-store'); return { status: 'ok' } })
  app.get('/status', async () => ({ status: 'ok', queue: 'ok' }))
  app.get('/version', async () => ({ version: '1.4.0', commit: process.env.COMMIT }))
  app.get('/metrics', { onRequest: [app.authenticate] }, async () => '# HELP up Up.\n# TYPE up gauge\nup 1\n')
  app.get('/orders', { onRequest: [app.authenticate] }, async () => [{ id: 1 }])
  app.get('/orders/:id', { onRequest: [app.authenticate] }, async () => ({ id: 1 }))
  app.post('/orders', { onRequest: [app.authenticate] }, async (request, reply) => reply.code(201).send({ id: 2 }))
})
app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
