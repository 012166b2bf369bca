package taint

import "github.com/golive-app/golive/checks/evidence/source/program"

// elsewhere is a call of a function that is not in this file: what is handed to it
// is noted, and what comes back is followed.
func (e *engine) elsewhere(c *called) *value {
	if !e.tables.local(e, c) {
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

// pass notes the sources in an argument, those in its fields one by one.
func (e *engine) pass(call *outside, position int, argument program.Argument, v *value) {
	v = e.settled(v)
	if v == nil {
		return
	}
	if argument.Spread == "**" || argument.Spread == "..." {
		return
	}
	for _, one := range v.strands {
		if one.root.kind == fromSource {
			e.found.pass(call, position, argument.Name, "", one)
			break
		}
	}
	for _, name := range keys(v.fields) {
		field := v.fields[name].whole()
		if !field.tainted() {
			continue
		}
		for _, one := range field.strands {
			if one.root.kind == fromSource {
				e.found.pass(call, position, argument.Name, name, one)
				break
			}
		}
	}
}

// caller names the function that is run, as link does.
func (e *engine) caller() string {
	named := functionOf(e.file, e.function())
	if named.Class != "" {
		return named.Class + "." + named.Name
	}
	return named.Name
}
