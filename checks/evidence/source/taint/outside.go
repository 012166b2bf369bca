package taint

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// elsewhere is a call of a function that is not in this file: what is handed to it
// is noted, and what comes back is followed.
func (e *engine) elsewhere(c *called) *value {
	if !e.tables.local(e, c) {
		e.toPackage(c)
		return nil
	}
	one, known := e.outsides[c.x]
	if !known {
		call := &outside{Call{
			Origin: c.origin, Within: e.caller(), Line: e.file.Line(c.x.Start), Column: e.file.Column(c.x.Start), What: e.written(c.x.Callee),
		}}
		one = &root{kind: fromCall, what: call.call.What + "(…)", span: c.x.Span, call: call}
		e.outsides[c.x] = one
	}
	position := 0
	for i, argument := range c.x.Arguments {
		e.pass(one.call, position, argument, c.values[i])
		if argument.Name == "" {
			position++
		}
	}
	return held(strand{root: one, hints: direct})
}

// toPackage notes what untrusted data is handed to a function of a package that may be one of
// the repository's own, by its name alone: import { read } from "acme-storage".
func (e *engine) toPackage(c *called) {
	if !e.tables.schemas || c.origin == "" || c.x.New || !slices.ContainsFunc(c.values, (*value).fromSource) {
		return
	}
	module, _, _ := strings.Cut(c.origin, ".")
	if !strings.Contains(module, "-") || strings.ContainsAny(module, "()/:") || !e.requires(module) {
		return
	}
	to := &outside{Call{
		Origin: c.origin, Within: e.caller(), Line: e.file.Line(c.x.Start), Column: e.file.Column(c.x.Start), What: e.written(c.x.Callee),
	}}
	for i, v := range c.values {
		if v == nil || c.x.Arguments[i].Spread != "" {
			continue
		}
		for _, one := range v.strands {
			if one.root.kind == fromSource {
				e.found.pass(handed{call: to, argument: i, data: one})
				break
			}
		}
	}
}

// pass notes the sources in an argument, those in its fields one by one.
func (e *engine) pass(call *outside, position int, argument program.Argument, v *value) {
	v = e.settled(v)
	if v == nil {
		return
	}
	if argument.Spread == "**" || argument.Spread == "..." {
		return
	}
	e.hand(handed{call: call, argument: position, name: argument.Name}, v)
	for _, name := range keys(v.fields) {
		if field := v.fields[name].whole(); field.tainted() {
			within := v.fields[name]
			e.hand(handed{call: call, argument: position, name: argument.Name, path: name, flat: len(within.strands) == 0}, field)
		}
	}
}

// handed is an argument of a function elsewhere, or a field of one.
type handed struct {
	call     *outside
	argument int
	name     string // of a keyword argument
	path     string // the field
	flat     bool   // something in the field, and not the whole of it
	data     strand
	steps    []Place // by which it came there within this file
}

// hand notes what is handed to a function elsewhere: one source, and in scripts what the
// function that hands it on was given itself.
func (e *engine) hand(to handed, v *value) {
	source := false
	for _, one := range v.strands {
		if one.root.kind == fromSource && source {
			continue
		}
		source = source || one.root.kind == fromSource
		to.data = one
		e.found.hand(to)
	}
}

// made reports whether data is handed to a method of what a function elsewhere made, which may
// have the name of one of a text or a list: new Orders().find(name).
func (e *engine) made(c *called) bool {
	if !e.tables.schemas || c.receiver == nil {
		return false
	}
	for _, one := range c.receiver.strands {
		if one.root.kind != fromCall || one.root.parent != nil {
			return false
		}
	}
	return slices.ContainsFunc(c.values, func(v *value) bool { return v.whole().tainted() })
}

// caller names the function that is run, as link does.
func (e *engine) caller() string {
	named := functionOf(e.file, e.function())
	if named.Class != "" {
		return named.Class + "." + named.Name
	}
	return named.Name
}
