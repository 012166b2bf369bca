package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// escaping reports whether a function of this file writes "&lt;" for a bracket, whatever it is
// called: by a chain of replacements, by a table, or letter by letter. What puts text around
// its parameter is none.
func (e *engine) escaping(function *program.Function) bool {
	if !e.tables.schemas || len(function.Params) == 0 || len(function.Params) > 3 {
		return false
	}
	if known, found := e.escapes[function]; found {
		return known
	}
	e.escapes[function] = false // one that calls itself
	found := false
	look := func(x program.Expression) bool {
		found = found || e.writesEntity(function, x)
		return !found
	}
	said := func(s program.Statement) bool {
		switch s := s.(type) {
		case *program.Assign:
			found = found || isEntity(s.Value)
		case *program.Return:
			found = found || len(s.X) == 1 && isEntity(s.X[0])
		}
		return !found
	}
	program.VisitStatements(function.Body, said, look)
	for _, inner := range e.file.Functions {
		if inner.Parent == function && !found {
			program.VisitStatements(inner.Body, said, look)
		}
	}
	e.escapes[function] = found
	return found
}

// writesEntity reports whether an expression has "&lt;" where it is put, and not where it is
// looked for.
func (e *engine) writesEntity(function *program.Function, x program.Expression) bool {
	switch x := x.(type) {
	case *program.Assigned:
		return isEntity(x.Assign.Value)
	case *program.Call:
		for i, one := range x.Arguments {
			if i > 0 && isEntity(one.Value) {
				return true
			}
		}
	case *program.Conditional:
		return isEntity(x.Then) || isEntity(x.Else)
	case *program.Object, *program.List:
		return holdsEntity(x)
	case *program.Name:
		if binding := function.Lookup(x.Name); binding != nil && binding.Param == nil && len(binding.Values) == 1 {
			return holdsEntity(binding.Values[0])
		}
	}
	return false
}

// holdsEntity reports whether a table has "&lt;" for a value: {"<": "&lt;"}, [[/</g, "&lt;"]].
func holdsEntity(x program.Expression) bool {
	switch x := x.(type) {
	case *program.Object:
		for _, entry := range x.Entries {
			if isEntity(entry.Value) {
				return true
			}
		}
	case *program.List:
		for _, one := range x.Elements {
			if pair, ok := one.(*program.List); ok && len(pair.Elements) == 2 && isEntity(pair.Elements[1]) || holdsEntity(one) {
				return true
			}
		}
	}
	return false
}

func isEntity(x program.Expression) bool {
	text, ok := x.(*program.Text)
	if !ok {
		return false
	}
	switch strings.ToLower(text.Value) {
	case "&lt;", "&#60;", "&#x3c;", "&#x3c", `\u003c`:
		return true
	}
	return false
}

// escaped is what an escaping function gives: its text without brackets, if nothing stands
// around it.
func escaped(v *value) *value {
	if !v.tainted() || v.hint(page) {
		return v
	}
	return v.with(markup)
}

// encodesAddress reports whether an expression is parameters of an address, which are encoded
// as soon as they are read as a text.
func (e *engine) encodesAddress(x program.Expression) bool {
	call, ok := e.once(x).(*program.Call)
	return ok && e.tables.schemas && call.New && program.LastName(call.Callee) == "URLSearchParams"
}

// encodedAddress is what such a text is harmless for.
const encodedAddress = markup | path | redirect | request

// tagged reports whether a call is a template with a tag before it, whose values a library
// takes as parameters: sql.query`SELECT … ${x}`.
func (e *engine) tagged(c *called) bool {
	if !e.tables.schemas || len(c.x.Arguments) != 1 {
		return false
	}
	template, ok := c.x.Arguments[0].Value.(*program.Template)
	if !ok {
		return false
	}
	between := program.Span{Start: c.x.Callee.Range().End, End: template.Range().Start}
	return between.Start <= between.End && !strings.Contains(e.file.Text(between), "(")
}

// wholeAddress matches what the whole address of a page is called. Browsers encode what stands
// in it before the "?".
var wholeAddress = regex.New(`(?:^|\.)(?:href|URL|documentURI|baseURI)$`)

// encodedBefore is the address of a page without what stands behind "?": there are no brackets
// and quotes in it.
func encodedBefore(v *value) *value {
	if !v.tainted() {
		return v
	}
	return v.each(func(s *strand) {
		if s.root.kind == fromSource && s.root.safe&prototype != 0 && wholeAddress.MatchString(s.root.what) {
			s.safe |= markup
		}
	})
}
