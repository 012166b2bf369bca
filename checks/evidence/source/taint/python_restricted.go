package taint

import "github.com/golive-app/golive/checks/evidence/source/program"

// restricted reports whether a field or a parameter of Python holds no free text: by a type
// with a few values, or by a pattern that its type or its default has.
// https://docs.pydantic.dev/latest/concepts/fields/#string-constraints
// https://fastapi.tiangolo.com/tutorial/query-params-str-validations/
func (e *engine) restricted(function *program.Function, kind, given program.Expression) bool {
	few, free, patterned := false, false, false
	look := func(x program.Expression) bool {
		switch x := x.(type) {
		case *program.Call:
			patterned = patterned || e.patterned(function, x)
			return false
		case *program.Index:
			if program.LastName(x.X) == "Literal" {
				few = true
				return false
			}
		case *program.Name:
			switch x.Name {
			case "str", "bytes", "Any", "dict", "Dict", "Mapping":
				free = true
			default:
				binding := function.Lookup(x.Name)
				few = few || binding != nil && binding.Class != nil && enumerated(binding.Class)
			}
		}
		return true
	}
	program.Visit(kind, look)
	if call, ok := given.(*program.Call); ok {
		patterned = patterned || e.patterned(function, call)
	}
	return patterned || few && !free
}

// patterned reports whether a call describes a text that a pattern restricts, or a number.
func (e *engine) patterned(function *program.Function, call *program.Call) bool {
	name := lastOf(function.Origin(call.Callee)) // also under another name
	if name == "" {
		name = program.LastName(call.Callee)
	}
	switch name {
	case "conint", "confloat", "condecimal", "condate":
		return true
	case "Field", "Query", "Path", "Header", "Cookie", "Form", "Body", "constr", "StringConstraints":
	default:
		return false
	}
	for _, argument := range call.Arguments {
		if argument.Name == "pattern" || argument.Name == "regex" {
			pattern, _ := function.Constant(argument.Value)
			return allows(pattern)
		}
	}
	return false
}
