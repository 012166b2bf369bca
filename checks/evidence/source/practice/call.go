package practice

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// call is a call with what is known of what it calls.
type call struct {
	*program.Call
	in     *program.Function
	names  []string // members from the root to the method, as written: db, orders, update
	method string   // the last of them
	origin string   // of the callee, without major versions of Go's modules
}

func (r *reader) callOf(in *program.Function, one *program.Call) *call {
	c := &call{Call: one, in: in, names: path(one.Callee), origin: in.Origin(one.Callee)}
	if len(c.names) > 0 {
		c.method = c.names[len(c.names)-1]
	}
	if r.Language == "Go" {
		c.origin = unversioned(c.origin)
	}
	return c
}

// written returns the callee for people: "db.orders.update".
func (c *call) written() string { return strings.Join(c.names, ".") }

// receiver returns the name before the method, "" where there is none.
func (c *call) receiver() string {
	if len(c.names) < 2 {
		return ""
	}
	return c.names[len(c.names)-2]
}

// from reports whether the callee is one of these.
func (c *call) from(origins ...string) bool { return slices.Contains(origins, c.origin) }

// argument returns a positional argument, nil where there is none or one that cannot
// be counted stands before it.
func (c *call) argument(position int) program.Expression {
	for i, one := range c.Arguments {
		if one.Spread != "" || one.Name != "" {
			return nil
		}
		if i == position {
			return one.Value
		}
	}
	return nil
}

// keyword returns a named argument; spread says that there may be more than are
// written.
func (c *call) keyword(name string) (value program.Expression, spread bool) {
	for _, one := range c.Arguments {
		if one.Name == name {
			return one.Value, false
		}
		spread = spread || one.Spread != ""
	}
	return nil, spread
}

// option returns an entry of an object; open says that the object is not known as a
// whole: another name, a spread.
func option(x program.Expression, name string) (value program.Expression, open bool) {
	object, ok := x.(*program.Object)
	if !ok {
		return nil, x != nil
	}
	for _, entry := range object.Entries {
		if entry.Name == name {
			return entry.Value, false
		}
		open = open || entry.Spread != "" || entry.Key != nil
	}
	return nil, open
}

// longestPath bounds the steps of a chain that are followed.
const longestPath = 40

// path returns the names in a chain of members and calls, from its root; what is no
// name is left out.
func path(x program.Expression) []string {
	var names []string
	for range longestPath {
		switch one := x.(type) {
		case *program.Name:
			names = append(names, one.Name)
			x = nil
		case *program.Member:
			names = append(names, one.Name)
			x = one.X
			continue
		case *program.Call:
			x = one.Callee
			continue
		case *program.Await:
			x = one.X
			continue
		case *program.Index:
			x = one.X
			continue
		case *program.Asserted:
			x = one.X
			continue
		case *program.Unary:
			x = one.X
			continue
		}
		break
	}
	slices.Reverse(names)
	return names
}

// lastName returns the last name of a name, a member, a decorator, a type.
func lastName(x program.Expression) string {
	names := path(x)
	if len(names) == 0 {
		return ""
	}
	return names[len(names)-1]
}

// version matches the major version in a path of Go's: /v5.
var version = regex.New(`/v\d+(\.|/|$)`)

func unversioned(name string) string {
	if !strings.Contains(name, "/v") {
		return name
	}
	return version.ReplaceAllString(name, "$1")
}

// unwrapped takes off what only waits for or converts a value.
func unwrapped(x program.Expression) program.Expression {
	for {
		switch one := x.(type) {
		case *program.Await:
			x = one.X
		case *program.Unary:
			if one.Operator != "void" && one.Operator != "+" && one.Operator != "&" {
				return x
			}
			x = one.X
		default:
			return x
		}
	}
}
