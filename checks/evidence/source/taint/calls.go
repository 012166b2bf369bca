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
		c.receiver = e.settled(e.eval(callee.X))
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
	case *program.List: // []byte(x)
		if len(x.Arguments) == 1 {
			return e.eval(x.Arguments[0].Value)
		}
	default:
		e.eval(x.Callee)
	}
	c.values = make([]*value, len(x.Arguments))
	for i, one := range x.Arguments {
		if _, closure := one.Value.(*program.Closure); !closure {
			c.values[i] = e.settled(e.eval(one.Value))
		}
	}
	returned := e.callbacks(c)
	e.sinks(c)
	given := e.outcome(c)
	e.changes(c)
	return join(given, returned)
}

// outcome is what a call gives.
func (e *engine) outcome(c *called) *value {
	if v, known := e.modelled(c); known {
		return v
	}
	if give := e.tables.origins[c.origin+"()"]; !give.zero() {
		return e.gives(give, e.written(c.x), c.x, slot{name: e.written(c.x)})
	}
	if v, known := e.passed(c); known {
		return v
	}
	if v, known := e.parsed(c); known {
		return v
	}
	if function := e.callee(c); function != nil {
		if cleans(c.name) != 0 {
			return e.cleaned(c)
		}
		return e.invoke(c, function)
	}
	if c.receiver.whole().tainted() {
		if v, known := e.method(c); known {
			return v
		}
	}
	if cleans(c.name) != 0 {
		return e.cleaned(c)
	}
	return e.elsewhere(c)
}

// modelled is what a method of a request and its like gives.
func (e *engine) modelled(c *called) (*value, bool) {
	if c.receiver == nil || c.receiver.model == nil {
		return nil, false
	}
	give, known := c.receiver.model.methods[c.name]
	if !known {
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
		if !row.of.holds(e, c) {
			continue
		}
		switch row.gives {
		case givesClean:
			return nil, true
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
			return e.safely(together(parts), row.safe), true
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
				return e.safely(v, row.safe), true
			}
			return nil, true
		}
	}
	return nil, false
}

// safely is a value made harmless for some classes; one whose fields are known
// keeps them where nothing is made of it.
func (e *engine) safely(v *value, safe classes) *value {
	if safe == 0 {
		return v.marked(0, direct)
	}
	return v.with(safe).marked(0, direct)
}

// method is what a method of untrusted data gives.
func (e *engine) method(c *called) (*value, bool) {
	if e.tables.clean[c.name] || e.tables.contains[c.name] || e.tables.matches[c.name] {
		return nil, true
	}
	receiver := c.receiver
	switch c.name {
	case "replace", "replaceAll", "sub", "ReplaceAllString":
		return e.replaced(c), true
	case "concat":
		parts := []part{e.part(c.object)}
		for _, one := range c.x.Arguments {
			parts = append(parts, e.part(one.Value))
		}
		return together(parts), true
	case "get", "pop", "getOrDefault", "setdefault", "at", "getAll", "getlist", "Get", "shift", "find":
		if len(c.x.Arguments) > 0 {
			if key, ok := e.function().Constant(c.x.Arguments[0].Value); ok {
				v := e.memberOf(receiver, key, c.x)
				if len(c.x.Arguments) > 1 {
					v = join(v, c.values[1])
				}
				return v, true
			}
		}
		return element(receiver), true
	case "values", "items", "entries", "keys", "copy", "flat", "slice", "reverse", "sort", "filter", "toArray", "dict", "model_dump":
		return receiver.marked(0, direct), true
	}
	if e.tables.strings[c.name] {
		return receiver.whole().marked(0, direct), true
	}
	return nil, false
}

// replaced is what replacing a part of a text leaves.
func (e *engine) replaced(c *called) *value {
	v := c.receiver.whole()
	if len(c.x.Arguments) < 2 {
		return v.marked(text, direct|object)
	}
	removed, _ := e.function().Constant(c.x.Arguments[0].Value)
	if pattern := e.pattern(c.x.Arguments[0].Value); pattern != "" {
		removed = pattern
	}
	v = v.marked(text, direct|object)
	switch {
	case strings.Contains(removed, "[^"):
		return nil
	case strings.ContainsAny(removed, "<>&"):
		return v.with(markup)
	case strings.ContainsAny(removed, `'"`+"`"):
		return v.with(sql | command | doubt)
	case strings.Contains(removed, ".."), strings.Contains(removed, `\.\.`), removed == "/", removed == `\/`:
		return v.with(path | doubt)
	}
	if inner := c.values[1].whole(); inner.tainted() {
		return v.mixed(inner)
	}
	return v
}

// format puts a text together by a format: "%s", "{}".
func (e *engine) format(format program.Expression, values []program.Expression) *value {
	if len(values) == 1 {
		if list, ok := values[0].(*program.List); ok {
			values = list.Elements
		}
	}
	constant, known := e.function().Constant(format)
	if !known {
		parts := []part{e.part(format)}
		for _, one := range values {
			parts = append(parts, e.part(one))
		}
		return together(parts)
	}
	var parts []part
	rest, next := constant, 0
	for len(parts) < maxChain {
		at := strings.IndexAny(rest, "%{")
		if at < 0 {
			break
		}
		if rest[at] == '%' && at+1 < len(rest) && rest[at+1] == '%' || rest[at] == '{' && at+1 < len(rest) && rest[at+1] == '{' {
			parts = append(parts, part{constant: rest[:at+1], known: true})
			rest = rest[at+2:]
			continue
		}
		parts = append(parts, part{constant: rest[:at], known: true})
		verb, length := verbOf(rest[at:])
		rest = rest[at+length:]
		if length == 1 { // no verb
			parts = append(parts, part{constant: "%", known: true})
			continue
		}
		switch {
		case next >= len(values):
			parts = append(parts, part{})
		case strings.ContainsRune("dioxXbcfeEgGtp", rune(verb)):
			e.eval(values[next])
			parts = append(parts, part{})
		default:
			parts = append(parts, e.part(values[next]))
		}
		next++
	}
	parts = append(parts, part{constant: rest, known: true})
	for ; next < len(values); next++ {
		parts = append(parts, part{}, e.part(values[next]))
	}
	return together(parts)
}

// verbOf reads a verb of a format: its letter, and how long it is; 1 for none.
func verbOf(text string) (verb byte, length int) {
	if text[0] == '{' {
		end := strings.IndexByte(text[:min(len(text), 60)], '}')
		if end < 0 {
			return 0, 1
		}
		if text[end-1] == 'd' && strings.Contains(text[:end], ":") {
			return 'd', end + 1
		}
		return 's', end + 1
	}
	for i := 1; i < min(len(text), 40); i++ {
		switch c := text[i]; {
		case c == '(':
			if end := strings.IndexByte(text[i:], ')'); end > 0 {
				i += end
			}
		case c >= '0' && c <= '9', c == '+', c == '-', c == '#', c == '.', c == '*', c == '[', c == ']', c == ' ':
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
			return c, i + 1
		default:
			return 0, 1
		}
	}
	return 0, 1
}

// callbacks runs the functions that a call is given and returns what they do.
func (e *engine) callbacks(c *called) *value {
	var returned *value
	for i, one := range c.x.Arguments {
		if closure, ok := one.Value.(*program.Closure); ok {
			returned = join(returned, e.inline(closure.Function, e.callback(c, i)))
		}
	}
	switch c.name {
	case "map", "flatMap", "reduce", "then", "filter":
		return returned
	}
	return nil
}

// callback are the arguments of a function that a call is given: a collection gives
// its elements, a promise what it promises.
func (e *engine) callback(c *called, at int) []*value {
	switch c.name {
	case "map", "forEach", "filter", "some", "every", "find", "findIndex", "flatMap", "findLast", "each", "sort":
		collection := c.receiver
		if at == 1 && !collection.known() { // _.map(list, f)
			collection = c.values[0]
		}
		return []*value{element(collection)}
	case "reduce", "reduceRight":
		so := element(c.receiver)
		if len(c.values) > 1 {
			so = join(so, c.values[1])
		}
		return []*value{so, element(c.receiver)}
	case "then", "tap", "pipe":
		return []*value{c.receiver}
	}
	return []*value{}
}

// inline runs a function where it is written, with the arguments that it is given.
func (e *engine) inline(function *program.Function, arguments []*value) *value {
	if e.depth >= deepestSummary {
		return nil
	}
	e.depth++
	before := e.summaries[function]
	e.summaries[function] = &summary{function: function, running: true}
	returned := e.run(function, arguments)
	if before == nil {
		before = &summary{function: function}
	}
	e.summaries[function] = before
	e.depth--
	return returned
}
