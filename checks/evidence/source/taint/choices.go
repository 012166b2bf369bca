package taint

import (
	"slices"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// choice is a switch: what equals a constant is one.
func (e *engine) choice(s *program.Switch) way {
	subject := e.eval(s.Subject)
	if from, decided := e.chosen(s); decided {
		return e.chosenCase(s, from)
	}
	types := e.ofTypes(s)
	mark := len(e.state.log)
	if e.tables.functions {
		outer := e.frame.breaking
		defer func() { e.frame.breaking = outer }()
	}
	var outcomes []outcome
	var excluded []proof
	whole, open := leaves, true
	for i, one := range s.Cases {
		if len(one.Values) == 0 {
			open = false
		}
		if s.Subject == nil && e.tables.functions { // of Go, conditions one after the other
			e.apply(excluded)
			excluded = append(excluded, e.cases(one.Values)...)
		} else {
			for _, x := range one.Values {
				e.eval(x)
			}
		}
		if s.Subject != nil && len(one.Values) > 0 && e.constants(one.Values) && (!types || e.cleanTypes(one.Values)) {
			e.clear(subject, everything)
		}
		if e.tables.functions {
			e.frame.breaking = &jumps{mark: mark}
		}
		way := e.block(one.Body)
		for next := i + 1; way == falls && next < len(s.Cases) && fallsThrough(s.Cases[next-1].Body); next++ {
			way = e.block(s.Cases[next].Body)
		}
		if way == breaks && !e.noted(way) {
			way = falls
		}
		outcomes = append(outcomes, e.ended(mark, way))
		if e.tables.functions && len(e.frame.breaking.broken) > 0 {
			outcomes, way = append(outcomes, e.frame.breaking.broken...), falls
		}
		whole = min(whole, way)
	}
	if open || len(outcomes) == 0 {
		whole = falls
		outcomes = append(outcomes, outcome{})
	}
	e.state.merge(outcomes...)
	return whole
}

// chosenCase runs the case that a switch takes, and those that it falls through to.
func (e *engine) chosenCase(s *program.Switch, from int) way {
	if from < 0 {
		return falls
	}
	mark := len(e.state.log)
	if e.tables.functions {
		outer := e.frame.breaking
		e.frame.breaking = &jumps{mark: mark}
		defer func() { e.frame.breaking = outer }()
	}
	way := e.block(s.Cases[from].Body)
	for next := from + 1; way == falls && next < len(s.Cases) && fallsThrough(s.Cases[next-1].Body); next++ {
		way = e.block(s.Cases[next].Body)
	}
	if e.tables.functions && len(e.frame.breaking.broken) > 0 {
		e.state.merge(append(e.frame.breaking.broken, e.ended(mark, way))...)
		return falls
	}
	if way == breaks {
		way = falls
	}
	return way
}

// fallsThrough reports whether a case of Go goes on with the next one.
func fallsThrough(body []program.Statement) bool {
	if len(body) == 0 {
		return false
	}
	jump, ok := body[len(body)-1].(*program.Jump)
	return ok && jump.Kind == "fallthrough"
}

// ofTypes reports whether a switch of Go is one over types: switch x := v.(type).
func (e *engine) ofTypes(s *program.Switch) bool {
	asserted, ok := s.Subject.(*program.Asserted)
	if name, named := s.Subject.(*program.Name); named && e.tables.functions {
		if binding := e.function().Lookup(name.Name); binding != nil {
			for _, one := range binding.Values {
				if given, is := one.(*program.Asserted); is && given.Type == nil {
					asserted, ok = given, true
				}
			}
		}
	}
	return ok && e.tables.functions && asserted.Type == nil
}

// cleanTypes reports whether values of some types are no text.
func (e *engine) cleanTypes(all []program.Expression) bool {
	return !slices.ContainsFunc(all, func(x program.Expression) bool {
		return !isNothing(x) && !e.tables.clean[lastOf(e.typeName(e.function(), x))]
	})
}

// cases runs the conditions of one case of a switch without a subject, applies what they
// prove, and returns what is proven where none of them holds.
func (e *engine) cases(conditions []program.Expression) []proof {
	var holds, none []proof
	for i, x := range conditions {
		found := e.condition(x)
		if i == 0 {
			holds = found.then
		} else {
			holds = either(holds, found.then)
		}
		none = append(none, found.otherwise...)
	}
	e.apply(holds)
	return none
}
