package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// question is the function that a call asks of each element of a list, and the one thing
// that it answers: filter(x => allowed.has(x)).
func (e *engine) question(x *program.Call) (*program.Function, program.Expression) {
	if !e.tables.schemas || len(x.Arguments) == 0 {
		return nil, nil
	}
	closure, ok := x.Arguments[0].Value.(*program.Closure)
	if !ok || len(closure.Function.Body) != 1 || len(closure.Function.Params) == 0 {
		return nil, nil
	}
	answer, ok := closure.Function.Body[0].(*program.Return)
	if !ok || len(answer.X) != 1 {
		return nil, nil
	}
	return closure.Function, answer.X[0]
}

// picked are the elements of a list for which a function says yes: what it proves of an
// element by that holds for all of them.
func (e *engine) picked(c *called, v *value) *value {
	if c.name != "filter" || !v.tainted() {
		return v
	}
	function, answer := e.question(c.x)
	if function == nil || function.Params[0].Name == "" || !e.asks(answer) {
		return v
	}
	binding := function.Lookup(function.Params[0].Name)
	if binding == nil {
		return v
	}
	if e.isDots(answer, "!=") {
		return v.with(dotless)
	}
	within := e.inside(function, func() proofs {
		mark := len(e.state.log)
		e.state.set(slot{binding: binding}, element(v))
		found := e.condition(answer)
		e.state.take(mark)
		return found
	})
	return settledBy(v, func(one *root) classes {
		var safe classes
		for _, proven := range within.then {
			if proven.root == one {
				safe |= proven.safe
			}
		}
		return safe
	})
}

// among is what it proves that some element of a list, none of which is untrusted, is as a
// function says: hosts.some(x => x === host).
func (e *engine) among(x *program.Call) proofs {
	function, answer := e.question(x)
	if function == nil {
		return proofs{}
	}
	member, ok := x.Callee.(*program.Member)
	if !ok {
		return proofs{}
	}
	if v := e.quiet(member.X).whole(); v.fromSource() {
		if e.isDots(answer, "==") { // parts.some(part => part === "..")
			return proofs{otherwise: without(v)}
		}
		return proofs{}
	}
	return e.inside(function, func() proofs { return e.condition(answer) })
}

// isDots reports whether an answer compares with "..".
func (e *engine) isDots(x program.Expression, operator string) bool {
	binary, ok := x.(*program.Binary)
	return ok && strings.HasPrefix(binary.Operator, operator) && (e.isText(binary.Right, "..") || e.isText(binary.Left, ".."))
}

// inside looks at a condition where a function's own variables are known.
func (e *engine) inside(function *program.Function, look func() proofs) proofs {
	outer := e.frame
	e.frame = &frame{function: function, mark: len(e.state.log)}
	defer func() { e.frame = outer }()
	return look()
}

// amongThose is the same of Python: any(one == host for one in hosts), and
// next((one for one in hosts if one.name == host), None).
func (e *engine) amongThose(x *program.Call) proofs {
	if len(x.Arguments) == 0 {
		return proofs{}
	}
	list, ok := x.Arguments[0].Value.(*program.Comprehension)
	if !ok || list.Value != nil {
		return proofs{}
	}
	mark := len(e.state.log)
	var then []proof
	for _, clause := range list.Clauses {
		if e.quiet(clause.Over).whole().fromSource() {
			e.state.take(mark)
			return proofs{}
		}
		for _, target := range clause.Targets {
			e.assign(target, nil)
		}
		for _, one := range clause.Conditions {
			then = append(then, e.condition(one).then...)
		}
	}
	if program.LastName(x.Callee) == "any" {
		then = append(then, e.condition(list.Element).then...)
	}
	e.state.take(mark)
	return proofs{then: then}
}
