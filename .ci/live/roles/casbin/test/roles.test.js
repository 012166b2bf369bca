const request = require('supertest')
const app = require('../app')

test.each([['customer', 403], ['admin', 200]])('%s reads the reports: %i', (role, status) =>
  request(app).get('/api/reports').set('Authorization', tokenOf(role)).expect(status))
