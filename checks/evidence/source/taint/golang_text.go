package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// filledIn is what a replacer of package strings makes of a text that it puts data into.
func (e *engine) filledIn(c *called) (*value, bool) {
	if c.name != "Replace" || c.owner != "strings.NewReplacer()" && c.owner != "strings.Replacer()" || len(c.x.Arguments) != 1 || !c.receiver.whole().tainted() {
		return nil, false
	}
	around, _ := e.function().Constant(c.x.Arguments[0].Value)
	made := c.receiver.whole().each(func(s *strand) { s.lead = unknown }).marked(built|text|textHints(around), direct|begins|object)
	return join(made, c.values[0].whole()), true
}

// textOf is what functions of package strings make that need a look at what they are
// given: what is put together, replaced and cut off.
func (e *engine) textOf(c *called) (*value, bool) {
	arguments := c.x.Arguments
	switch c.name {
	case "NewReplacer":
		var put *value // what is put into a text in place of something
		for i, v := range c.values {
			if i%2 == 1 && v.whole().tainted() {
				put = join(put, v.whole())
			}
		}
		return put, true
	case "Join":
		list, ok := arguments[0].Value.(*program.List)
		if !ok || len(arguments) != 2 || list.Kind == "slice" {
			return nil, false
		}
		between := e.part(arguments[1].Value)
		var parts []part
		for i, x := range list.Elements {
			if i > 0 {
				parts = append(parts, between)
			}
			parts = append(parts, e.part(x))
		}
		return together(parts), true
	case "Replace", "ReplaceAll":
		if len(arguments) < 3 {
			return nil, false
		}
		v := c.values[0].whole().marked(0, direct|begins)
		removed, known := e.function().Constant(arguments[1].Value)
		if left, empty := e.function().Constant(arguments[2].Value); known && empty && !strings.Contains(left, removed) && v.tainted() {
			safe := removes(removed)
			if removed == "." {
				safe = dotless
				if limit := argumentOf(c, 3); limit != nil && !e.isLiteral(limit, "-1") {
					safe = doubt
				}
			}
			v = v.with(safe)
		}
		if inner := c.values[2].whole(); inner.tainted() {
			before, _ := e.function().Constant(arguments[0].Value)
			v = v.mixed(inner.each(func(s *strand) { s.lead = unknown })).marked(built|text|textHints(before), direct|begins|object)
		}
		return v, true
	case "Split":
		if len(arguments) == 2 && e.isText(arguments[1].Value, "/") {
			return c.values[0].whole().marked(slashless, direct|begins), true
		}
	case "TrimLeft", "TrimPrefix":
		if len(arguments) != 2 || c.name == "TrimPrefix" {
			return nil, false
		}
		v := c.values[0].whole()
		if cut, known := e.function().Constant(arguments[1].Value); known && strings.Contains(cut, "/") && v.tainted() {
			v = v.with(relative)
		}
		return v.marked(0, direct|begins), true
	}
	return nil, false
}

// isLiteral reports whether an expression is this number.
func (e *engine) isLiteral(x program.Expression, number string) bool {
	literal, ok := literalOf(x)
	return ok && literal.Value == number
}
