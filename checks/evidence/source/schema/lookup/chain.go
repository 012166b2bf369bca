package lookup

import (
	"slices"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// step is a member or a method of a chain.
type step struct {
	name string
	call *program.Call // nil for a member
}

// chain is a call with all it is chained to: Order.objects.filter(…).first() begins
// with Order and has three steps. A plain function is one step without a root.
type chain struct {
	in    *program.Function
	call  *program.Call // the last one
	root  program.Expression
	steps []step
}

// longest bounds the steps of one chain.
const longest = 60

func chainOf(in *program.Function, call *program.Call) chain {
	c := chain{in: in, call: call}
	var at program.Expression = call
	var called *program.Call
	for range longest {
		switch x := at.(type) {
		case *program.Call:
			if called != nil { // of what a call returns
				c.steps = append(c.steps, step{"", called})
			}
			called, at = x, x.Callee
			continue
		case *program.Member:
			c.steps = append(c.steps, step{x.Name, called})
			called, at = nil, x.X
			continue
		case *program.Await:
			at = x.X
			continue
		case *program.Index:
			at = x.X
			continue
		}
		break
	}
	if called != nil {
		name := ""
		if plain, ok := at.(*program.Name); ok {
			name = plain.Name
		}
		c.steps = append(c.steps, step{name, called})
		at = nil
	}
	c.root = at
	slices.Reverse(c.steps)
	return c
}

// place is where a step with one of these names stands; -1 for nowhere.
func (c chain) place(names ...string) int {
	return slices.IndexFunc(c.steps, func(s step) bool { return slices.Contains(names, s.name) })
}

func (c chain) has(names ...string) bool { return c.place(names...) >= 0 }

// end is the name of the last call.
func (c chain) end() string { return c.steps[len(c.steps)-1].name }

// rootName is the plain name that a chain begins with.
func (c chain) rootName() string {
	if name, ok := c.root.(*program.Name); ok {
		return name.Name
	}
	return ""
}
