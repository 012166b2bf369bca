package taint

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
)

// verdict is what has been proven of a function's parameters wherever it ends in one
// way.
type verdict struct {
	seen   bool
	proven map[*root]classes
}

// and notes one more end of that kind: what was proven at all of them is.
func (v *verdict) and(proven map[*root]classes) {
	if !v.seen {
		v.seen, v.proven = true, proven
		return
	}
	for one, safe := range v.proven {
		if safe &= proven[one]; safe == 0 {
			delete(v.proven, one)
		} else {
			v.proven[one] = safe
		}
	}
}

// verdicts are how a function ends that checks what it is given: it says yes, it says
// no, or it comes back without an error.
type verdicts struct{ yes, no, passed verdict }

// proven is what the function that is run has proven by now of its parameters, with
// what a condition adds.
func (e *engine) proven(also []proof) map[*root]classes {
	made := map[*root]classes{}
	function := e.frame.function
	for _, one := range e.state.log[min(e.frame.mark, len(e.state.log)):] {
		if one.root != nil && one.root.kind == fromParam && one.root.owner == function {
			if safe := e.state.cleared[one.root]; safe != 0 {
				made[one.root] = safe
			}
		}
	}
	for _, one := range also {
		if one.root.kind == fromParam && one.root.owner == function {
			made[one.root] |= one.safe
		}
	}
	return made
}

// rules notes what a return says of the function's parameters.
func (e *engine) rules(s *program.Return) {
	ends := &e.frame.ends
	if len(s.X) == 0 {
		ends.no.and(e.proven(nil))
		ends.passed.and(e.proven(nil))
		return
	}
	x := s.X[len(s.X)-1]
	if list, ok := x.(*program.List); ok && len(s.X) == 1 && e.tables.functions && len(list.Elements) > 0 {
		x = list.Elements[len(list.Elements)-1]
	}
	if first, ok := e.answer(s, x); ok {
		ends.passed.and(e.proven(nil))
		x = first
	}
	if literal, ok := x.(*program.Literal); ok {
		switch {
		case literal.Kind == program.LiteralBool && (literal.Value == "true" || literal.Value == "True"):
			ends.yes.and(e.proven(nil))
			ends.passed.and(e.proven(nil))
			return
		case literal.Kind == program.LiteralBool, literal.Kind == program.LiteralNothing:
			ends.no.and(e.proven(nil))
			ends.passed.and(e.proven(nil))
			return
		}
	}
	if e.fails(x) {
		return
	}
	var found proofs
	if e.asks(x) {
		found = e.condition(x)
	}
	ends.yes.and(e.proven(found.then))
	ends.no.and(e.proven(found.otherwise))
	ends.passed.and(e.proven(nil))
}

// answer is what a function of Go says that gives an answer and no error: return ok, nil.
func (e *engine) answer(s *program.Return, last program.Expression) (program.Expression, bool) {
	results := e.frame.function.Results
	if len(results) != 2 || results[0] != "bool" || len(s.X) == 0 || !isNothing(last) {
		return nil, false
	}
	if list, ok := s.X[0].(*program.List); ok && len(s.X) == 1 && len(list.Elements) == 2 {
		return list.Elements[0], true
	}
	return s.X[0], len(s.X) == 2
}

// asks reports whether what is returned is an answer to a question.
func (e *engine) asks(x program.Expression) bool {
	switch x := x.(type) {
	case *program.Binary:
		switch x.Operator {
		case "&&", "||", "and", "or", "==", "===", "!=", "!==", "in", "not in", "is", "is not":
			return true
		}
	case *program.Unary:
		return x.Operator == "!" || x.Operator == "not"
	case *program.Call:
		name := program.LastName(x.Callee)
		return e.tables.prefixes[name] || e.tables.contains[name] || e.tables.matches[name] || e.tables.suffixes[name] || e.tables.proves[name] != 0 || e.callee(&called{x: x}) != nil
	case *program.Name:
		return e.held(x) != nil || e.flagged[e.function().Lookup(x.Name)].seen
	}
	return false
}

// fails reports whether what is returned is an error for certain.
func (e *engine) fails(x program.Expression) bool {
	if !e.tables.functions {
		return false
	}
	switch x := x.(type) {
	case *program.Name:
		binding := e.function().Lookup(x.Name)
		return binding != nil && e.frame.failed[binding] > 0
	case *program.Call:
		switch e.origin(x.Callee) {
		case "errors.New", "fmt.Errorf", "github.com/pkg/errors.New", "github.com/pkg/errors.Errorf", "github.com/pkg/errors.Wrap", "github.com/pkg/errors.Wrapf", "errors.Join":
			return true
		}
	}
	return false
}

// failing notes the error that a condition says there is: err != nil.
func (e *engine) failing(x program.Expression) *program.Binding {
	binary, ok := x.(*program.Binary)
	if !ok || binary.Operator != "!=" || !e.tables.functions || !isNothing(binary.Right) {
		return nil
	}
	name, ok := binary.Left.(*program.Name)
	if !ok {
		return nil
	}
	return e.function().Lookup(name.Name)
}

// checkedBy is what a function of this file proves of the arguments of a call, where it
// says yes, where it says no, and where it comes back without an error.
func (e *engine) checkedBy(x *program.Call) (yes, no, passed []proof) {
	c := &called{x: x}
	function := e.callee(c)
	if function == nil {
		return nil, nil, nil
	}
	made := e.summarise(function) // one that is a cleaner by its name was not run yet
	if made == nil || len(made.ends.yes.proven)+len(made.ends.no.proven)+len(made.ends.passed.proven) == 0 {
		return nil, nil, nil
	}
	c.values = make([]*value, len(x.Arguments))
	for i, one := range x.Arguments {
		c.values[i] = e.quiet(one.Value)
	}
	given := func(of verdict) []proof {
		var proven []proof
		for one, safe := range of.proven {
			proven = append(proven, about(e.argumentOf(c, function, one), safe)...)
		}
		return proven
	}
	return given(made.ends.yes), given(made.ends.no), given(made.ends.passed)
}

// flags notes what has been proven where a variable is set to true that is a flag:
// found = true.
func (e *engine) flags(target, value program.Expression) {
	literal, ok := value.(*program.Literal)
	name, named := target.(*program.Name)
	if !ok || !named || literal.Kind != program.LiteralBool || literal.Value != "true" && literal.Value != "True" {
		return
	}
	binding := e.function().Lookup(name.Name)
	if binding == nil || binding.Owner != e.function() || binding.Param != nil {
		return
	}
	for _, one := range binding.Values {
		if literal, ok := one.(*program.Literal); !ok || literal.Kind != program.LiteralBool {
			return
		}
	}
	now := map[*root]classes{}
	for _, one := range e.state.log[min(e.frame.mark, len(e.state.log)):] {
		if one.root != nil && e.state.cleared[one.root] != 0 {
			now[one.root] = e.state.cleared[one.root]
		}
	}
	known := e.flagged[binding]
	known.and(now)
	e.flagged[binding] = known
}

// flag is what a flag proves that is set.
func (e *engine) flag(binding *program.Binding) []proof {
	var proven []proof
	for one, safe := range e.flagged[binding].proven {
		proven = append(proven, proof{one, safe})
	}
	return proven
}
