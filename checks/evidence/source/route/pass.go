package route

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// pass notes that a router is handed to a function: registerUsers(app),
// new Orders(router), mux wrapped by a middleware.
func (r *reading) pass(in *program.Function, call *program.Call) {
	if each := r.calledEach(in, call.Callee); len(each) > 0 {
		for _, callee := range each {
			r.pass(in, &program.Call{Span: call.Span, Callee: callee, Arguments: call.Arguments})
		}
		return
	}
	for position, argument := range call.Arguments {
		if argument.Spread != "" || nothing(argument.Value) {
			continue
		}
		if object, ok := argument.Value.(*program.Object); ok && nothing(object.Type) {
			for _, entry := range object.Entries {
				if entry.Name != "" && entry.Spread == "" {
					r.passOne(in, call, position, entry.Name, entry.Value)
				}
			}
			continue
		}
		r.passOne(in, call, position, argument.Name, argument.Value)
	}
}

// calledEach are the functions that a call goes to one after the other, where a loop goes
// through a list of them: for _, register := range []func(*gin.Engine){users.Register} { register(r) }.
func (r *reading) calledEach(in *program.Function, callee program.Expression) []program.Expression {
	name, ok := callee.(*program.Name)
	if !ok {
		return nil
	}
	binding := in.Lookup(name.Name)
	if binding == nil || !binding.Element || binding.Param != nil || len(binding.Values) != 1 {
		return nil
	}
	list, ok := r.follow(binding.Owner, binding.Values[0]).(*program.List)
	if !ok {
		return nil
	}
	var each []program.Expression
	for _, element := range list.Elements[:min(len(list.Elements), maxElements)] {
		switch element.(type) {
		case *program.Name, *program.Member:
			if inner, plain := element.(*program.Name); !plain || inner.Name != name.Name {
				each = append(each, element)
			}
		}
	}
	return each
}

func (r *reading) passOne(in *program.Function, call *program.Call, position int, key string, value program.Expression) {
	switch value.(type) {
	case *program.Name, *program.Member, *program.Call, *program.Unary:
	default:
		return
	}
	number := r.router(in, value)
	if number == 0 || !r.sure(number) && !(r.likely(number) && r.follows(in, call.Callee)) {
		return
	}
	r.step(Step{Kind: StepPass, Router: number, Refs: []Ref{r.callee(in, call)}, Position: position, Key: key, Line: r.line(call)})
}

// follows reports whether it is known where a function stands.
func (r *reading) follows(in *program.Function, callee program.Expression) bool {
	return r.local(in, callee) != nil || r.rooted(in, callee, 0)
}

// rooted reports whether what another file declares stands at the beginning of an
// expression, also of the values behind its names.
func (r *reading) rooted(in *program.Function, x program.Expression, depth int) bool {
	if depth > deepest {
		return false
	}
	switch x := x.(type) {
	case *program.Member:
		return self(in, x.X) != "" || r.rooted(in, x.X, depth+1)
	case *program.Call:
		return r.rooted(in, x.Callee, depth+1)
	case *program.Await:
		return r.rooted(in, x.X, depth+1)
	case *program.Unary:
		return r.rooted(in, x.X, depth+1)
	case *program.Object:
		return !nothing(x.Type)
	case *program.Name:
		if r.imports(in, x) {
			return true
		}
		if binding := in.Lookup(x.Name); binding != nil {
			if binding.Class != nil || !nothing(binding.Type) {
				return true
			}
			if binding.Param == nil && len(binding.Values) > 0 {
				return r.rooted(binding.Owner, binding.Values[0], depth+1)
			}
		}
	}
	return false
}

// callee names the function that a call goes to.
func (r *reading) callee(in *program.Function, call *program.Call) Ref {
	ref := Ref{Name: r.calleeName(call.Callee), Origin: clip(in.Origin(call.Callee)), Line: r.line(call), Package: r.packaged(in, call.Callee, 0)}
	if function := r.local(in, call.Callee); function != nil {
		ref.Function = r.functionOf(function)
	}
	return ref
}

// likely reports whether what is not known to be a router has the name of one.
func (r *reading) likely(number int) bool {
	router := r.facts.Routers[number-1]
	if router.Kind == RouterPart {
		return router.Parent != number && r.likely(router.Parent)
	}
	return routerName(router.Name)
}

// routerName reports whether people call routers so.
func routerName(name string) bool {
	switch name = strings.ToLower(strings.TrimLeft(name, "_")); name {
	case "app", "application", "api", "r", "e", "g", "rg", "router", "routes", "route", "server", "srv", "fastify", "instance",
		"mux", "group", "blueprint", "bp", "web", "http", "engine", "koa", "express", "hono", "v1", "v2", "m", "urlpatterns", "root", "s", "echo", "sub":
		return true
	}
	for _, end := range []string{"router", "app", "routes", "server", "mux", "group", "api", "blueprint", "engine"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

// step notes a step.
func (r *reading) step(step Step) {
	if step.Router == 0 || len(r.facts.Steps) >= maxSteps {
		return
	}
	step.When = strings.Join(r.when, "; ")
	r.facts.Steps = append(r.facts.Steps, step)
}

// assign notes what a file keeps under other names: a field of an object.
func (r *reading) assign(in *program.Function, s *program.Assign) {
	if r.language.assign != nil {
		r.language.assign(r, in, s)
	}
	if len(s.Targets) != 1 || nothing(s.Value) {
		return
	}
	if name, ok := s.Targets[0].(*program.Name); ok && in.Top && rootTypes[name.Name] != "" && r.file.Language != "Python" && r.file.Language != "Go" {
		r.resolvers(in, name.Name, s.Value) // export const Query = { … }
	}
	member, ok := s.Targets[0].(*program.Member)
	if !ok {
		return
	}
	class := self(in, member.X)
	if class == "" {
		return
	}
	if value := r.router(in, s.Value); value != 0 && (r.sure(value) || r.likely(value)) {
		r.same(r.fieldOf(class, member.Name, "", r.line(member)), value)
	}
}

// object notes the routers that a Go struct is made with, and calls the language.
func (r *reading) object(in *program.Function, x *program.Object) {
	if r.language.object != nil && r.language.object(r, in, x) {
		return
	}
	class := className(x.Type)
	if class == "" {
		return
	}
	for _, entry := range x.Entries {
		if entry.Name == "" || nothing(entry.Value) {
			continue
		}
		if value := r.router(in, entry.Value); value != 0 && (r.sure(value) || r.facts.Routers[value-1].Kind == RouterParam && r.likely(value)) {
			r.same(r.fieldOf(class, entry.Name, "", r.line(x)), value)
		}
	}
}

// className is the name of a type of the same package.
func className(x program.Expression) string {
	switch x := x.(type) {
	case *program.Name:
		if x != nil {
			return x.Name
		}
	case *program.Unary:
		return className(x.X)
	case *program.Index:
		return className(x.X)
	}
	return ""
}

func (r *reading) same(a, b int) {
	if a != 0 && b != 0 && a != b {
		r.facts.Same = append(r.facts.Same, [2]int{a, b})
	}
}

// returns notes the router that a function gives.
func (r *reading) returns(in *program.Function, s *program.Return) {
	if in.Top {
		return
	}
	for _, x := range s.X {
		value := r.router(in, x)
		if value == 0 || !r.sure(value) && !r.likely(value) {
			continue
		}
		if number := r.functionOf(in); number != 0 && r.facts.Functions[number-1].Returns == 0 {
			r.facts.Functions[number-1].Returns = value
		}
		return
	}
}
