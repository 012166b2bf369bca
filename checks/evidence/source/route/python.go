package route

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// pythonLanguage is the table of Python's frameworks. Their routers are used as
// decorators; what is called on them mounts other routers.
//
//	https://fastapi.tiangolo.com/reference/apirouter/
//	https://flask.palletsprojects.com/en/stable/api/
//	https://www.django-rest-framework.org/api-guide/routers/
func pythonLanguage() *language {
	l := &language{
		methods: map[string]row{
			"route": {do: pythonRoute}, "api_route": {do: pythonRoute}, "websocket": {do: pythonRoute, methods: []string{"GET"}}, "websocket_route": {do: pythonRoute, methods: []string{"GET"}},
			"api_operation": {do: pythonRoute},
			"add_api_route": {do: pythonAdd}, "add_url_rule": {do: pythonAdd}, "add_route": {do: pythonAdd}, "add_websocket_route": {do: pythonAdd}, "add_api_websocket_route": {do: pythonAdd},
			"include_router": {do: pythonMount}, "register_blueprint": {do: pythonMount}, "add_namespace": {do: pythonMount}, "mount": {do: pythonMount}, "add_router": {do: pythonMount},
			"register": {do: pythonRegister}, "add_resource": {do: pythonResource}, "add_org_resource": {do: pythonResource}, "add_view": {do: pythonResource},
			"before_request": {do: pythonBefore}, "before_app_request": {do: pythonBefore}, "middleware": {do: pythonBefore}, "add_middleware": {do: pythonMiddleware},
		},
		makers: map[string]maker{
			"fastapi.FastAPI": {framework: "fastapi", root: true, prefix: "-", guards: "dependencies"}, "fastapi.applications.FastAPI": {framework: "fastapi", root: true, guards: "dependencies"},
			"fastapi.APIRouter": {framework: "fastapi", prefix: "prefix", guards: "dependencies"}, "fastapi.routing.APIRouter": {framework: "fastapi", prefix: "prefix", guards: "dependencies"},
			"starlette.applications.Starlette": {framework: "fastapi", root: true},
			"flask.Flask":                      {framework: "flask", root: true}, "flask.app.Flask": {framework: "flask", root: true}, "quart.Quart": {framework: "flask", root: true},
			"flask.Blueprint": {framework: "flask", prefix: "url_prefix"}, "quart.Blueprint": {framework: "flask", prefix: "url_prefix"}, "flask.blueprints.Blueprint": {framework: "flask", prefix: "url_prefix"},
			"flask_smorest.Blueprint": {framework: "flask", prefix: "url_prefix"}, "flask_smorest.Api": {framework: "flask", root: true}, "flask_openapi3.OpenAPI": {framework: "flask", root: true}, "apiflask.APIFlask": {framework: "flask", root: true}, "apiflask.APIBlueprint": {framework: "flask", prefix: "url_prefix"},
			"flask_restful.Api": {framework: "flask", root: true, prefix: "prefix"}, "flask_restx.Api": {framework: "flask", root: true, prefix: "prefix"}, "flask_restplus.Api": {framework: "flask", root: true, prefix: "prefix"},
			"flask_restx.Namespace": {framework: "flask", prefix: "path"}, "flask_restplus.Namespace": {framework: "flask", prefix: "path"},
			"ninja.NinjaAPI": {framework: "django", guards: "auth"}, "ninja.Router": {framework: "django", guards: "auth"},
			"rest_framework.routers.DefaultRouter": {framework: "django-rest-framework"}, "rest_framework.routers.SimpleRouter": {framework: "django-rest-framework"},
			"rest_framework_nested.routers.NestedSimpleRouter": {framework: "django-rest-framework"}, "rest_framework_nested.routers.NestedDefaultRouter": {framework: "django-rest-framework"},
			"rest_framework_nested.routers.SimpleRouter": {framework: "django-rest-framework"}, "rest_framework_nested.routers.DefaultRouter": {framework: "django-rest-framework"},
			"rest_framework_extensions.routers.ExtendedSimpleRouter": {framework: "django-rest-framework"}, "rest_framework_extensions.routers.ExtendedDefaultRouter": {framework: "django-rest-framework"},
		},
		types: map[string]string{
			"fastapi.FastAPI": "fastapi", "fastapi.APIRouter": "fastapi", "flask.Flask": "flask", "flask.Blueprint": "flask",
			"rest_framework.routers.DefaultRouter": "django-rest-framework", "rest_framework.routers.SimpleRouter": "django-rest-framework",
		},
		sameRouter: words("urls wsgi_app router"),
		class:      pythonClass, assign: pythonAssign, call: pythonCall,
	}
	for _, method := range []string{"get", "post", "put", "patch", "delete", "head", "options", "trace"} {
		l.methods[method] = row{do: pythonRoute, methods: []string{strings.ToUpper(method)}}
	}
	return l
}

// decorated reads the decorators of a function: the routes that it answers and the
// guards around it.
func (r *reading) decorated(function *program.Function) {
	if r.language.methods == nil || len(function.Decorators) == 0 || r.file.Language != "Python" || r.dressed[function] {
		return
	}
	r.dressed[function] = true
	in := function.Parent
	if in == nil {
		return
	}
	handler := &Ref{Name: function.Name, Function: r.functionOf(function), Line: r.file.Line(function.Start)}
	registered := false
	for i, decorator := range function.Decorators {
		registered = r.decorator(in, decorator, handler, function.Decorators[i+1:]) || registered
	}
	if !registered && handler.Function != 0 {
		r.dressedView(in, function, &r.facts.Functions[handler.Function-1])
	}
}

// dressedView takes from its decorators what guards a view that is registered
// elsewhere, and which requests it answers.
func (r *reading) dressedView(in *program.Function, function *program.Function, facts *Function) {
	for _, decorator := range function.Decorators {
		name, call := decoratorName(decorator)
		switch name {
		case "require_GET", "require_safe":
			facts.Methods = []string{"GET"}
		case "require_POST":
			facts.Methods = []string{"POST"}
		case "api_view", "require_http_methods":
			if facts.API = name == "api_view"; facts.API {
				facts.Methods = []string{"GET"}
			}
			if call != nil && !nothing(firstValue(call)) {
				if methods := r.strings(in, firstValue(call)); len(methods) > 0 {
					facts.Methods = nil
					for _, method := range methods {
						facts.Methods = append(facts.Methods, strings.ToUpper(method))
					}
				}
			}
		case "permission_classes", "throttle_classes":
			if call != nil {
				guards := r.all(in, firstValue(call))
				if facts.Guards = append(facts.Guards, guards...); name == "permission_classes" {
					facts.Decides = true
					facts.Open = len(guards) == 0
				}
			}
		default:
			if guard := r.decoratorGuard(in, decorator); guard.Name != "" && kindOfName(guard.Name) != KindUnknown || kindOfOrigin(guard.Origin) != KindUnknown {
				facts.Guards = append(facts.Guards, guard)
			}
		}
	}
}

// decoratedClass is the same for a class: flask-restx's @api.route("/path").
func (r *reading) decoratedClass(class *program.Class) {
	if class.Owner == nil {
		return
	}
	if r.file.Language != "Python" {
		for _, decorator := range class.Decorators { // @Module({ providers: […] })
			r.visit(class.Owner, decorator)
		}
		return
	}
	for i, decorator := range class.Decorators {
		r.decorator(class.Owner, decorator, &Ref{Name: class.Name, Origin: class.Name, Line: r.file.Line(class.Start)}, class.Decorators[i+1:])
	}
}

func (r *reading) decorator(in *program.Function, decorator program.Expression, handler *Ref, below []program.Expression) bool {
	call, ok := decorator.(*program.Call)
	if !ok { // @app.before_request
		call = &program.Call{Span: decorator.Range(), Callee: decorator}
	}
	member, ok := call.Callee.(*program.Member)
	if !ok {
		return false
	}
	if r.ariadne(in, call, handler, below) {
		return true
	}
	row, found := r.language.methods[member.Name]
	if !found || row.do == nil {
		return false
	}
	s := &site{reading: r, in: in, call: call, on: member.X, name: member.Name, methods: row.methods, handler: handler}
	for _, one := range below {
		if guard := r.decoratorGuard(in, one); guard.Name != "" {
			s.guards = append(s.guards, guard)
		}
	}
	return row.do(s)
}

// decoratorGuard names a decorator, unless it registers another route.
func (r *reading) decoratorGuard(in *program.Function, decorator program.Expression) Ref {
	callee := decorator
	if call, ok := decorator.(*program.Call); ok {
		callee = call.Callee
	}
	if member, ok := callee.(*program.Member); ok {
		if row, found := r.language.methods[member.Name]; found && row.do != nil {
			return Ref{}
		}
	}
	ref := r.ref(in, decorator)
	ref.Router = 0
	return ref
}

// pythonRoute is @app.get("/path") over a function, and @api.route("/path") over a
// class or a function.
func pythonRoute(s *site) bool {
	if s.handler == nil {
		return false
	}
	number := s.router(s.in, s.on)
	if number == 0 {
		return false
	}
	step := Step{Kind: StepRoute, Router: number, Methods: s.methods, Refs: []Ref{*s.handler}, Guards: s.guards, Line: s.line(s.call)}
	if s.handler.Origin != "" {
		step.Kind = StepView
	}
	for i, argument := range s.call.Arguments {
		switch {
		case argument.Name == "" && argument.Spread == "" && i == 0, argument.Name == "path" || argument.Name == "rule":
			step.Paths = append(step.Paths, first(s.paths(s.in, argument.Value))...)
		case argument.Name == "" && argument.Spread == "" && step.Kind == StepView: // several paths
			step.Paths = append(step.Paths, first(s.paths(s.in, argument.Value))...)
		default:
			s.pythonOption(&step, argument)
		}
	}
	if len(step.Paths) == 0 || !s.sure(number) && !startsPath(step.Paths) {
		return false
	}
	if len(step.Methods) == 0 && step.Kind == StepRoute && s.name == "route" {
		step.Methods = []string{"GET"} // Flask's, unless it says others
	}
	step.Sure = s.likely(number)
	s.step(step)
	return true
}

// pythonOption takes methods and guards from the keywords of a route.
func (s *site) pythonOption(step *Step, argument program.Argument) {
	switch argument.Name {
	case "methods":
		if list := s.methodsIn(argument.Value); len(list) > 0 {
			step.Methods = list
		}
	case "dependencies":
		step.Guards = append(step.Guards, s.dependenciesIn(s.in, argument.Value)...)
	case "auth": // django-ninja
		step.Guards = append(step.Guards, s.all(s.in, argument.Value)...)
	}
}

// dependenciesIn are what the elements of a list ask for: [Depends(check)].
func (r *reading) dependenciesIn(in *program.Function, x program.Expression) []Ref {
	list, ok := r.follow(in, x).(*program.List)
	if !ok {
		return r.all(in, x)
	}
	var found []Ref
	for _, element := range list.Elements[:min(len(list.Elements), maxRefs)] {
		if asked := r.depends(in, element, 0); len(asked) > 0 {
			found = append(found, asked...)
		} else {
			found = append(found, r.all(in, element)...)
		}
	}
	return found
}

// pythonAdd is app.add_api_route("/path", handler), app.add_url_rule("/path",
// view_func=handler).
func pythonAdd(s *site) bool {
	number := s.router(s.in, s.on)
	if number == 0 || !s.sure(number) && !s.likely(number) {
		return false
	}
	step := Step{Kind: StepRoute, Router: number, Methods: s.methods, Line: s.line(s.call)}
	var view program.Expression
	for i, argument := range s.call.Arguments {
		switch {
		case argument.Name == "" && i == 0, argument.Name == "path" || argument.Name == "rule":
			step.Paths, _ = s.paths(s.in, argument.Value)
		case argument.Name == "view_func" || argument.Name == "endpoint" && s.name != "add_url_rule" || argument.Name == "route":
			view = argument.Value
		case argument.Name == "" && i == 1 && s.name != "add_url_rule", argument.Name == "" && i == 2 && s.name == "add_url_rule":
			view = argument.Value
		default:
			s.pythonOption(&step, argument)
		}
	}
	if len(step.Paths) == 0 || nothing(view) {
		return false
	}
	s.view(&step, view)
	if step.Kind == StepRoute && len(step.Methods) == 0 {
		step.Methods = []string{"GET"}
	}
	s.step(step)
	return true
}

// view takes the handler of a step: a function, or a class by as_view.
func (s *site) view(step *Step, x program.Expression) {
	refs, guards, class := s.viewOf(s.in, x, 0)
	step.Refs, step.Guards = refs, append(step.Guards, guards...)
	if class {
		step.Kind = StepView
	}
}

// viewOf returns what a view is, what is wrapped around it, and whether it is a
// class.
func (r *reading) viewOf(in *program.Function, x program.Expression, depth int) (refs, guards []Ref, class bool) {
	if call, ok := r.follow(in, x).(*program.Call); ok && depth < 8 {
		if member, ok := call.Callee.(*program.Member); ok && member.Name == "as_view" {
			ref := r.ref(in, member.X)
			ref.Router, ref.Function, ref.Words = 0, 0, nil
			if object, ok := firstValue(call).(*program.Object); ok { // as_view({"get": "list"})
				for _, entry := range object.Entries {
					if text, ok := entry.Value.(*program.Text); ok {
						ref.Words = append(ref.Words, strings.ToUpper(entry.Name)+":"+text.Value)
					}
				}
			}
			return []Ref{ref}, nil, true
		}
		if inner := lastValue(call); !nothing(inner) {
			refs, guards, class = r.viewOf(in, inner, depth+1)
			if len(refs) > 0 && (class || r.handles(in, inner) || r.takesHandler(in, call)) {
				if name := lastWord(in.Origin(call.Callee)); !transparent[name] && !transparent[lastWord(strings.TrimSuffix(in.Origin(call.Callee), "()"))] {
					around := r.ref(in, call)
					around.Router = 0
					guards = append([]Ref{around}, guards...)
				}
				return refs, guards, class
			}
		}
	}
	if isText(x) { // "app.views.index", as Django before 1.10 had it
		text, _ := in.Constant(x)
		return []Ref{{Name: text, Origin: text, Line: r.line(x)}}, nil, false
	}
	ref := r.ref(in, x)
	ref.Router = 0
	return []Ref{ref}, nil, false
}

func firstValue(call *program.Call) program.Expression {
	if len(call.Arguments) == 0 || call.Arguments[0].Name != "" {
		return nil
	}
	return call.Arguments[0].Value
}

func lastValue(call *program.Call) program.Expression {
	for i := len(call.Arguments) - 1; i >= 0; i-- {
		if call.Arguments[i].Name == "" && call.Arguments[i].Spread == "" {
			return call.Arguments[i].Value
		}
	}
	return nil
}
