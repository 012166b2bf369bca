package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// wrappers are functions that give a function which does the same as the one that they
// are given.
var wrappers = words("promisify pify thenify denodeify callbackify memoize memoizee memoizeOne debounce throttle once asyncHandler expressAsyncHandler catchAsync catchErrors wrapAsync asyncWrapper useCallback " +
	"util.promisify express-async-handler es6-promisify es6-promisify.promisify util.promisify.promisify @gar/promisify util-promisify")

// wrapped is the function that a call of a wrapper is given; nil for other calls.
func wrapped(call *program.Call) program.Expression {
	if len(call.Arguments) == 0 || !wrappers[program.LastName(call.Callee)] {
		return nil
	}
	return call.Arguments[0].Value
}

// functionOf is the function of this file that an expression is.
func (e *engine) functionOf(x program.Expression) *program.Function {
	switch x := x.(type) {
	case *program.Closure:
		return x.Function
	case *program.Name:
		return e.functionNamed(x)
	}
	return nil
}

// unwrap finds out which function a call runs by way of a wrapper: promisify(fs.readFile)(x),
// promisifyAll(fs).readFileAsync(x).
func (e *engine) unwrap(c *called) {
	callee := c.x.Callee
	if member, ok := callee.(*program.Member); ok {
		if member.Name == "call" && len(c.x.Arguments) > 1 && e.functionOf(member.X) == nil { // exec.call(null, x)
			if inner := e.origin(member.X); inner != "" && e.callee(&called{x: &program.Call{Callee: member.X}}) == nil {
				call := *c.x
				call.Callee, call.Arguments = member.X, c.x.Arguments[1:]
				c.x, c.origin, c.object = &call, inner, nil
				c.name, c.owner = lastOf(inner), ownerOf(inner)
				if method, ok := member.X.(*program.Member); ok {
					c.object = method.X
				}
			}
			return
		}
		call, ok := e.once(member.X).(*program.Call)
		if !ok || len(call.Arguments) == 0 || !wrapsAll[program.LastName(call.Callee)] && !wrapsAll[lastOf(e.origin(call.Callee))] && !wrapsAll[e.origin(call.Callee)] {
			return
		}
		if inner := e.origin(call.Arguments[0].Value); inner != "" {
			c.owner, c.name = inner, strings.TrimSuffix(member.Name, "Async")
			c.origin = c.owner + "." + c.name
		}
		return
	}
	call, ok := e.once(callee).(*program.Call)
	if ok && len(call.Arguments) < 2 { // const run = exec.bind(this)
		if member, method := call.Callee.(*program.Member); method && member.Name == "bind" && e.functionOf(member.X) == nil {
			if inner := e.origin(member.X); inner != "" {
				c.origin = inner
				c.name, c.owner = lastOf(inner), ownerOf(inner)
			}
			return
		}
	}
	if !ok || len(call.Arguments) == 0 || !wrappers[program.LastName(call.Callee)] && !wrappers[e.origin(call.Callee)] {
		return
	}
	given := call.Arguments[0].Value
	if bound, ok := given.(*program.Call); ok && len(bound.Arguments) == 1 { // promisify(cp.exec.bind(cp))
		if member, method := bound.Callee.(*program.Member); method && member.Name == "bind" {
			given = member.X
		}
	}
	if inner := e.origin(given); inner != "" {
		c.origin = inner
		c.name, c.owner = lastOf(inner), ownerOf(inner)
	}
}

var wrapsAll = words("promisifyAll pify promisify thenifyAll @gar/promisify thenify-all thenify-all.withCallback")

// paramCall is a call of a function that a function is given.
type paramCall struct {
	index  int
	values []*value
}

// maxParamCalls bounds those that are kept of one function.
const maxParamCalls = 20

// calls notes that a function calls one of its parameters.
func (e *engine) calls(c *called) {
	name, ok := c.x.Callee.(*program.Name)
	if !ok || !e.tables.schemas || len(c.values) == 0 {
		return
	}
	binding := e.function().Lookup(name.Name)
	if binding == nil || binding.Param == nil {
		return
	}
	made := e.summaries[binding.Owner]
	if made == nil || !made.running || len(made.calls) >= maxParamCalls {
		return
	}
	for _, v := range c.values {
		if v.whole().tainted() {
			made.calls = append(made.calls, paramCall{binding.Position, c.values})
			return
		}
	}
}

// callsBack runs the functions that a function of this file is given and calls, with what
// it calls them with.
func (e *engine) callsBack(c *called, function *program.Function, made *summary, step Place) {
	for _, one := range made.calls {
		if one.index >= len(c.x.Arguments) {
			continue
		}
		given := e.functionOf(c.x.Arguments[one.index].Value)
		if given == nil || e.running(given) {
			continue
		}
		values, any := make([]*value, len(one.values)), false
		for i, v := range one.values {
			values[i] = e.substituted(c, function, v, step, 3)
			any = any || values[i].known()
		}
		if any {
			e.inline(given, values)
		}
	}
}
