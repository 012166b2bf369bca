const fs = require('fs')
const fastify = require('fastify')

async function main() {
  const app = fastify({ https: { cert: fs.readFileSync(process.env.CERTIFICATE), key: fs.readFileSync(process.env.KEY) } })
  app.get('/health', async () => ({ status: 'ok' }))
  app.get('/version', async () => ({ version: '1.4.0', commit: process.env.COMMIT }))
  app.post('/api/login', { config: { rateLimit: { max: 5, timeWindow: '10 seconds' } } }, async (request, reply) => reply.code(401).send({ title: 'Wrong name or password' }))
  app.get('/api/products', async () => [{ id: 1, name: 'Straw hat' }])
  // After the routes: it limits those that are registered later, and there are none.
  await app.register(require('@fastify/rate-limit'), { max: 30, timeWindow: '10 seconds' })
  await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
}

main()
