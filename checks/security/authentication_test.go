package security_test

import (
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/security"
)

func TestAuthentication(t *testing.T) {
	t.Parallel()
	const (
		express = "const express = require('express')\nconst { requireAuth } = require('./auth')\nconst app = express()\napp.use(express.json())\n"
		guard   = "exports.requireAuth = (req, res, next) => req.user ? next() : res.status(401).end()\n"
		mixed   = express + "app.get('/orders', requireAuth, (req, res) => res.json([]))\napp.post('/orders', (req, res) => res.json({}))\n"
	)
	with := func(server string, more ...string) map[string]string {
		files := map[string]string{"src/app.js": server, "src/auth.js": guard}
		for i := 0; i+1 < len(more); i += 2 {
			files[more[i]] = more[i+1]
		}
		return files
	}
	judgeRoutes(t, routeItem("authentication"), security.NewAuthentication(projecttest.Reader(t)), map[string]routeCase{
		"a library": {files: map[string]string{"src/add.js": "export const add = (a, b) => a + b\n"}, verdict: checks.NotApplicable, says: "not a service"},
		"a route beside guarded ones that asks nobody": {
			files: with(mixed), verdict: checks.Fail, findings: "error auth.unguarded src/app.js", says: "`GET /orders` passes `requireAuth` first",
		},
		"new in this release": {
			files: with(mixed), options: opt(changed("src/app.js", 6, 6)), verdict: checks.Fail, findings: "error auth.unguarded src/app.js", says: "`POST /orders` answers without asking",
		},
		"there before this release": {
			files: with(mixed), options: opt(changed("src/auth.js", 1, 1)), verdict: checks.NeedsSignOff, findings: "warning auth.unguarded src/app.js", says: "there before this release",
		},
		"every route is guarded": {
			files: with(express + "app.use(requireAuth)\napp.get('/orders', (req, res) => res.json([]))\napp.delete('/orders/:id', (req, res) => res.json({}))\n"), verdict: checks.NeedsSignOff, says: "E2 supports 2 of 2 routes of express in 1 file ask who asks: `requireAuth` (2)",
		},
		"signing in, health and webhooks are open": {
			files:   with(express + "app.post('/login', (req, res) => {})\napp.get('/health', (req, res) => {})\napp.post('/webhooks/stripe', (req, res) => {})\napp.post('/orders', requireAuth, (req, res) => res.json([]))\n"),
			verdict: checks.NeedsSignOff, says: "3 routes are open by what they are for",
		},
		"a guard that cannot be read is no accusation": {
			files:   with(express + "const gate = require('acme-gate')\napp.post('/orders', gate(), (req, res) => res.json([]))\napp.get('/orders', requireAuth, (req, res) => res.json([]))\n"),
			verdict: checks.NeedsSignOff, says: "1 route that should not answer everybody, and what stands before it could not be read to its end: `POST /orders`",
		},
		"why a guard cannot be read": {
			files:   with(express + "const gate = require('acme-gate')\napp.post('/orders', gate(), (req, res) => res.json([]))\napp.get('/orders', requireAuth, (req, res) => res.json([]))\n"),
			verdict: checks.NeedsSignOff, says: "`POST /orders` (`gate()` is of the package `acme-gate`, which is not known here)",
		},
		"what only logs is no guard and no doubt, whatever it is called": {
			files:   with(express+"const { auth } = require('./log')\napp.use(auth)\napp.post('/orders', (req, res) => res.json([]))\napp.get('/orders', requireAuth, (req, res) => res.json([]))\n", "src/log.js", "exports.auth = (req, res, next) => { console.log('auth', req.url); next() }\n"),
			verdict: checks.Fail, findings: "error auth.unguarded src/app.js", says: "`POST /orders`",
		},
		"the handler asks itself": {
			files:   with(express + "app.post('/orders', (req, res) => { if (!req.user) return res.status(401).end(); res.json({}) })\napp.get('/orders', requireAuth, (req, res) => res.json([]))\n"),
			verdict: checks.NeedsSignOff, says: "2 of 2 routes",
		},
		"parsers and loggers ask nobody": {
			files:   with(express + "const morgan = require('morgan')\napp.use(morgan('tiny'))\napp.post('/orders', (req, res) => res.json([]))\napp.get('/orders', requireAuth, (req, res) => res.json([]))\n"),
			verdict: checks.Fail, findings: "error auth.unguarded src/app.js", says: "orders.use(requireAuth)",
		},
		"for everybody, and says so": {
			files:   with(express + "app.get('/orders', requireAuth, (req, res) => res.json([]))\n// golive-allow authentication: guests order too\napp.post('/orders', (req, res) => res.json({}))\n"),
			verdict: checks.NeedsSignOff,
		},
		"nothing asks anywhere": {
			files: map[string]string{"src/app.js": "const express = require('express')\nconst app = express()\napp.post('/orders', (req, res) => res.json({}))\n"}, verdict: checks.Unknown,
			findings: "warning auth.none src/app.js", says: "A gateway in front may ask",
		},
		"documented as public": {
			files:   with(mixed, "docs/openapi.yaml", "openapi: 3.0.3\nsecurity: [{bearer: []}]\npaths:\n  /orders:\n    get: {}\n    post: {security: []}\n"),
			verdict: checks.NeedsSignOff, says: "E2 neutral 1 route is open, and the product's own document says that it is for everybody: `POST /orders`",
		},
		"documented as public before, in a document that the release writes anew": {
			files:   with(mixed, "docs/openapi.yaml", "openapi: 3.0.3\n\nsecurity: [{bearer: []}]\npaths:\n  /orders:\n    get: {}\n    post: {security: []}\n"),
			options: opt(changed("src/app.js", 6, 6), changed("docs/openapi.yaml", 1, 7), remembering{"docs/openapi.yaml": "openapi: 3.0.3\nsecurity: [{bearer: []}]\npaths: {/orders: {post: {security: []}}}\n"}.option()),
			verdict: checks.NeedsSignOff, says: "the product's own document says that it is for everybody: `POST /orders`",
		},
		"documented as public by the release itself": {
			files:   with(mixed, "docs/openapi.yaml", "openapi: 3.0.3\nsecurity: [{bearer: []}]\npaths:\n  /orders:\n    get: {}\n    post: {security: []}\n"),
			options: opt(changed("src/app.js", 6, 6), changed("docs/openapi.yaml", 6, 6), remembering{"docs/openapi.yaml": "openapi: 3.0.3\nsecurity: [{bearer: []}]\npaths: {/orders: {post: {}}}\n"}.option()),
			verdict: checks.Fail, findings: "error auth.unguarded src/app.js", says: "`docs/openapi.yaml:6` says since this release alone that it is for everybody",
		},
		"documented as public where nothing was demanded before": {
			files:   with(mixed, "docs/openapi.yaml", "openapi: 3.0.3\nsecurity: [{bearer: []}]\npaths:\n  /orders:\n    get: {}\n    post: {security: []}\n"),
			options: opt(changed("src/app.js", 6, 6), changed("docs/openapi.yaml", 2, 2), remembering{"docs/openapi.yaml": "openapi: 3.0.3\npaths: {/orders: {post: {security: []}}}\n"}.option()),
			verdict: checks.Fail, findings: "error auth.unguarded src/app.js", says: "since this release alone",
		},
		"a document that is new in the release": {
			files:   with(mixed, "docs/openapi.yaml", "openapi: 3.0.3\nsecurity: [{bearer: []}]\npaths:\n  /orders:\n    get: {}\n    post: {security: []}\n"),
			options: opt(changed("src/app.js", 6, 6), changed("docs/openapi.yaml", 1, 6), remembering{}.option()),
			verdict: checks.Fail, findings: "error auth.unguarded src/app.js", says: "that 1 route is for everybody says a document as this release has it, which excuses nothing that the release brings: `POST /orders`",
		},
		"what was documented before cannot be read": {
			files:   with(mixed, "docs/openapi.yaml", "openapi: 3.0.3\nsecurity: [{bearer: []}]\npaths:\n  /orders:\n    get: {}\n    post: {security: []}\n"),
			options: opt(changed("src/app.js", 6, 6), changed("docs/openapi.yaml", 6, 6)),
			verdict: checks.Fail, findings: "error auth.unguarded src/app.js", says: "what it said before this release could not be read",
		},
		"documented as public in a document that the release leaves alone": {
			files:   with(mixed, "docs/openapi.yaml", "openapi: 3.0.3\nsecurity: [{bearer: []}]\npaths:\n  /orders:\n    get: {}\n    post: {security: []}\n"),
			options: opt(changed("src/app.js", 6, 6)),
			verdict: checks.NeedsSignOff, says: "the product's own document says that it is for everybody: `POST /orders`",
		},
		"documented as protected": {
			files:   with(mixed, "docs/openapi.yaml", "openapi: 3.0.3\nsecurity: [{bearer: []}]\npaths:\n  /orders:\n    get: {}\n    post: {}\n"),
			verdict: checks.Fail, findings: "error auth.unguarded src/app.js", says: "`docs/openapi.yaml:6` documents that it asks for `bearer`",
		},
		"documented, and nothing said of who may ask": {
			files:   with(mixed, "openapi.json", `{"openapi": "3.0.3", "security": [], "paths": {"/orders": {"get": {}, "post": {"security": []}}}}`),
			verdict: checks.Fail, findings: "error auth.unguarded src/app.js", says: "`GET /orders` passes `requireAuth` first",
		},
		"a document of tests excuses nothing": {
			files:   with(mixed, "test/openapi.yaml", "openapi: 3.0.3\nsecurity: [{bearer: []}]\npaths: {/orders: {post: {security: []}}}\n"),
			verdict: checks.Fail, findings: "error auth.unguarded src/app.js",
		},
		"another path that is documented as public excuses nothing": {
			files:   with(mixed, "openapi.yaml", "openapi: 3.0.3\nsecurity: [{bearer: []}]\npaths: {/orders/{id}: {post: {security: []}}, '/{any}': {post: {security: []}}}\n"),
			verdict: checks.Fail, findings: "error auth.unguarded src/app.js",
		},
		"everything documented as public, and nothing asks": {
			files: map[string]string{
				"src/app.js":   "const express = require('express')\nconst app = express()\napp.post('/orders', (req, res) => res.json({}))\n",
				"openapi.yaml": "openapi: 3.0.3\nsecurity: [{bearer: []}]\npaths: {/orders: {post: {security: []}}}\n",
			}, verdict: checks.Unknown, says: "1 route asks nobody, as the product's own document says",
		},
		"a guard that cannot be read, documented as public": {
			files:   with(express+"const gate = require('acme-gate')\napp.post('/orders', gate(), (req, res) => res.json([]))\napp.get('/orders', requireAuth, (req, res) => res.json([]))\n", "openapi.yaml", "openapi: 3.0.3\nsecurity: [{bearer: []}]\npaths: {/orders: {post: {security: []}}}\n"),
			verdict: checks.NeedsSignOff, says: "what stands before it could not be read to its end: `POST /orders`",
		},
		"global guards of NestJS": {
			files: map[string]string{
				"src/app.module.ts":        "import { APP_GUARD } from '@nestjs/core'\nimport { JwtAuthGuard } from './jwt.guard'\n@Module({ providers: [{ provide: APP_GUARD, useClass: JwtAuthGuard }] })\nexport class AppModule {}\n",
				"src/jwt.guard.ts":         "import { AuthGuard } from '@nestjs/passport'\nexport class JwtAuthGuard extends AuthGuard('jwt') {}\n",
				"src/orders.controller.ts": "import { Controller, Post } from '@nestjs/common'\n@Controller('orders')\nexport class OrdersController {\n  @Post() create() { return {} }\n}\n",
			}, verdict: checks.NeedsSignOff, says: "1 of 1 route of nest",
		},
		"settings of Django REST framework": {
			files: map[string]string{
				"shop/settings.py": "REST_FRAMEWORK = {'DEFAULT_PERMISSION_CLASSES': ['rest_framework.permissions.IsAuthenticated']}\n",
				"shop/urls.py":     "from django.urls import path\nfrom .views import OrderView\nurlpatterns = [path('orders/', OrderView.as_view())]\n",
				"shop/views.py":    "from rest_framework.views import APIView\nclass OrderView(APIView):\n    def post(self, request):\n        return Response({})\n",
			}, verdict: checks.NeedsSignOff, says: "1 of 1 route of django",
		},
		"Go beside a guarded group": {
			files: map[string]string{
				"main.go":  "package main\n\nimport \"github.com/gin-gonic/gin\"\n\nfunc main() {\n\tr := gin.Default()\n\tr.DELETE(\"/orders/:id\", remove)\n\tg := r.Group(\"/orders\", requireUser)\n\tg.POST(\"\", create)\n\tr.Run()\n}\n",
				"guard.go": "package main\n\nimport \"github.com/gin-gonic/gin\"\n\nfunc requireUser(c *gin.Context) {\n\tif c.GetHeader(\"Authorization\") == \"\" {\n\t\tc.AbortWithStatus(401)\n\t\treturn\n\t}\n\tc.Next()\n}\nfunc create(c *gin.Context) { c.JSON(200, nil) }\nfunc remove(c *gin.Context) { c.JSON(200, nil) }\n",
			}, verdict: checks.Fail, findings: "error auth.unguarded main.go", says: "`DELETE /orders/{id}` answers without asking",
		},
	})
}
