package practice

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// serverModules are those of JavaScript that only code on a server takes, by their
// names or the start of them.
var serverModules = []string{
	"express", "koa", "koa-router", "@koa/router", "fastify", "@nestjs/common", "@nestjs/core", "hono", "@hapi/hapi", "next/server", "next/headers", "@apollo/server", "@trpc/server",
	"@prisma/client", "typeorm", "sequelize", "sequelize-typescript", "mongoose", "mongodb", "knex", "pg", "mysql2", "drizzle-orm", "@mikro-orm/core", "ioredis", "redis", "bull", "bullmq", "nodemailer", "kafkajs", "amqplib",
	"fs", "fs/promises", "fs-extra", "net", "tls", "dgram", "cluster", "child_process", "worker_threads", "http", "https", "http2", "os", "server-only", "@medusajs/framework", "@remix-run/node", "@aws-sdk", "aws-sdk", "winston", "pino",
}

// browserModules are those that only code of pages takes.
var browserModules = []string{
	"react", "react-dom", "vue", "svelte", "@angular/core", "@angular/common", "preact", "solid-js", "next/router", "next/navigation", "next/link", "react-router", "react-router-dom", "@tanstack/react-query", "mobx", "mobx-react", "redux", "@reduxjs/toolkit", "jquery", "styled-components",
}

// side tells where the file's code runs.
func (r *reader) side() (server, browser bool) {
	if r.Language == "Go" || r.Language == "Python" {
		return true, false
	}
	browser = r.takes(browserModules...) || r.elements()
	return r.takes(serverModules...) && !browser, browser
}

// elements reports whether the file has elements of a page.
func (r *reader) elements() bool {
	found := false
	for _, function := range r.Functions {
		program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
			_, element := x.(*program.Element)
			found = found || element
			return !found
		})
		if found {
			break
		}
	}
	return found
}

var (
	// requestTypes matches origins of parameters that only functions have which answer
	// requests.
	requestTypes = regex.New(`(?:^|[./])(?:Request|Response|NextRequest|NextApiRequest|FastifyRequest|FastifyReply|HttpRequest|MedusaRequest|APIContext|(?:koa|hono)\.Context|Koa\.Context)\(\)$`)
	// responders are those of Go. A *http.Request alone may be one that is sent.
	responders = regex.New(`(?:net/http\.ResponseWriter|/gin\.Context|/echo\.Context|/fiber\.Ctx|/macaron\.Context|/iris\.Context)\(\)$`)
	// requestNames matches how people call the parameters of a handler, in their order.
	requestNames = regex.New(`^_?(?:req|request)(?:,_?(?:res|response|reply|h)(?:,_?next)?)?$|^(?:ctx|c)(?:,_?next)?$|^_?(?:err|error),_?(?:req|request),_?(?:res|response),_?next$`)
	// routers matches decorators of functions that answer requests.
	routers = regex.New(`(?:^|\.)(?:get|post|put|patch|delete|head|options|route|api_route|websocket|api_view|action|Get|Post|Put|Patch|Delete|All|Query|Mutation|MessagePattern)$`)
	// controllers matches Python's bases and JavaScript's decorators of classes whose
	// methods do.
	controllers = regex.New(`(?:Controller|Resolver|View|ViewSet|APIView|MethodView|Resource|Mutation)$`)
	// exported matches the names by which files of routes offer their handlers.
	exported = regex.New(`^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|loader|action|getServerSideProps)$`)
)

// answers reports whether a function answers requests, or stands in one that does.
func (r *reader) answers(function *program.Function) bool {
	if function == nil || function.Top {
		return false
	}
	known, found := r.handlers[function]
	if !found {
		r.handlers[function] = false
		known = r.answersItself(function) || r.answers(function.Parent)
		r.handlers[function] = known
	}
	return known
}

func (r *reader) answersItself(function *program.Function) bool {
	types := requestTypes
	if r.Language == "Go" {
		types = responders
	}
	var names []string
	for _, param := range function.Params {
		if param.Type != nil && param.Name != "" && types.MatchString(unversioned(function.Origin(&program.Name{Name: param.Name}))) {
			return true
		}
		names = append(names, param.Name)
	}
	switch r.Language {
	case "Go":
		return false
	case "Python":
		if len(names) > 0 && names[0] == "request" {
			return true
		}
	default:
		if requestNames.MatchString(strings.Join(names, ",")) || function.Exported && exported.MatchString(function.Name) {
			return true
		}
	}
	if slices.ContainsFunc(function.Decorators, func(x program.Expression) bool { return routers.MatchString(strings.Join(path(x), ".")) }) {
		return true
	}
	class := function.Class
	if class == nil || function.Kind == "constructor" || strings.HasPrefix(function.Name, "_") {
		return false
	}
	said := class.Decorators
	if r.Language == "Python" {
		said = class.Bases
	}
	return slices.ContainsFunc(said, func(x program.Expression) bool { return controllers.MatchString(lastName(x)) })
}
