package security_test

import (
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/security"
)

const (
	expressApp = "const express = require('express')\nconst app = express()\n"
	noService  = "export const add = (a, b) => a + b\n"
	authGuard  = "exports.requireAuth = (req, res, next) => req.user ? next() : res.status(401).end()\nexports.requireAdmin = (req, res, next) => req.user.admin ? next() : res.status(403).end()\n"
)

func TestAuthorization(t *testing.T) {
	t.Parallel()
	const guards = "const { requireAuth, requireAdmin } = require('./auth')\n"
	const refusing = "test('viewer', async () => { await request(app).delete('/admin/users/1').expect(403) })\n"
	judgeRoutes(t, routeItem("authorization"), security.NewAuthorization(projecttest.Reader(t)), map[string]routeCase{
		"a library": {files: map[string]string{"src/add.js": noService}, verdict: checks.NotApplicable},
		"an administrator's route without a role": {
			files:   map[string]string{"src/auth.js": authGuard, "src/app.js": expressApp + guards + "app.delete('/admin/users/:id', requireAuth, (req, res) => res.end())\napp.get('/admin/users/:id', requireAuth, requireAdmin, (req, res) => res.end())\n", "test/a.test.js": refusing},
			verdict: checks.Fail, findings: "error auth.role src/app.js", says: "Put `requireAdmin` before it",
		},
		"the same, before this release": {
			files:   map[string]string{"src/auth.js": authGuard, "src/app.js": expressApp + guards + "app.delete('/admin/users/:id', requireAuth, (req, res) => res.end())\napp.get('/admin/users/:id', requireAuth, requireAdmin, (req, res) => res.end())\n", "test/a.test.js": refusing},
			options: opt(changed("src/auth.js", 1, 1)), verdict: checks.NeedsSignOff, findings: "warning auth.role src/app.js", says: "there before this release",
		},
		"the handler refuses itself": {
			files:   map[string]string{"src/auth.js": authGuard, "src/app.js": expressApp + guards + "app.delete('/admin/users/:id', requireAuth, (req, res) => { if (!req.user.admin) return res.status(403).end(); res.end() })\napp.get('/admin/users/:id', requireAuth, requireAdmin, (req, res) => res.end())\n", "test/a.test.js": refusing},
			verdict: checks.NeedsSignOff, says: "1 of 1 test file expect a refusal",
		},
		"who asks whether they are administrators": {
			files:   map[string]string{"src/auth.js": authGuard, "src/app.js": expressApp + guards + "app.get('/users/me/admin', requireAuth, (req, res) => res.end())\napp.get('/admin/users', requireAuth, requireAdmin, (req, res) => res.end())\n", "test/a.test.js": refusing},
			verdict: checks.NeedsSignOff,
		},
		"roles without a test": {
			files:   map[string]string{"src/auth.js": authGuard, "src/app.js": expressApp + guards + "app.get('/admin/users', requireAuth, requireAdmin, (req, res) => res.end())\n", "test/a.test.js": "test('x', () => {})\n"},
			verdict: checks.NeedsSignOff, findings: "warning auth.untested", says: "E2 refutes no test expects a refusal, in 1 test file",
		},
		"no roles": {
			files: map[string]string{"src/auth.js": authGuard, "src/app.js": expressApp + guards + "app.get('/orders', requireAuth, (req, res) => res.end())\n"}, verdict: checks.Unknown, says: "no route asks for a role",
		},
	})
}

func TestExposedEndpoints(t *testing.T) {
	t.Parallel()
	const mux = "package main\n\nimport (\n\t\"net/http\"\n\t_ \"net/http/pprof\"\n)\n\nfunc main() {\n"
	judgeRoutes(t, routeItem("exposed-endpoints"), security.NewExposed(projecttest.Reader(t)), map[string]routeCase{
		"a library":                         {files: map[string]string{"src/add.js": noService}, verdict: checks.NotApplicable},
		"nothing open":                      {files: map[string]string{"src/app.js": expressApp + "app.get('/orders', (req, res) => res.end())\n"}, verdict: checks.NeedsSignOff, says: "E2 supports no open door found"},
		"Go's profiler on the public mux":   {files: map[string]string{"main.go": mux + "\thttp.HandleFunc(\"/orders\", orders)\n\thttp.ListenAndServe(\":8080\", nil)\n}\n"}, verdict: checks.Fail, findings: "error exposed.profiler main.go", says: "go http.ListenAndServe(\"127.0.0.1:6060\", nil)"},
		"Go's profiler for its own machine": {files: map[string]string{"main.go": mux + "\tgo http.ListenAndServe(\"localhost:6060\", nil)\n\thttp.ListenAndServe(\":8080\", router())\n}\n"}, verdict: checks.NeedsSignOff, says: "answers this machine alone"},
		"a route for developers beside others": {
			files: map[string]string{"src/app.js": expressApp + "app.get('/debug/vars', (req, res) => res.json(process.env))\napp.get('/orders', (req, res) => res.end())\n"}, verdict: checks.Fail, findings: "error exposed.route src/app.js", says: "it shows the program from the inside",
		},
		"a route for developers behind a guard": {
			files: map[string]string{"src/auth.js": authGuard, "src/app.js": expressApp + "const { requireAdmin } = require('./auth')\napp.get('/debug/vars', requireAdmin, (req, res) => res.json({}))\napp.get('/orders', (req, res) => res.end())\n"}, verdict: checks.NeedsSignOff, says: "1 route stands for developers or operators behind a guard",
		},
		"a route for developers outside of production": {
			files: map[string]string{"src/app.js": expressApp + "if (process.env.NODE_ENV !== 'production') app.get('/debug/vars', (req, res) => res.json({}))\napp.get('/orders', (req, res) => res.end())\n"}, verdict: checks.NeedsSignOff,
		},
		"metrics beside what clients ask for": {
			files: map[string]string{"src/app.js": expressApp + "app.get('/metrics', (req, res) => res.end())\napp.get('/orders', (req, res) => res.end())\n"}, verdict: checks.Unknown, findings: "warning exposed.route src/app.js", says: "Prometheus should reach it",
		},
		"the program's own files": {files: map[string]string{"src/app.js": expressApp + "app.use(express.static(__dirname))\n"}, verdict: checks.Fail, findings: "error exposed.door src/app.js", says: "files of the program itself are served"},
		"secrets in a served folder": {
			files: map[string]string{"src/app.js": expressApp, "public/backup.sql": "INSERT", "public/index.html": "<p>"}, verdict: checks.Fail, findings: "error exposed.file public/backup.sql", says: "whose files are served",
		},
		"an explorer in production": {
			files: map[string]string{"src/app.ts": "import { createYoga } from 'graphql-yoga'\nexport const yoga = createYoga({ schema, graphiql: true })\n"}, verdict: checks.Unknown, findings: "warning exposed.door src/app.ts", says: "by the environment",
		},
	})
}

func TestRateLimit(t *testing.T) {
	t.Parallel()
	const limiter = "const rateLimit = require('express-rate-limit')\n"
	judgeRoutes(t, routeItem("rate-limit"), security.NewRateLimit(projecttest.Reader(t)), map[string]routeCase{
		"a library": {files: map[string]string{"src/add.js": noService}, verdict: checks.NotApplicable},
		"no limit":  {files: map[string]string{"src/app.js": expressApp + "app.post('/login', (req, res) => res.end())\n"}, verdict: checks.Unknown, findings: "warning ratelimit.none src/app.js", says: "import { rateLimit } from \"express-rate-limit\""},
		"for all": {files: map[string]string{"src/app.js": expressApp + limiter + "app.use(rateLimit({ limit: 100 }))\napp.post('/login', (req, res) => res.end())\n"}, verdict: checks.NeedsSignOff,
			says: "E2 supports 1 of 1 route of express in 1 file have a limit before them"},
		"for others than those that take credentials": {
			files:   map[string]string{"src/app.js": expressApp + limiter + "const limit = rateLimit({ limit: 100 })\napp.get('/orders', limit, (req, res) => res.end())\napp.post('/login', (req, res) => res.end())\n"},
			verdict: checks.Fail, findings: "error ratelimit.credentials src/app.js", says: "`GET /orders` passes `limit` first",
		},
		"before the program, by nginx": {
			files: map[string]string{"src/app.js": expressApp + "app.post('/login', (req, res) => res.end())\n", "deploy/nginx.conf": "limit_req_zone $binary_remote_addr zone=a:10m rate=10r/s;\nserver { location / { limit_req zone=a; } }\n"}, verdict: checks.NeedsSignOff, says: "nginx is configured to limit rates",
		},
		"a zone of nginx before nothing": {
			files: map[string]string{"src/app.js": expressApp + "app.get('/orders', list)\n", "nginx.conf": "limit_req_zone $binary_remote_addr zone=a:10m rate=10r/s;\nserver { listen 80; }\n"}, verdict: checks.Unknown, findings: "warning ratelimit.none\nwarning ratelimit.edge nginx.conf", says: "declares a zone for limits",
		},
		"in a snippet of an Ingress": {
			files: map[string]string{"src/app.js": expressApp + "app.get('/orders', list)\n", "k8s/i.yaml": "kind: Ingress\nmetadata:\n  annotations:\n    nginx.ingress.kubernetes.io/configuration-snippet: |\n      limit_req zone=a;\n"}, verdict: checks.NeedsSignOff, says: "nginx is configured to limit rates",
		},
		"by a plugin of Kong": {
			files: map[string]string{"src/app.js": expressApp + "app.get('/orders', list)\n", "k8s/i.yaml": "kind: KongPlugin\nplugin: rate-limiting\n"}, verdict: checks.NeedsSignOff, says: "Kong is configured to limit rates",
		},
		"settings of REST framework": {
			files: map[string]string{"shop/settings.py": "REST_FRAMEWORK = {'DEFAULT_THROTTLE_CLASSES': ['rest_framework.throttling.AnonRateThrottle']}\n", "shop/urls.py": "from django.urls import path\nurlpatterns = [path('orders/', orders)]\n"}, verdict: checks.NeedsSignOff, says: "Django REST framework limits by",
		},
		"a key that clients write": {
			files:   map[string]string{"src/app.js": expressApp + limiter + "app.set('trust proxy', true)\napp.use(rateLimit({ keyGenerator: (req) => req.headers['x-forwarded-for'] }))\napp.get('/orders', (req, res) => res.end())\n"},
			verdict: checks.NeedsSignOff, findings: "warning ratelimit.trust src/app.js\nwarning ratelimit.spoofable src/app.js", says: "which clients write themselves",
		},
		"a limit of what the program asks of others": {
			files: map[string]string{"main.go": "package main\n\nimport (\n\t\"net/http\"\n\t\"golang.org/x/time/rate\"\n)\n\nvar upstream = rate.NewLimiter(1, 1)\n\nfunc main() { http.ListenAndServe(\":80\", nil) }\n"}, verdict: checks.Unknown, findings: "warning ratelimit.none", says: "was not told",
		},
	})
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	const helmet = "const helmet = require('helmet')\napp.use(helmet())\n"
	judgeRoutes(t, routeItem("headers"), security.NewHeaders(projecttest.Reader(t)), map[string]routeCase{
		"a library":    {files: map[string]string{"src/add.js": noService}, verdict: checks.NotApplicable},
		"none":         {files: map[string]string{"src/app.js": expressApp + "app.get('/orders', list)\n"}, verdict: checks.Unknown, findings: "warning headers.none", says: "app.use(helmet({"},
		"helmet":       {files: map[string]string{"src/app.js": expressApp + helmet}, verdict: checks.NeedsSignOff, says: "E2 supports helmet sets security headers"},
		"without HSTS": {files: map[string]string{"src/app.js": expressApp + "const helmet = require('helmet')\napp.use(helmet({ hsts: false }))\n"}, verdict: checks.NeedsSignOff, findings: "warning headers.off src/app.js", says: "without `strict-transport-security`"},
		"by nginx":     {files: map[string]string{"src/app.js": expressApp, "nginx.conf": "add_header Strict-Transport-Security \"max-age=1\" always;\nadd_header X-Content-Type-Options nosniff;\n"}, verdict: checks.NeedsSignOff, says: "nginx adds security headers: 2 lines"},
		"by nginx, and lost in a location": {files: map[string]string{"src/app.js": expressApp, "nginx.conf": "server {\n  add_header Strict-Transport-Security \"max-age=1\" always;\n  add_header X-Content-Type-Options nosniff;\n  location /a {\n    add_header B c;\n  }\n}\n"},
			verdict: checks.NeedsSignOff, findings: "warning headers.edge nginx.conf", says: "is not sent where the block at line 4 answers"},
		"by nginx in a ConfigMap": {files: map[string]string{"src/app.js": expressApp, "k8s/c.yaml": "kind: ConfigMap\ndata:\n  nginx.conf: |\n    server {\n      add_header Strict-Transport-Security a;\n      add_header X-Content-Type-Options nosniff;\n    }\n"},
			verdict: checks.NeedsSignOff, says: "nginx adds security headers: 2 lines"},
		"by a route of the Gateway API": {files: map[string]string{"src/app.js": expressApp, "k8s/r.yaml": "kind: HTTPRoute\nspec:\n  rules:\n  - filters:\n    - type: ResponseHeaderModifier\n      responseHeaderModifier:\n        set:\n        - name: Strict-Transport-Security\n          value: max-age=1\n        - name: X-Content-Type-Options\n          value: nosniff\n"},
			verdict: checks.NeedsSignOff, says: "configuration adds security headers: 2 lines"},
		"every origin with cookies": {
			files: map[string]string{"src/app.js": expressApp + helmet + "const cors = require('cors')\napp.use(cors({ origin: true, credentials: true }))\n"}, verdict: checks.Fail, findings: "error headers.cors src/app.js", says: "any page that they open reads the answers",
		},
		"every origin with cookies, before this release": {
			files: map[string]string{"src/app.js": expressApp + helmet + "const cors = require('cors')\napp.use(cors({ origin: true, credentials: true }))\n"}, options: opt(changed("src/app.js", 1, 1)), verdict: checks.NeedsSignOff, findings: "warning headers.cors src/app.js", says: "there before this release",
		},
		"every origin without cookies": {files: map[string]string{"src/app.js": expressApp + helmet + "const cors = require('cors')\napp.use(cors())\n"}, verdict: checks.NeedsSignOff},
		"every origin, in development": {files: map[string]string{"src/app.js": expressApp + helmet + "const cors = require('cors')\nif (process.env.NODE_ENV === 'development') app.use(cors({ origin: true, credentials: true }))\n"}, verdict: checks.NeedsSignOff, findings: "notice headers.cors src/app.js"},
		"a session's cookie that scripts read": {
			files: map[string]string{"src/app.js": expressApp + helmet + "app.get('/', (req, res) => res.cookie('session', id, { httpOnly: false, secure: true }))\n"}, verdict: checks.Fail, findings: "error headers.cookie src/app.js", says: "a script in the page can read it",
		},
		"a session's cookie without flags": {
			files: map[string]string{"src/app.js": expressApp + helmet + "app.get('/', (req, res) => res.cookie('session', id))\n"}, verdict: checks.NeedsSignOff, findings: "warning headers.cookie src/app.js", says: "without `Secure`, `HttpOnly`",
		},
		"Django": {
			files:   map[string]string{"shop/settings.py": "MIDDLEWARE = ['django.middleware.security.SecurityMiddleware']\nSECURE_HSTS_SECONDS = 31536000\nSESSION_COOKIE_SECURE = False\nCORS_ALLOW_ALL_ORIGINS = True\nCORS_ALLOW_CREDENTIALS = True\n", "shop/urls.py": "from django.urls import path\nurlpatterns = [path('orders/', orders)]\n"},
			verdict: checks.Fail, findings: "error headers.cors shop/settings.py\nwarning headers.setting shop/settings.py\nwarning headers.setting shop/settings.py", says: "`CSRF_COOKIE_SECURE` is not set",
		},
	})
}
