package query

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// Reads are what code reads of one row, and the functions that it hands it to.
type Reads struct {
	Uses   []Use    `json:"uses,omitempty"`
	Passed []Passed `json:"passed,omitempty"`
	// Looked are the attributes that the code looks for before it asks: hasattr(order, "total").
	// Where a query put one there, what is read else stands in for it.
	Looked []string `json:"looked,omitempty"`
}

// Use is what is read of a row, at its first place.
type Use struct {
	Path   string `json:"p"` // "customer.name", "items.all().product": calls have brackets
	Line   int    `json:"l"`
	Column int    `json:"c,omitempty"`
}

// Passed is a row, or a part of it, that is an argument of a call.
type Passed struct {
	Callee   string `json:"callee,omitempty"` // as Function.Calls has it
	Position int    `json:"position,omitempty"`
	Name     string `json:"name,omitempty"`   // of the argument, where it has one
	Writer   string `json:"writer,omitempty"` // the serializer that is to write it out, by its origin
	Path     string `json:"p,omitempty"`      // empty for the row itself
	Line     int    `json:"l"`
	Column   int    `json:"c,omitempty"`
}

// What is kept of one row.
const (
	maxReads   = 200 // loops of a file
	maxPaths   = 40
	maxPassed  = 20
	maxPathLen = 160
)

// reader collects what is read of the names that stand for a row or a part of it.
type reader struct {
	*file
	in    *program.Function
	names map[string]string // a name of a row's part, and its path
	inner map[program.Expression]bool
	// kept are the attributes that the code gives the row itself: it looks for what it has
	// asked before, and asks each row once all the same.
	kept []string
	// instead is what runs where the row lacks an attribute, which its query may have put
	// there: except AttributeError.
	instead []program.Span
	found   Reads
}

func (f *file) newReader(in *program.Function, name string) *reader {
	return &reader{file: f, in: in, names: map[string]string{name: ""}, inner: map[program.Expression]bool{}}
}

// reads are what was read of the row.
func (r *reader) reads() Reads {
	r.found.Looked = slices.DeleteFunc(r.found.Looked, func(name string) bool { return slices.Contains(r.kept, name) })
	return r.found
}

// statements reads a body in order, so that a name stands for what it was given last.
func (r *reader) statements(body []program.Statement) {
	program.VisitStatements(body, func(s program.Statement) bool {
		switch s := s.(type) {
		case *program.Loop:
			if path, ok := r.path(s.Over); ok && len(s.Targets) == 1 {
				if name, plain := s.Targets[0].(*program.Name); plain {
					r.names[name.Name] = join(path, element)
				}
			}
		case *program.Assign:
			r.assigned(s)
		case *program.Try:
			r.tries(s)
		}
		return true
	}, r.see)
}

// tries notes what stands in for an attribute that the row may lack.
func (r *reader) tries(s *program.Try) {
	for _, handler := range s.Handlers {
		for _, caught := range handler.Types {
			if strings.Contains(r.expression(caught), "AttributeError") {
				r.instead = append(r.instead, handler.Span)
			}
		}
	}
}

// standsIn reports whether a place runs only where the row lacks an attribute.
func (r *reader) standsIn(at uint32) bool {
	return slices.ContainsFunc(r.instead, func(span program.Span) bool { return span.Start <= at && at < span.End })
}

func (r *reader) assigned(s *program.Assign) {
	for _, target := range s.Targets { // order.customer = x writes the customer and reads nothing
		if member, ok := target.(*program.Member); ok && s.Operator == "" {
			r.inner[member] = true
			if path, known := r.path(member.X); known && path == "" {
				r.kept = append(r.kept, member.Name)
			}
		}
	}
	if len(s.Targets) != 1 || s.Operator != "" || s.Value == nil || r.standsIn(s.Start) {
		return
	}
	name, ok := s.Targets[0].(*program.Name)
	if !ok {
		return
	}
	if path, known := r.path(s.Value); known {
		r.names[name.Name] = path
	} else {
		delete(r.names, name.Name)
	}
}

// see looks at one expression, outer ones first.
func (r *reader) see(x program.Expression) bool {
	switch x := x.(type) {
	case *program.Comprehension:
		for _, clause := range x.Clauses {
			if path, ok := r.path(clause.Over); ok && len(clause.Targets) == 1 {
				if name, plain := clause.Targets[0].(*program.Name); plain {
					r.names[name.Name] = join(path, element)
				}
			}
		}
	case *program.Template: // f"{order}"
		for _, part := range x.Parts {
			r.written(part)
		}
	case *program.Call:
		if name, ok := x.Callee.(*program.Name); ok && name.Name == "str" && len(x.Arguments) == 1 {
			r.written(x.Arguments[0].Value)
		} else if ok && name.Name == "hasattr" && len(x.Arguments) == 2 {
			attribute, constant := r.in.Constant(x.Arguments[1].Value)
			if path, known := r.path(x.Arguments[0].Value); known && constant {
				if r.read(join(path, attribute), x); path == "" {
					r.found.Looked = append(r.found.Looked, attribute)
				}
			}
		}
		r.passed(x)
	}
	if r.inner[x] {
		return true
	}
	if path, ok := r.path(x); ok && path != "" {
		r.read(path, x)
		r.chained(x)
	}
	return true
}

// written notes a row whose text is asked for.
func (r *reader) written(x program.Expression) {
	if path, ok := r.path(x); ok {
		r.read(join(path, "__str__()"), x)
	}
}

func (r *reader) read(path string, x program.Expression) {
	path = strings.TrimSuffix(path, "."+element)
	if r.standsIn(x.Range().Start) {
		return
	}
	if len(r.found.Uses) >= maxPaths || len(path) > maxPathLen || path == element ||
		slices.ContainsFunc(r.found.Uses, func(known Use) bool { return known.Path == path }) {
		return
	}
	at := x.Range().Start
	r.found.Uses = append(r.found.Uses, Use{path, r.Line(at), r.Column(at)})
}

// passed notes the arguments of a call that are rows or parts of them.
func (r *reader) passed(call *program.Call) {
	for i, argument := range call.Arguments {
		path, ok := r.path(argument.Value)
		if !ok || len(r.found.Passed) >= maxPassed {
			continue
		}
		callee, writer := r.callee(r.in, call.Callee), ""
		if name := calledName(call); (serializer.MatchString(name) && capital(name) || writesMany(call)) && (i == 0 && argument.Name == "" || argument.Name == "instance") {
			writer = r.in.Origin(call.Callee)
		}
		if callee != "" || writer != "" {
			at := call.Start
			r.found.Passed = append(r.found.Passed, Passed{callee, i, argument.Name, writer, path, r.Line(at), r.Column(at)})
		}
	}
}

// chained marks the parts of a chain, which are no reads of their own.
func (r *reader) chained(x program.Expression) {
	for range longestChain {
		switch at := x.(type) {
		case *program.Member:
			x = at.X
		case *program.Call:
			x = at.Callee
		case *program.Index:
			x = at.X
		case *program.Await:
			x = at.X
		default:
			return
		}
		r.inner[x] = true
	}
}
