package orm

import (
	"cmp"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// keyword is an argument by one of its names; nil for none.
func keyword(call *program.Call, names ...string) program.Expression {
	for _, argument := range call.Arguments {
		if argument.Name != "" && slices.Contains(names, argument.Name) {
			return argument.Value
		}
	}
	return nil
}

// positional is an argument by its place among those without names.
func positional(call *program.Call, place int) program.Expression {
	for _, argument := range call.Arguments {
		if argument.Name != "" || argument.Spread != "" {
			continue
		}
		if place == 0 {
			return argument.Value
		}
		place--
	}
	return nil
}

// given is an argument by its name or else by its place.
func given(call *program.Call, place int, names ...string) program.Expression {
	if value := keyword(call, names...); value != nil {
		return value
	}
	return positional(call, place)
}

// entry is a value of an object literal by its key; nil for none.
func entry(x program.Expression, names ...string) program.Expression {
	object, ok := x.(*program.Object)
	if !ok {
		return nil
	}
	for _, one := range object.Entries {
		name := one.Name
		if text, ok := one.Key.(*program.Text); ok && name == "" {
			name = text.Value
		}
		if slices.Contains(names, name) {
			return one.Value
		}
	}
	return nil
}

// entries yields the entries of an object literal with their keys.
func entries(x program.Expression) func(yield func(string, program.Expression) bool) {
	return func(yield func(string, program.Expression) bool) {
		object, ok := x.(*program.Object)
		if !ok {
			return
		}
		for _, one := range object.Entries {
			name := one.Name
			if text, ok := one.Key.(*program.Text); ok && name == "" {
				name = text.Value
			}
			if name != "" && one.Spread == "" && !yield(name, one.Value) {
				return
			}
		}
	}
}

// elements are what a list, tuple or set holds; a sum of lists holds both.
func elements(x program.Expression) []program.Expression {
	switch x := x.(type) {
	case *program.List:
		return x.Elements
	case *program.Binary:
		if x.Operator == "+" {
			return append(slices.Clone(elements(x.Left)), elements(x.Right)...)
		}
	}
	return nil
}

// text is a constant string; empty for anything else.
func text(function *program.Function, x program.Expression) string {
	value, _ := function.Constant(x)
	return value
}

// texts are the constant strings of a list, or the one string itself. It reports
// whether that is all there is.
func texts(function *program.Function, x program.Expression) (found []string, whole bool) {
	if value, constant := function.Constant(x); constant {
		return []string{value}, true
	}
	all := elements(x)
	for _, one := range all {
		if value, constant := function.Constant(one); constant {
			found = append(found, value)
		}
	}
	return found, len(all) > 0 && len(found) == len(all)
}

func isTrue(x program.Expression) bool  { return isLiteral(x, "true") }
func isFalse(x program.Expression) bool { return isLiteral(x, "false") }

func isLiteral(x program.Expression, value string) bool {
	literal, ok := x.(*program.Literal)
	return ok && strings.EqualFold(literal.Value, value)
}

// lastName is the last part of a name: Order of models.Order, of "shop.Order", of
// () => Order and of Order().
func lastName(x program.Expression) string {
	switch x := x.(type) {
	case *program.Name:
		return x.Name
	case *program.Member:
		return x.Name
	case *program.Text:
		return x.Value[strings.LastIndex(x.Value, ".")+1:]
	case *program.Call:
		return lastName(x.Callee)
	case *program.Index:
		return lastName(x.X)
	case *program.Closure:
		if body := x.Function.Body; len(body) == 1 {
			if result, ok := body[0].(*program.Return); ok && len(result.X) == 1 {
				return lastName(result.X[0])
			}
		}
	}
	return ""
}

// located is a call, and the function that it stands in.
type located struct {
	*program.Call
	function *program.Function
}

// calls are the calls in a function, in the closures inside of it and in functions of
// the file that it calls, in the order in which they are made: the first of a chain
// before those behind it, and what a function does where it is called.
func calls(function *program.Function) []located {
	return callsIn(function, map[*program.Function]bool{function: true})
}

func callsIn(function *program.Function, seen map[*program.Function]bool) []located {
	var found []located
	var own []located
	var walk func(function *program.Function, depth int)
	walk = func(function *program.Function, depth int) {
		program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
			switch x := x.(type) {
			case *program.Call:
				own = append(own, located{x, function})
			case *program.Closure:
				if depth < 20 {
					walk(x.Function, depth+1)
				}
			}
			return true
		})
	}
	walk(function, 0)
	slices.SortStableFunc(own, func(a, b located) int { return cmp.Compare(a.End, b.End) })
	for _, call := range own {
		if name, ok := call.Callee.(*program.Name); ok && len(seen) < 200 {
			if known := call.function.Lookup(name.Name); known != nil && known.Function != nil && !seen[known.Function] {
				seen[known.Function] = true
				found = append(found, callsIn(known.Function, seen)...)
			}
		}
		found = append(found, call)
	}
	return found
}

// method is the name of the method that a call calls; empty for a plain function.
func (c located) method() string {
	if member, ok := c.Callee.(*program.Member); ok {
		return member.Name
	}
	return ""
}

// receiver is what a method is called on; nil for a plain function.
func (c located) receiver() program.Expression {
	if member, ok := c.Callee.(*program.Member); ok {
		return member.X
	}
	return nil
}
