package route

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/link"
)

// handlerFirst are the frameworks in which a route's guards stand behind its
// handler.
var handlerFirst = words("echo")

// steps makes routes of what a file registers.
func (l *linker) steps(file int) {
	facts := &l.files[file].Facts
	for at := range facts.Steps {
		step := &facts.Steps[at]
		if step.Kind != StepRoute && step.Kind != StepView || len(step.Refs) == 0 {
			continue
		}
		node := l.node(file, step.Router)
		if node < 0 || facts.Routers[step.Router-1].Framework == "nest" {
			continue
		}
		for _, around := range l.reached(node, 0) {
			if around.framework == "" && !(step.Sure && l.trusted(file, step)) {
				continue
			}
			l.register(file, at, node, around)
		}
	}
}

// trusted reports whether a router of an unknown make is believed by the shape of
// what is done with it: in Go, where others' routers have the same methods.
func (l *linker) trusted(file int, step *Step) bool {
	return strings.HasSuffix(l.files[file].Path, ".go") || len(step.Refs) > 0 && step.Refs[len(step.Refs)-1].Function != 0
}

// register makes the routes of one step on a router that is reached in one way.
func (l *linker) register(file, at, node int, around context) {
	step := &l.files[file].Facts.Steps[at]
	if step.Kind == StepRoute && len(step.Refs) == 1 { // a router that is mounted
		if to := l.routerOf(file, step.Refs[0]); to >= 0 && l.known(to) && around.framework != "express" {
			return
		}
	}
	handler, named := split(step.Refs, around.framework)
	base := Route{
		Framework: around.framework, When: both(around.when, step.When), Unmounted: !around.mounted,
		File: l.files[file].Path, Line: step.Line, Class: l.files[file].Class,
	}
	base.Guards = append(base.Guards, around.guards...)
	if step.Kind == StepView {
		for _, path := range step.Paths {
			l.view(file, at, node, around, base, handler, path)
		}
		return
	}
	if handler.Origin == "static" {
		base.Kind = "static"
	}
	methods := step.Methods
	if _, function := l.function(file, handler); len(methods) == 0 && function != nil {
		methods = function.Methods
	}
	if len(methods) == 0 {
		methods = []string{"ANY"}
	}
	for _, path := range step.Paths {
		for _, method := range methods {
			route := base
			route.Method = method
			l.path(&route, around, l.filled(file, path), step.Key == "regex")
			route.Guards = slices.Clip(route.Guards)
			l.pathGuards(&route, node, file, at, around)
			route.Guards = append(route.Guards, l.guards(file, named, HowRoute)...)
			route.Guards = append(route.Guards, l.guards(file, step.Guards, decorated(around.framework))...)
			l.answeredBy(&route, file, handler)
			l.add(route)
		}
	}
}

// decorated is how the guards that stand apart from a handler come before it.
func decorated(framework string) How {
	switch framework {
	case "flask", "fastapi", "django", "django-rest-framework":
		return HowDecorator
	}
	return HowRoute
}

// split tells the handler from the guards beside it.
func split(refs []Ref, framework string) (Ref, []Ref) {
	if handlerFirst[framework] {
		return refs[0], refs[1:]
	}
	last := len(refs) - 1
	return refs[last], refs[:last]
}

// path writes the whole path of a route.
func (l *linker) path(route *Route, around context, path string, regex bool) {
	route.Written = path
	if regex {
		path = unregex(path)
	}
	whole := around.prefix
	if around.regex || around.framework == "django" || around.framework == "django-rest-framework" {
		whole = strings.TrimRight(whole, "/") + "/" + strings.TrimLeft(path, "/")
	} else {
		whole = joinedAs(whole, path, around.framework)
	}
	route.Path = normal(whole, around.framework, false)
}

// joinedAs joins as a framework does: a route of "/" in a group keeps its slash in
// some.
func joinedAs(prefix, path, framework string) string {
	switch framework {
	case "fastapi", "flask", "gin", "echo", "gorilla/mux":
		if path == "/" && prefix != "" && !strings.HasSuffix(prefix, "/") {
			return prefix + "/"
		}
	}
	return joined(prefix, path)
}

// pathGuards adds what the router itself puts before a route of this path.
func (l *linker) pathGuards(route *Route, node, file, at int, around context) {
	for _, guard := range l.before(node, file, at, around, 0) {
		if guard.holds(route.Path) {
			route.Guards = append(route.Guards, guard.Guard)
		}
	}
}

// answeredBy completes a route with its handler, and with the guards that the
// handler itself brings.
func (l *linker) answeredBy(route *Route, file int, handler Ref) {
	route.Handler = Place{Name: handler.Name}
	at, function := l.function(file, handler)
	if function != nil {
		route.Handler.File, route.Handler.Line = l.files[at].Path, function.Line
		if (handler.Name == "" || handler.Name == "function") && function.Name != "" {
			route.Handler.Name = function.Name
		}
		l.handlerGuards(route, at, function)
		return
	}
	if target, found := l.target(file, handler.Origin); found {
		route.Handler.File, route.Handler.Line = target.Path, target.Line
	}
}

// function returns the function that a reference names, with its file.
func (l *linker) function(file int, ref Ref) (int, *Function) {
	if ref.Function > 0 && ref.Function <= len(l.files[file].Facts.Functions) {
		return file, &l.files[file].Facts.Functions[ref.Function-1]
	}
	for _, origin := range []string{ref.Origin, strings.TrimSuffix(ref.Origin, "()")} {
		if target, found := l.target(file, origin); found {
			if at, function := l.functionAt(target); function != nil {
				return at, function
			}
		}
	}
	if l.names != nil && ref.Origin != "" && l.script(file) { // what a file is, where it is called: its default export
		if target, found := l.names.Callee(l.files[file].Path, strings.TrimSuffix(ref.Origin, "()")); found {
			return l.functionAt(target)
		}
	}
	return 0, nil
}

func (l *linker) functionAt(target link.Target) (int, *Function) {
	at, known := l.at[target.Path]
	if !known {
		return 0, nil
	}
	facts := &l.files[at].Facts
	if number, found := l.functions[at][functionKey{target.Class, target.Name}]; found {
		return at, &facts.Functions[number-1]
	}
	if target.Line > 0 {
		for i := range facts.Functions {
			if facts.Functions[i].Line == target.Line {
				return at, &facts.Functions[i]
			}
		}
	}
	return 0, nil
}

// add enters a route.
func (l *linker) add(route Route) {
	if len(l.routes) >= maxRoutes {
		return
	}
	if route.Framework == "django" || route.Framework == "django-rest-framework" {
		route.Guards = append(slices.Clip(l.djangoMiddlewares()), route.Guards...)
	}
	var guards []Guard
	for _, guard := range route.Guards {
		if !slices.ContainsFunc(guards, func(one Guard) bool {
			return one.Name == guard.Name && one.File == guard.File && one.Line == guard.Line
		}) {
			guards = append(guards, guard)
		}
	}
	route.Guards = guards
	route.Public = openByDesign(route)
	route.Sensitive = sensitive(route)
	l.routes = append(l.routes, route)
}
