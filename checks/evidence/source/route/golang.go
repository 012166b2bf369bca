package route

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// golangLanguage is the table of Go's routers.
//
//	https://pkg.go.dev/net/http#hdr-Patterns-ServeMux
//	https://pkg.go.dev/github.com/gin-gonic/gin
//	https://pkg.go.dev/github.com/labstack/echo/v4
//	https://pkg.go.dev/github.com/go-chi/chi/v5
//	https://pkg.go.dev/github.com/gofiber/fiber/v2
//	https://pkg.go.dev/github.com/gorilla/mux
func golangLanguage() *language {
	l := &language{
		methods: map[string]row{
			"Handle": {do: golangHandle, gives: givesSame}, "HandleFunc": {do: golangHandle, gives: givesSame}, "HandleContext": {do: golangHandle},
			"Handler": {do: golangHandler, gives: givesSame}, "HandlerFunc": {do: golangHandler, gives: givesSame},
			"Method": {do: golangMethod}, "MethodFunc": {do: golangMethod}, "Add": {do: golangMethod}, "Match": {do: golangMethod},
			"Methods": {do: golangMethods, part: golangMethodsPart, gives: givesPart},
			"Any":     {do: golangRoute, gives: givesSame}, "ANY": {do: golangRoute}, "All": {do: golangRoute, gives: givesSame},
			"Use": {do: golangUse, gives: givesSame}, "Pre": {do: golangUse}, "UseHandler": {do: golangUse}, "BindFunc": {do: golangUse, gives: givesSame}, "Bind": {do: golangUse, gives: givesSame},
			"Group": {do: golangInner, part: golangGroup, gives: givesPart}, "Route": {do: golangInner, part: golangGroup, gives: givesPart},
			"With": {part: golangWith, gives: givesPart}, "Mount": {do: golangMount},
			"Path": {part: golangPrefix, gives: givesPart}, "PathPrefix": {part: golangPrefix, gives: givesPart}, "Combo": {part: golangPrefix, gives: givesPart}, "Party": {part: golangGroup, gives: givesPart},
			"Static": {do: golangStatic}, "StaticFS": {do: golangStatic}, "StaticFile": {do: golangStatic}, "StaticFileFS": {do: golangStatic}, "File": {do: golangStatic},
		},
		blocks: map[string]row{"Group": {part: golangGroup}},
		makers: map[string]maker{
			"github.com/gin-gonic/gin.Default": {framework: "gin", root: true}, "github.com/gin-gonic/gin.New": {framework: "gin", root: true},
			"github.com/labstack/echo.New":    {framework: "echo", root: true},
			"github.com/go-chi/chi.NewRouter": {framework: "chi", root: true}, "github.com/go-chi/chi.NewMux": {framework: "chi", root: true},
			"github.com/gofiber/fiber.New":     {framework: "fiber", root: true},
			"github.com/gorilla/mux.NewRouter": {framework: "gorilla/mux", root: true},
			"net/http.NewServeMux":             {framework: "net/http", root: true}, "net/http.ServeMux": {framework: "net/http", root: true},
			"github.com/julienschmidt/httprouter.New": {framework: "httprouter", root: true}, "github.com/bmizerany/pat.New": {framework: "pat", root: true},
			"gopkg.in/macaron.v1.New": {framework: "macaron", root: true}, "gopkg.in/macaron.v1.Classic": {framework: "macaron", root: true}, "github.com/flamego/flamego.New": {framework: "macaron", root: true},
			"github.com/flamego/flamego.Classic": {framework: "macaron", root: true},
		},
		types: map[string]string{
			"github.com/gin-gonic/gin.Engine": "gin", "github.com/gin-gonic/gin.RouterGroup": "gin", "github.com/gin-gonic/gin.IRouter": "gin", "github.com/gin-gonic/gin.IRoutes": "gin",
			"github.com/labstack/echo.Echo": "echo", "github.com/labstack/echo.Group": "echo", "github.com/labstack/echo.Router": "echo",
			"github.com/go-chi/chi.Router": "chi", "github.com/go-chi/chi.Mux": "chi",
			"github.com/gofiber/fiber.App": "fiber", "github.com/gofiber/fiber.Router": "fiber", "github.com/gofiber/fiber.Group": "fiber",
			"github.com/gorilla/mux.Router": "gorilla/mux", "github.com/gorilla/mux.Route": "gorilla/mux", "net/http.ServeMux": "net/http",
			"github.com/julienschmidt/httprouter.Router": "httprouter",
			"gopkg.in/macaron.v1.Macaron":                "macaron", "gopkg.in/macaron.v1.Router": "macaron", "github.com/flamego/flamego.Flame": "macaron", "github.com/flamego/flamego.Router": "macaron",
		},
		globals: map[string]string{"net/http": "net/http", "net/http.DefaultServeMux": "net/http"},
		class:   func(*reading, *program.Class) {},
	}
	for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE"} {
		one := row{do: golangRoute, gives: givesSame, methods: []string{method}}
		l.methods[method] = one
		l.methods[method[:1]+strings.ToLower(method[1:])] = one
	}
	for _, name := range []string{"Subrouter", "Queries", "Headers", "Host", "Schemes", "Name", "StrictSlash", "UseEncodedPath", "SkipClean", "NewRoute", "Router"} {
		l.methods[name] = row{gives: givesSame}
	}
	return l
}

// golangRoute is r.GET("/path", handlers…).
func golangRoute(s *site) bool {
	arguments := s.call.Arguments
	if len(arguments) == 0 {
		return false
	}
	if golangCombo(s.on) {
		return s.golangStep(s.methods, []string{""}, arguments)
	}
	if len(arguments) < 2 {
		return false
	}
	paths, known := s.paths(s.in, arguments[0].Value)
	if !s.certain() && (!known && !strings.HasPrefix(paths[0], "{=") || !startsPath(paths) || !s.golangHandlers(arguments[1:])) {
		return false
	}
	return s.golangStep(s.methods, paths, arguments[1:])
}

// golangCombo reports whether a call is on what Combo("/path") gave.
func golangCombo(x program.Expression) bool {
	for {
		call, ok := x.(*program.Call)
		if !ok {
			return false
		}
		member, ok := call.Callee.(*program.Member)
		if !ok {
			return false
		}
		if member.Name == "Combo" {
			return true
		}
		x = member.X
	}
}

// golangHandlers reports whether arguments can be handlers.
func (s *site) golangHandlers(arguments []program.Argument) bool {
	for _, argument := range arguments {
		if !callable(s.follow(s.in, argument.Value)) && !callable(argument.Value) {
			return false
		}
	}
	return true
}

// golangStep notes a route. A handler that is a router is mounted.
func (s *site) golangStep(methods, paths []string, arguments []program.Argument) bool {
	number := s.router(s.in, s.on)
	if number == 0 {
		return false
	}
	refs, guards := s.refs(s.in, arguments)
	step := Step{Kind: StepRoute, Router: number, Methods: methods, Paths: paths, Refs: refs, Guards: guards, Line: s.line(s.call)}
	for part := number; len(step.Methods) == 0 && part != 0; part = s.facts.Routers[part-1].Parent {
		step.Methods = s.facts.Routers[part-1].Methods
	}
	step.Sure = len(arguments) > 0 && s.golangSure(arguments[len(arguments)-1].Value) && startsPath(paths)
	s.step(step)
	return true
}

// golangSure reports whether an argument is a function for certain.
func (s *site) golangSure(x program.Expression) bool {
	if closure, ok := x.(*program.Closure); ok {
		return len(closure.Function.Params) > 0
	}
	if s.handles(s.in, x) {
		return true
	}
	switch one := x.(type) {
	case *program.Member: // users.List
		return one.Name != "" && s.imports(s.in, one) || self(s.in, one.X) != ""
	case *program.Call:
		return s.imports(s.in, one.Callee)
	}
	return false
}

// golangHandle is mux.Handle("GET /path", handler), gin's r.Handle("GET", "/path",
// handler), and a router that is mounted: mux.Handle("/x/", http.StripPrefix("/x", sub)).
func golangHandle(s *site) bool {
	arguments := s.call.Arguments
	if len(arguments) < 2 {
		return false
	}
	if len(arguments) > 2 {
		if method, ok := s.method(arguments[0].Value); ok {
			paths, _ := s.paths(s.in, arguments[1].Value)
			return s.golangStep(method, paths, arguments[2:])
		}
	}
	paths, known := s.paths(s.in, arguments[0].Value)
	if !s.certain() && (!known && !strings.HasPrefix(paths[0], "{=") || !golangPattern(paths[0]) || !s.golangHandlers(arguments[1:])) {
		return false
	}
	if sub, guards, stripped := s.golangMounted(arguments[1].Value, 0); sub != 0 {
		step := Step{Kind: StepMount, Router: s.router(s.in, s.on), Refs: []Ref{s.ref(s.in, arguments[1].Value)}, Guards: guards, Line: s.line(s.call)}
		step.Refs[0].Router, step.Refs[0].Function = sub, 0
		if stripped {
			step.Paths = paths
		}
		s.step(step)
		return true
	}
	var methods []string
	for i, path := range paths {
		if method, rest, found := strings.Cut(path, " "); found && strings.ToUpper(method) == method {
			methods, paths[i] = []string{method}, strings.TrimSpace(rest)
		}
		if at := strings.IndexByte(paths[i], '/'); at > 0 && !strings.HasPrefix(paths[i], "{") { // a host
			paths[i] = paths[i][at:]
		}
	}
	return s.golangStep(methods, paths, arguments[1:])
}

func golangPattern(path string) bool {
	if method, rest, found := strings.Cut(path, " "); found && strings.ToUpper(method) == method {
		path = rest
	}
	return strings.HasPrefix(path, "/") || strings.HasPrefix(path, "{=")
}

// golangMounted returns the router that a handler is, what is wrapped around it,
// and whether the prefix is taken off the path before it.
func (s *site) golangMounted(x program.Expression, depth int) (router int, guards []Ref, stripped bool) {
	if number := s.router(s.in, x); s.sure(number) {
		return number, nil, false
	}
	call, ok := x.(*program.Call)
	if !ok || depth > 8 || len(call.Arguments) == 0 {
		return 0, nil, false
	}
	for _, argument := range call.Arguments {
		number, guards, stripped := s.golangMounted(argument.Value, depth+1)
		if number == 0 {
			continue
		}
		switch name := lastWord(s.in.Origin(call.Callee)); {
		case name == "StripPrefix":
			stripped = true
		case !transparent[name]:
			guards = append([]Ref{s.ref(s.in, call)}, guards...)
			guards[0].Router = 0
		}
		return number, guards, stripped
	}
	return 0, nil, false
}

// method reads a constant method: "GET", http.MethodGet.
func (s *site) method(x program.Expression) ([]string, bool) {
	if member, ok := x.(*program.Member); ok {
		if name, found := strings.CutPrefix(member.Name, "Method"); found && name != "" {
			return []string{strings.ToUpper(name)}, true
		}
	}
	if list, ok := s.follow(s.in, x).(*program.List); ok {
		var methods []string
		for _, element := range list.Elements {
			if one, ok := s.method(element); ok {
				methods = append(methods, one...)
			}
		}
		return methods, len(methods) > 0
	}
	path, known := s.path(s.in, x, 0)
	if path == "*" {
		return nil, true
	}
	if !known || path == "" || strings.ToUpper(path) != path || strings.HasPrefix(path, "/") {
		return nil, false
	}
	return strings.FieldsFunc(path, func(c rune) bool { return c == ',' || c == ' ' }), true
}

// golangMethod is chi's r.Method("GET", "/path", handler) and what others call so.
func golangMethod(s *site) bool {
	arguments := s.call.Arguments
	if len(arguments) < 3 {
		return false
	}
	methods, ok := s.method(arguments[0].Value)
	if !ok && !s.certain() {
		return false
	}
	paths, _ := s.paths(s.in, arguments[1].Value)
	return s.golangStep(methods, paths, arguments[2:])
}
