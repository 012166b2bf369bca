package route

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// nestMethods are the decorators of NestJS that make a method answer requests.
// https://docs.nestjs.com/controllers
var nestMethods = map[string][]string{
	"Get": {"GET"}, "Post": {"POST"}, "Put": {"PUT"}, "Patch": {"PATCH"}, "Delete": {"DELETE"}, "Head": {"HEAD"}, "Options": {"OPTIONS"}, "All": nil,
	"Sse": {"GET"}, "Search": {"SEARCH"},
}

// nestOperations are those of GraphQL's resolvers.
// https://docs.nestjs.com/graphql/resolvers
var nestOperations = map[string]string{"Query": "QUERY", "Mutation": "MUTATION", "Subscription": "SUBSCRIPTION"}

// scriptClass notes a controller, a resolver or a guard of NestJS, and a class with
// decorators of the same shape (routing-controllers, tsoa).
func scriptClass(r *reading, class *program.Class) {
	if class.Name == "" || len(r.facts.Classes) >= maxClasses {
		return
	}
	owner := class.Owner
	if owner == nil {
		owner = r.file.Top()
	}
	one := Class{Name: class.Name, Line: r.file.Line(class.Start)}
	for _, base := range class.Bases {
		one.Bases = append(one.Bases, clip(owner.Origin(base)))
	}
	for _, decorator := range class.Decorators {
		name, call := decoratorName(decorator)
		switch name {
		case "Controller", "RestController", "JsonController", "Route":
			one.Kind = "controller"
			r.controller(owner, &one, call)
		case "Resolver":
			one.Kind = "resolver"
		default:
			r.mark(owner, decorator, &one.Guards, &one.Marks, &one.Open)
		}
	}
	for _, method := range class.Methods {
		if method.Name == "canActivate" {
			one.Kind = "guard"
		}
		r.nestHandler(owner, &one, method)
	}
	if one.Kind == "" && len(one.Handlers) == 0 {
		return
	}
	r.facts.Classes = append(r.facts.Classes, one)
}

// controller takes paths and version from what Controller is told.
func (r *reading) controller(in *program.Function, class *Class, call *program.Call) {
	class.Paths = []string{""}
	if call == nil {
		return
	}
	for _, argument := range call.Arguments {
		object, ok := r.follow(in, argument.Value).(*program.Object)
		if !ok {
			class.Paths, _ = r.paths(in, argument.Value)
			continue
		}
		for _, entry := range object.Entries {
			switch entry.Name {
			case "path":
				class.Paths, _ = r.paths(in, entry.Value)
			case "version":
				class.Version = r.version(in, entry.Value)
			}
		}
	}
}

// version is the first of the versions that are named.
func (r *reading) version(in *program.Function, x program.Expression) string {
	versions, known := r.paths(in, x)
	if !known || strings.Contains(versions[0], "{") {
		return ""
	}
	return versions[0]
}

// nestHandler notes a method that answers requests.
func (r *reading) nestHandler(in *program.Function, class *Class, method *program.Function) {
	handler := Handler{Name: method.Name, Line: r.file.Line(method.Start)}
	found := false
	for _, decorator := range method.Decorators {
		name, call := decoratorName(decorator)
		methods, verb := nestMethods[name]
		operation, graph := nestOperations[name]
		switch {
		case verb && (class.Kind == "controller" || class.Kind == ""):
			found = true
			handler.Methods = methods
			handler.Paths = []string{""}
			if call != nil && len(call.Arguments) > 0 {
				handler.Paths, _ = r.paths(in, call.Arguments[0].Value)
			}
		case graph && class.Kind == "resolver":
			found = true
			handler.Methods, handler.Kind, handler.Paths = []string{operation}, "graphql", []string{r.operationName(in, method, call)}
		case name == "Version" && call != nil && len(call.Arguments) > 0:
			handler.Version = r.version(in, call.Arguments[0].Value)
		default:
			r.mark(in, decorator, &handler.Guards, &handler.Marks, &handler.Open)
		}
	}
	if !found {
		return
	}
	handler.Function = r.functionOf(method)
	class.Handlers = append(class.Handlers, handler)
}

// operationName is the name of a GraphQL operation: of the method, unless the decorator
// says another.
func (r *reading) operationName(in *program.Function, method *program.Function, call *program.Call) string {
	if call == nil {
		return method.Name
	}
	for _, argument := range call.Arguments {
		switch value := argument.Value.(type) {
		case *program.Text:
			return clip(value.Value)
		case *program.Object:
			for _, entry := range value.Entries {
				if entry.Name == "name" {
					if text, ok := in.Constant(entry.Value); ok {
						return clip(text)
					}
				}
			}
		}
	}
	return method.Name
}

// mark sorts a decorator: guards, words by which guards know what is open, and
// what else may be either.
func (r *reading) mark(in *program.Function, decorator program.Expression, guards *[]Ref, marks *[]string, open *bool) {
	name, call := decoratorName(decorator)
	if strings.HasPrefix(name, "Api") { // of @nestjs/swagger: it describes
		return
	}
	switch name {
	case "":
		return
	case "UseGuards", "UseBefore", "UseInterceptors", "Middlewares", "UseMiddleware":
		if call != nil {
			for _, argument := range call.Arguments {
				*guards = append(*guards, r.all(in, argument.Value)...)
			}
		}
		return
	case "SetMetadata":
		if call != nil {
			for _, argument := range call.Arguments[:min(len(call.Arguments), 1)] {
				if text, ok := in.Constant(argument.Value); ok {
					*marks = append(*marks, clip(text))
				} else {
					*marks = append(*marks, program.LastName(argument.Value))
				}
			}
		}
		return
	}
	switch kind := kindOfName(name); {
	case opens(name):
		*open = true
	case kind == KindAuthentication || kind == KindAuthorization || kind == KindRateLimit:
		*guards = append(*guards, r.ref(in, decorator))
		return
	}
	if !slices.Contains(*marks, name) && len(*marks) < maxRefs {
		*marks = append(*marks, name)
	}
}

// opens reports whether a decorator by its name lets everybody in.
func opens(name string) bool {
	switch strings.ToLower(name) {
	case "public", "ispublic", "publicroute", "skipauth", "noauth", "allowanonymous", "anonymous", "allowunauthorized", "unauthenticated", "publicendpoint", "allowunauthorizedrequest":
		return true
	}
	return false
}

func decoratorName(x program.Expression) (string, *program.Call) {
	if call, ok := x.(*program.Call); ok {
		return program.LastName(call.Callee), call
	}
	return program.LastName(x), nil
}

// nest is the router that stands for an application of NestJS as a whole.
func (r *reading) nest(x program.Expression) int {
	return r.intern(routerKey{kind: RouterMade, name: "nest"}, Router{Kind: RouterMade, Framework: "nest", Root: true, Name: "nest", Line: r.line(x)})
}

// scriptObject notes a guard that NestJS puts before every route:
// { provide: APP_GUARD, useClass: JwtAuthGuard }.
func scriptObject(r *reading, in *program.Function, x *program.Object) bool {
	for _, entry := range x.Entries {
		if rootTypes[entry.Name] != "" && !r.defined["map "+entry.Name] {
			r.defined["map "+entry.Name] = r.resolvers(in, entry.Name, entry.Value)
		}
	}
	provides := false
	var guard program.Expression
	for _, entry := range x.Entries {
		switch entry.Name {
		case "provide":
			provides = program.LastName(entry.Value) == "APP_GUARD"
		case "useClass", "useExisting", "useFactory":
			guard = entry.Value
		}
	}
	if !provides || nothing(guard) {
		return false
	}
	r.step(Step{Kind: StepUse, Router: r.nest(x), Refs: r.all(in, guard), Late: true, Line: r.line(x)})
	return true
}

// scriptCall reads what configures an application of NestJS, and computed methods
// of routers: app[method](path, handler).
func scriptCall(r *reading, in *program.Function, call *program.Call) bool {
	if index, ok := call.Callee.(*program.Index); ok {
		name, known := r.path(in, index.Index, 0)
		row, found := r.language.methods[strings.ToLower(name)]
		if !found || row.do == nil {
			return false
		}
		if !known {
			return false
		}
		return row.do(&site{reading: r, in: in, call: call, on: index.X, name: name, methods: row.methods})
	}
	if r.shield(in, call) {
		return true
	}
	r.procedures(in, call)
	if lastWord(in.Origin(call.Callee)) == "fastify-plugin" && len(call.Arguments) > 0 {
		r.share(in, call.Arguments[0].Value)
	}
	member, ok := call.Callee.(*program.Member)
	if !ok {
		return false
	}
	switch member.Name {
	case "setGlobalPrefix":
		if len(call.Arguments) > 0 {
			prefix, _ := r.path(in, call.Arguments[0].Value, 0)
			r.setting("nest.prefix", r.line(call), prefix)
		}
	case "enableVersioning":
		r.versioning(in, call)
	case "useGlobalGuards":
		step := Step{Kind: StepUse, Router: r.nest(call), Late: true, Line: r.line(call)}
		for _, argument := range call.Arguments {
			step.Refs = append(step.Refs, r.all(in, argument.Value)...)
		}
		r.step(step)
	case "forRoutes":
		r.forRoutes(in, call)
	default:
		return false
	}
	return true
}

// share notes that a plugin works on the router of who registers it.
// https://github.com/fastify/fastify-plugin
func (r *reading) share(in *program.Function, plugin program.Expression) {
	function := r.local(in, plugin)
	if function == nil || len(function.Params) == 0 || function.Params[0].Name == "" {
		return
	}
	if number := r.router(function, &program.Name{Span: function.Params[0].Span, Name: function.Params[0].Name}); number != 0 {
		r.facts.Routers[number-1].Shared = true
	}
}

// versioning is app.enableVersioning({ type, defaultVersion, prefix }).
// https://docs.nestjs.com/techniques/versioning
func (r *reading) versioning(in *program.Function, call *program.Call) {
	prefix, standard, inPath := "v", "", true
	for _, argument := range call.Arguments {
		object, ok := r.follow(in, argument.Value).(*program.Object)
		if !ok {
			continue
		}
		for _, entry := range object.Entries {
			switch entry.Name {
			case "type":
				inPath = program.LastName(entry.Value) == "URI"
			case "prefix":
				if text, ok := in.Constant(entry.Value); ok {
					prefix = text
				} else if literal, ok := entry.Value.(*program.Literal); ok && literal.Value == "false" {
					prefix = ""
				}
			case "defaultVersion":
				standard = r.version(in, entry.Value)
			}
		}
	}
	if inPath {
		r.setting("nest.version", r.line(call), prefix, standard)
	}
}

// forRoutes is consumer.apply(AuthMiddleware).forRoutes({ path, method }).
// https://docs.nestjs.com/middleware
func (r *reading) forRoutes(in *program.Function, call *program.Call) {
	step := Step{Kind: StepUse, Router: r.nest(call), Late: true, Line: r.line(call)}
	for x := call.Callee; ; {
		member, ok := x.(*program.Member)
		if !ok {
			break
		}
		inner, ok := member.X.(*program.Call)
		if !ok {
			break
		}
		name := program.LastName(inner.Callee)
		for _, argument := range inner.Arguments {
			switch name {
			case "apply":
				step.Refs = append(step.Refs, r.all(in, argument.Value)...)
			case "exclude":
				step.Except = append(step.Except, r.nestPath(in, argument.Value))
			}
		}
		x = inner.Callee
	}
	for _, argument := range call.Arguments {
		step.Paths = append(step.Paths, r.nestPath(in, argument.Value))
	}
	if len(step.Refs) > 0 {
		r.step(step)
	}
}

// nestPath is where middleware holds: "GET /path", "/path", or "@Controller".
func (r *reading) nestPath(in *program.Function, x program.Expression) string {
	object, ok := r.follow(in, x).(*program.Object)
	if !ok {
		if path, known := r.path(in, x, 0); known {
			return path
		}
		return "@" + program.LastName(x)
	}
	path, method := "", ""
	for _, entry := range object.Entries {
		switch entry.Name {
		case "path":
			path, _ = r.path(in, entry.Value, 0)
		case "method":
			if method = program.LastName(entry.Value) + " "; method == "ALL " {
				method = ""
			}
		}
	}
	return method + "/" + strings.TrimPrefix(path, "/")
}

func (r *reading) setting(name string, line int, values ...string) {
	if len(r.facts.Settings) < maxNames {
		r.facts.Settings = append(r.facts.Settings, Setting{Name: name, Values: values, Line: line})
	}
}
