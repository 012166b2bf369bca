package query

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// listing are functions that give the elements of what they are given.
var listing = map[string]bool{"list": true, "sorted": true, "tuple": true, "set": true, "reversed": true, "iter": true}

// path is where a chain leads to that begins with a known name; false for others.
func (r *reader) path(x program.Expression) (string, bool) {
	var steps []string
	for range longestChain {
		switch at := x.(type) {
		case *program.Name:
			before, known := r.names[at.Name]
			if !known {
				return "", false
			}
			slices.Reverse(steps)
			return join(before, strings.Join(steps, ".")), true
		case *program.Member:
			steps, x = append(steps, at.Name), at.X
		case *program.Call:
			if member, ok := at.Callee.(*program.Member); ok {
				steps, x = append(steps, member.Name+"()"+r.fetches(at)), member.X
				continue
			}
			name, ok := at.Callee.(*program.Name)
			if !ok || len(at.Arguments) == 0 {
				return "", false
			}
			if attribute, is := r.gotten(name.Name, at); is {
				steps = append(steps, attribute)
			} else if !listing[name.Name] {
				return "", false
			}
			x = at.Arguments[0].Value
		case *program.Index:
			if list, slice := at.Index.(*program.List); !slice || list.Kind != "slice" {
				steps = append(steps, element)
			}
			x = at.X
		case *program.Await:
			x = at.X
		default:
			return "", false
		}
	}
	return "", false
}

// gotten is the attribute that getattr(order, "customer", None) reads.
func (r *reader) gotten(callee string, call *program.Call) (string, bool) {
	if callee != "getattr" || len(call.Arguments) < 2 {
		return "", false
	}
	return r.in.Constant(call.Arguments[1].Value)
}

// fetches writes what a call in a path fetches along: "select_related()=product,product__maker".
func (r *reader) fetches(call *program.Call) string {
	fetched := sets{r.file, map[*program.Binding]bool{}, nil}.fetchedBy(r.in, call)
	if len(fetched) == 0 {
		return ""
	}
	return "=" + strings.ReplaceAll(strings.Join(fetched, ","), ".", "")
}

func join(path, more string) string {
	switch {
	case path == "":
		return more
	case more == "":
		return path
	}
	return path + "." + more
}

// stepsOf takes a path apart.
func stepsOf(path string) []Step {
	var steps []Step
	for _, part := range strings.Split(path, ".") {
		name, fetched, _ := strings.Cut(part, "=")
		plain, call := strings.CutSuffix(name, "()")
		step := Step{Name: plain, Call: call}
		if fetched != "" {
			step.Fetched = strings.Split(fetched, ",")
		}
		if part != "" {
			steps = append(steps, step)
		}
	}
	return steps
}
