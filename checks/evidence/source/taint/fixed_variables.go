package taint

import (
	"go/constant"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// fixedSlot is where the state keeps the constant that a variable has.
func fixedSlot(binding *program.Binding) slot { return slot{binding: binding, fixed: true} }

// fixes keeps the constant that a variable of Go has from here on; nil for none.
func (e *engine) fixes(target program.Expression, to *fixed) {
	name, ok := target.(*program.Name)
	if !ok || !e.tables.functions {
		return
	}
	binding := e.function().Lookup(name.Name)
	if to == nil || binding == nil || !e.ownVariables().plain(binding) || !e.runsIn(binding) {
		return
	}
	if kind, ok := binding.Type.(*program.Name); binding.Type != nil {
		if !ok || to.kind != "" && to.kind != kind.Name {
			return
		}
		to = to.as(kind.Name)
	}
	if to != nil {
		e.state.set(fixedSlot(binding), &value{fixed: to})
	}
}

// unfixes forgets the constant that a variable had.
func (e *engine) unfixes(target program.Expression) {
	if name, ok := target.(*program.Name); ok && e.tables.functions {
		if binding := e.function().Lookup(name.Name); binding != nil {
			e.state.set(fixedSlot(binding), nil)
		}
	}
}

// steps is what x++ and x-- make of the constant that a variable has.
func (e *engine) steps(x *program.Unary) {
	if !e.tables.functions {
		return
	}
	by := &fixed{constant.MakeInt64(1), ""}
	to := fixedOperation(x.Operator[:1], e.fixedOf(x.X, deepestConstant), by)
	e.unfixes(x.X)
	e.fixes(x.X, to)
}

// runsIn reports whether a variable is one of the function that is run.
func (e *engine) runsIn(binding *program.Binding) bool {
	return binding.Owner == e.function() || e.frame != nil && e.frame.here && binding.Owner == e.function().Parent
}

// zeroOf is the value of a variable of Go that is declared without one.
func (e *engine) zeroOf(kind program.Expression) *fixed {
	name, ok := kind.(*program.Name)
	if !ok || e.function().Lookup(name.Name) != nil {
		return nil
	}
	switch {
	case name.Name == "string":
		return &fixed{constant.MakeString(""), ""}
	case name.Name == "bool":
		return &fixed{constant.MakeBool(false), ""}
	case bounds[name.Name] != [2]int64{}:
		return &fixed{constant.MakeInt64(0), name.Name}
	}
	return nil
}

// fixedName is what a variable of the function has here, or a constant of the file.
func (e *engine) fixedName(x *program.Name, depth int) *fixed {
	binding := e.function().Lookup(x.Name)
	switch {
	case binding == nil:
		if x.Name == "true" || x.Name == "false" {
			return &fixed{constant.MakeBool(x.Name == "true"), ""}
		}
		return nil
	case binding.Constant && binding.Param == nil && len(binding.Values) == 1 && len(e.ownVariables().declared[binding]) == 1:
		outer := e.frame
		e.frame = &frame{function: binding.Owner}
		made := e.fixedOf(binding.Values[0], depth-1)
		e.frame = outer
		if kind, ok := binding.Type.(*program.Name); ok {
			return made.as(kind.Name)
		} else if binding.Type != nil {
			return nil
		}
		return made
	case !e.runsIn(binding) && !e.ownVariables().once(binding):
		return nil
	}
	if v := e.state.get(fixedSlot(binding)); v != nil {
		return v.fixed
	}
	return nil
}
