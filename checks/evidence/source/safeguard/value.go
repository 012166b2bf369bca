package safeguard

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// option returns what a call or an object is told under one of these names, whatever
// the spelling.
func option(in *program.Function, arguments []program.Argument, names ...string) (program.Expression, bool) {
	for _, argument := range arguments {
		for _, name := range names {
			if strings.EqualFold(argument.Name, name) {
				return follow(in, argument.Value), true
			}
		}
	}
	return nil, false
}

// options are the keyword arguments of a call, and the entries of the objects among
// its arguments. whole is false where some of it is not spelled out.
func options(in *program.Function, call *program.Call) (all []program.Argument, whole bool) {
	whole = true
	for _, argument := range call.Arguments {
		switch {
		case argument.Spread != "":
			whole = false
		case argument.Name != "":
			all = append(all, argument)
		default:
			switch value := follow(in, argument.Value).(type) {
			case *program.Object:
				entries, spelled := entriesOf(value)
				all, whole = append(all, entries...), whole && spelled
			case *program.Text, *program.Literal, *program.Closure:
			default:
				whole = false
			}
		}
	}
	return all, whole
}

func entriesOf(object *program.Object) (entries []program.Argument, whole bool) {
	whole = true
	for _, entry := range object.Entries {
		if entry.Spread != "" || entry.Name == "" {
			whole = false
			continue
		}
		entries = append(entries, entry)
	}
	return entries, whole
}

// follow returns what a name that is given one value stands for, and the expression
// itself otherwise.
func follow(in *program.Function, x program.Expression) program.Expression {
	for range 6 {
		switch one := x.(type) {
		case *program.Unary:
			if one.Operator != "&" {
				return x
			}
			x = one.X
		case *program.Name:
			binding := in.Lookup(one.Name)
			if binding == nil || binding.Param != nil || binding.Element || len(binding.Values) != 1 || absent(binding.Values[0]) {
				return x
			}
			x, in = binding.Values[0], binding.Owner
		default:
			return x
		}
	}
	return x
}

// truth returns the value of a boolean that is spelled out.
func truth(x program.Expression) (value, known bool) {
	switch x := x.(type) {
	case *program.Literal:
		if x.Kind == program.LiteralBool {
			return strings.EqualFold(x.Value, "true"), true
		}
		if x.Kind == program.LiteralNothing {
			return false, true
		}
	case *program.Name:
		if x != nil && (x.Name == "true" || x.Name == "false") { // Go's are names
			return x.Name == "true", true
		}
	}
	return false, false
}

func isTrue(x program.Expression) bool {
	value, known := truth(x)
	return known && value
}

func isFalse(x program.Expression) bool {
	value, known := truth(x)
	return known && !value
}

// texts are the constant texts of an expression: one, or those of a list.
func texts(in *program.Function, x program.Expression) []string {
	if absent(x) {
		return nil
	}
	switch value := follow(in, x).(type) {
	case *program.List:
		var all []string
		for _, element := range value.Elements {
			if text, known := in.Constant(element); known {
				all = append(all, text)
			}
		}
		return all
	case *program.Call: // re.compile(…)
		return nil
	}
	if text, known := in.Constant(x); known {
		return []string{text}
	}
	return nil
}

// argument returns the positional argument of a call at a place.
func argument(call *program.Call, at int) program.Expression {
	for _, one := range call.Arguments {
		if one.Name != "" || one.Spread != "" {
			return nil
		}
		if at == 0 {
			return one.Value
		}
		at--
	}
	return nil
}

func constant(in *program.Function, x program.Expression) (string, bool) {
	if absent(x) {
		return "", false
	}
	return in.Constant(x)
}
