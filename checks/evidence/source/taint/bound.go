package taint

import (
	"slices"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// bound follows a function of this file that is called, or given its first arguments,
// by way of another one: f.call(this, x), f.apply(this, [x]), f.bind(null, x) and
// partial(f, x). What such a function does with its parameters it may do.
func (e *engine) bound(c *called) (*value, bool) {
	if !e.tables.schemas {
		return nil, false
	}
	var given program.Expression
	skip := 1
	switch {
	case c.object == nil:
		return nil, false
	case c.name == "call", c.name == "bind", c.name == "apply":
		given = c.object
		if c.name == "apply" && len(c.values) == 2 && e.functionOf(given) == nil {
			e.lent(given, c.x.Span, []*value{e.at(c.values[1], 0), e.at(c.values[1], 1)})
		}
	case (c.name == "partial" || c.name == "partialRight" || c.name == "curry") && len(c.x.Arguments) > 1:
		given = c.x.Arguments[0].Value
	default:
		return nil, false
	}
	var function *program.Function
	switch x := given.(type) {
	case *program.Name:
		function = e.functionNamed(x)
	case *program.Closure:
		function = x.Function
	case *program.Member:
		if class := e.classOf(x.X); class != nil {
			function = methodOf(class, x.Name, 3)
		}
	}
	if function == nil || len(c.x.Arguments) < skip {
		return nil, false
	}
	arguments, values := slices.Clone(c.x.Arguments[skip:]), slices.Clone(c.values[skip:])
	if len(arguments) == 1 {
		if list, ok := arguments[0].Value.(*program.List); ok && (c.name == "apply" || c.name == "partial") { // ramda's partial takes a list
			at := values[0]
			arguments, values = nil, nil
			for i, x := range list.Elements {
				arguments = append(arguments, program.Argument{Value: x})
				values = append(values, e.at(at, i))
			}
		}
	}
	call := *c.x
	call.Arguments = arguments
	returned := e.invoke(&called{x: &call, origin: c.origin, name: c.name, values: values}, function)
	if c.name == "call" || c.name == "apply" {
		return returned, true
	}
	return nil, true // a function
}

// boundSink looks at a function of others that is given its first arguments as at a call of
// it: tasks.push(client.query.bind(client, text)).
func (e *engine) boundSink(c *called) {
	member, ok := c.object.(*program.Member)
	if !ok || c.name != "bind" || len(c.x.Arguments) < 2 || !e.tables.schemas {
		return
	}
	call := *c.x
	call.Callee, call.Arguments = member, c.x.Arguments[1:]
	made := &called{x: &call, origin: e.origin(member), object: member.X, receiver: e.quiet(member.X), values: c.values[1:]}
	made.name, made.owner = lastOf(made.origin), ownerOf(made.origin)
	if made.origin == "" {
		made.name = member.Name
	}
	if e.callee(made) == nil {
		e.sinks(made)
	}
}
