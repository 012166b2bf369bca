package route_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// middleware is a program whose one route stands behind one middleware, in the file
// that the case is about, and what that is taken for.
type middleware struct {
	use   string // how app.js takes it
	files map[string]string
	want  string
}

func expectMiddleware(t *testing.T, cases map[string]middleware) {
	t.Helper()
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := maps.Clone(test.files)
			if files == nil {
				files = map[string]string{}
			}
			app := "app.js"
			if strings.Contains(test.use, "import ") {
				app = "app.ts"
			}
			files[app] = "import express from 'express'\nconst app = express()\n" + test.use + "\napp.post('/orders', (req, res) => { res.json({}) })\napp.listen(80)"
			inventory := joined(t, files)
			if len(inventory.Routes) != 1 {
				t.Fatalf("%d routes, want 1", len(inventory.Routes))
			}
			var got []string
			for _, guard := range inventory.Routes[0].Guards {
				got = append(got, strings.TrimSuffix(guard.Name+":"+string(guard.Kind)+" "+guard.Why, " "))
			}
			if joined := strings.Join(got, ", "); joined != test.want {
				t.Errorf("got  %s\nwant %s", joined, test.want)
			}
		})
	}
}

const stamps = `(req, res, next) => { req.startedAt = Date.now(); next(); }`

func TestMiddlewareOfOtherFilesThatHandsEveryRequestOn(t *testing.T) {
	t.Parallel()
	expectMiddleware(t, map[string]middleware{
		"required where it is used":            {`app.use(require('./mw/stamp'))`, map[string]string{"mw/stamp.js": `module.exports = ` + stamps}, "stamp:passes"},
		"a default import":                     {`import stamp from './stamp'; app.use(stamp)`, map[string]string{"stamp.ts": `export default ` + stamps}, "stamp:passes"},
		"a named function by default":          {`import stamp from './stamp'; app.use(stamp)`, map[string]string{"stamp.ts": `export default function stamp(req: Request, res: Response, next: NextFunction) { next() }`}, "stamp:passes"},
		"a named import":                       {`import { stamp } from './stamp'; app.use(stamp)`, map[string]string{"stamp.ts": `export const stamp = ` + stamps}, "stamp:passes"},
		"a whole module":                       {`import * as mw from './stamp'; app.use(mw.stamp)`, map[string]string{"stamp.ts": `export function stamp(req, res, next) { next() }`}, "mw.stamp:passes"},
		"taken apart":                          {`const { stamp } = require('./mw'); app.use(stamp)`, map[string]string{"mw.js": `function stamp(req, res, next) { next() }; module.exports = { stamp }`}, "stamp:passes"},
		"exports.name":                         {`const mw = require('./mw'); app.use(mw.stamp)`, map[string]string{"mw.js": `exports.stamp = ` + stamps}, "mw.stamp:passes"},
		"a method of an object":                {`const mw = require('./mw'); app.use(mw.stamp)`, map[string]string{"mw.js": `module.exports = { stamp(req, res, next) { next() } }`}, "mw.stamp:passes"},
		"an index of required files":           {`const mw = require('./mw'); app.use(mw.stamp)`, map[string]string{"mw/index.js": `module.exports = { stamp: require('./stamp') }`, "mw/stamp.js": `module.exports = ` + stamps}, "mw.stamp:passes"},
		"passed on by name":                    {`import { stamp } from './mw'; app.use(stamp)`, map[string]string{"mw/index.ts": `export { stamp } from './stamp'`, "mw/stamp.ts": `export const stamp = ` + stamps}, "stamp:passes"},
		"passed on by default":                 {`import { stamp } from './mw'; app.use(stamp)`, map[string]string{"mw/index.ts": `export { default as stamp } from './stamp'`, "mw/stamp.ts": `export default ` + stamps}, "stamp:passes"},
		"passed on with all others":            {`import { stamp } from './mw'; app.use(stamp)`, map[string]string{"mw/index.ts": `export * from './stamp'`, "mw/stamp.ts": `export const stamp = ` + stamps}, "stamp:passes"},
		"a static method":                      {`import { Mw } from './mw'; app.use(Mw.stamp)`, map[string]string{"mw.ts": `export class Mw { static stamp(req, res, next) { next() } }`}, "Mw.stamp:passes"},
		"a factory":                            {`import { stamp } from './stamp'; app.use(stamp({ header: 'x' }))`, map[string]string{"stamp.ts": `export function stamp(options) { return ` + stamps + ` }`}, "stamp():passes"},
		"a factory that is an arrow":           {`import { stamp } from './stamp'; app.use(stamp('x'))`, map[string]string{"stamp.ts": `export const stamp = (name: string) => ` + stamps}, "stamp():passes"},
		"a factory by default":                 {`app.use(require('./stamp')())`, map[string]string{"stamp.js": `module.exports = function () { return function stamp(req, res, next) { next() } }`}, "stamp():passes"},
		"a factory of a package's":             {`import { parse } from './parse'; app.use(parse())`, map[string]string{"parse.ts": `import express from 'express'; export function parse() { return express.json() }`}, "parse():passes"},
		"what a package's gives":               {`import { parse } from './parse'; app.use(parse)`, map[string]string{"parse.ts": `import express from 'express'; export const parse = express.json()`}, "parse:passes"},
		"what a package's gives by default":    {`app.use(require('./shield'))`, map[string]string{"shield.js": `const helmet = require('helmet'); module.exports = helmet()`}, "shield:passes"},
		"a form around it":                     {`import { stamp } from './stamp'; app.use(stamp)`, map[string]string{"stamp.ts": `export const stamp = asyncHandler(async ` + stamps + `)`}, "stamp:passes"},
		"it hands the request to another file": {`app.use(require('./a'))`, map[string]string{"a.js": `const b = require('./b'); module.exports = (req, res, next) => b(req, res, next)`, "b.js": `module.exports = ` + stamps}, "a:passes"},
		"a helper of another file":             {`app.use(require('./a'))`, map[string]string{"a.js": `const { tag } = require('./b'); module.exports = (req, res, next) => { tag(req); next() }`, "b.js": `exports.tag = (req) => { req.tag = 1 }`}, "a:passes"},
		"a list": {`import { chain } from './mw'; app.use(chain)`, map[string]string{"mw.ts": `import helmet from 'helmet'
const stamp = ` + stamps + `
const gate = (req, res, next) => { if (!req.user) return res.status(401).end(); next() }
export const chain = [helmet(), stamp, gate]`}, "helmet():passes, stamp:passes, gate:authentication"},
		"a list by default": {`app.use(require('./mw'))`, map[string]string{"mw.js": `const stamp = ` + stamps + `
module.exports = [stamp, require('./gate')]`, "gate.js": `module.exports = (req, res, next) => { if (!req.user) return res.status(401).end(); next() }`}, "stamp:passes, gate:authentication"},
		"of this file":                  {`function stamp(req, res, next) { next() }; app.use(stamp)`, nil, "stamp:passes"},
		"a closure":                     {`app.use((req, res, next) => next())`, nil, "next:passes"},
		"what handles errors of others": {`import { oops } from './oops'; app.use(oops)`, map[string]string{"oops.ts": `export function oops(err, req, res, next) { res.status(401).end() }`}, "oops:passes"},
	})
}

func TestMiddlewareIsTakenForWhatItDoes(t *testing.T) {
	t.Parallel()
	of := func(body string) map[string]string {
		return map[string]string{"mw.js": "const jwt = require('jsonwebtoken')\nconst als = new AsyncLocalStorage()\nmodule.exports = async (req, res, next) => {" + body + "}"}
	}
	one := func(body, want string) middleware {
		return middleware{`app.use(require('./mw'))`, of(body), want}
	}
	expectMiddleware(t, map[string]middleware{
		"called auth, and it only logs":                 {`const { auth } = require('./mw'); app.use(auth)`, map[string]string{"mw.js": `exports.auth = (req, res, next) => { console.log('auth', req.url); next() }`}, "auth:passes"},
		"called requireUser, and it hands every one on": {`const { requireUser } = require('./mw'); app.use(requireUser)`, map[string]string{"mw.js": `exports.requireUser = (req, res, next) => { if (process.env.OPEN) { return next() } else { next() } }`}, "requireUser:passes"},
		"next on both ways":                             one(`if (req.secure) { res.set('a', 'b'); return next() } return next()`, "mw:passes"),
		"next behind a wait":                            one(`await new Promise((done) => setTimeout(done, 5)); next()`, "mw:passes"),
		"next later":                                    one(`setTimeout(next, 100)`, "mw:passes"),
		"next in a context":                             one(`als.run({ id: req.id }, () => next())`, "mw:passes"),
		"next in a choice":                              one(`req.secure ? next() : next()`, "mw:passes"),
		"it answers when others do":                     one(`const end = res.end; res.end = function (...all) { res.status(401); return end.apply(res, all) }; next()`, "mw:passes"),
		"it watches for refusals":                       one(`res.on('finish', () => { if (res.statusCode === 401) metrics.inc('refused') }); next()`, "mw:passes"),
		"it is a matter of what it logs to":             one(`logger.info({ url: req.url, ip: req.ip }); next()`, "mw:passes"),
		"it looks a tenant up":                          one(`req.tenant = await Tenant.findOne({ host: req.hostname }); next()`, "mw:passes"),

		"it finds out who asks":             one(`req.user = await sessions.findOne({ id: req.headers.cookie }); next()`, "mw:optional"),
		"it verifies and lets all through":  one(`try { req.user = jwt.verify(req.headers.authorization, key) } catch (e) { req.user = null } next()`, "mw:optional"),
		"it verifies and refuses":           one(`try { req.user = jwt.verify(req.headers.authorization, key); next() } catch (e) { res.status(401).end() }`, "mw:authentication"),
		"it refuses by a status":            one(`if (!req.session.user) return res.sendStatus(401); next()`, "mw:authentication"),
		"it sends to the login page":        one(`if (!req.session.user) return res.redirect('/login'); next()`, "mw:authentication"),
		"a factory that refuses":            {`const f = require('./mw'); app.use(f({ role: 'x' }))`, map[string]string{"mw.js": `module.exports = (o) => (req, res, next) => { if (req.user.role !== o.role) return res.status(403).end(); next() }`}, "f():authorization"},
		"it hands the request to a guard":   {`app.use(require('./a'))`, map[string]string{"a.js": `const b = require('./b'); module.exports = (req, res, next) => b(req, res, next)`, "b.js": `module.exports = (req, res, next) => { if (!req.user) return res.status(401).end(); next() }`}, "a:authentication"},
		"a guard around what hands on":      {`const { list } = require('./a'); app.use(list)`, map[string]string{"a.js": `const { gate } = require('x'); exports.list = gate(` + stamps + `)`}, "list:unknown " + "`list` may keep requests: what it is made by is not read"},
		"a package's guard under own names": {`import { who } from './who'; app.use(who)`, map[string]string{"who.ts": `import passport from 'passport'; export const who = passport.authenticate('jwt')`}, "who:authentication"},

		"it runs what is not known":         one(`policy.run(req); next()`, "mw:unknown `mw` asks `policy.run`, which is made where nothing was found"),
		"it answers some requests":          one(`if (req.query.ping) return res.send('pong'); next()`, "mw:unknown `mw` may keep requests: it answers some requests itself"),
		"it throws":                         one(`if (!req.query.key) throw new Error('no'); next()`, "mw:unknown `mw` may keep requests: it throws"),
		"it hands on an error":              one(`if (!req.query.key) return next(new Error('no')); next()`, "mw:unknown `mw` may keep requests: it hands on an error"),
		"one way ends":                      one(`if (req.query.key) next()`, "mw:unknown `mw` may keep requests: it does not hand on every request"),
		"an exchange":                       one(`switch (req.query.a) { case '1': next(); break; default: } `, "mw:unknown `mw` may keep requests: it does not hand on every request"),
		"it asks a package":                 {`app.use(require('./a'))`, map[string]string{"a.js": "const gate = require('gate')\nmodule.exports = async (req, res, next) => { await gate(req); next() }"}, "a:unknown `a` asks `gate`, of the package `gate`, which is not known here"},
		"it asks a file that answers":       {`app.use(require('./a'))`, map[string]string{"a.js": `const b = require('./b'); module.exports = async (req, res, next) => { b(req, res, next) }`, "b.js": `module.exports = (req, res, next) => { if (req.a) { res.end() } else { next() } }`}, "a:unknown `a` asks `b`, which may keep requests: it answers some requests itself"},
		"a package that is not known":       {`app.use(require('gatekeeper')())`, nil, "gatekeeper():unknown `gatekeeper()` is of the package `gatekeeper`, which is not known here"},
		"a file that is chosen at run time": {`app.use(require('./mw/' + process.env.NAME))`, nil, "require():unknown which file `require()` takes is decided at run time"},
		"a file that is not there":          {`app.use(require('./nowhere'))`, nil, "nowhere:unknown `nowhere` is made where nothing was found"},
	})
}

func TestMiddlewareOfOtherFrameworks(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ app, mw, want string }{
		"koa":              {"import Koa from 'koa'\nimport Router from '@koa/router'\nimport { mw } from './mw'\nconst app = new Koa(); const r = new Router()\nr.use(mw)\nr.get('/orders', (ctx) => { ctx.body = 1 })\napp.use(r.routes())", `export const mw = async (ctx, next) => { const at = Date.now(); await next(); ctx.set('X-Time', Date.now() - at) }`, "mw:passes"},
		"koa, a guard":     {"import Koa from 'koa'\nimport Router from '@koa/router'\nimport { mw } from './mw'\nconst app = new Koa(); const r = new Router()\nr.use(mw)\nr.get('/orders', (ctx) => { ctx.body = 1 })\napp.use(r.routes())", `export const mw = async (ctx, next) => { if (!ctx.state.user) ctx.throw(401); await next() }`, "mw:authentication"},
		"hono":             {"import { Hono } from 'hono'\nimport { mw } from './mw'\nconst app = new Hono()\napp.use(mw)\napp.get('/orders', (c) => c.json(1))", `export const mw = createMiddleware(async (c, next) => { c.header('X-A', 'b'); await next() })`, "mw:passes"},
		"hono, it answers": {"import { Hono } from 'hono'\nimport { mw } from './mw'\nconst app = new Hono()\napp.use(mw)\napp.get('/orders', (c) => c.json(1))", `export const mw = async (c, next) => { if (!c.req.query('k')) return c.json({}, 418); await next() }`, "mw:unknown `mw` may keep requests: it answers some requests itself"},
		"fastify":          {"import Fastify from 'fastify'\nimport { mw } from './mw'\nconst app = Fastify()\napp.addHook('onRequest', mw)\napp.get('/orders', async (request, reply) => 1)", `export async function mw(request, reply) { request.log.info(request.url); reply.header('x', 'y') }`, "mw:passes"},
		"fastify, done":    {"import Fastify from 'fastify'\nimport { mw } from './mw'\nconst app = Fastify()\napp.addHook('onRequest', mw)\napp.get('/orders', async (request, reply) => 1)", `export function mw(request, reply, done) { done() }`, "mw:passes"},
		"fastify, a guard": {"import Fastify from 'fastify'\nimport { mw } from './mw'\nconst app = Fastify()\napp.addHook('onRequest', mw)\napp.get('/orders', async (request, reply) => 1)", `export async function mw(request, reply) { if (!request.headers.key) return reply.code(401).send() }`, "mw:authentication"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, one := range joined(t, map[string]string{"app.ts": test.app, "mw.ts": test.mw}).Routes {
				for _, guard := range one.Guards {
					got = append(got, strings.TrimSuffix(guard.Name+":"+string(guard.Kind)+" "+guard.Why, " "))
				}
			}
			if !slices.Equal(got, []string{test.want}) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestMiddlewareOfHostileFilesEnds(t *testing.T) {
	t.Parallel()
	const rounds = 2000
	for name, body := range map[string]string{
		"closures that call one another": "function a() { " + strings.Repeat("b();", rounds) + " } function b() { " + strings.Repeat("a();", rounds) + " } a()",
		"a chain that goes on":           "x" + strings.Repeat(".y(req)", rounds),
		"choices in choices":             strings.Repeat("if (req.a) {", 60) + "next()" + strings.Repeat("}", 60),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inventory := joined(t, map[string]string{"app.js": "const app = require('express')()\napp.use((req, res, next) => { " + body + " })\napp.post('/orders', (req, res) => res.json(1))"})
			if guards := inventory.Routes[0].Guards; len(guards) != 1 || guards[0].Kind != "unknown" {
				t.Errorf("got %+v, want one that is not known", guards)
			}
		})
	}
}
