package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// called is a call whose parts have been run.
type called struct {
	x        *program.Call
	origin   string // of the callee
	name     string // its last name
	owner    string // what stands before it
	receiver *value
	object   program.Expression // the receiver as written; nil where there is none
	values   []*value           // of the arguments
}

// argument is the value of an argument: by its number, or by a name.
func (c *called) argument(at string) (*value, program.Expression) {
	position := -1
	name := at
	if at[0] >= '0' && at[0] <= '9' {
		position = int(at[0] - '0')
		_, name, _ = strings.Cut(at, ".")
	}
	if position < 0 {
		for i, one := range c.x.Arguments {
			if one.Name == name {
				return c.values[i], one.Value
			}
		}
		return nil, nil
	}
	index := 0
	for i, one := range c.x.Arguments {
		if one.Name != "" || one.Spread == "**" {
			continue
		}
		if index == position || one.Spread != "" {
			if name == "" {
				return c.values[i], one.Value
			}
			if v := c.values[i]; v != nil && v.fields != nil {
				return v.fields[name], one.Value
			}
			return nil, nil
		}
		index++
	}
	return nil, nil
}

// call runs a call: what goes into it, what it does with that, and what comes out.
func (e *engine) call(x *program.Call) *value {
	c := &called{x: x, origin: e.origin(x.Callee)}
	c.name, c.owner = lastOf(c.origin), ownerOf(c.origin)
	switch callee := x.Callee.(type) {
	case *program.Member:
		c.object = callee.X
		c.receiver = e.promoted(callee.X, e.settled(e.eval(callee.X)), callee.Name)
		if c.origin == "" {
			c.name = callee.Name
		}
		if callee.Name != c.name && c.owner == "" {
			c.name = callee.Name
		}
	case *program.Name:
		if c.origin == "" {
			c.name = callee.Name
		}
		if method, ok := e.once(callee).(*program.Member); ok && e.tables.functions { // value := r.FormValue
			c.object, c.receiver = method.X, e.settled(e.eval(method.X))
		}
	case *program.List: // []byte(x)
		if len(x.Arguments) == 1 {
			return e.eval(x.Arguments[0].Value)
		}
	case *program.Binary:
		e.eval(callee.Left)
		if last, ok := callee.Right.(*program.Name); ok && callee.Operator == "," { // (0, eval)(x)
			c.origin = e.origin(last)
			c.name, c.owner = lastOf(c.origin), ownerOf(c.origin)
			if c.origin == "" {
				c.name = last.Name
			}
		}
	case *program.Call:
		e.eval(x.Callee)
		if reached, ok := e.reflected(callee); ok {
			c.origin = reached
			c.name, c.owner = lastOf(reached), ownerOf(reached)
		}
	default:
		e.eval(x.Callee)
	}
	if e.tables.schemas {
		e.unwrap(c)
	}
	c.values = make([]*value, len(c.x.Arguments)) // of f.call(this, x) those behind the first
	for i, one := range c.x.Arguments {
		if _, closure := one.Value.(*program.Closure); !closure {
			c.values[i] = e.settled(e.eval(one.Value))
		}
	}
	e.resolves(c)
	e.sets(c)
	e.calls(c)
	returned := e.callbacks(c)
	if e.tables.percent {
		returned = join(returned, e.handed(x))
	}
	e.sinks(c)
	e.boundSink(c)
	e.assignsInto(c)
	e.timed(c)
	e.heard(c)
	given := e.picked(c, e.outcome(c, returned))
	e.changes(c)
	if returned == nil {
		return given
	}
	return join(given, returned)
}

// outcome is what a call gives.
func (e *engine) outcome(c *called, returned *value) *value {
	if v, known := e.modelled(c); known {
		return v
	}
	if give := e.tables.origins[c.origin+"()"]; !give.zero() && (give.model != scriptRequest || len(c.values) == 0) { // new Request(url) is made here
		return e.gives(give, e.written(c.x), c.x, slot{name: e.written(c.x)})
	}
	if _, constant := c.object.(*program.Text); constant && c.name == "join" && e.tables.percent && len(c.values) == 1 {
		if v, known := e.joined(c); known {
			return v
		}
		return c.values[0].whole().marked(text, direct|begins|object)
	}
	if c.name == "exec" && c.object != nil && e.tables.schemas && len(c.values) == 1 && e.capturesOf(c.object) {
		if wholeGroup.MatchString(e.pattern(c.object)) { // it begins where the text does
			return c.values[0].whole().marked(text, direct|begins|object)
		}
		return e.cut(c.values[0].whole()).marked(text, direct|begins|object)
	}
	if e.tables.functions {
		if v, known := e.golangContents(c); known {
			return v
		}
	}
	if c.owner == "strings" && e.tables.functions {
		if v, known := e.textOf(c); known {
			return v
		}
	}
	if v, known := e.modelAnswers(c); known {
		return v
	}
	if v, known := e.reactive(c, returned); known {
		return v
	}
	if v, known := e.replacedInto(c, returned); known {
		return v
	}
	if v, known := e.filledIn(c); known {
		return v
	}
	if v, known := e.inlined(c); known {
		return v
	}
	if c.name == "parse" && e.tables.schemas && len(c.x.Arguments) == 1 && c.values[0] != nil && c.values[0].model == scriptRequest { // const [fields, files] = await form.parse(req)
		return &value{fields: map[string]*value{"0": e.modelGives(c.values[0], parsedX, "fields", c.x), "1": e.modelGives(c.values[0], is(scriptUploads), "files", c.x)}}
	}
	if v, known := e.passed(c); known {
		return v
	}
	if v, known := e.parsed(c); known {
		return v
	}
	if c.name == "concat" && e.tables.schemas && c.receiver != nil && c.receiver.listed {
		made := c.receiver.loose()
		for _, v := range c.values {
			made = join(made, v.whole())
		}
		return made
	}
	if c.name == "concat" && e.tables.schemas && !c.receiver.known() && c.object != nil && len(c.values) > 0 {
		return e.concatenated(c)
	}
	if v, known := e.bound(c); known {
		return v
	}
	if v, known := e.hook(c); known {
		return v
	}
	if v, known := e.remembered(c); known {
		return v
	}
	if v, known := e.constructed(c); known {
		return v
	}
	if v, known := e.converted(c); known {
		return v
	}
	if function := e.callee(c); function != nil {
		switch cleans(c.name) {
		case 0:
			return e.invoke(c, function)
		case doubt: // what it does says more than its name
			if believed.MatchString(c.name) {
				break
			}
			v := e.invoke(c, function)
			if v.tainted() {
				v = v.with(doubt).marked(0, direct)
			}
			return v
		}
		return e.cleaned(c)
	}
	if c.receiver.whole().tainted() {
		if v, known := e.method(c); known {
			if e.made(c) {
				v = join(v, e.elsewhere(c))
			}
			return v
		}
	}
	if cleaned := cleans(c.name); cleaned != 0 && !(cleaned == doubt && e.tables.functions && e.tables.local(e, c)) { // of the application itself, what it does says more than its name
		return e.cleaned(c)
	}
	return e.elsewhere(c)
}

// converted is a value as one of a type of Go that this file declares.
func (e *engine) converted(c *called) (*value, bool) {
	name, ok := c.x.Callee.(*program.Name)
	if !ok || !e.tables.functions || len(c.values) != 1 {
		return nil, false
	}
	binding := e.function().Lookup(name.Name)
	if binding == nil || binding.Class == nil || binding.Function != nil {
		return nil, false
	}
	return c.values[0], true
}

// modelled is what a method of a request and its like gives.
func (e *engine) modelled(c *called) (*value, bool) {
	if c.receiver == nil || c.receiver.model == nil {
		return nil, false
	}
	give, known := c.receiver.model.methods[c.name]
	if !known {
		return e.getter(c)
	}
	if c.receiver.model == golangOwn && !e.asksField(c) {
		return nil, false
	}
	if at, fills := c.receiver.model.fills[c.name]; fills {
		if at < len(c.x.Arguments) {
			e.fill(c.x.Arguments[at].Value, e.modelGives(c.receiver, give, c.name+"(…)", c.x))
		}
		return nil, true
	}
	key := c.name + "(…)"
	if len(c.x.Arguments) > 0 {
		if text, ok := e.function().Constant(c.x.Arguments[0].Value); ok && len(text) < 40 {
			key = c.name + "(" + quoted(text) + ")"
		}
	} else {
		key = c.name + "()"
	}
	return e.modelGives(c.receiver, give, key, c.x), true
}

func quoted(text string) string { return "\"" + text + "\"" }

// passed is what a function of the tables makes of what goes in.
func (e *engine) passed(c *called) (*value, bool) {
	for i := range e.tables.passing[c.name] {
		row := &e.tables.passing[c.name][i]
		if !row.of.holds(e, c) || row.when != nil && !row.when(e, c) {
			continue
		}
		switch row.gives {
		case givesClean:
			return nil, true
		case givesPart:
			if len(c.x.Arguments) < 2 {
				return nil, true
			}
			path, known := e.function().Constant(c.x.Arguments[1].Value)
			if !known {
				return element(c.values[0]), true
			}
			part := c.values[0]
			for _, name := range strings.Split(path, ".") {
				part = e.memberOf(part, name, c.x)
			}
			return part, true
		case givesPathParts:
			v, _ := c.argument("0")
			v = v.whole().marked(text, direct|begins|object)
			parts := v
			for _, name := range []string{"base", "name", "ext"} {
				parts = withField(parts, []string{name}, v.with(path))
			}
			return parts, true
		case givesEnding:
			v, _ := c.argument("0")
			v = v.whole().marked(0, direct|begins)
			if !v.tainted() {
				return nil, true
			}
			return &value{strands: v.strands, fields: map[string]*value{"0": v, "1": v.with(path)}}, true
		case givesQuoted:
			v, _ := c.argument("0")
			if v != nil && v.model == lambdaEvent { // all that the event says
				v = &value{fields: map[string]*value{"event": e.modelGives(v, v.model.others, "JSON", c.x)}}
				c.values[0] = v
			}
			v = v.whole().marked(0, direct|begins)
			if !v.tainted() {
				return nil, true
			}
			return v.each(func(s *strand) {
				if s.hints&object == 0 && s.lead == "" && c.values[0].fields == nil {
					s.lead = `"`
				} else if c.values[0].fields != nil || s.lead == "" {
					s.lead = "{"
				}
			}), true
		case givesFormat:
			var rest []program.Expression
			for _, one := range c.x.Arguments[min(row.from+1, len(c.x.Arguments)):] {
				rest = append(rest, one.Value)
			}
			if row.from < 0 { // "…".format(…)
				return e.format(c.object, rest).with(row.safe), true
			}
			if len(c.x.Arguments) <= row.from {
				return nil, true
			}
			return e.format(c.x.Arguments[row.from].Value, rest).with(row.safe), true
		case givesTogether:
			var parts []part
			for _, one := range c.x.Arguments {
				parts = append(parts, e.part(one.Value))
			}
			return e.rooted(c, e.safely(together(parts), row.safe)).marked(row.makes, 0), true
		case givesReceiver:
			return e.safely(c.receiver, row.safe), true
		case givesAll:
			all := c.receiver.whole()
			for _, v := range c.values {
				if inner := v.whole(); inner.tainted() {
					if all.tainted() {
						all = all.mixed(inner)
					} else {
						all = inner
					}
				}
			}
			return e.safely(all, row.safe), true
		default:
			if v, x := c.argument(string('0' + byte(row.from))); x != nil {
				if e.tables.functions && v != nil && v.listed {
					v = v.whole()
				}
				if v = e.asText(v); row.makes&object != 0 && v.tainted() && v.model != nil {
					v = &value{strands: v.strands} // what is made of it is another thing
				}
				made := e.safely(e.rooted(c, v), row.safe)
				switch {
				case row.makes&object != 0:
					made = made.whole().marked(row.makes, text)
				case row.makes != 0:
					made = made.whole().marked(row.makes, 0)
				}
				if row.anew {
					made = e.anew(made)
				}
				if decodes[c.name] && made.tainted() {
					made = made.each(func(s *strand) {
						s.safe &^= (path | dotless | relative | markup | sql | command | quoteless) &^ s.root.safe
					})
				}
				if c.name == "URL" && !made.tainted() && len(c.values) > 1 { // new URL("/status", base)
					made = e.based(c)
				}
				if c.name == "URL" && made.tainted() && len(c.x.Arguments) > 1 { // "..", also encoded, is gone from it
					made = withField(made, []string{"pathname"}, e.memberOf(made, "pathname", c.x).with(path))
				}
				if c.name == "URL" && made.tainted() && made.strands[0].root.safe&redirect == 0 && made.strands[0].lead == "" { // a host has no slash
					for _, name := range []string{"hostname", "host"} {
						if part := e.memberOf(made, name, c.x); part.tainted() {
							made = withField(made, []string{name}, part.with(path))
						}
					}
				}
				return made, true
			}
			return nil, true
		}
	}
	return nil, false
}

// decodes are functions behind which the characters are back that were taken out.
var decodes = words("decodeURIComponent decodeURI unescape atob")

// based is the address that a path of the program's own has on a host that it is given.
func (e *engine) based(c *called) *value {
	from, known := e.function().Constant(c.x.Arguments[0].Value)
	if !known || strings.Contains(from, "//") {
		return nil
	}
	return c.values[1].whole().marked(0, direct|begins)
}

// rooted is a path that was made absolute before it was cleaned: no ".." is left that
// could lead out of the folder that it is put behind. path.Clean("/" + name)
func (e *engine) rooted(c *called, v *value) *value {
	if !normalises[c.name] || !v.tainted() {
		return v
	}
	return v.each(func(s *strand) {
		if s.lead == "/" || s.lead == "\\" {
			s.safe |= path
		}
		if e.tables.functions && c.name == "Clean" && s.hints&begins != 0 {
			s.safe |= path
		}
		if strings.HasPrefix(s.lead, "/") && !strings.HasPrefix(s.lead, "//") && (c.name == "join" || c.name == "Join") && !e.tables.percent {
			s.safe |= redirect // one slash is left of several
		}
		if s.hints&absolute != 0 && s.lead != "" && (c.name == "join" || c.name == "Join") && !e.tables.percent {
			s.safe |= path
		}
		s.hints &^= absolute
	})
}

// anew is data of which nothing that was proven of its text is known any more: what was
// decoded, or parsed.
func (e *engine) anew(v *value) *value {
	if !v.tainted() {
		return v
	}
	return v.each(func(s *strand) {
		s.hints &^= normal
		if s.safe&encoded == encoded {
			s.safe &^= encoded
		}
		if s.root.kind != fromSource || e.state.safe(s.root) == 0 {
			return
		}
		at := partKey{s.root, "\x00anew"}
		if e.parts[at] == nil {
			made := *s.root
			made.parent = nil
			e.parts[at] = &made
		}
		s.root = e.parts[at]
		s.safe = s.root.safe
	})
}

var normalises = words("normalize normpath Clean join Join resolve")

// safely is a value made harmless for some classes; one whose fields are known
// keeps them where nothing is made of it.
func (e *engine) safely(v *value, safe classes) *value {
	if safe == 0 {
		return v.marked(0, direct|begins)
	}
	return v.with(safe).marked(0, direct|begins)
}
