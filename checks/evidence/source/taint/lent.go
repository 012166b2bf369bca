package taint

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
)

// lent looks at a function of a library that a call is given to call with data, as a sink:
// promise.then(exec), list.forEach(eval).
func (e *engine) lent(given program.Expression, in program.Span, arguments []*value) {
	origin := e.origin(given)
	name := lastOf(origin)
	if origin == "" || len(e.tables.sinks[name]) == 0 {
		return
	}
	c := &called{x: &program.Call{Span: in, Callee: given}, origin: origin, name: name, owner: ownerOf(origin), values: arguments}
	for range arguments {
		c.x.Arguments = append(c.x.Arguments, program.Argument{Value: given})
	}
	if member, ok := given.(*program.Member); ok {
		c.object = member.X
	}
	e.sinks(c)
}

// timers are functions that call the one that they are given, by the number of the first
// argument that they hand on.
var timers = map[string]int{"setTimeout": 2, "setInterval": 2, "setImmediate": 1, "nextTick": 1, "queueMicrotask": 1}

// timed hands on the arguments that a timer calls a function with: setTimeout(exec, 10, x).
func (e *engine) timed(c *called) {
	from, timer := timers[c.name]
	if !timer || !e.tables.schemas || len(c.values) <= from {
		return
	}
	if closure, ok := c.x.Arguments[0].Value.(*program.Closure); ok {
		e.inline(closure.Function, c.values[from:])
		return
	}
	if function := e.functionOf(c.x.Arguments[0].Value); function != nil {
		call := *c.x
		call.Arguments = c.x.Arguments[from:]
		e.invoke(&called{x: &call, origin: c.origin, name: c.name, values: c.values[from:]}, function)
		return
	}
	e.lent(c.x.Arguments[0].Value, c.x.Span, c.values[from:])
}

// accessor is what a property of an object of this file's classes gives that a method
// computes: get command() {…}, @property.
func (e *engine) accessor(x *program.Member) (*value, bool) {
	class := e.ofSelf(x)
	if class == nil {
		return e.objectAccessor(x)
	}
	method := methodOf(class, x.Name, 3)
	if method == nil || method.Kind != "get" && !computed(method) {
		return nil, false
	}
	call := &program.Call{Span: x.Span, Callee: x}
	return e.invoke(&called{x: call, name: x.Name, object: x.X}, method), true
}

// objectAccessor is what a property of an object gives that a function in it computes:
// {get command() {…}}.
func (e *engine) objectAccessor(x *program.Member) (*value, bool) {
	object, ok := e.once(x.X).(*program.Object)
	if !ok || !e.tables.schemas {
		return nil, false
	}
	for _, entry := range object.Entries {
		closure, ok := entry.Value.(*program.Closure)
		if !ok || entry.Name != x.Name || closure.Function.Kind != "get" {
			continue
		}
		if e.running(closure.Function) {
			return nil, true
		}
		return e.inline(closure.Function, []*value{}), true
	}
	return nil, false
}

// computed reports whether a method of Python is read like a field.
func computed(method *program.Function) bool {
	for _, one := range method.Decorators {
		switch program.LastName(one) {
		case "property", "cached_property":
			return true
		}
	}
	return false
}

// heard runs the functions of this file that listen to an event, with what it is given:
// emitter.on("done", run) and emitter.emit("done", x).
func (e *engine) heard(c *called) {
	if c.name != "emit" || !e.tables.schemas || len(c.values) < 2 || c.object == nil {
		return
	}
	tainted := false
	for _, v := range c.values[1:] {
		tainted = tainted || v.whole().tainted()
	}
	event, known := e.function().Constant(c.x.Arguments[0].Value)
	if !tainted || !known {
		return
	}
	emitter := e.written(c.object)
	for _, function := range e.listeners(emitter, event) {
		if !e.running(function) {
			e.inline(function, c.values[1:])
		}
	}
}

// listeners are the functions of this file that listen to an event of an emitter.
func (e *engine) listeners(emitter, event string) []*program.Function {
	var found []*program.Function
	for _, function := range e.file.Functions {
		program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
			call, ok := x.(*program.Call)
			if !ok || len(call.Arguments) < 2 {
				return true
			}
			member, ok := call.Callee.(*program.Member)
			if !ok || member.Name != "on" && member.Name != "once" && member.Name != "addListener" || e.written(member.X) != emitter {
				return true
			}
			if name, ok := function.Constant(call.Arguments[0].Value); ok && name == event {
				if listener := e.functionOf(call.Arguments[1].Value); listener != nil {
					found = append(found, listener)
				}
			}
			return true
		})
	}
	return found
}
