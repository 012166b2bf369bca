package orm

import (
	"slices"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// link is one call of a chain: t.integer("a").references("id") has two.
type link struct {
	name string // of the method or function
	call *program.Call
}

// unchain takes a chain of calls apart, the first one first, and returns what it
// begins with; nil for a chain that begins with a plain function.
func unchain(call *program.Call) (root program.Expression, links []link) {
	var x program.Expression = call
	for range 60 {
		switch at := x.(type) {
		case *program.Call:
			switch callee := at.Callee.(type) {
			case *program.Member:
				links = append(links, link{callee.Name, at})
				x = callee.X
				continue
			case *program.Name:
				links = append(links, link{callee.Name, at})
				slices.Reverse(links)
				return nil, links
			}
		}
		break
	}
	slices.Reverse(links)
	return x, links
}

// linkOf finds a call of a chain by one of its names.
func linkOf(links []link, names ...string) (link, bool) {
	for _, one := range links {
		if slices.Contains(names, one.name) {
			return one, true
		}
	}
	return link{}, false
}

// chains are the chains of calls in a function and in the closures inside of it: of
// each the whole.
func chains(function *program.Function) []located {
	inner := map[*program.Call]bool{}
	found := calls(function)
	for _, call := range found {
		if member, ok := call.Callee.(*program.Member); ok {
			if before, ok := member.X.(*program.Call); ok {
				inner[before] = true
			}
		}
	}
	return slices.DeleteFunc(found, func(call located) bool { return inner[call.Call] })
}

// closureIn is the first closure among the arguments of a call.
func closureIn(call *program.Call) *program.Function {
	for _, one := range call.Arguments {
		if closure, ok := one.Value.(*program.Closure); ok {
			return closure.Function
		}
	}
	return nil
}

// isParam reports whether an expression is the function's first parameter.
func isParam(function *program.Function, x program.Expression) bool {
	name, ok := x.(*program.Name)
	return ok && len(function.Params) > 0 && function.Params[0].Name == name.Name
}
