package taint

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
)

// defers notes a closure that a function of Go does last, whichever way it goes on.
func (e *engine) defers(s *program.Later) {
	if s.Kind != "defer" || !e.tables.functions || e.frame.here {
		return
	}
	inner := inPlaceOf(s.X, e.function())
	if inner == nil {
		return
	}
	for _, one := range e.function().Body {
		if one == s {
			e.frame.deferred = append(e.frame.deferred, inner)
		}
	}
}

// deferred is what a function of Go returns that names its results and changes them last.
func (e *engine) deferred(s *program.Return, returned *value) *value {
	names := e.results()
	if len(names) == 0 || len(names) != len(e.function().Results) {
		return returned
	}
	switch {
	case len(s.X) == 0:
	case len(s.X) == 1 && len(names) == 1:
		e.assign(names[0], returned)
	case len(s.X) == len(names):
		values := make([]*value, len(names))
		for i, x := range s.X {
			values[i] = e.settled(e.eval(x))
		}
		for i, name := range names {
			e.assign(name, values[i])
		}
	default:
		return returned
	}
	last := e.frame.deferred
	for i := len(last) - 1; i >= 0; i-- {
		e.here(last[i])
	}
	if len(names) == 1 {
		return e.settled(e.eval(names[0]))
	}
	return e.list(names)
}

// pointee is the variable of Go that a pointer has pointed to all along: p := &x.
func (e *engine) pointee(x program.Expression) (*program.Name, bool) {
	name, ok := x.(*program.Name)
	if !ok || !e.tables.functions {
		return nil, false
	}
	binding := e.function().Lookup(name.Name)
	if binding == nil || binding.Owner != e.function() || !e.ownVariables().once(binding) || len(binding.Values) != 1 || len(e.ownVariables().declared[binding]) != 1 {
		return nil, false
	}
	address, ok := binding.Values[0].(*program.Unary)
	if !ok || address.Operator != "&" {
		return nil, false
	}
	to, ok := address.X.(*program.Name)
	if !ok {
		return nil, false
	}
	target := e.function().Lookup(to.Name)
	return to, target != nil && target.Owner == e.function() && len(e.ownVariables().declared[target]) == 1
}
