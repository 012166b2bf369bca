package route

import "github.com/golive-app/golive/checks/evidence/source/program"

// unrolled reads a loop over a list that the file spells out once for each of its
// elements: a table of routes. False where it is no such loop.
func (r *reading) unrolled(in *program.Function, loop *program.Loop) bool {
	elements := r.listed(in, loop.Over)
	if len(elements) == 0 || len(loop.Targets) == 0 || !r.registers(loop.Body) {
		return false
	}
	target := loop.Targets[len(loop.Targets)-1]
	for _, element := range elements {
		r.holding(in, target, element, func() { r.body(in, loop.Body) })
	}
	return true
}

// eachOf reads list.forEach(element => …) the same way.
func (r *reading) eachOf(in *program.Function, call *program.Call) bool {
	member, ok := call.Callee.(*program.Member)
	if !ok || member.Name != "forEach" && member.Name != "map" || len(call.Arguments) == 0 {
		return false
	}
	closure, ok := call.Arguments[0].Value.(*program.Closure)
	if !ok || len(closure.Function.Params) == 0 || !r.registers(closure.Function.Body) {
		return false
	}
	elements := r.listed(in, member.X)
	if len(elements) == 0 {
		return false
	}
	param := closure.Function.Params[0]
	var target program.Expression = &program.Name{Span: param.Span, Name: param.Name}
	if param.Pattern != nil {
		target = param.Pattern
	}
	for _, element := range elements {
		r.holding(closure.Function, target, element, func() { r.body(closure.Function, closure.Function.Body) })
	}
	r.entered[closure.Function] = true
	return true
}

// listed returns the elements of a list that the file spells out.
func (r *reading) listed(in *program.Function, x program.Expression) []program.Expression {
	if nothing(x) {
		return nil
	}
	switch list := r.follow(in, x).(type) {
	case *program.List:
		return list.Elements[:min(len(list.Elements), maxElements)]
	case *program.Object: // a map of routes: the keys are not followed
		var values []program.Expression
		for _, entry := range list.Entries {
			values = append(values, entry.Value)
		}
		return values[:min(len(values), maxElements)]
	}
	return nil
}

// holding runs a function while names of a target stand for an element.
func (r *reading) holding(in *program.Function, target, element program.Expression, run func()) {
	var held []*program.Binding
	hold := func(target, value program.Expression) {
		name, ok := target.(*program.Name)
		if !ok || nothing(value) {
			return
		}
		if binding := in.Lookup(name.Name); binding != nil {
			if _, already := r.env[binding]; !already {
				r.env[binding] = value
				held = append(held, binding)
			}
		}
	}
	if pattern, ok := target.(*program.Pattern); ok {
		pattern.Each(element, hold)
	} else {
		hold(target, element)
	}
	run()
	for _, binding := range held {
		delete(r.env, binding)
	}
}

// registers reports whether a body calls a method of routers.
func (r *reading) registers(body []program.Statement) bool {
	found := false
	program.VisitStatements(body, func(program.Statement) bool { return !found }, func(x program.Expression) bool {
		if call, ok := x.(*program.Call); ok {
			switch callee := call.Callee.(type) {
			case *program.Member:
				found = found || r.language.methods[callee.Name].do != nil
			case *program.Index:
				found = true // app[route.method](route.path, route.handler)
			}
		}
		return !found
	})
	return found
}
