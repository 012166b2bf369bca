package taint

import "github.com/golive-app/golive/checks/evidence/source/program"

// captured is what a closure gives of the parameters of the function that made it, with what
// that was called with in their place: add := prefixer(x); add("…").
func (e *engine) captured(c *called, function *program.Function, returned *value) *value {
	if returned == nil || function.Parent == nil || function.Parent.Top {
		return returned
	}
	var making *program.Call
	switch callee := c.x.Callee.(type) {
	case *program.Call:
		making = callee
	case *program.Name:
		if binding := e.function().Lookup(callee.Name); binding != nil && binding.Param == nil && len(binding.Values) == 1 {
			making, _ = binding.Values[0].(*program.Call)
		}
	}
	if making == nil || rootName(making.Callee) == rootName(c.x.Callee) && making != c.x.Callee {
		return returned
	}
	maker := e.callee(&called{x: making})
	if maker == nil || maker == function || !e.within(function, maker) {
		return returned
	}
	made := &called{x: making, values: make([]*value, len(making.Arguments))}
	for i, one := range making.Arguments {
		made.values[i] = e.settled(e.quiet(one.Value))
	}
	step := Place{Line: e.file.Line(making.Start), What: e.written(making.Callee) + "(…)"}
	return e.substituted(made, maker, returned, step, deepestField+1)
}
