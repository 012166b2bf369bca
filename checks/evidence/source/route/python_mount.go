package route

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
)

// pythonMount is app.include_router(other, prefix="/x", dependencies=[…]),
// app.register_blueprint(other, url_prefix="/x"), app.mount("/x", other).
func pythonMount(s *site) bool {
	number := s.router(s.in, s.on)
	if number == 0 || !s.sure(number) && !s.likely(number) {
		return false
	}
	step := Step{Kind: StepMount, Router: number, Line: s.line(s.call)}
	arguments := s.call.Arguments
	if (s.name == "mount" || s.name == "add_router") && len(arguments) > 1 && arguments[0].Name == "" {
		step.Paths, _ = s.paths(s.in, arguments[0].Value)
		arguments = arguments[1:]
	}
	for i, argument := range arguments {
		switch {
		case argument.Name == "" && i == 0, argument.Name == "router" || argument.Name == "blueprint" || argument.Name == "app":
			ref := s.ref(s.in, argument.Value)
			if text, ok := argument.Value.(*program.Text); ok { // django-ninja: "app.api.router"
				ref.Origin, ref.Name = text.Value, text.Value
			}
			step.Refs = []Ref{ref}
		case argument.Name == "prefix" || argument.Name == "url_prefix" || argument.Name == "path":
			step.Paths, _ = s.paths(s.in, argument.Value)
			if argument.Name != "prefix" {
				step.Key = "instead" // of the prefix that the blueprint has itself
			}
		default:
			s.pythonOption(&step, argument)
		}
	}
	if len(step.Refs) == 0 {
		return false
	}
	s.step(step)
	return true
}

// pythonRegister is router.register("orders", OrderViewSet) of Django REST
// framework, and a nested blueprint in Flask-Smorest.
func pythonRegister(s *site) bool {
	number := s.router(s.in, s.on)
	arguments := s.call.Arguments
	if number == 0 || len(arguments) < 2 || !s.sure(number) && !s.likely(number) {
		return false
	}
	step := Step{Kind: StepView, Router: number, Key: "viewset", Line: s.line(s.call)}
	for i, argument := range arguments {
		switch {
		case argument.Name == "" && i == 0, argument.Name == "prefix":
			step.Paths, _ = s.paths(s.in, argument.Value)
		case argument.Name == "" && i == 1, argument.Name == "viewset":
			step.Refs, step.Guards, _ = s.viewOf(s.in, argument.Value, 0)
		}
	}
	if len(step.Paths) == 0 || len(step.Refs) == 0 || !isText(s.follow(s.in, arguments[0].Value)) && arguments[0].Name == "" && !s.sure(number) {
		return false
	}
	s.step(step)
	return true
}

// pythonResource is Flask-RESTful's api.add_resource(Orders, "/orders", "/orders/<id>").
func pythonResource(s *site) bool {
	number := s.router(s.in, s.on)
	arguments := s.call.Arguments
	if number == 0 || len(arguments) < 2 || !s.sure(number) && !s.likely(number) {
		return false
	}
	step := Step{Kind: StepView, Router: number, Line: s.line(s.call)}
	for i, argument := range arguments {
		switch {
		case argument.Name == "" && i == 0:
			ref := s.ref(s.in, argument.Value)
			ref.Router = 0
			step.Refs = []Ref{ref}
		case argument.Name == "" && argument.Spread == "":
			if paths, known := s.paths(s.in, argument.Value); known && startsPath(paths) {
				step.Paths = append(step.Paths, paths...)
			}
		}
	}
	if len(step.Paths) == 0 {
		return false
	}
	s.step(step)
	return true
}

// pythonBefore is @app.before_request over a function, and app.before_request(check).
func pythonBefore(s *site) bool {
	number := s.router(s.in, s.on)
	if number == 0 || !s.sure(number) && !s.likely(number) {
		return false
	}
	step := Step{Kind: StepUse, Router: number, Late: true, Line: s.line(s.call)}
	switch {
	case s.handler != nil:
		step.Refs = []Ref{*s.handler}
	case len(s.call.Arguments) > 0:
		step.Refs = s.all(s.in, s.call.Arguments[0].Value)
	default:
		return false
	}
	s.step(step)
	return true
}

// pythonMiddleware is app.add_middleware(Class).
func pythonMiddleware(s *site) bool {
	number := s.router(s.in, s.on)
	if number == 0 || len(s.call.Arguments) == 0 || !s.sure(number) && !s.likely(number) {
		return false
	}
	ref := s.ref(s.in, s.call.Arguments[0].Value)
	ref.Router = 0
	s.step(Step{Kind: StepUse, Router: number, Late: true, Refs: []Ref{ref}, Line: s.line(s.call)})
	return true
}
