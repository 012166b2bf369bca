package taint

import (
	"go/constant"
	"strconv"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// chained reports whether an expression is a list of package container/list.
func (e *engine) chained(x program.Expression) bool {
	call, ok := e.once(x).(*program.Call)
	return ok && e.origin(call.Callee) == "container/list.New"
}

// linkedChange is a list of package container/list behind a call of one of its methods.
func (e *engine) linkedChange(c *called) (*value, bool) {
	list := c.receiver
	switch {
	case !list.exact:
	case c.name == "Len" || c.name == "Front" || c.name == "Back":
		return list, true
	case c.name == "PushBack" && len(c.values) == 1 && list.size < maxFields:
		made := *withField(list, []string{strconv.Itoa(list.size)}, c.values[0].marked(0, direct))
		made.size++
		return &made, true
	case c.name == "PushFront" && len(c.values) == 1 && list.size < maxFields:
		made := list.moved(0, 1)
		made.exact = true
		return withField(made, []string{"0"}, c.values[0].marked(0, direct)), true
	case c.name == "Init":
		return emptyList(0), true
	case c.name == "Remove" && len(c.x.Arguments) == 1 && list.size > 0:
		switch e.endOf(c.object, c.x.Arguments[0].Value) {
		case "Front":
			made := list.moved(0, -1)
			made.exact = true
			return made, true
		case "Back":
			made := list.moved(list.size-1, -1)
			made.exact = true
			return made, true
		}
	}
	made := list.loose()
	for _, v := range c.values {
		if c.name != "Remove" {
			made = join(made, v.whole())
		}
	}
	return made, true
}

// endOf says which end of a list an expression asks for where it is written: all.Front().
func (e *engine) endOf(list, x program.Expression) string {
	call, ok := x.(*program.Call)
	if !ok || len(call.Arguments) > 0 {
		return ""
	}
	member, ok := call.Callee.(*program.Member)
	if !ok || member.Name != "Front" && member.Name != "Back" || identifier(member.X) == "" || identifier(member.X) != identifier(list) {
		return ""
	}
	return member.Name
}

// fixedAsked is what a list of package container/list answers: how many elements it has, and
// whether there is a first and a last one.
func (e *engine) fixedAsked(x *program.Call) *fixed {
	member, ok := x.Callee.(*program.Member)
	if !ok || len(x.Arguments) > 0 || member.Name != "Len" && member.Name != "Front" && member.Name != "Back" || !e.chained(member.X) {
		return nil
	}
	length := e.fixedLength(member.X)
	if length == nil || member.Name == "Len" {
		return length
	}
	if constant.Sign(length.value) == 0 {
		return nothing
	}
	return something
}
