package taint

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
)

// refused reports whether a call answers that a request was wrong: res.status(400).send(…),
// new Response(…, {status: 422}), HttpResponseBadRequest(…).
func (e *engine) refused(c *called) bool {
	if refusals[c.name] {
		return true
	}
	x := c.object
	for range 4 {
		call, ok := x.(*program.Call)
		if !ok {
			break
		}
		member, ok := call.Callee.(*program.Member)
		if !ok {
			break
		}
		if (member.Name == "status" || member.Name == "code") && len(call.Arguments) == 1 && wrong(call.Arguments[0].Value) {
			return true
		}
		x = member.X
	}
	for _, one := range c.x.Arguments {
		if one.Name == "status" || one.Name == "status_code" {
			if wrong(one.Value) {
				return true
			}
		}
		if object, ok := e.once(one.Value).(*program.Object); ok {
			for _, entry := range object.Entries {
				if entry.Name == "status" && wrong(entry.Value) {
					return true
				}
			}
		}
	}
	return false
}

// wrong reports whether a status is one of those from 400 to 499.
func wrong(x program.Expression) bool {
	literal, ok := x.(*program.Literal)
	return ok && literal.Kind == program.LiteralNumber && len(literal.Value) == 3 && literal.Value[0] == '4'
}

var refusals = words("HttpResponseBadRequest HttpResponseForbidden HttpResponseNotFound")
