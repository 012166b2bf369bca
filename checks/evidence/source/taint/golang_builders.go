package taint

import "github.com/golive-app/golive/checks/evidence/source/program"

// builderOf is the variable of Go that text is written into: b.WriteString(x), and &b of
// fmt.Fprintf(&b, …).
func (e *engine) builderOf(x program.Expression) *program.Binding {
	if unary, ok := x.(*program.Unary); ok && unary.Operator == "&" {
		x = unary.X
	}
	name, ok := x.(*program.Name)
	if !ok {
		return nil
	}
	return e.function().Lookup(name.Name)
}

// builds follows what is written into a builder of text one after another: what stands before
// data decides what that data does.
func (e *engine) builds(c *called) bool {
	if c.object == nil {
		return false
	}
	binding := e.builderOf(c.object)
	if binding == nil {
		return false
	}
	switch c.name {
	case "Reset", "Truncate":
		delete(e.built, binding)
		return false
	case "WriteString", "Write", "WriteByte", "WriteRune":
	default:
		return false
	}
	if len(c.x.Arguments) != 1 {
		return false
	}
	written, constant := e.letters(c.x.Arguments[0].Value)
	before := e.built[binding]
	if !constant {
		written = unknown
	}
	e.wrote(binding, written)
	v := c.values[0].whole()
	if before == "" || !v.tainted() {
		return false
	}
	e.writesBehind(c.object, before, v)
	return true
}

// wrote notes what was written into a builder last.
func (e *engine) wrote(binding *program.Binding, text string) {
	if before := e.built[binding]; binding != nil && len(before) < maxLead {
		e.built[binding] = before + text[:min(len(text), maxLead)]
	}
}

// writesBehind puts data into a builder, behind the text that is in it.
func (e *engine) writesBehind(target program.Expression, before string, v *value) {
	v = v.each(func(s *strand) { s.lead = before + s.lead }).marked(built|textHints(before), direct|object)
	e.assignField(&program.Index{Span: target.Range(), X: target}, v)
}
