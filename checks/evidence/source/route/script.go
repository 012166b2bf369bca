package route

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// scriptLanguage is the table of JavaScript and TypeScript. The methods of their
// frameworks have one shape, a path and functions; where names mean several things
// (route, register), the arguments tell.
//
//	https://expressjs.com/en/5x/api.html
//	https://fastify.dev/docs/latest/Reference/Routes/
//	https://github.com/koajs/router/blob/master/API.md
//	https://hono.dev/docs/api/routing
func scriptLanguage() *language {
	l := &language{
		methods: map[string]row{
			"use":      {do: scriptUse, gives: givesSame},
			"all":      {do: scriptRoute, gives: givesSame},
			"any":      {do: scriptRoute, gives: givesSame},
			"route":    {do: scriptRouteOf, part: scriptBuilder, gives: givesPart, without: givesSame},
			"register": {do: scriptRegister, gives: givesSame},
			"addHook":  {do: scriptHook, gives: givesSame},
			"mount":    {do: scriptMount, gives: givesSame},
			"basePath": {part: scriptPrefix, gives: givesPart},
			"prefix":   {do: scriptSetPrefix, gives: givesSame},
			"on":       {do: scriptOn, gives: givesSame},
			"openapi":  {do: scriptOpenAPI, gives: givesSame},
			"nest":     {do: scriptMount, gives: givesSame},
		},
		makers: map[string]maker{
			"express": {framework: "express", root: true}, "express.express": {framework: "express", root: true},
			"express.Router": {framework: "express"}, "express-promise-router": {framework: "express"},
			"express-ws": {framework: "express", root: true}, "polka": {framework: "express", root: true}, "restify.createServer": {framework: "express", root: true},
			"fastify": {framework: "fastify", root: true}, "fastify.fastify": {framework: "fastify", root: true}, "fastify.Fastify": {framework: "fastify", root: true},
			"koa": {framework: "koa", root: true}, "koa.default": {framework: "koa", root: true},
			"@koa/router": {framework: "koa", prefix: "prefix"}, "@koa/router.Router": {framework: "koa", prefix: "prefix"},
			"koa-router": {framework: "koa", prefix: "prefix"}, "koa-joi-router": {framework: "koa"}, "koa-better-router": {framework: "koa", prefix: "prefix"},
			"hono.Hono": {framework: "hono", root: true}, "hono/tiny.Hono": {framework: "hono", root: true}, "hono/quick.Hono": {framework: "hono", root: true},
			"@hono/zod-openapi.OpenAPIHono": {framework: "hono", root: true},
		},
		types: map[string]string{
			"express.Express": "express", "express.Application": "express", "express.Router": "express", "express.IRouter": "express", "express.application": "express",
			"express.core.Express": "express", "express-serve-static-core.Express": "express", "express-serve-static-core.Router": "express", "express-serve-static-core.Application": "express",
			"Express.Application":     "express",
			"fastify.FastifyInstance": "fastify", "fastify.FastifyServer": "fastify", "fastify": "fastify",
			"koa": "koa", "koa-router": "koa", "@koa/router": "koa", "koa.Application": "koa", "koa-router.IRouter": "koa",
			"hono.Hono": "hono", "@hono/zod-openapi.OpenAPIHono": "hono",
		},
		plugins: map[string]string{
			"fastify.FastifyPluginAsync": "fastify", "fastify.FastifyPluginCallback": "fastify", "fastify.FastifyPlugin": "fastify",
			"@fastify/type-provider-typebox.FastifyPluginAsyncTypebox": "fastify", "@fastify/type-provider-typebox.FastifyPluginCallbackTypebox": "fastify",
			"fastify-type-provider-zod.FastifyPluginAsyncZod": "fastify", "fastify-type-provider-zod.FastifyPluginCallbackZod": "fastify",
			"@fastify/type-provider-json-schema-to-ts.FastifyPluginAsyncJsonSchemaToTs": "fastify",
		},
		strangers: words("axios supertest superagent got ky node-fetch chai msw cypress nock vue react jquery lodash i18next yup zod"),
		call:      scriptCall, object: scriptObject, class: scriptClass,
	}
	for name, methods := range map[string][]string{
		"get": {"GET"}, "post": {"POST"}, "put": {"PUT"}, "patch": {"PATCH"}, "delete": {"DELETE"}, "del": {"DELETE"}, "head": {"HEAD"}, "options": {"OPTIONS"},
		"search": {"SEARCH"}, "purge": {"PURGE"}, "ws": {"GET"},
	} {
		l.methods[name] = row{do: scriptRoute, gives: givesSame, methods: methods}
	}
	for _, name := range []string{"routes", "allowedMethods", "middleware", "callback", "withTypeProvider", "after", "ready", "disable", "enable", "set", "getRouter", "server", "app"} {
		if _, taken := l.methods[name]; !taken {
			l.methods[name] = row{gives: givesSame}
		}
	}
	return l
}

// scriptRoute is app.get("/path", guard, handler), also router.get("name", "/path",
// handler) and, on what route("/path") gives, get(handler).
func scriptRoute(s *site) bool {
	arguments := s.call.Arguments
	if len(arguments) == 0 || arguments[0].Spread != "" {
		return false
	}
	if built := s.builder(); built {
		return s.route(s.methods, []string{""}, arguments)
	}
	if len(arguments) < 2 || !callable(s.last()) && !s.optionsLast() {
		return false
	}
	paths, known := s.paths(s.in, arguments[0].Value)
	rest := arguments[1:]
	if len(rest) > 1 { // a name before the path
		if second, ok := s.path(s.in, rest[0].Value, 0); ok && isText(s.follow(s.in, rest[0].Value)) {
			paths, rest = []string{second}, rest[1:]
		}
	}
	if !known && !s.certain() {
		return false
	}
	if !s.certain() && !startsPath(paths) {
		return false
	}
	return s.route(s.methods, paths, rest)
}

// builder reports whether the call is on what route("/path") gave.
func (s *site) builder() bool {
	for x := s.on; ; {
		call, ok := x.(*program.Call)
		if !ok {
			return false
		}
		member, ok := call.Callee.(*program.Member)
		if !ok {
			return false
		}
		if member.Name == "route" {
			return len(call.Arguments) == 1
		}
		x = member.X
	}
}

// route notes a route with what stands behind its path: functions, and an object of
// options, as Fastify has it.
func (s *site) route(methods, paths []string, arguments []program.Argument) bool {
	number := s.router(s.in, s.on)
	if number == 0 || s.unlikely(number) {
		return false
	}
	step := Step{Kind: StepRoute, Router: number, Methods: methods, Paths: paths, Line: s.line(s.call)}
	for i, argument := range arguments {
		if object, ok := s.follow(s.in, argument.Value).(*program.Object); ok {
			s.options(&step, object)
			if i < len(arguments)-1 {
				continue
			}
			continue
		}
		refs, guards := s.refs(s.in, []program.Argument{argument})
		step.Refs, step.Guards = append(step.Refs, refs...), append(step.Guards, guards...)
	}
	if len(step.Refs) == 0 {
		return false
	}
	step.Sure = s.sureRoute(number, arguments)
	s.step(step)
	return true
}

// optionHooks are the options of a route that hold guards.
// https://fastify.dev/docs/latest/Reference/Routes/#routes-options
var optionHooks = words("onRequest preParsing preValidation preHandler preHandlers beforeHandler middleware middlewares before pre")

// options takes guards and handler from an object of options.
func (s *site) options(step *Step, object *program.Object) {
	for _, entry := range object.Entries {
		switch {
		case optionHooks[entry.Name]:
			step.Guards = append(step.Guards, s.all(s.in, entry.Value)...)
		case entry.Name == "handler":
			refs, guards := s.refs(s.in, []program.Argument{{Value: entry.Value}})
			step.Refs, step.Guards = append(step.Refs, refs...), append(step.Guards, guards...)
		case entry.Name == "config":
			if config, ok := s.follow(s.in, entry.Value).(*program.Object); ok {
				for _, one := range config.Entries {
					if one.Name == "rateLimit" {
						step.Guards = append(step.Guards, Ref{Name: "config.rateLimit", Origin: "@fastify/rate-limit", Line: s.line(object)})
					}
				}
			}
		}
	}
}

func (s *site) last() program.Expression { return s.call.Arguments[len(s.call.Arguments)-1].Value }

// optionsLast reports whether the last argument is an object with the handler.
func (s *site) optionsLast() bool {
	object, ok := s.last().(*program.Object)
	if !ok {
		return false
	}
	for _, entry := range object.Entries {
		if entry.Name == "handler" {
			return true
		}
	}
	return false
}

// certain reports whether the receiver is known to be a router in this file.
func (s *site) certain() bool { return s.sure(s.router(s.in, s.on)) }

// sureRoute reports whether a call is a route by its shape alone: its receiver has
// the name of a router, and its last argument is a function of a request.
func (s *site) sureRoute(number int, arguments []program.Argument) bool {
	if !s.likely(number) || len(arguments) == 0 {
		return false
	}
	closure, ok := arguments[len(arguments)-1].Value.(*program.Closure)
	if !ok || len(closure.Function.Params) == 0 {
		return false
	}
	return handlerParams[closure.Function.Params[0].Name] && len(closure.Function.Params[0].Name) > 0
}

func startsPath(paths []string) bool {
	for _, path := range paths {
		if path != "" && path != "*" && !strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "{=") {
			return false
		}
	}
	return len(paths) > 0
}

func isText(x program.Expression) bool {
	switch x.(type) {
	case *program.Text, *program.Template:
		return true
	}
	return false
}

// scriptUse is app.use(mw), app.use("/path", mw, router).
func scriptUse(s *site) bool {
	arguments := s.call.Arguments
	if len(arguments) == 0 {
		return false
	}
	number := s.router(s.in, s.on)
	if number == 0 || s.unlikely(number) || !s.sure(number) && !s.likely(number) {
		return false
	}
	step := Step{Kind: StepUse, Router: number, Line: s.line(s.call)}
	if isPath(s.reading, s.in, arguments[0].Value) {
		step.Paths, _ = s.paths(s.in, arguments[0].Value)
		arguments = arguments[1:]
	}
	for _, argument := range arguments {
		for _, x := range s.spread(argument.Value) {
			s.used(&step, x)
		}
	}
	s.step(step)
	return true
}

// spread takes lists of what is used apart.
func (s *site) spread(x program.Expression) []program.Expression {
	if list, ok := s.follow(s.in, x).(*program.List); ok {
		return list.Elements[:min(len(list.Elements), maxRefs)]
	}
	return []program.Expression{x}
}

// used adds what is used to a step. A router below a prefix of its own
// (koa-mount's mount("/x", app)) becomes a step of its own.
func (s *site) used(step *Step, x program.Expression) {
	call, ok := x.(*program.Call)
	if !ok {
		step.Refs = append(step.Refs, s.all(s.in, x)...)
		return
	}
	if lastWord(s.in.Origin(call.Callee)) == "koa-mount" && len(call.Arguments) > 0 {
		mounted := *step
		mounted.Refs, mounted.Paths = nil, nil
		if len(call.Arguments) == 2 {
			mounted.Paths, _ = s.paths(s.in, call.Arguments[0].Value)
		}
		s.used(&mounted, call.Arguments[len(call.Arguments)-1].Value)
		s.step(mounted)
		return
	}
	if member, ok := call.Callee.(*program.Member); ok && member.Name == "unless" {
		exempt := *step
		exempt.Refs, exempt.Except = s.all(s.in, member.X), s.exceptions(call)
		s.step(exempt)
		return
	}
	if number := s.router(s.in, call); number != 0 && s.sure(number) {
		step.Refs = append(step.Refs, s.ref(s.in, call))
		return
	}
	if member, ok := call.Callee.(*program.Member); ok && len(call.Arguments) == 0 && (member.Name == "routes" || member.Name == "middleware") {
		if number := s.router(s.in, member.X); number != 0 { // Koa's router of another file: users.routes()
			step.Refs = append(step.Refs, s.ref(s.in, member.X))
			return
		}
	}
	step.Refs = append(step.Refs, s.all(s.in, call)...)
}

// exceptions are the paths of .unless({ path: [...] }), as express-jwt, koa-jwt and
// express-unless have it. A regular expression is kept as written.
func (s *site) exceptions(call *program.Call) []string {
	except := []string{}
	for _, argument := range call.Arguments {
		object, ok := s.follow(s.in, argument.Value).(*program.Object)
		if !ok {
			continue
		}
		for _, entry := range object.Entries {
			if entry.Name != "path" && entry.Name != "paths" {
				continue
			}
			list := []program.Expression{entry.Value}
			if several, ok := s.follow(s.in, entry.Value).(*program.List); ok {
				list = several.Elements
			}
			for _, x := range list[:min(len(list), maxElements)] {
				if object, ok := x.(*program.Object); ok { // { url: "/x", methods: ["GET"] }
					for _, one := range object.Entries {
						if one.Name == "url" {
							x = one.Value
						}
					}
				}
				if path, known := s.path(s.in, x, 0); known {
					except = append(except, path)
				}
			}
		}
	}
	if len(except) == 0 {
		except = append(except, unknown)
	}
	return except
}

// isPath reports whether the first argument of use says where it holds.
func isPath(r *reading, in *program.Function, x program.Expression) bool {
	switch one := r.follow(in, x).(type) {
	case *program.Text, *program.Template:
		return true
	case *program.Literal:
		return one.Kind == program.LiteralPattern
	case *program.List:
		return len(one.Elements) > 0 && isPath(r, in, one.Elements[0])
	case *program.Binary:
		return one.Operator == "+"
	case *program.Member:
		name := strings.ToLower(one.Name)
		return strings.Contains(name, "path") || strings.Contains(name, "prefix") || strings.Contains(name, "url") || strings.ToUpper(one.Name) == one.Name
	case *program.Name:
		return strings.ToUpper(one.Name) == one.Name && len(one.Name) > 2
	}
	return false
}
