package usage

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// serviceModules are web frameworks where they are set up: a program that answers
// requests.
var serviceModules = modules{
	script: {
		"express":                   {library: "Express", names: each(row{kind: Service}, "", "Router")},
		"fastify":                   {library: "Fastify", names: each(row{kind: Service}, "", "fastify", "Fastify")},
		"koa":                       {library: "Koa", names: each(row{kind: Service}, "")},
		"@koa/router":               {library: "Koa", names: each(row{kind: Service}, "")},
		"koa-router":                {library: "Koa", names: each(row{kind: Service}, "")},
		"hono":                      {library: "Hono", names: each(row{kind: Service}, "Hono")},
		"elysia":                    {library: "Elysia", names: each(row{kind: Service}, "Elysia")},
		"@nestjs/core":              {library: "NestJS", names: each(row{kind: Service}, "NestFactory.create", "NestFactory.createMicroservice")},
		"@nestjs/common":            {library: "NestJS", names: each(row{kind: Service}, "Controller")},
		"@hapi/hapi":                {library: "hapi", names: each(row{kind: Service}, "server", "Server")},
		"restify":                   {library: "restify", names: each(row{kind: Service}, "createServer")},
		"polka":                     {library: "polka", names: each(row{kind: Service}, "")},
		"http":                      {library: "node:http", names: each(row{kind: Service}, "createServer")},
		"@apollo/server":            {library: "Apollo Server", names: each(row{kind: Service}, "ApolloServer")},
		"apollo-server":             {library: "Apollo Server", names: each(row{kind: Service}, "ApolloServer")},
		"graphql-yoga":              {library: "GraphQL Yoga", names: each(row{kind: Service}, "createYoga")},
		"@trpc/server":              {library: "tRPC", names: each(row{kind: Service}, "initTRPC.create", "initTRPC.context.create")},
		"next/server":               {library: "Next.js", kind: Service},
		"@sveltejs/kit":             {library: "SvelteKit", names: each(row{kind: Service}, "json", "error", "fail", "redirect")},
		"@remix-run/node":           {library: "Remix", kind: Service},
		"h3":                        {library: "h3", names: each(row{kind: Service}, "defineEventHandler", "eventHandler", "createApp")},
		"@medusajs/framework/http":  {library: "Medusa", kind: Service},
		"@angular/core":             {library: "Angular", names: each(row{kind: View}, "Component")},
		"vue":                       {library: "Vue", names: each(row{kind: View}, "createApp", "defineComponent")},
		"@angular/platform-browser": {library: "Angular", names: each(row{kind: View}, "bootstrapApplication")},
	},
	python: {
		"fastapi":                {library: "FastAPI", names: each(row{kind: Service}, "FastAPI", "APIRouter")},
		"flask":                  {library: "Flask", names: both(each(row{kind: Service}, "Flask", "Blueprint"), each(row{kind: View}, "render_template"))},
		"flask_restful":          {library: "Flask-RESTful", names: each(row{kind: Service}, "Api")},
		"starlette.applications": {library: "Starlette", names: each(row{kind: Service}, "Starlette")},
		"litestar":               {library: "Litestar", names: each(row{kind: Service}, "Litestar")},
		"sanic":                  {library: "Sanic", names: each(row{kind: Service}, "Sanic")},
		"aiohttp.web":            {library: "aiohttp", names: each(row{kind: Service}, "Application")},
		"tornado.web":            {library: "Tornado", names: each(row{kind: Service}, "Application")},
		"bottle":                 {library: "Bottle", names: each(row{kind: Service}, "Bottle", "run")},
		"django.urls":            {library: "Django", names: each(row{kind: Service}, "path", "re_path")},
		"django.conf.urls":       {library: "Django", names: each(row{kind: Service}, "url")},
		"django.core.wsgi":       {library: "Django", names: each(row{kind: Service}, "get_wsgi_application")},
		"django.core.asgi":       {library: "Django", names: each(row{kind: Service}, "get_asgi_application")},
		"django.shortcuts":       {library: "Django", names: each(row{kind: View}, "render")},
		"django.views.generic":   {library: "Django", names: each(row{kind: View}, "*.as_view")},
		"fastapi.templating":     {library: "Jinja", kind: View},
		"strawberry":             {library: "Strawberry", names: each(row{kind: Service}, "Schema")},
	},
	golang: {
		"net/http":                            {library: "net/http", names: each(row{kind: Service}, "ListenAndServe", "ListenAndServeTLS", "Server", "NewServeMux", "HandleFunc", "Handle", "*.ListenAndServe")},
		"github.com/gin-gonic/gin":            {library: "gin", names: both(each(row{kind: Service}, "New", "Default"), each(row{kind: View}, "*.HTML"))},
		"github.com/labstack/echo":            {library: "echo", names: both(each(row{kind: Service}, "New"), each(row{kind: View}, "*.Render"))},
		"github.com/go-chi/chi":               {library: "chi", names: each(row{kind: Service}, "NewRouter")},
		"github.com/gofiber/fiber":            {library: "fiber", names: both(each(row{kind: Service}, "New"), each(row{kind: View}, "*.Render"))},
		"github.com/gorilla/mux":              {library: "gorilla/mux", names: each(row{kind: Service}, "NewRouter")},
		"github.com/julienschmidt/httprouter": {library: "httprouter", names: each(row{kind: Service}, "New")},
		"google.golang.org/grpc":              {library: "gRPC", names: each(row{kind: Service}, "NewServer")},
		"gopkg.in/macaron.v1":                 {library: "macaron", names: each(row{kind: Service}, "New", "Classic")},
		"github.com/flamego/flamego":          {library: "flamego", names: each(row{kind: Service}, "New", "Classic")},
		"github.com/gogf/gf":                  {library: "GoFrame", names: each(row{kind: Service}, "*.Server")},
		"github.com/beego/beego":              {library: "Beego", names: each(row{kind: Service}, "Run")},
		"github.com/kataras/iris":             {library: "iris", names: each(row{kind: Service}, "New", "Default")},
		"html/template":                       {library: "html/template", names: each(row{kind: View}, "*.Execute", "*.ExecuteTemplate")},
	},
}

// served are functions that every file of a server has without an import, and servers
// that a runtime has itself
// (https://nitro.build/guide/routing, https://bun.sh/docs/api/http, https://docs.deno.com/api/deno/~/Deno.serve).
var served = map[string]string{
	"defineEventHandler": "Nitro", "eventHandler": "Nitro", "defineCachedEventHandler": "Nitro", "Bun.serve": "Bun", "Deno.serve": "Deno",
}

// fileRoutes are the names under which files offer handlers, as Next.js, SvelteKit,
// Remix, Astro and Medusa have them.
var fileRoutes = set("GET POST PUT PATCH DELETE")

// readServiceFunction finds handlers that are told by their names.
func (r *reading) readServiceFunction(f *program.Function) {
	if r.family == script && f.Exported && (fileRoutes[f.Name] || f.Name == "handler" && len(f.Params) > 0) {
		r.count(f, f.Range(), Sign{Kind: Service, Library: "handlers of files", Callee: f.Name})
	}
}

// readService finds servers without an import, and user interfaces that are rendered
// on the server: res.render(…).
func (u use) readService() {
	if u.family != script || u.call == nil {
		return
	}
	if library := served[u.origin]; library != "" {
		u.count(Sign{Kind: Service, Library: library})
		if strings.Contains(u.origin, "Cached") {
			u.count(Sign{Kind: CachePage, Library: library, Detail: "cached handlers"})
		}
	}
	if u.name != "render" {
		return
	}
	if member, ok := u.call.Callee.(*program.Member); ok && isResponse(u.function, member.X) {
		u.count(Sign{Kind: View, Library: "templates"})
	}
}
