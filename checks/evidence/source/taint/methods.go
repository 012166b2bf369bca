package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// method is what a method of untrusted data gives.
func (e *engine) method(c *called) (*value, bool) {
	if (c.name == "match" || c.name == "matchAll") && len(c.x.Arguments) > 0 && e.capturesOf(c.x.Arguments[0].Value) {
		if wholeGroup.MatchString(e.pattern(c.x.Arguments[0].Value)) {
			return c.receiver.whole().marked(text, direct|begins|object), true
		}
		return e.cut(c.receiver.whole()).marked(text, direct|begins|object), true
	}
	if e.tables.clean[c.name] || e.tables.contains[c.name] || e.tables.matches[c.name] {
		return nil, true
	}
	receiver := c.receiver
	switch c.name {
	case "join":
		if v, known := e.joined(c); known {
			return v, true
		}
		return receiver.whole().marked(text, direct|begins|slashless), true
	case "replace", "replaceAll", "sub", "ReplaceAllString":
		return e.replaced(c), true
	case "concat":
		return e.concatenated(c), true
	case "get", "pop", "getOrDefault", "setdefault", "at", "getAll", "getlist", "Get", "shift", "find", "Load", "Value":
		if len(c.x.Arguments) > 0 {
			if key, ok := e.function().Constant(c.x.Arguments[0].Value); ok {
				v := e.memberOf(receiver, key, c.x)
				if inner, ok := e.keyed(c, v); ok { // configparser's get(section, key)
					return inner, true
				}
				if len(c.x.Arguments) > 1 {
					v = join(v, c.values[1])
				}
				return v, true
			}
		}
		if found := element(receiver); c.name != "get" && c.name != "getAll" || !e.tables.schemas || receiver.fields != nil || !receiver.ownSite() {
			return found, true
		}
		return e.memberOf(receiver, "(…)", c.x), true // a parameter of an address, by a name that is not constant
	case "slice":
		if len(c.x.Arguments) > 0 {
			if from, ok := literalOf(c.x.Arguments[0].Value); ok && from.Value == "0" {
				return receiver.marked(0, direct|begins), true
			}
		}
		return e.cut(receiver).marked(0, direct|begins), true
	case "values", "items", "entries", "keys", "copy", "flat", "reverse", "sort", "filter", "toArray", "dict", "model_dump":
		return receiver.marked(0, direct|begins), true
	}
	if cuts[c.name] {
		if len(c.x.Arguments) > 1 { // from the beginning on
			if from, ok := literalOf(c.x.Arguments[0].Value); ok && from.Value == "0" {
				return receiver.whole().marked(0, direct|begins), true
			}
		}
		parts := e.cut(receiver.whole()).marked(0, direct|begins)
		if c.name == "split" && len(c.x.Arguments) == 1 && (e.isText(c.x.Arguments[0].Value, "/") || slashes[e.pattern(c.x.Arguments[0].Value)]) && parts.tainted() {
			parts = parts.marked(text|slashless, object)
		}
		if c.name == "split" && e.tables.schemas && parts.tainted() && parts.strands[0].root != receiver.whole().strands[0].root {
			first := receiver.whole().marked(0, direct|begins)
			if len(c.x.Arguments) == 1 && e.isText(c.x.Arguments[0].Value, "?") {
				first = encodedBefore(first)
			}
			return withField(parts, []string{"0"}, first), true // what it begins with
		}
		return parts, true
	}
	if c.name == "resolve" && e.tables.percent { // pathlib
		return receiver.whole().marked(normal, direct|begins), true
	}
	if e.tables.functions && c.name == "String" { // of a builder
		return receiver.whole().marked(text, direct|begins|object), true
	}
	if c.name == "toString" && e.tables.schemas && len(c.x.Arguments) == 1 && e.isText(c.x.Arguments[0].Value, "base64", "base64url", "hex") { // of a buffer
		return receiver.whole().with(encoded).marked(text, direct|begins|object), true
	}
	if c.name == "toString" && e.encodesAddress(c.object) {
		return receiver.whole().with(encodedAddress).marked(text, direct|begins|object), true
	}
	if e.tables.schemas && givesText[c.name] { // whatever it is of
		return receiver.whole().marked(text, direct|begins|object), true
	}
	if e.tables.strings[c.name] {
		return receiver.whole().marked(0, direct|begins), true
	}
	return nil, false
}

// replaced is what replacing a part of a text leaves.
func (e *engine) replaced(c *called) *value {
	v := c.receiver.whole()
	if len(c.x.Arguments) < 2 {
		return v.marked(text, direct|begins|object)
	}
	removed, _ := e.function().Constant(c.x.Arguments[0].Value)
	pattern := e.pattern(c.x.Arguments[0].Value)
	if pattern != "" {
		removed = pattern
	}
	v = v.marked(text, direct|begins|object)
	if said := spellingOf(pattern); strings.HasPrefix(pattern, "[^") && said.known && said.one {
		said.all = said.all.others() // what is left
		said.chosen = said.all
		if safe := said.whole(); safe != everything {
			return v.with(safe | doubt)
		}
		return nil
	}
	if strings.HasPrefix(removed, "[^") || pattern != "" && (removed == `\W` || removed == `\D` || removed == `\W+` || removed == `\D+`) {
		return nil
	}
	if first := strings.TrimLeft(removed, `^\.*[`); e.tables.schemas && first != "" && (first[0] == '#' || first[0] == '?') {
		v = e.cut(v) // what is behind it
	}
	if beforeSlash.MatchString(pattern) { // what is left is a name without a folder
		return v.with(path)
	}
	safe := removes(removed)
	switch {
	case removed == "." && pattern == "":
		safe = dotless
	case removed == `\.`:
		if safe = doubt; e.everywhere(c.x.Arguments[0].Value) {
			safe = dotless
		}
	}
	if safe != 0 {
		first := pattern == "" || !e.everywhere(c.x.Arguments[0].Value) && (!strings.HasPrefix(pattern, "^") || strings.Contains(pattern, `\.\.`)) && !v.hint(normal) // which has ".." at its beginning alone
		if e.tables.schemas && c.name == "replace" && first {                                                                                                         // the first one alone
			safe = doubt
		}
		return v.with(safe)
	}
	if inner := c.values[1].whole(); inner.tainted() {
		return v.mixed(inner)
	}
	return v
}

// everywhere reports whether a pattern is looked for to the end of a text.
func (e *engine) everywhere(x program.Expression) bool {
	if call, ok := e.once(x).(*program.Call); ok && program.LastName(call.Callee) == "RegExp" { // new RegExp(pattern, flags)
		if len(call.Arguments) < 2 {
			return false
		}
		flags, known := e.function().Constant(call.Arguments[1].Value)
		return !known || strings.Contains(flags, "g")
	}
	literal, ok := e.once(x).(*program.Literal)
	if !ok || literal.Kind != program.LiteralPattern {
		return e.tables.percent
	}
	flags := literal.Value[strings.LastIndexByte(literal.Value, '/')+1:]
	return strings.Contains(flags, "g")
}

// replacedInto is a text of the program's own in which something is replaced by data:
// page.replace("{{name}}", name).
func (e *engine) replacedInto(c *called, returned *value) (*value, bool) {
	if e.tables.functions || c.name != "replace" && c.name != "replaceAll" || c.object == nil || len(c.values) < 2 || c.receiver.known() {
		return nil, false
	}
	put := c.values[1].whole()
	if _, closure := c.x.Arguments[1].Value.(*program.Closure); closure {
		put = returned.whole()
	}
	if !put.tainted() {
		return nil, false
	}
	around, _ := e.letters(c.object)
	return put.each(func(s *strand) { s.lead = unknown + s.lead }).marked(built|text|textHints(around), direct|begins|object), true
}

// joined is ["a", x].join("") and "".join(["a", x]).
func (e *engine) joined(c *called) (*value, bool) {
	list, between := c.object, ""
	if e.tables.percent {
		if len(c.x.Arguments) != 1 {
			return nil, false
		}
		list = c.x.Arguments[0].Value
		between, _ = e.function().Constant(c.object)
	} else if len(c.x.Arguments) > 0 {
		between, _ = e.function().Constant(c.x.Arguments[0].Value)
	}
	if call, ok := list.(*program.Call); ok && e.tables.schemas && program.LastName(call.Callee) == "split" && len(call.Arguments) == 1 { // x.split("<").join("&lt;")
		if removed, ok := e.function().Constant(call.Arguments[0].Value); ok && removed != "" && removed != between {
			if v := c.receiver.whole(); v.tainted() {
				return v.with(removes(removed)).marked(text, direct|begins|object), true
			}
		}
	}
	literal, ok := list.(*program.List)
	if !ok {
		return nil, false
	}
	var parts []part
	for i, x := range literal.Elements {
		if unary, ok := x.(*program.Unary); x == nil || ok && unary.Operator != "-" {
			return nil, false
		}
		if i > 0 {
			parts = append(parts, part{constant: between, known: true})
		}
		parts = append(parts, e.part(x))
	}
	return together(parts), true
}

// keyed is what a second key gives of what the first one gave, where that has fields.
func (e *engine) keyed(c *called, v *value) (*value, bool) {
	if v == nil || v.fields == nil || v.tainted() || len(c.x.Arguments) < 2 {
		return nil, false
	}
	key, ok := e.function().Constant(c.x.Arguments[1].Value)
	if !ok {
		return nil, false
	}
	return v.fields[key], true
}

// concatenated is a.concat(b, c), of texts.
func (e *engine) concatenated(c *called) *value {
	parts := []part{e.part(c.object)}
	for _, one := range c.x.Arguments {
		parts = append(parts, e.part(one.Value))
	}
	return together(parts)
}

// removes says for which classes a text is harmless that a pattern was taken out of.
func removes(pattern string) classes {
	var safe classes
	if strings.ContainsAny(pattern, "<>&") && !(strings.HasPrefix(pattern, "&") && strings.HasSuffix(pattern, ";")) { // an entity is put back
		safe |= markup
	}
	if strings.Contains(pattern, `"`) {
		safe |= quoteless
	}
	if strings.ContainsAny(pattern, "'\"`") {
		safe |= sql | command | doubt
	}
	if strings.Contains(pattern, "..") || strings.Contains(pattern, `\.\.`) || pattern == `\.` {
		safe |= dotless | doubt
	}
	if pattern == "/" || pattern == `\/` {
		safe |= path | doubt
	}
	if oneOf.MatchString(pattern) {
		switch {
		case strings.Contains(pattern, "/"):
			safe |= path
		case strings.Contains(pattern, "."): // it may begin at the root
			safe |= dotless
		}
	}
	for _, one := range strings.Split(strings.Trim(pattern, "()"), "|") { // /\.|\//
		if one == "/" || one == `\/` {
			safe |= path
		}
	}
	return safe
}

// beforeSlash matches patterns of all that stands before the last slash.
var beforeSlash = regex.New(`^\^?\.[*+](?:\\?/|\[[^\]]*/[^\]]*\])$`)

// slashes are patterns of what stands between the parts of a path.
var slashes = words(`[\/] [/\] [\/\] [\\/] \/ / [\/]+ [/\]+ [\/\]+ \/+ \/|\`)

// cuts are methods that give a part of a text.
var cuts = words("substring substr split partition rpartition")

// cut is a part of a text: what the address of a page holds may lead elsewhere than the
// page itself.
func (e *engine) cut(v *value) *value {
	if !v.tainted() {
		return v
	}
	return v.each(func(s *strand) {
		if s.root.kind == fromSource && s.root.safe&redirect != 0 {
			s.safe &^= redirect
			inner := e.partOf(s.root, "\x00cut", nil)
			inner.what, inner.safe = s.root.what, s.root.safe&^redirect
			s.root = inner
		}
	})
}

// givesText are methods of scripts that give a text whatever they are called on.
var givesText = words("toString trim trimStart trimEnd trimLeft trimRight toLowerCase toUpperCase toLocaleLowerCase padStart padEnd normalize repeat charAt")
