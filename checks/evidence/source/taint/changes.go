package taint

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/lines"
	"github.com/golive-app/golive/checks/evidence/source/memo"
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// settled is a value without the roots that are proven harmless by now.
func (e *engine) settled(v *value) *value {
	if len(e.state.cleared) == 0 {
		return v
	}
	return settledBy(v, e.state.safe)
}

// settledBy is a value without the roots that are proven harmless.
func settledBy(v *value, proven func(*root) classes) *value {
	if v == nil {
		return nil
	}
	changed := v
	for i, one := range v.strands {
		safe := proven(one.root)
		if one.safe|safe == one.safe && changed == v {
			continue
		}
		if changed == v {
			inner := *v
			inner.strands = slices.Clone(v.strands[:i])
			changed = &inner
		}
		if one.safe |= safe; safe&everything != everything {
			changed.strands = append(changed.strands, one)
		}
	}
	for _, name := range keys(v.fields) {
		if field := settledBy(v.fields[name], proven); field != v.fields[name] {
			changed = withField(changed, []string{name}, field)
		}
	}
	if !changed.known() {
		return nil
	}
	return changed
}

// checks matches functions that are called to check a value, and throw.
var checks = regex.New(`(?i)^_*(?:validat|assert|check|ensure|verif|guard|must|enforce|require|authori[sz]e)`)

// admits matches functions that look at who asks, not at what is asked: of a request
// that they are given they prove nothing.
var admits = regex.New(`(?i)^_*verif|auth|login|session|token|user|admin|role|permi|csrf|captcha|rate|limit`)

// checked is a call that stands alone: what it checks may be harmless behind it.
func (e *engine) checked(x *program.Call) {
	if member, ok := x.Callee.(*program.Member); ok && member.Name == "relative_to" && e.tables.percent { // of a path that does not begin so it raises an error
		e.apply(e.below(e.quiet(member.X), path))
	}
	if name := program.LastName(x.Callee); checks.MatchString(name) && len(e.tables.sinks[name]) == 0 {
		e.apply(about(e.arguments(x), doubt))
		for _, one := range x.Arguments {
			if _, plain := one.Value.(*program.Name); !plain {
				continue
			}
			if v := e.quiet(one.Value); v != nil && v.model != nil && !admits.MatchString(name) {
				e.state.clear(v.self, doubt)
			}
		}
	}
}

// changes are what a call does to what it is called on, or to its arguments.
func (e *engine) changes(c *called) {
	if give := e.tables.origins[c.origin+"(&)"]; !give.zero() && len(c.x.Arguments) > 0 { // this.ParseForm(&order)
		e.fill(c.x.Arguments[0].Value, e.gives(give, e.written(c.x), c.x, slot{name: e.written(c.x)}))
		return
	}
	if c.name == "delete" && e.tables.functions && len(c.x.Arguments) == 2 {
		e.deleted(c)
		return
	}
	if e.tables.functions && e.golangChanges(c) {
		return
	}
	row, found := e.tables.fills[c.origin] // of a function of a library, before methods of its name
	if !found {
		row, found = e.tables.fills[c.name]
	}
	if found && row.of.holds(e, c) {
		from, _ := e.sunk(c, row.from)
		from = e.asText(from)
		if c.name == "Decode" && !from.whole().tainted() && e.tables.functions && len(c.values) == 2 { // of a form: decoder.Decode(&filter, r.Form)
			from = c.values[1]
		}
		if from.whole().tainted() {
			given := (&value{strands: from.whole().strands}).marked(object, direct|text)
			if first, more := strings.CutSuffix(row.to, "+"); more { // and all behind it
				number, _ := strconv.Atoi(first)
				for _, one := range c.x.Arguments[min(number, len(c.x.Arguments)):] {
					e.fill(one.Value, given)
				}
				return
			}
			if row.to == "self" {
				e.fill(c.object, given)
			} else if _, to := e.sunk(c, row.to); to != nil {
				e.fill(to, given)
			}
		}
		return
	}
	if e.tables.functions && (e.prints(c) || e.builds(c)) {
		return
	}
	if e.tables.percent && c.name == "write" && e.isFile(c.object) { // what is in a file is not what it is called
		return
	}
	if e.listChanges(c) {
		return
	}
	if c.object == nil || c.receiver != nil && c.receiver.model != nil || !e.tables.adds[c.name] {
		return
	}
	last := len(c.x.Arguments) - 1
	if last < 0 {
		return
	}
	target := c.object
	if member, ok := target.(*program.Member); ok && behindHost[member.Name] { // url.searchParams.set(key, value)
		if v := c.values[last].with(redirect | request); v.tainted() {
			e.assignField(&program.Index{Span: c.x.Span, X: target}, v)
		}
		return
	}
	if last > 0 && last < 3 { // map.set(key, value)
		for _, one := range c.x.Arguments[:last] {
			key, ok := e.function().Constant(one.Value)
			if !ok {
				target = &program.Index{Span: c.x.Span, X: target}
				break
			}
			target = &program.Member{Span: c.x.Span, X: target, Name: key}
		}
		if c.values[last].known() || c.receiver.known() {
			e.assignField(target, c.values[last])
		}
		return
	}
	if v := c.values[last].whole(); v.tainted() {
		e.assignField(&program.Index{Span: c.x.Span, X: target}, v)
	}
}

// isFile reports whether an expression is a file of Python that is open, each time that it is
// given a value.
func (e *engine) isFile(x program.Expression) bool {
	name, ok := x.(*program.Name)
	if !ok {
		return filesMade[e.origin(x)]
	}
	binding := e.function().Lookup(name.Name)
	if binding == nil || binding.Param != nil || len(binding.Values) == 0 {
		return false
	}
	return !slices.ContainsFunc(binding.Values, func(one program.Expression) bool { return !filesMade[e.origin(one)] })
}

// filesMade are what gives a file of Python that may be written.
var filesMade = words("open() io.open() tempfile.NamedTemporaryFile() tempfile.TemporaryFile() tempfile.SpooledTemporaryFile()")

// prints is what Go writes into a buffer: fmt.Fprintf(&b, "… %s", x).
func (e *engine) prints(c *called) bool {
	if c.owner != "fmt" && c.owner != "io" || len(c.x.Arguments) < 2 {
		return false
	}
	var v *value
	switch c.name {
	case "Fprintf":
		v, _ = e.sunk(c, "%1")
	case "Fprint", "Fprintln":
		v, _ = e.sunk(c, "1&")
	case "WriteString":
		v = c.values[1]
	default:
		return false
	}
	binding := e.builderOf(c.x.Arguments[0].Value)
	before := e.built[binding]
	if written, constant := e.letters(c.x.Arguments[1].Value); constant && len(c.x.Arguments) == 2 {
		e.wrote(binding, written)
	} else {
		e.wrote(binding, unknown)
	}
	switch v = v.whole(); {
	case v.tainted() && before != "":
		e.writesBehind(c.x.Arguments[0].Value, before, v)
	case v.tainted():
		e.assignField(&program.Index{Span: c.x.Span, X: c.x.Arguments[0].Value}, v)
	}
	return true
}

// behindHost are the parts of an address that do not decide its host.
var behindHost = words("searchParams search hash pathname RawQuery Path RawPath Fragment")

// fill gives a value to what a call is given the address of.
func (e *engine) fill(target program.Expression, v *value) {
	if unary, ok := target.(*program.Unary); ok {
		target = unary.X
	}
	if to, known := e.pointee(target); known {
		e.assign(to, v)
	}
	switch target.(type) {
	case *program.Name, *program.Member, *program.Index:
		e.assign(target, v)
	}
}

// cleaner is a kind of function that is known by its name to make data harmless.
type cleaner struct {
	name *regex.Expression
	safe classes
}

// cleaners are tried in order.
var cleaners = []cleaner{
	{regex.New(`(?i)^(?:to|as|into|get)?_?(?:base_?64|b64)(?:_?url)?(?:_?(?:safe|encoded?|string))*$|(?:encode|enc)\w*_?(?:base_?64|b64)|(?:base_?64|b64)(?:_?url)?_?encod`), encoded},
	{regex.New(`(?i)(?:html|xss|markup).*(?:escape|encode|clean|strip|saniti|purif)|(?:escape|encode|clean|saniti[sz]e|purify|strip).*(?:html|xss|markup|tags|attr)|^purify|htmlspecialchars`), markup},
	{regex.New(`(?i)(?:sql|ident\w*|literal|column|table).*(?:escape|quote)|(?:escape|quote)_?(?:sql|ident\w*|literal|id|column|table|name|value)$`), sql},
	{regex.New(`(?i)(?:shell|arg\w*|cmd|command).*(?:escape|quote)|(?:escape|quote).*(?:shell|arg\w*|cmd|command)`), command},
	{regex.New(`(?i)base_?name|(?:secure|safe|saniti[sz]e|clean|valid\w*|resolve|check)d?_?(?:file|path|join|dir|folder|key)|(?:file_?name|path).*(?:saniti|clean|safe)`), path},
	{regex.New(`(?i)(?:safe|valid\w*|saniti[sz]ed?|clean|check|allowed|resolve)_?(?:url|uri|redirect|next|return|host|href|link|target|callback)|(?:url|redirect|uri).*(?:saniti|safe|valid|clean)`), redirect | request | markup},
	{regex.New(`(?i)slug|hash|digest|hmac|md5|sha\d|uuid|encrypt|^to_?(?:int(?:eger)?|number|bool(?:ean)?|float)(?-i:[A-Z0-9_]|$)|parse_?(?:int|number|bool|float|date|id|page|limit|offset)$|^count(?:s?$|_|(?-i:[A-Z]))|length$`), everything},
	{regex.New(`(?i)saniti|escape|^clean|_clean|^safe|whitelist|allowlist|^filter_|validat|^ensure|^assert|^check|^verify|^normali`), doubt},
}

// cleanerWords are words, in small letters, of which one stands in every name that one
// of cleaners matches, but for those that begin with "to": most names have none, and
// expressions cost more.
var cleanerWords = lines.NewWords("allow", "assert", "b64", "base", "check", "clean", "count", "digest", "encode", "encrypt", "ensure", "escape", "filter_", "hash", "hmac", "html", "length",
	"md5", "normali", "parse", "purif", "quote", "resolve", "safe", "saniti", "secure", "sha", "slug", "strip", "uuid", "valid", "verif", "whitelist")

// mayClean reports whether a name may be one of cleaners.
func mayClean(name string) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, "to") || cleanerWords.In([]byte(name)) != 0
}

// cleans is what a function of this name makes data harmless for.
var cleans = memo.Text(func(name string) classes {
	if !mayClean(name) {
		return 0
	}
	for _, one := range cleaners {
		if one.name.MatchString(name) {
			return one.safe
		}
	}
	return 0
})

// cleaned is what a function that is a cleaner by its name gives.
func (e *engine) cleaned(c *called) *value {
	safe := cleans(c.name)
	var all *value
	for _, v := range c.values {
		if inner := v.whole(); inner.tainted() {
			all = join(all, inner)
		}
	}
	if !all.tainted() {
		if safe != doubt {
			return nil
		}
		return e.elsewhere(c)
	}
	if e.tables.schemas && safe == doubt && believed.MatchString(c.name) {
		return nil
	}
	if normalising.MatchString(c.name) {
		return all.with(safe).marked(normal, direct)
	}
	return all.with(safe).marked(0, direct)
}

// normalising matches names of functions that normalise a path.
var normalising = regex.New(`(?i)normali|resolve|real_?path|clean_?path`)

// believed matches functions that say of themselves that they make a text harmless. What
// they are made for is not known; where they are called it is.
var believed = regex.New(`(?i)saniti[sz]e|escape|^purify|^encode_?(?:for|html|url)`)

// deleted takes an entry of a map of Go away: delete(all, "a").
func (e *engine) deleted(c *called) {
	name, ok := c.x.Arguments[0].Value.(*program.Name)
	if !ok || c.values[0] == nil {
		return
	}
	key := e.keyOf(c.x.Arguments[1].Value)
	if _, found := c.values[0].fields[key]; !found {
		if key == "" {
			e.state.set(e.slot(name), c.values[0].inexact())
		}
		return
	}
	left := *c.values[0]
	left.fields = maps.Clone(left.fields)
	delete(left.fields, key)
	e.state.set(e.slot(name), &left)
}
