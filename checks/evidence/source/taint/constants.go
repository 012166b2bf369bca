package taint

import (
	"go/constant"
	"strconv"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// decided says whether a condition is always the same, as one over constants is.
func (e *engine) decided(x program.Expression) (always, known bool) {
	if e.tables.functions {
		return e.fixedTruth(x)
	}
	binary, ok := x.(*program.Binary)
	if !ok {
		literal, ok := x.(*program.Literal)
		if !ok || literal.Kind != program.LiteralBool {
			return false, false
		}
		return literal.Value == "true" || literal.Value == "True", true
	}
	if a, ok := e.number(binary.Left, deepestConstant); ok {
		b, ok := e.number(binary.Right, deepestConstant)
		if !ok {
			return false, false
		}
		switch binary.Operator {
		case "<":
			return a < b, true
		case "<=":
			return a <= b, true
		case ">":
			return a > b, true
		case ">=":
			return a >= b, true
		case "==", "===":
			return a == b, true
		case "!=", "!==":
			return a != b, true
		}
		return false, false
	}
	a, first := e.letters(binary.Left)
	b, second := e.letters(binary.Right)
	if !first || !second {
		return false, false
	}
	switch binary.Operator {
	case "==", "===":
		return a == b, true
	case "!=", "!==":
		return a != b, true
	}
	return false, false
}

const deepestConstant = 8

// number is the number that an expression always is. A name that is given one once
// counts only where no operator could change it unseen.
func (e *engine) number(x program.Expression, depth int) (float64, bool) {
	if depth == 0 {
		return 0, false
	}
	switch x := x.(type) {
	case *program.Literal:
		if x.Kind != program.LiteralNumber {
			return 0, false
		}
		n, err := strconv.ParseFloat(x.Value, 64)
		return n, err == nil
	case *program.Name:
		binding := e.function().Lookup(x.Name)
		if !e.tables.percent || binding == nil || binding.Param != nil || binding.Element || len(binding.Values) != 1 {
			return 0, false
		}
		return e.number(binding.Values[0], depth-1)
	case *program.Binary:
		a, ok := e.number(x.Left, depth-1)
		if !ok {
			return 0, false
		}
		b, ok := e.number(x.Right, depth-1)
		if !ok {
			return 0, false
		}
		switch x.Operator {
		case "+":
			return a + b, true
		case "-":
			return a - b, true
		case "*":
			return a * b, true
		case "/":
			return a / b, b != 0
		}
	}
	return 0, false
}

// letters is the text that an expression always is: also one character of it, and
// what a variable holds that was given that.
func (e *engine) letters(x program.Expression) (string, bool) {
	for range deepestConstant {
		if constant, ok := e.function().Constant(x); ok {
			return constant, true
		}
		switch one := x.(type) {
		case *program.Literal:
			return character(one)
		case *program.Name:
			binding := e.function().Lookup(one.Name)
			if binding == nil || binding.Param != nil || binding.Element || len(binding.Values) != 1 {
				return "", false
			}
			x = binding.Values[0]
			continue
		case *program.Index:
			constant, ok := e.function().Constant(one.X)
			at, whole := e.number(one.Index, deepestConstant)
			if !ok || !whole || at < 0 || int(at) >= len(constant) {
				return "", false
			}
			return constant[int(at) : int(at)+1], true
		}
		break
	}
	return "", false
}

// once is what a variable was given, where that happened once.
func (e *engine) once(x program.Expression) program.Expression {
	for range deepestConstant {
		name, ok := x.(*program.Name)
		if !ok {
			return x
		}
		binding := e.function().Lookup(name.Name)
		if binding == nil || binding.Param != nil || binding.Element || len(binding.Values) != 1 {
			return x
		}
		x = binding.Values[0]
	}
	return x
}

// chosen is the number of the case that a match over a constant takes; -1 where none fits. It
// is told where all values before it are constant, in Python and in Go.
func (e *engine) chosen(s *program.Switch) (int, bool) {
	if e.tables.functions {
		return e.chosenInOrder(s)
	}
	if !e.tables.percent {
		return 0, false
	}
	subject, known := e.letters(s.Subject)
	if !known {
		return 0, false
	}
	for i := range s.Cases {
		one := &s.Cases[i]
		if len(one.Values) == 0 {
			return i, true
		}
		for _, x := range one.Values {
			for {
				either, more := x.(*program.Binary)
				if !more || either.Operator != "|" {
					break
				}
				if value, always := e.letters(either.Right); !always {
					return 0, false
				} else if value == subject {
					return i, true
				}
				x = either.Left
			}
			if name, ok := x.(*program.Name); ok && name.Name == "_" {
				return i, true
			}
			value, always := e.letters(x)
			if !always {
				return 0, false
			}
			if value == subject {
				return i, true
			}
		}
	}
	return -1, true
}

// chosenInOrder is the case that a switch of Go takes: over a constant, or of conditions.
func (e *engine) chosenInOrder(s *program.Switch) (int, bool) {
	var subject *fixed
	if s.Subject != nil {
		if subject = e.fixedOf(s.Subject, deepestConstant); subject == nil {
			return 0, false
		}
	}
	otherwise := -1
	for i, one := range s.Cases {
		if len(one.Values) == 0 {
			otherwise = i
		}
		for _, x := range one.Values {
			holds := e.fixedOf(x, deepestConstant)
			if subject != nil {
				holds = fixedOperation("==", subject, holds)
			}
			if holds == nil || holds.value.Kind() != constant.Bool {
				return 0, false
			}
			if constant.BoolVal(holds.value) {
				return i, true
			}
		}
	}
	return otherwise, len(s.Cases) > 0
}

// begunWith is the text that a variable of a script begins with to which others are added:
// let query = "SELECT …"; query += x.
func (e *engine) begunWith(target program.Expression) string {
	name, ok := target.(*program.Name)
	if !ok || !e.tables.schemas {
		return ""
	}
	binding := e.function().Lookup(name.Name)
	if binding == nil || len(binding.Values) == 0 {
		return ""
	}
	text, _ := binding.Owner.Constant(binding.Values[0])
	return text
}
