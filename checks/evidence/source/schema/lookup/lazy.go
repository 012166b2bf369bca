package lookup

import (
	"slices"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// runs are functions that go through what they are given, and so run a query.
var runs = []string{"list", "set", "tuple", "sorted", "len", "bool", "sum", "dict", "max", "min", "frozenset", "any", "all", "enumerate"}

// sliced reports whether a number of rows is cut out of a query: query[:10].
func (r *reader) sliced(call *program.Call) bool {
	_, ok := r.uses[call].(*program.Index)
	return ok
}

// settled reports whether a query that only describes itself is run as it stands: gone
// through, counted, or kept under a name that nothing narrows or hands on.
func (r *reader) settled(c chain) bool {
	var x program.Expression = c.call
	switch around := r.uses[x].(type) {
	case *program.Index, *program.Comprehension:
		return true
	case *program.Call:
		return callsOne(around, runs)
	case nil:
	default:
		return false
	}
	switch s := r.ends[x].(type) {
	case *program.Loop:
		return s.Over == x
	case *program.Branch:
		return true
	case *program.Assign:
		if len(s.Targets) == 1 {
			if name, ok := s.Targets[0].(*program.Name); ok {
				return r.keptAsIs(name.Name)
			}
		}
	}
	return false
}

func callsOne(call *program.Call, names []string) bool {
	name, ok := call.Callee.(*program.Name)
	return ok && slices.Contains(names, name.Name)
}

// keptAsIs reports whether a name of the function is neither narrowed nor handed on.
func (r *reader) keptAsIs(name string) bool {
	for x, around := range r.uses {
		if one, ok := x.(*program.Name); !ok || one.Name != name {
			continue
		}
		switch around := around.(type) {
		case *program.Member:
			if slices.Contains(djangoNarrows, around.Name) {
				return false
			}
		case *program.Call:
			if !callsOne(around, runs) {
				return false
			}
		case *program.Comprehension, *program.Index, *program.Unary:
		default:
			return false
		}
	}
	for x, s := range r.ends {
		if one, ok := x.(*program.Name); !ok || one.Name != name {
			continue
		}
		switch s := s.(type) {
		case *program.Loop, *program.Branch:
		case *program.Assign:
			if s.Value == x || len(s.Targets) != 1 {
				return false
			}
		default:
			return false
		}
	}
	return true
}
