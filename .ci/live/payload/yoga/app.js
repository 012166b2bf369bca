const https = require('https')
const fs = require('fs')
const express = require('express')
const { createSchema, createYoga } = require('graphql-yoga')
const depthLimit = require('graphql-depth-limit')

const schema = createSchema({
  typeDefs: `
    type Query { hat: Hat }
    type Hat { id: ID! name: String! maker: Maker }
    type Maker { name: String! hat: Hat }
  `,
  resolvers: {
    Query: { hat: () => ({ id: 1, name: 'Straw hat' }) },
    Hat: { maker: () => ({ name: 'Acme' }) },
    Maker: { hat: () => ({ id: 1, name: 'Straw hat' }) },
  },
})
const yoga = createYoga({
  schema,
  graphiql: false,
  logging: false,
  plugins: [{ onValidate: ({ addValidationRule }) => addValidationRule(depthLimit(6)) }],
})

const app = express()
app.get('/health', (req, res) => res.json({ status: 'ok' }))
app.get('/version', (req, res) => res.json({ version: '1.4.0', commit: process.env.COMMIT }))
app.get('/api/hats', (req, res) => res.json([{ id: 1, name: 'Straw hat' }]))
app.use(yoga.graphqlEndpoint, yoga)

const options = { cert: fs.readFileSync(process.env.CERTIFICATE), key: fs.readFileSync(process.env.KEY) }
https.createServer(options, app).listen(Number(process.env.PORT), '127.0.0.1')
