package route_test

import (
	"strings"
	"testing"
)

// The forms below are those that applications in the open use, and that the lists of
// their frameworks showed to be missing.

func TestRoutersThatFunctionsGive(t *testing.T) {
	t.Parallel()
	expect(t, map[string]program{
		"a function that a file exports by default is called where it is required": {map[string]string{
			"server.js": `
const express = require('express')
const app = express()
app.use('/app', require('./routes/app')())
app.use('/', require('./routes/main')(passport))`,
			"routes/app.js": `
var router = require('express').Router()
module.exports = function () {
  router.get('/users', list)
  return router
}`,
			"routes/main.js": `
var router = require('express').Router()
module.exports = function (passport) {
  router.post('/login', login)
  return router
}`,
		}, `
GET /app/users list
POST /login login`},
		"a constant that a function of the file gives is mounted by another file, and not by a test": {map[string]string{
			"src/app.ts": `
import { newApp } from './lib/app'
import { tasks } from './tasks'
export const app = newApp()
const routes = app.get('/', async (c) => c.json(1)).route('/users/tasks', tasks).post('/batch', async (c) => batch(c))`,
			"src/lib/app.ts": `
import { Hono } from 'hono'
export function newApp(): Hono { const app = new Hono(); return app }`,
			"src/tasks/index.ts": `export { tasks } from './route'`,
			"src/tasks/route.ts": `
import { Hono } from 'hono'
export function createTasks() {
  const app = new Hono()
  return app.get('/:id', (c) => one(c))
}
export const tasks = createTasks()`,
			"src/tasks/route.test.ts": `
import { Hono } from 'hono'
import { createTasks } from './route'
const app = new Hono()
app.route('/here', createTasks())`,
		}, `
GET / c.json
GET /users/tasks/{id} one
POST /batch batch`},
	})
}

func TestRoutersThatFilesPassOn(t *testing.T) {
	t.Parallel()
	expect(t, map[string]program{
		"a folder whose index passes its router on": {map[string]string{
			"server/routes/api/index.ts": `
import Koa from 'koa'
import Router from 'koa-router'
import apiKeys from './apiKeys'
import { users } from './users'
const api = new Koa()
const router = new Router()
router.use('/', apiKeys.routes())
router.use('/', users.routes())
api.use(router.routes())
export default api`,
			"server/routes/api/apiKeys/index.ts": `export { default } from './apiKeys'`,
			"server/routes/api/apiKeys/apiKeys.ts": `
import Router from 'koa-router'
const router = new Router()
router.post('apiKeys.create', auth(), async (ctx) => create(ctx))
export default router`,
			"server/routes/api/users/index.ts": `export * from './users'`,
			"server/routes/api/users/users.ts": `
import Router from 'koa-router'
export const users = new Router()
users.post('users.list', auth(), async (ctx) => list(ctx))`,
			"server/services/web.ts": `
import Koa from 'koa'
import mount from 'koa-mount'
import api from '../routes/api'
export default function init(app: Koa) { app.use(mount('/api', api)) }`,
		}, `
POST /api/apiKeys.create create +auth():authentication
POST /api/users.list list +auth():authentication`},
	})
}

func TestALongChainIsFollowedToItsEnd(t *testing.T) {
	t.Parallel()
	chain := "import { Hono } from 'hono'\nimport { users } from './users'\nconst app = new Hono()\nexport default app"
	for _, letter := range strings.Split("abcdefghijklmnopqrstuvwxyz0123456789", "") {
		chain += "\n  .get('/" + letter + "', (c) => answer(c))"
	}
	chain += "\n  .route('/users', users)\n  .post('/last', (c) => answer(c))\n"
	inventory := joined(t, map[string]string{"src/app.ts": chain, "src/users.ts": "import { Hono } from 'hono'\nexport const users = new Hono().get('/all', (c) => answer(c))"})
	got := listed(inventory)
	if len(inventory.Routes) != 38 || !strings.Contains(got, "POST /last answer") || !strings.Contains(got, "GET /users/all answer") {
		t.Errorf("%d routes:\n%s", len(inventory.Routes), got)
	}
}

func TestPathsThatSettingsHold(t *testing.T) {
	t.Parallel()
	expect(t, map[string]program{
		"a field of the product's settings, whatever gives them": {map[string]string{
			"app/main.py": `
from fastapi import FastAPI
from app.config import get_app_settings
from app.routes import router
settings = get_app_settings()
app = FastAPI()
app.include_router(router, prefix=settings.api_prefix)`,
			"app/config.py": `
from app.settings import AppSettings
def get_app_settings() -> AppSettings:
    return environments[env]()`,
			"app/settings.py": `
class AppSettings(BaseSettings):
    api_prefix: str = "/api"`,
			"app/routes.py": `
from fastapi import APIRouter
router = APIRouter()
@router.get("/tags")
def tags(): ...`,
		}, `
GET /api/tags tags`},
		"two fields of the same name leave it open": {map[string]string{
			"app/main.py": `
from fastapi import FastAPI
from app.config import get_settings
settings = get_settings()
app = FastAPI()
@app.get(settings.api_prefix + "/tags")
def tags(): ...`,
			"app/config.py": `
class A:
    api_prefix: str = "/a"
class B:
    api_prefix: str = "/b"`,
		}, `
GET /{?}/tags tags`},
		"a key of NestJS's configuration with what stands in for it": {map[string]string{
			"src/main.ts": `
const app = await NestFactory.create(AppModule)
app.setGlobalPrefix(configService.getOrThrow('app.apiPrefix', { infer: true }), { exclude: ['/'] })`,
			"src/config/app.config.ts": `
export default registerAs<AppConfig>('app', () => {
  return { port: 3000, apiPrefix: process.env.API_PREFIX || 'api' }
})`,
			"src/users.controller.ts": `
@Controller('users')
export class UsersController { @Get() list() {} }`,
		}, `
GET /api/users UsersController.list`},
		"a name that has a constant unless something is configured": {map[string]string{"shop/urls.py": `
from django.urls import path
from shop import views
prefix = ""
if _path := urlparse(settings.SITE_ROOT).path.lstrip("/"):
    prefix = f"{_path}/"
urlpatterns = [path(f"{prefix}orders/", views.orders), path(prefix, views.home)]`, "shop/views.py": `
def orders(request): ...
def home(request): ...`}, `
ANY / views.home
ANY /orders/ views.orders`},
		"what stands in for an environment variable": {map[string]string{"app.js": `
const app = require('express')()
const base = process.env.BASE_PATH || '/shop'
app.get(base + '/orders', list)`, "main.py": `
import os
from flask import Flask
app = Flask(__name__)
@app.route(os.getenv("PREFIX", "/v1") + "/orders")
def orders(): ...`}, `
GET /shop/orders list
GET /v1/orders orders`},
	})
}

func TestFormsOfFlaskAndFastify(t *testing.T) {
	t.Parallel()
	expect(t, map[string]program{
		"a class of the product's own made of Flask-RESTful's, and a function that completes rules": {map[string]string{
			"api.py": `
from flask_restful import Api
from users import UserResource
class ApiExt(Api):
    def add_org_resource(self, resource, *urls, **kwargs):
        return self.add_resource(resource, *[org_scoped_rule(url) for url in urls], **kwargs)
api = ApiExt()
api.add_org_resource(UserResource, "/api/users/<user_id>", endpoint="user")`,
			"users.py": `
from flask import Blueprint
routes = Blueprint("shop", __name__)
class UserResource(BaseResource):
    def get(self, user_id): ...
    def post(self, user_id): ...
@routes.route(org_scoped_rule("/login"), methods=["GET", "POST"])
def login(org_slug=None): ...`,
			"app.py": `
from flask import Flask
from users import routes
app = Flask(__name__)
app.register_blueprint(routes)`,
		}, `
GET /api/users/{user_id} UserResource.get
GET /login login
POST /api/users/{user_id} UserResource.post
POST /login login`},
		"folders that are no parts of paths": {map[string]string{
			"app.js": `
const path = require('path')
const fastify = require('fastify')()
fastify.register(require('@fastify/autoload'), { dirNameRoutePrefix: false, dir: path.join(__dirname, 'routes') })`,
			"routes/users/index.js": `
module.exports = async function (fastify) { fastify.get('/users/:id', async (request, reply) => 1) }`,
		}, `
GET /users/{id} function`},
	})
}

func TestFormsOfDjango(t *testing.T) {
	t.Parallel()
	expect(t, map[string]program{
		"lists that nothing includes are not served where the beginning is known": {map[string]string{
			"shop/settings.py": `ROOT_URLCONF = "shop.urls"`,
			"shop/urls.py": `
from django.urls import include, path, re_path
urlpatterns = [path("orders/", include("orders.urls")), re_path(r"^favicon.ico$", icon), re_path(r".*", spa)]`,
			"orders/urls.py": `
from django.urls import path
urlpatterns = [path("all/", views.all)]`,
			"left/urls.py": `
from django.urls import path
urlpatterns = [path("left/", views.left)]`,
		}, `
ANY /favicon.ico icon
ANY /left/ views.left (unmounted)
ANY /orders/all/ views.all
ANY /{?} spa`},
		"all are served where it is not known": {map[string]string{
			"orders/urls.py": `
from django.urls import path
urlpatterns = [path("all/", views.all)]`,
		}, `
ANY /all/ views.all`},
		"the list of a router, and further requests to an action": {map[string]string{
			"shop/urls.py": `
from django.urls import include, path
from rest_framework.routers import DefaultRouter
from shop.views import OrderViewSet
router = DefaultRouter()
router.register("orders", OrderViewSet)
urlpatterns = [path("api/", include(router.urls))]`,
			"shop/views.py": `
from rest_framework import viewsets
from rest_framework.decorators import action
class OrderViewSet(viewsets.GenericViewSet):
    @action(methods=["delete"], detail=True, url_path=r"versions/(?P<version_id>\d+)")
    def delete_version(self, request, pk=None, version_id=None): ...
    @delete_version.mapping.patch
    def update_version(self, request, pk=None, version_id=None): ...`,
		}, `
DELETE /api/orders/{pk}/versions/{version_id}/ OrderViewSet.delete_version
GET /api/ APIRootView
PATCH /api/orders/{pk}/versions/{version_id}/ OrderViewSet.update_version`},
	})
}
