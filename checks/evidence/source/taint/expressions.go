package taint

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
)

// eval runs an expression and returns what is known of its value.
func (e *engine) eval(x program.Expression) *value {
	if x == nil || !e.spend() {
		return nil
	}
	switch x := x.(type) {
	case *program.Name:
		return e.name(x)
	case *program.Member:
		return e.member(x)
	case *program.Index:
		return e.index(x)
	case *program.Call:
		return e.call(x)
	case *program.Template:
		parts := make([]part, len(x.Parts))
		for i, one := range x.Parts {
			parts[i] = e.part(one)
		}
		return together(parts)
	case *program.Binary:
		return e.binary(x)
	case *program.Unary:
		return e.unary(x)
	case *program.Conditional:
		condition := e.condition(x.Condition)
		switch always, known := e.decided(x.Condition); {
		case known && always:
			return e.under(condition.then, x.Then)
		case known:
			return e.under(condition.otherwise, x.Else)
		}
		then, otherwise := e.under(condition.then, x.Then), e.under(condition.otherwise, x.Else)
		if cleaned := e.byChoice(x.Condition, then, otherwise); cleaned != nil {
			return cleaned
		}
		return join(then, otherwise)
	case *program.Object:
		return e.object(x)
	case *program.List:
		return e.listLiteral(x)
	case *program.Closure:
		e.summarise(x.Function)
	case *program.Await:
		return e.eval(x.X)
	case *program.Yield:
		v := e.settled(e.eval(x.X))
		if v.known() {
			e.frame.returned = join(e.frame.returned, v)
		}
	case *program.Assigned:
		e.assignment(x.Assign)
		if len(x.Assign.Targets) == 1 {
			return e.eval(x.Assign.Targets[0])
		}
	case *program.Comprehension:
		return e.comprehension(x)
	case *program.Element:
		e.element(x)
	case *program.Asserted:
		if name := lastOf(e.origin(x.Type)); e.tables.clean[name] {
			e.eval(x.X)
			return nil
		}
		return e.eval(x.X)
	case *program.Other:
		for _, one := range x.Parts {
			e.eval(one)
		}
	}
	return nil
}

// part is an expression as a piece of a text.
func (e *engine) part(x program.Expression) part {
	if constant, ok := e.function().Constant(x); ok {
		return part{constant: constant, known: true}
	}
	if number, ok := x.(*program.Literal); ok {
		return part{constant: number.Value, known: true}
	}
	if call, ok := x.(*program.Call); ok && e.tables.functions && len(call.Arguments) == 1 && separators[e.origin(call.Arguments[0].Value)] { // string(filepath.Separator)
		return part{constant: "/", known: true}
	}
	v := e.settled(e.asText(e.eval(x)))
	if v.whole().tainted() && e.encodesAddress(x) {
		v = v.with(encodedAddress)
	}
	if v.tainted() || v != nil && v.fields != nil {
		return part{value: v}
	}
	return part{}
}

var separators = words("path/filepath.Separator os.PathSeparator")

// name is the value of a name.
func (e *engine) name(x *program.Name) *value {
	at := e.slot(x)
	if v := e.state.get(at); v != nil {
		return v
	}
	if at.binding != nil {
		if v, known := e.given[at.binding]; known {
			return v
		}
		if at.binding.Param != nil || at.binding.Import == nil && at.binding.Type == nil {
			return nil
		}
	} else if e.tables.origins[x.Name].zero() {
		return nil
	}
	v := e.gives(e.tables.origins[e.origin(x)], x.Name, x, at)
	if at.binding != nil {
		e.given[at.binding] = v
	}
	return v
}

// maxChain bounds a chain of operators that is taken apart in one go.
const maxChain = 2000

func (e *engine) binary(x *program.Binary) *value {
	switch x.Operator {
	case "+":
		return together(e.chain(x))
	case "%":
		if e.tables.percent {
			return e.format(x.Left, []program.Expression{x.Right})
		}
	case "/":
		if e.tables.percent {
			return together([]part{e.part(x.Left), e.part(x.Right)})
		}
	case "&&", "and":
		return e.under(e.condition(x.Left).then, x.Right)
	case "||", "or", "??":
		left := e.eval(x.Left)
		return join(left, e.under(e.condition(x.Left).otherwise, x.Right))
	case ",":
		e.eval(x.Left)
		return e.eval(x.Right)
	}
	left, right := e.eval(x.Left), e.eval(x.Right)
	switch x.Operator {
	case "|":
		if !e.tables.schemas { // in scripts it makes a number
			return join(left, right)
		}
	case "<-": // into a channel
		if e.sends(x, left, right) {
			return nil
		}
		if sent := right.whole(); sent.tainted() {
			e.assignField(&program.Index{Span: x.Span, X: x.Left}, sent)
		}
	}
	return nil
}

// chain are the pieces of a + b + c, in order.
func (e *engine) chain(x *program.Binary) []part {
	var operands []program.Expression
	var at program.Expression = x
	for len(operands) < maxChain {
		sum, ok := at.(*program.Binary)
		if !ok || sum.Operator != "+" {
			break
		}
		operands = append(operands, sum.Right)
		at = sum.Left
	}
	parts := []part{e.part(at)}
	for i := len(operands) - 1; i >= 0; i-- {
		parts = append(parts, e.part(operands[i]))
	}
	return parts
}

func (e *engine) unary(x *program.Unary) *value {
	if x.Operator == "*" {
		if to, known := e.pointee(x.X); known {
			return e.name(to)
		}
	}
	v := e.eval(x.X)
	switch x.Operator {
	case "<-":
		if taken, known := e.received(x.X, v); known {
			return taken
		}
		return v
	case "&", "*", "...", "**":
		return v
	case "++", "--":
		e.steps(x)
	}
	return nil
}

// under evaluates an expression where a condition has proven something.
func (e *engine) under(proven []proof, x program.Expression) *value {
	mark := len(e.state.log)
	e.apply(proven)
	v := e.settled(e.eval(x))
	done := e.state.take(mark)
	done.jumped = true
	e.state.merge(done, outcome{})
	return v
}
