package route

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// scriptRouteOf is Hono's app.route("/path", router) and Fastify's
// app.route({ method, url, handler }); Express's app.route("/path") only gives a
// part.
func scriptRouteOf(s *site) bool {
	arguments := s.call.Arguments
	if len(arguments) == 0 {
		return false
	}
	if object, ok := s.follow(s.in, arguments[0].Value).(*program.Object); ok {
		return s.routeObject(object)
	}
	if len(arguments) == 2 && isPath(s.reading, s.in, arguments[0].Value) {
		return scriptMount(s)
	}
	return false
}

// routeObject is a route spelled out as an object.
func (s *site) routeObject(object *program.Object) bool {
	step := Step{Kind: StepRoute, Line: s.line(s.call)}
	for _, entry := range object.Entries {
		switch entry.Name {
		case "method", "methods":
			step.Methods = s.methodsIn(entry.Value)
		case "url", "path":
			step.Paths, _ = s.paths(s.in, entry.Value)
		}
	}
	if len(step.Paths) == 0 {
		return false
	}
	if step.Router = s.router(s.in, s.on); step.Router == 0 || !s.sure(step.Router) && !s.likely(step.Router) {
		return false
	}
	s.options(&step, object)
	step.Sure = len(step.Methods) > 0 && len(step.Refs) > 0
	s.step(step)
	return true
}

// methodsIn reads "GET", ["GET", "POST"].
func (s *site) methodsIn(x program.Expression) []string {
	paths, known := s.paths(s.in, x)
	if !known {
		return nil
	}
	var methods []string
	for _, one := range paths {
		if one = strings.ToUpper(one); one != "ALL" && one != "ANY" && one != "*" && !strings.Contains(one, "{") {
			methods = append(methods, one)
		}
	}
	return methods
}

// scriptBuilder is the part of a router that app.route("/path") gives.
func scriptBuilder(s *site, part *Router) bool {
	if len(s.call.Arguments) != 1 {
		return false
	}
	if _, object := s.follow(s.in, s.call.Arguments[0].Value).(*program.Object); object {
		return false
	}
	return scriptPrefix(s, part)
}

func scriptPrefix(s *site, part *Router) bool {
	if len(s.call.Arguments) == 0 {
		return false
	}
	part.Prefix, _ = s.path(s.in, s.call.Arguments[0].Value, 0)
	return true
}

// scriptSetPrefix is Koa's router.prefix("/path").
func scriptSetPrefix(s *site) bool {
	number := s.router(s.in, s.on)
	if number == 0 || !s.sure(number) || len(s.call.Arguments) != 1 {
		return false
	}
	prefix, _ := s.path(s.in, s.call.Arguments[0].Value, 0)
	router := &s.facts.Routers[number-1]
	router.Prefix = joined(prefix, router.Prefix)
	return true
}

// scriptMount is app.mount("/path", other) and app.route("/path", other).
func scriptMount(s *site) bool {
	arguments := s.call.Arguments
	number := s.router(s.in, s.on)
	if len(arguments) == 0 || number == 0 || !s.sure(number) && !s.likely(number) {
		return false
	}
	step := Step{Kind: StepMount, Router: number, Line: s.line(s.call)}
	if len(arguments) > 1 {
		step.Paths, _ = s.paths(s.in, arguments[0].Value)
	}
	step.Refs = []Ref{s.ref(s.in, arguments[len(arguments)-1].Value)}
	s.step(step)
	return true
}

// scriptRegister is Fastify's app.register(plugin, { prefix }) and Koa's
// router.register("/path", ["GET"], handler).
// https://fastify.dev/docs/latest/Reference/Plugins/
func scriptRegister(s *site) bool {
	arguments := s.call.Arguments
	number := s.router(s.in, s.on)
	if len(arguments) == 0 || number == 0 || !s.sure(number) && !s.likely(number) {
		return false
	}
	if len(arguments) > 2 && isPath(s.reading, s.in, arguments[0].Value) {
		paths, _ := s.paths(s.in, arguments[0].Value)
		return s.route(s.methodsIn(arguments[1].Value), paths, arguments[2:])
	}
	plugin := arguments[0].Value
	step := Step{Kind: StepMount, Router: number, Opaque: true, Line: s.line(s.call)}
	if call, ok := plugin.(*program.Call); ok && len(call.Arguments) > 0 {
		switch name := lastWord(s.in.Origin(call.Callee)); name {
		case "fastify-plugin", "fp":
			step.Opaque, plugin = false, call.Arguments[0].Value
		case "import":
			plugin = call
		}
	}
	step.Refs = []Ref{s.ref(s.in, plugin)}
	if len(arguments) > 1 {
		if object, ok := s.follow(s.in, arguments[1].Value).(*program.Object); ok {
			flat := false
			for _, entry := range object.Entries {
				switch entry.Name {
				case "dirNameRoutePrefix": // of @fastify/autoload: whether folders are parts of paths
					literal, ok := entry.Value.(*program.Literal)
					flat = ok && literal.Value == "false"
				case "prefix":
					step.Paths, _ = s.paths(s.in, entry.Value)
				case "options": // of @fastify/autoload: options for what it loads
					if inner, ok := s.follow(s.in, entry.Value).(*program.Object); ok {
						for _, one := range inner.Entries {
							if one.Name == "prefix" {
								step.Paths, _ = s.paths(s.in, one.Value)
							}
						}
					}
				case "dir":
					step.Key = "dir:" + s.directory(entry.Value)
				}
			}
			if flat && step.Key != "" {
				step.Key = "flat:" + strings.TrimPrefix(step.Key, "dir:")
			}
		}
	}
	s.step(step)
	return true
}

// directory is the constant end of path.join(__dirname, "routes").
func (s *site) directory(x program.Expression) string {
	path, _ := s.path(s.in, x, 0)
	return strings.Trim(strings.TrimPrefix(strings.ReplaceAll(path, unknown, ""), "."), "/")
}

// scriptHook is Fastify's app.addHook("onRequest", guard): it holds for every route
// of its scope, those before it as well.
// https://fastify.dev/docs/latest/Reference/Hooks/
func scriptHook(s *site) bool {
	arguments := s.call.Arguments
	if len(arguments) < 2 {
		return false
	}
	name, _ := s.path(s.in, arguments[0].Value, 0)
	number := s.router(s.in, s.on)
	if !optionHooks[name] || number == 0 || !s.sure(number) && !s.likely(number) {
		return false
	}
	step := Step{Kind: StepUse, Router: number, Late: true, Line: s.line(s.call)}
	for _, argument := range arguments[1:] {
		step.Refs = append(step.Refs, s.all(s.in, argument.Value)...)
	}
	s.step(step)
	return true
}

// scriptOn is Hono's app.on("GET", "/path", handler).
func scriptOn(s *site) bool {
	arguments := s.call.Arguments
	if len(arguments) < 3 || !s.certain() {
		return false
	}
	paths, _ := s.paths(s.in, arguments[1].Value)
	return s.route(s.methodsIn(arguments[0].Value), paths, arguments[2:])
}

// scriptOpenAPI is app.openapi(createRoute({ method, path, middleware }), handler).
// https://github.com/honojs/middleware/tree/main/packages/zod-openapi
func scriptOpenAPI(s *site) bool {
	arguments := s.call.Arguments
	if len(arguments) < 2 {
		return false
	}
	description := s.follow(s.in, arguments[0].Value)
	if call, ok := description.(*program.Call); ok && len(call.Arguments) > 0 {
		description = s.follow(s.in, call.Arguments[0].Value)
	}
	object, ok := description.(*program.Object)
	if !ok {
		if number := s.router(s.in, s.on); s.sure(number) { // described in another file
			s.step(Step{Kind: StepRoute, Router: number, Paths: []string{unknown}, Refs: s.all(s.in, arguments[1].Value), Line: s.line(s.call)})
			return true
		}
		return false
	}
	step := Step{Kind: StepRoute, Router: s.router(s.in, s.on), Line: s.line(s.call), Sure: true}
	for _, entry := range object.Entries {
		switch entry.Name {
		case "method":
			step.Methods = s.methodsIn(entry.Value)
		case "path":
			step.Paths = append(step.Paths, first(s.paths(s.in, entry.Value))...)
		}
	}
	s.options(&step, object)
	step.Refs = append(step.Refs, s.all(s.in, arguments[1].Value)...)
	s.step(step)
	return true
}

func first(paths []string, _ bool) []string { return paths }
