package taint

import (
	"strconv"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// listLiteral is a list as it is written, whose elements are known by their numbers.
func (e *engine) listLiteral(x *program.List) *value {
	v := e.list(x.Elements)
	if v != nil && e.tables.functions {
		v = e.fieldsByNumber(x, v)
	}
	if e.tables.functions {
		if kind, ok := x.Type.(*program.List); !ok || kind.Kind != "slice" || x.Kind != "list" || len(x.Elements) > maxFields {
			return v
		}
		made := emptyList(len(x.Elements))
		if v != nil {
			made.strands, made.fields = v.strands, v.fields
		}
		return made
	}
	if x.Kind == "set" || x.Kind == "slice" || x.Type != nil || len(x.Elements) > maxFields {
		return v
	}
	for _, one := range x.Elements {
		if unary, ok := one.(*program.Unary); one == nil || ok && unary.Operator != "-" {
			return v
		}
	}
	made := value{}
	if v != nil {
		made = *v
	}
	made.listed, made.size = true, len(x.Elements)
	return &made
}

// fieldsByNumber are those of a struct of Go that is written without their names:
// filter{name, value}.
func (e *engine) fieldsByNumber(x *program.List, v *value) *value {
	class := e.classNamed(x.Type)
	if class == nil || class.Kind != "struct" || len(class.Fields) != len(x.Elements) || v.fields == nil {
		return v
	}
	made := &value{strands: v.strands, fields: map[string]*value{}}
	for i, one := range class.Fields {
		if inner := v.fields[strconv.Itoa(i)]; inner != nil {
			made.fields[one.Name] = inner
		}
	}
	return made
}

// loose is a list of which only is known what may be in it.
func (v *value) loose() *value {
	if v == nil || !v.listed {
		return v
	}
	return element(v)
}

// moved is a list with its elements from a number on moved to other numbers; what is
// moved below that number is gone.
func (v *value) moved(from, by int) *value {
	made := &value{listed: true, size: v.size + by, strands: v.strands}
	for name, field := range v.fields {
		at, err := strconv.Atoi(name)
		if err != nil {
			continue
		}
		if at >= from {
			if at += by; at < from && by < 0 {
				continue
			}
		}
		if made.fields == nil {
			made.fields = map[string]*value{}
		}
		made.fields[strconv.Itoa(at)] = field
	}
	return made
}

// listChanges are what a method does to a list whose elements are known.
func (e *engine) listChanges(c *called) bool {
	name, ok := c.object.(*program.Name)
	if !ok || c.receiver == nil || !c.receiver.listed {
		return false
	}
	list := c.receiver
	var made *value
	switch {
	case (c.name == "append" || c.name == "push") && len(c.x.Arguments) == 1 && c.x.Arguments[0].Spread == "" && list.size < maxFields:
		made = withField(list, []string{strconv.Itoa(list.size)}, c.values[0].marked(0, direct))
		grown := *made
		grown.size++
		made = &grown
	case c.name == "pop" && len(c.x.Arguments) == 0 && list.size > 0:
		made = list.moved(list.size-1, -1)
	case c.name == "shift" && list.size > 0, c.name == "pop" && list.size > 0 && e.first(c):
		made = list.moved(0, -1)
	case changesLists[c.name]:
		made = list.loose()
		for _, v := range c.values {
			made = join(made, v.whole())
		}
	default:
		return false
	}
	e.state.set(e.slot(name), made)
	return true
}

// first reports whether a call's one argument is 0.
func (e *engine) first(c *called) bool {
	if len(c.x.Arguments) != 1 {
		return false
	}
	at, known := e.number(c.x.Arguments[0].Value, deepestConstant)
	return known && at == 0
}

var changesLists = words("append push pop shift unshift insert extend splice sort reverse remove clear fill copyWithin")

// listAt is an element of a list whose elements are known; of another value, or for
// a number that is not known, it is not told.
func (e *engine) listAt(v *value, x program.Expression) (*value, bool) {
	if v == nil || !v.listed {
		return nil, false
	}
	sign := 1.0
	if unary, ok := x.(*program.Unary); ok && unary.Operator == "-" {
		x, sign = unary.X, -1
	}
	number, known := e.number(x, deepestConstant)
	if exact, fixed := e.fixedNumber(x); fixed {
		number, known = float64(exact), true
	}
	if !known {
		return nil, false
	}
	at := int(sign * number)
	if at < 0 {
		at += v.size
	}
	return v.fields[strconv.Itoa(at)], true
}
