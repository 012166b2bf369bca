package route

import "github.com/golive-app/golive/checks/evidence/source/program"

// golangUse is r.Use(middleware…), fiber's app.Use("/path", middleware).
func golangUse(s *site) bool {
	arguments := s.call.Arguments
	number := s.router(s.in, s.on)
	if len(arguments) == 0 || number == 0 || !s.sure(number) && !s.likely(number) {
		return false
	}
	step := Step{Kind: StepUse, Router: number, Line: s.line(s.call)}
	if isText(s.follow(s.in, arguments[0].Value)) {
		step.Paths, _ = s.paths(s.in, arguments[0].Value)
		arguments = arguments[1:]
	}
	for _, argument := range arguments {
		step.Refs = append(step.Refs, s.all(s.in, argument.Value)...)
	}
	s.step(step)
	return len(step.Refs) > 0
}

// golangInner is a part that a function fills: chi's r.Route("/path", func(r
// chi.Router) {…}) and r.Group(func(r chi.Router) {…}).
func golangInner(s *site) bool {
	arguments := s.call.Arguments
	if len(arguments) == 0 {
		return false
	}
	fill := -1
	for i, argument := range arguments {
		switch x := argument.Value.(type) {
		case *program.Closure:
			if len(x.Function.Params) == 1 {
				fill = i
			}
		case *program.Name, *program.Member:
			if function := s.local(s.in, x); function != nil && len(function.Params) == 1 && i == len(arguments)-1 && s.takesRouter(function) {
				fill = i
			} else if function == nil && i == len(arguments)-1 && s.name == "Route" && s.imports(s.in, x) {
				fill = i
			}
		}
	}
	number := s.router(s.in, s.on)
	if fill < 0 || number == 0 || !s.sure(number) && !s.likely(number) {
		return false
	}
	if closure, ok := arguments[fill].Value.(*program.Closure); ok && !s.takesRouter(closure.Function) {
		return false
	}
	step := Step{Kind: StepMount, Router: number, Opaque: true, Refs: []Ref{s.ref(s.in, arguments[fill].Value)}, Line: s.line(s.call)}
	step.Refs[0].Router = 0
	for i, argument := range arguments {
		switch {
		case i == fill:
		case isText(s.follow(s.in, argument.Value)) && i == 0, i == 0 && fill > 0:
			step.Paths, _ = s.paths(s.in, argument.Value)
		default:
			step.Guards = append(step.Guards, s.all(s.in, argument.Value)...)
		}
	}
	s.step(step)
	return true
}

// takesRouter reports whether a function's one parameter is a router by its type.
func (s *site) takesRouter(function *program.Function) bool {
	if len(function.Params) != 1 || function.Params[0].Name == "" {
		return false
	}
	param := function.Params[0]
	origin := function.Origin(&program.Name{Name: param.Name})
	if s.language.typeOf(origin) != "" {
		return true
	}
	return !handlerParams[origin] && routerName(param.Name) && !nothing(param.Type)
}

// golangGroup is the part that r.Group("/path", middleware…) gives.
func golangGroup(s *site, part *Router) bool {
	for i, argument := range s.call.Arguments {
		if i == 0 && (isText(s.follow(s.in, argument.Value)) || !isClosure(argument.Value) && !s.handles(s.in, argument.Value)) {
			part.Prefix, _ = s.path(s.in, argument.Value, 0)
			continue
		}
		if closure, ok := argument.Value.(*program.Closure); ok && (len(closure.Function.Params) == 0 || s.takesRouter(closure.Function)) {
			continue
		}
		part.Guards = append(part.Guards, s.all(s.in, argument.Value)...)
	}
	return true
}

func isClosure(x program.Expression) bool {
	_, ok := x.(*program.Closure)
	return ok
}

// golangWith is the part that chi's r.With(middleware…) gives.
func golangWith(s *site, part *Router) bool {
	for _, argument := range s.call.Arguments {
		part.Guards = append(part.Guards, s.all(s.in, argument.Value)...)
	}
	return s.certain() || len(s.call.Arguments) > 0
}

// golangPrefix is the part that gorilla's r.PathPrefix("/path") gives.
func golangPrefix(s *site, part *Router) bool {
	if len(s.call.Arguments) == 0 {
		return false
	}
	part.Prefix, _ = s.path(s.in, s.call.Arguments[0].Value, 0)
	for _, argument := range s.call.Arguments[1:] {
		part.Guards = append(part.Guards, s.all(s.in, argument.Value)...)
	}
	return true
}

// golangMethods is what stands behind gorilla's route: r.HandleFunc("/path",
// handler).Methods("GET"). In front of one it gives a part.
func golangMethods(s *site) bool {
	if on, ok := s.on.(*program.Call); ok {
		for span := on; ; {
			if number := s.steps[span.Range()]; number != 0 && number <= len(s.facts.Steps) {
				s.facts.Steps[number-1].Methods = s.golangMethodNames()
				s.steps[s.call.Range()] = number
				return true
			}
			member, ok := span.Callee.(*program.Member)
			if !ok {
				break
			}
			inner, ok := member.X.(*program.Call)
			if !ok {
				break
			}
			span = inner
		}
	}
	if len(s.call.Arguments) > 2 { // m.Methods("GET, POST", "/path", handler)
		return golangMethod(s)
	}
	return true
}

func (s *site) golangMethodNames() []string {
	var methods []string
	for _, argument := range s.call.Arguments {
		if one, ok := s.method(argument.Value); ok {
			methods = append(methods, one...)
		}
	}
	return methods
}

func golangMethodsPart(s *site, part *Router) bool {
	if len(s.call.Arguments) > 2 {
		return false
	}
	part.Methods = s.golangMethodNames()
	return len(part.Methods) > 0
}

// golangHandler is the end of gorilla's r.Path("/path").HandlerFunc(handler), and
// httprouter's r.HandlerFunc("GET", "/path", handler).
func golangHandler(s *site) bool {
	arguments := s.call.Arguments
	if len(arguments) == 3 {
		return golangMethod(s)
	}
	number := s.router(s.in, s.on)
	if len(arguments) != 1 || number == 0 || !s.sure(number) || s.facts.Routers[number-1].Kind != RouterPart {
		return false
	}
	return s.golangStep(nil, []string{""}, arguments)
}

// golangMount is chi's r.Mount("/path", handler) and fiber's app.Mount.
func golangMount(s *site) bool {
	arguments := s.call.Arguments
	number := s.router(s.in, s.on)
	if len(arguments) != 2 || number == 0 || !s.sure(number) && !s.likely(number) {
		return false
	}
	sub, guards, _ := s.golangMounted(arguments[1].Value, 0)
	ref := s.ref(s.in, arguments[1].Value)
	if sub != 0 {
		ref.Router = sub
	}
	paths, _ := s.paths(s.in, arguments[0].Value)
	s.step(Step{Kind: StepMount, Router: number, Paths: paths, Refs: []Ref{ref}, Guards: guards, Line: s.line(s.call)})
	return true
}

// golangStatic is what serves files: r.Static("/assets", "dist").
func golangStatic(s *site) bool {
	if len(s.call.Arguments) < 2 || !s.certain() {
		return false
	}
	paths, _ := s.paths(s.in, s.call.Arguments[0].Value)
	if s.name == "Static" || s.name == "StaticFS" {
		for i := range paths {
			paths[i] = joined(paths[i], "{*}")
		}
	}
	s.step(Step{
		Kind: StepRoute, Router: s.router(s.in, s.on), Methods: []string{"GET"}, Paths: paths,
		Refs: []Ref{{Name: s.name, Origin: "static", Line: s.line(s.call)}}, Line: s.line(s.call),
	})
	return true
}
