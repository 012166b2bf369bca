const jwt = require('jsonwebtoken')

// requireUser takes whatever a token says: decode verifies nothing.
exports.requireUser = (req, res, next) => {
  const token = (req.get('authorization') ?? '').replace(/^Bearer /, '')
  const claims = jwt.decode(token)
  if (!claims) return res.status(401).json({ error: 'unauthorized' })
  req.user = claims
  next()
}

// requireAdmin looks at the path as it is written; the router does not mind its case.
exports.requireAdmin = (req, res, next) => {
  if (!req.path.startsWith('/admin/')) return next()
  if (req.get('x-admin-key') !== process.env.SECRET) return res.status(403).json({ error: 'forbidden' })
  next()
}
