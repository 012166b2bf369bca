package route

import (
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// djangoPaths are the functions that make a pattern of Django.
// https://docs.djangoproject.com/en/stable/ref/urls/
var djangoPaths = words(`django.urls.path django.urls.re_path django.conf.urls.url django.urls.conf.path django.urls.conf.re_path django.conf.urls.defaults.url`)

// djangoSettings are the settings that say who may ask, by name.
var djangoSettings = words(`MIDDLEWARE MIDDLEWARE_CLASSES ROOT_URLCONF ROOT_HOSTCONF REST_FRAMEWORK INSTALLED_APPS`)

// pythonAssign notes Django's lists of patterns and the settings that guard routes.
func pythonAssign(r *reading, in *program.Function, s *program.Assign) {
	if len(s.Targets) != 1 || nothing(s.Value) {
		return
	}
	name, ok := s.Targets[0].(*program.Name)
	if !ok {
		return
	}
	if name.Name == "urlpatterns" || r.patterned(in, s.Value, 0) {
		r.patterns(in, r.patternList(in, name.Name, s.Value), s.Value, 0)
	}
	if in.Top && djangoSettings[name.Name] {
		r.djangoSetting(in, name.Name, s.Value)
	}
}

// djangoSetting notes a setting; of REST_FRAMEWORK what it says of permissions and
// throttles.
func (r *reading) djangoSetting(in *program.Function, name string, x program.Expression) {
	switch value := r.follow(in, x).(type) {
	case *program.Object:
		for _, entry := range value.Entries {
			if strings.HasPrefix(entry.Name, "DEFAULT_") {
				r.setting(entry.Name, r.line(x), r.strings(in, entry.Value)...)
			}
		}
	default:
		r.setting(name, r.line(x), r.strings(in, x)...)
	}
}

// strings are the texts of a list or of a sum of lists, or one text.
func (r *reading) strings(in *program.Function, x program.Expression) []string {
	var found []string
	var walk func(x program.Expression, depth int)
	walk = func(x program.Expression, depth int) {
		if nothing(x) || depth > 8 || len(found) >= maxElements {
			return
		}
		switch value := r.follow(in, x).(type) {
		case *program.Text:
			found = append(found, clip(value.Value))
		case *program.List:
			for _, element := range value.Elements {
				walk(element, depth+1)
			}
		case *program.Binary:
			walk(value.Left, depth+1)
			walk(value.Right, depth+1)
		case *program.Object:
			for _, entry := range value.Entries {
				found = append(found, entry.Name)
			}
		}
	}
	walk(x, 0)
	return found
}

// patternList is the router that a list of patterns is.
func (r *reading) patternList(in *program.Function, name string, x program.Expression) int {
	return r.intern(routerKey{kind: RouterPattern, function: in, name: name}, Router{
		Kind: RouterPattern, Framework: "django", Name: name, Line: r.line(x), Root: name == "urlpatterns",
	})
}

// patterned reports whether a value is a list of patterns.
func (r *reading) patterned(in *program.Function, x program.Expression, depth int) bool {
	if depth > 4 {
		return false
	}
	switch x := x.(type) {
	case *program.List:
		for _, element := range x.Elements[:min(len(x.Elements), 3)] {
			if call, ok := element.(*program.Call); ok && r.djangoPath(in, call) {
				return true
			}
		}
	case *program.Binary:
		return r.patterned(in, x.Left, depth+1) || r.patterned(in, x.Right, depth+1)
	case *program.Call:
		switch lastWord(in.Origin(x.Callee)) {
		case "i18n_patterns", "format_suffix_patterns", "patterns":
			return true
		}
	}
	return false
}

func (r *reading) djangoPath(in *program.Function, call *program.Call) bool {
	origin := in.Origin(call.Callee)
	return djangoPaths[origin] || len(call.Arguments) > 1 && (origin == "path" || origin == "re_path" || origin == "url")
}

// patterns notes every pattern of a list.
func (r *reading) patterns(in *program.Function, list int, x program.Expression, depth int) {
	if list == 0 || nothing(x) || depth > deepest {
		return
	}
	switch x := x.(type) {
	case *program.List:
		for _, element := range x.Elements {
			r.patterns(in, list, element, depth+1)
		}
	case *program.Binary:
		r.patterns(in, list, x.Left, depth+1)
		r.patterns(in, list, x.Right, depth+1)
	case *program.Unary: // *router.urls
		r.patterns(in, list, x.X, depth+1)
	case *program.Call:
		r.pattern(in, list, x, depth)
	case *program.Name, *program.Member:
		if number := r.patternRouter(in, x); number != 0 && number != list {
			r.step(Step{Kind: StepMount, Router: list, Refs: []Ref{{Name: r.calleeName(x), Router: number, Origin: in.Origin(x), Line: r.line(x)}}, Line: r.line(x)})
		}
	}
}

// patternRouter is a list of patterns by name, or what a router of REST framework
// has in its urls.
func (r *reading) patternRouter(in *program.Function, x program.Expression) int {
	if name, ok := x.(*program.Name); ok {
		for function := in; function != nil; function = function.Parent {
			if number, known := r.routers[routerKey{kind: RouterPattern, function: function, name: name.Name}]; known {
				return number
			}
		}
	}
	return r.router(in, x)
}

// pattern notes one pattern.
func (r *reading) pattern(in *program.Function, list int, call *program.Call, depth int) {
	if !r.djangoPath(in, call) {
		switch lastWord(in.Origin(call.Callee)) {
		case "i18n_patterns", "format_suffix_patterns", "patterns", "decorator_include":
			for _, argument := range call.Arguments {
				r.patterns(in, list, argument.Value, depth+1)
			}
		case "include":
			r.include(in, Step{Kind: StepMount, Router: list, Line: r.line(call)}, call)
		case "static":
			paths, _ := r.paths(in, firstValue(call))
			r.step(Step{Kind: StepRoute, Router: list, Methods: []string{"GET"}, Paths: []string{joined(paths[0], "{*}")}, Refs: []Ref{{Name: "static", Origin: "static", Line: r.line(call)}}, Line: r.line(call)})
		}
		return
	}
	step := Step{Kind: StepRoute, Router: list, Line: r.line(call), Sure: true}
	var view program.Expression
	for i, argument := range call.Arguments {
		switch {
		case argument.Name == "" && i == 0, argument.Name == "route" || argument.Name == "regex":
			step.Paths, _ = r.paths(in, argument.Value)
		case argument.Name == "" && i == 1, argument.Name == "view":
			view = argument.Value
		}
	}
	if len(step.Paths) == 0 || nothing(view) {
		return
	}
	if name := lastWord(in.Origin(call.Callee)); name != "path" {
		step.Key = "regex"
	}
	r.djangoView(in, step, view, depth)
}

// djangoView completes a pattern with what stands behind it: a view, a list, or an
// include.
func (r *reading) djangoView(in *program.Function, step Step, view program.Expression, depth int) {
	if call, ok := view.(*program.Call); ok && lastWord(in.Origin(call.Callee)) == "include" {
		r.include(in, step, call)
		return
	}
	if member, ok := view.(*program.Member); ok && member.Name == "urls" {
		if number := r.router(in, view); number != 0 && r.sure(number) {
			step.Kind, step.Refs = StepMount, []Ref{{Name: r.calleeName(view), Router: number, Line: step.Line}}
			r.step(step)
			return
		}
		if strings.Contains(in.Origin(view), "admin") { // admin.site.urls: staff alone may
			step.Refs = []Ref{{Name: "django.contrib.admin", Origin: "django.contrib.admin", Line: step.Line}}
			step.Guards = []Ref{{Name: "staff_member_required", Origin: "django.contrib.admin.views.decorators.staff_member_required", Line: step.Line}}
			step.Paths = []string{joined(step.Paths[0], "{*}")}
			r.step(step)
			return
		}
		ref := r.ref(in, view)
		step.Kind, step.Refs = StepMount, []Ref{ref}
		r.step(step)
		return
	}
	refs, guards, class := r.viewOf(in, view, 0)
	step.Refs, step.Guards = refs, guards
	if class {
		step.Kind = StepView
	}
	r.step(step)
}

// include notes the patterns of another module, of a router, or of a list.
func (r *reading) include(in *program.Function, step Step, call *program.Call) {
	x := firstValue(call)
	if nothing(x) {
		return
	}
	if list, ok := x.(*program.List); ok && list.Kind == "tuple" && len(list.Elements) > 0 { // (patterns, "namespace")
		x = list.Elements[0]
	}
	step.Kind = StepMount
	switch one := x.(type) {
	case *program.Text:
		step.Refs = []Ref{{Name: one.Value, Origin: clip(one.Value) + ".urlpatterns", Line: step.Line}}
	case *program.List:
		inner := r.patternList(in, "include at line "+strconv.Itoa(r.line(call)), one)
		r.facts.Routers[inner-1].Root = false
		r.patterns(in, inner, one, 0)
		step.Refs = []Ref{{Name: "include", Router: inner, Line: step.Line}}
	default:
		ref := r.ref(in, x)
		if number := r.patternRouter(in, x); number != 0 {
			ref.Router = number
		}
		step.Refs = []Ref{ref}
	}
	r.step(step)
}

// pythonCall notes what is added to a list of patterns: urlpatterns.append(path(…)).
func pythonCall(r *reading, in *program.Function, call *program.Call) bool {
	member, ok := call.Callee.(*program.Member)
	if !ok || member.Name != "append" && member.Name != "extend" && member.Name != "insert" {
		return false
	}
	name, ok := member.X.(*program.Name)
	if !ok {
		return false
	}
	list := 0
	for function := in; function != nil && list == 0; function = function.Parent {
		list = r.routers[routerKey{kind: RouterPattern, function: function, name: name.Name}]
	}
	if list == 0 {
		return false
	}
	r.patterns(in, list, lastValue(call), 0)
	return true
}
