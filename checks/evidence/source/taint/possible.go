package taint

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
)

// written is an expression and the function that it stands in.
type written struct {
	in *program.Function
	x  program.Expression
}

// deepestPossible and maxPossible bound how far, and how many, expressions are looked for
// that another one may be.
const deepestPossible, maxPossible = 4, 20

// possible are the expressions that one may be: what a variable is given, what is chosen of,
// what the calls of a function in this file give to its parameter, what a function returns,
// and the fields of such objects.
func (e *engine) possible(in *program.Function, x program.Expression) []written {
	var all []written
	e.possibly(in, x, deepestPossible, &all)
	return all
}

func (e *engine) possibly(in *program.Function, x program.Expression, depth int, all *[]written) {
	if depth == 0 || x == nil || len(*all) >= maxPossible {
		return
	}
	switch x := x.(type) {
	case *program.Conditional:
		e.possibly(in, x.Then, depth, all)
		e.possibly(in, x.Else, depth, all)
		return
	case *program.Binary:
		if x.Operator == "||" || x.Operator == "??" || x.Operator == "or" {
			e.possibly(in, x.Left, depth, all)
			e.possibly(in, x.Right, depth, all)
			return
		}
	case *program.Name:
		binding := in.Lookup(x.Name)
		switch {
		case binding == nil:
		case binding.Param != nil:
			for _, given := range e.givenTo(binding) {
				e.possibly(given.in, given.x, depth-1, all)
			}
		default:
			for _, value := range binding.Values {
				e.possibly(binding.Owner, value, depth-1, all)
			}
		}
	case *program.Member:
		var objects []written
		e.possibly(in, x.X, depth-1, &objects)
		for _, object := range objects {
			if literal, ok := object.x.(*program.Object); ok {
				for _, entry := range literal.Entries {
					if entry.Name == x.Name {
						e.possibly(object.in, entry.Value, depth-1, all)
					}
				}
			}
		}
	case *program.Call:
		if name, ok := x.Callee.(*program.Name); ok {
			if binding := in.Lookup(name.Name); binding != nil && binding.Function != nil {
				program.VisitStatements(binding.Function.Body, func(s program.Statement) bool {
					if returned, ok := s.(*program.Return); ok && len(returned.X) == 1 {
						e.possibly(binding.Function, returned.X[0], depth-1, all)
					}
					return true
				}, nil)
			}
		}
	}
	*all = append(*all, written{in, x})
}

// givenTo are the arguments that the calls in this file give to a parameter.
func (e *engine) givenTo(param *program.Binding) []written {
	if e.callers == nil {
		e.callers = map[*program.Function][]written{}
		for _, function := range e.file.Functions {
			program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
				call, ok := x.(*program.Call)
				if !ok {
					return true
				}
				if name, ok := call.Callee.(*program.Name); ok {
					if binding := function.Lookup(name.Name); binding != nil && binding.Function != nil {
						e.callers[binding.Function] = append(e.callers[binding.Function], written{function, call})
					}
				}
				return true
			})
		}
	}
	var all []written
	for _, one := range e.callers[param.Owner] {
		call, ok := one.x.(*program.Call)
		if ok && param.Position >= 0 && param.Position < len(call.Arguments) && call.Arguments[param.Position].Name == "" {
			all = append(all, written{one.in, call.Arguments[param.Position].Value})
		}
	}
	return all
}

// wordsOf are the constant texts that an expression may be, or that may stand in it as in a
// list: ["-c", command], ["-c"].concat(command), append(flags, command).
func (e *engine) wordsOf(x program.Expression) []string {
	var words []string
	for _, one := range e.possible(e.function(), x) {
		if word, ok := one.in.Constant(one.x); ok {
			words = append(words, word)
		}
		list := one.x
		if call, ok := list.(*program.Call); ok && len(call.Arguments) > 0 {
			switch member, method := call.Callee.(*program.Member); {
			case method && member.Name == "concat":
				list = member.X
			case program.LastName(call.Callee) == "append":
				list = call.Arguments[0].Value
			}
		}
		for _, whole := range e.possible(one.in, list) {
			literal, ok := whole.x.(*program.List)
			if !ok {
				continue
			}
			for _, element := range literal.Elements {
				for _, part := range e.possible(whole.in, element) {
					if word, ok := part.in.Constant(part.x); ok {
						words = append(words, word)
					}
				}
			}
		}
	}
	return words
}
