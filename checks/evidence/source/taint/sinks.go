package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// certainty is how sure a table or a look is.
type certainty uint8

const (
	no certainty = iota
	maybe
	sure
)

// arrival is data at a sink.
type arrival struct {
	class  classes
	callee string
	span   program.Span
	need   need
	sure   certainty
	advice string

	refused bool   // an answer that says that the request was wrong
	named   uint32 // where the call's own name stands, behind others of a chain
}

// sinks looks at a call as a sink.
func (e *engine) sinks(c *called) {
	e.renders(c)
	if e.tables.schemas {
		e.rawValues(c)
		e.trusts(c)
	}
	for i := range e.tables.sinks[c.name] {
		row := &e.tables.sinks[c.name][i]
		if !row.of.holds(e, c) {
			continue
		}
		certain := sure
		if row.when != nil {
			certain = row.when(e, c)
		}
		if certain == no {
			continue
		}
		e.found.sinks++
		at := &arrival{class: row.class, callee: e.written(c.x.Callee), span: c.x.Span, named: e.linked(c), need: row.need, sure: certain, advice: row.advice}
		at.refused = row.class == markup && e.refused(c)
		for _, one := range row.at {
			v, x := e.sunk(c, one)
			switch {
			case row.class == sql && e.tagged(c) && v != nil && c.name != "raw": // its values are parameters
			case row.class == sql && c.x.New:
				e.arrive(e.commanded(at, c.x), v)
			case row.class == sql:
				e.arrive(e.entered(at, x, one), v)
			case row.class == request && e.tables.functions:
				e.arrive(e.sentLater(at, c), v)
			default:
				e.arrive(at, v)
			}
			if row.sign && x != nil {
				e.sign(at, v, x)
			}
		}
	}
}

// linked is where the own name of a call stands in a chain over several lines; 0 in one line.
func (e *engine) linked(c *called) uint32 {
	member, ok := c.x.Callee.(*program.Member)
	if !ok || !e.tables.schemas {
		return 0
	}
	between := program.Span{Start: member.X.Range().End, End: member.End}
	named := member.End - uint32(len(member.Name))
	if named <= between.Start || !strings.Contains(string(e.file.Text(between)), "\n") {
		return 0
	}
	return named
}

// commanded is data at a sink that a command brings there: it is told where that is sent, if it is
// made apart from the call. client.send(command)
func (e *engine) commanded(at *arrival, command *program.Call) *arrival {
	if !e.tables.schemas {
		return at
	}
	program.VisitStatements(e.function().Body, nil, func(x program.Expression) bool {
		call, ok := x.(*program.Call)
		if ok && program.LastName(call.Callee) == "send" && len(call.Arguments) > 0 && e.once(call.Arguments[0].Value) == program.Expression(command) {
			moved := *at
			moved.span = call.Span
			at = &moved
		}
		return true
	})
	return at
}

// entered is data at a sink that an object of options brings there: it is told where it is
// put into that object, if that is written apart from the call.
func (e *engine) entered(at *arrival, x program.Expression, argument string) *arrival {
	_, field, found := strings.Cut(argument, ".")
	if _, named := x.(*program.Name); !found || !named || !e.tables.schemas {
		return at
	}
	object, ok := e.once(x).(*program.Object)
	if !ok {
		return at
	}
	for _, entry := range object.Entries {
		if entry.Name == field {
			moved := *at
			moved.span = entry.Value.Range()
			return &moved
		}
	}
	return at
}

// sunk is an argument of a sink: one by number or name, the receiver, or all
// from a number on.
func (e *engine) sunk(c *called, at string) (*value, program.Expression) {
	switch {
	case at == "0=":
		v, x := c.argument("0")
		if list, ok := x.(*program.List); ok && len(list.Elements) > 0 {
			if v == nil {
				return nil, list.Elements[0]
			}
			return v.fields["0"], list.Elements[0]
		}
		return v, x
	case at[len(at)-1] == '!': // the thing itself, not what is in its fields
		v, x := c.argument(at[:len(at)-1])
		if v == nil || v.model != nil {
			return nil, x
		}
		return &value{strands: v.strands}, x
	case at == "self":
		return c.receiver, c.object
	case at[0] == '%' && len(c.x.Arguments) > int(at[1]-'0'): // what a format makes of the rest
		position := int(at[1] - '0')
		var rest []program.Expression
		for _, one := range c.x.Arguments[position+1:] {
			rest = append(rest, one.Value)
		}
		return e.settled(e.format(c.x.Arguments[position].Value, rest)), nil
	case at[0] == '%':
		return nil, nil
	case len(at) == 2 && at[1] == '&': // all from there as one text
		var parts []part
		for _, one := range c.x.Arguments[min(int(at[0]-'0'), len(c.x.Arguments)):] {
			parts = append(parts, e.part(one.Value))
		}
		return together(parts), nil
	case len(at) == 2 && at[1] == '+':
		var all *value
		for i := int(at[0] - '0'); i < len(c.values); i++ {
			if inner := c.values[i].whole(); inner.tainted() {
				if all.tainted() {
					all = all.mixed(inner)
				} else {
					all = inner
				}
			}
		}
		return all, nil
	}
	return c.argument(at)
}

// stored looks at an assignment to a member as a sink: x.innerHTML = v, and at the
// entries of objects and the attributes of elements likewise.
func (e *engine) stored(target, source program.Expression, v *value) {
	member, ok := target.(*program.Member)
	if name, plain := target.(*program.Name); plain && e.tables.schemas && e.function().Lookup(name.Name) == nil { // of the page: location = x
		member, ok = &program.Member{Span: name.Span, X: &program.Name{Span: name.Span, Name: "window"}, Name: name.Name}, true
	}
	e.prototyped(target)
	if e.tables.functions {
		e.golangSent(target, source, v)
	}
	if !ok {
		return
	}
	if member.Name == "onmessage" && member.X != nil && e.tables.schemas {
		if !e.ownPeer(member.X) {
			e.listens(source)
		}
		return
	}
	if scriptTexts[member.Name] && member.X != nil && e.tables.schemas {
		if call, ok := e.once(member.X).(*program.Call); ok && program.LastName(call.Callee) == "createElement" && len(call.Arguments) > 0 && e.isText(call.Arguments[0].Value, "script") {
			e.found.sinks++
			e.arrive(&arrival{class: code, callee: e.written(target), span: program.Span{Start: target.Range().Start, End: source.Range().End}, sure: sure, advice: "eval"}, v)
		}
	}
	if member.Name == "src" && e.tables.schemas && e.picture(member.X) {
		return
	}
	for i := range e.tables.stores[member.Name] {
		row := &e.tables.stores[member.Name][i]
		if !row.of.holdsMember(e, member) || row.element && member.X == nil {
			continue
		}
		certain := sure
		if row.least {
			certain = maybe
		}
		if row.when != nil {
			if certain = min(certain, row.when(e)); certain == no {
				continue
			}
		}
		e.found.sinks++
		span := program.Span{Start: target.Range().Start, End: source.Range().End}
		at := &arrival{class: row.class, callee: e.written(target), span: span, need: row.need, sure: certain, advice: row.advice}
		if member.X == nil {
			at.callee, at.span = member.Name, source.Range()
		}
		e.arrive(at, v)
		if row.sign {
			e.sign(at, v, source)
		}
		return
	}
}

// picture reports whether an element is one that shows or plays what its address leads to,
// and runs nothing: new Image(), document.createElement("video").
func (e *engine) picture(x program.Expression) bool {
	call, ok := e.once(x).(*program.Call)
	if !ok {
		return false
	}
	switch program.LastName(call.Callee) {
	case "Image", "Audio":
		return call.New
	case "createElement":
		return len(call.Arguments) > 0 && e.isText(call.Arguments[0].Value, "img", "video", "audio", "source", "track", "input")
	}
	return false
}

// arrive records what reaches a sink.
func (e *engine) arrive(at *arrival, v *value) {
	v = e.asText(v)
	if (at.need == wantsText || at.need == wantsRead || at.need == wantsSniffed) && v != nil && !v.tainted() { // an object, answered as JSON
		return
	}
	v = e.settled(v.whole())
	if !v.tainted() {
		return
	}
	for _, one := range v.strands {
		e.reached(at, one, nil)
	}
}

// asText is a thing that is used as a text: document.write(location).
func (e *engine) asText(v *value) *value {
	if v == nil || v.model == nil || v.model.itself.zero() {
		return v
	}
	return join(v.whole(), e.modelGives(v, v.model.itself, "toString()", nil))
}

// reached records data from one root at a sink.
func (e *engine) reached(at *arrival, one strand, steps []Place) {
	one.safe |= one.root.safe
	if one.safe&at.class != 0 || at.class == path && (one.inside() || one.hints&slashless != 0) || at.refused && one.hints&json != 0 || at.class == markup && one.quoted() {
		return
	}
	if at.advice == "option" && one.safe&optionless != 0 {
		return
	}
	if at.need == wantsOwnText && at.sure == maybe && one.root.unsure { // likely twice over
		return
	}
	certain := min(at.sure, judge(at, one))
	switch one.root.kind {
	case fromSource:
		if certain != no {
			e.found.flow(at, one, steps, certain == sure && one.certain())
		}
	case fromParam:
		if certain != no || open(at, one) {
			e.found.reach(at, one, steps)
		}
	case fromCall:
		if certain != no && at.sure == sure {
			e.found.use(at, one, steps)
		}
	}
}

// answered looks at what a function that answers requests returns: a page, in
// frameworks where a text is one.
func (e *engine) answered(function *program.Function, x program.Expression, v *value) {
	e.redirected(function, x, v)
	e.answeredByObject(function, x, v)
	if !e.tables.answers || !e.handlers[function].answers || v == nil {
		return
	}
	refused := false
	if list, ok := x.(*program.List); ok && len(list.Elements) > 0 { // body, status
		refused = len(list.Elements) > 1 && wrong(list.Elements[1])
		x = list.Elements[0]
		v = v.fields["0"]
	}
	if !v.tainted() { // an object is answered as JSON
		return
	}
	need, advice := wantsText, "flask"
	if e.tables.schemas && function.Class != nil && !v.hint(text|built) { // of Nest, where most answers are what a store gave
		need, advice = wantsPage, "send"
	}
	e.found.sinks++
	e.arrive(&arrival{class: markup, callee: "return", span: x.Range(), need: need, sure: sure, advice: advice, refused: refused}, v)
}

// redirected looks at what a method of Nest returns that redirects: its url stands above that
// of the decorator. https://docs.nestjs.com/controllers#redirection
func (e *engine) redirected(function *program.Function, x program.Expression, v *value) {
	if !e.tables.schemas || v == nil || v.fields["url"] == nil {
		return
	}
	for _, decorator := range function.Decorators {
		if call, ok := decorator.(*program.Call); ok && program.LastName(call.Callee) == "Redirect" {
			e.found.sinks++
			e.arrive(&arrival{class: redirect, callee: "@Redirect()", span: x.Range(), need: always, sure: sure, advice: "redirect"}, v.fields["url"])
		}
	}
}

// scriptTexts are members of an element that are its text: what a script runs.
var scriptTexts = words("text textContent")
