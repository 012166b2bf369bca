package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// member is x.name.
func (e *engine) member(x *program.Member) *value {
	v := e.promoted(x.X, e.eval(x.X), x.Name)
	if give := e.tables.anywhere[x.Name]; !give.zero() && !v.fromSource() {
		return e.gives(give, identifier(x.X)+"."+x.Name, x, slot{name: "\x00" + identifier(x.X) + "." + x.Name, function: e.function()})
	}
	if routed[x.Name] && e.tables.schemas && !v.fromSource() { // props.match.params
		if origin := e.origin(x); strings.Contains(origin, "props.") {
			if give := e.tables.origins[origin]; !give.zero() {
				return e.gives(give, origin, x, slot{name: origin})
			}
		}
	}
	if v.known() {
		field, known := v.fields[x.Name]
		if known || v.tainted() || v.model != nil {
			if known {
				return field
			}
			if v.tainted() && (e.tables.functions && e.cleanField(x) || e.decoratedField(x)) {
				return nil
			}
			return e.memberOf(v, x.Name, x)
		}
	}
	if v, known := e.accessor(x); known {
		return v
	}
	if v := e.field(x); v != nil {
		return v
	}
	if v := e.putOnAnswer(x); v != nil {
		return v
	}
	if origin := e.origin(x); origin != "" {
		if give := e.tables.origins[origin]; !give.zero() {
			return e.gives(give, origin, x, slot{name: origin})
		}
	}
	return nil
}

// promoted is an object of Go, or what is embedded in it that has a field or a method which
// the object itself has not.
func (e *engine) promoted(x program.Expression, v *value, name string) *value {
	if !e.tables.functions || v == nil || v.fields == nil || v.tainted() || v.fields[name] != nil {
		return v
	}
	class := e.classOf(x)
	if class == nil || methodOf(class, name, 0) != nil {
		return v
	}
	for _, base := range class.Bases {
		if inner := v.fields[program.LastName(bare(base))]; inner != nil && (inner.model != nil || inner.tainted() || inner.fields[name] != nil) {
			return inner
		}
	}
	return v
}

// cleanField reports whether a field is declared as what is no text: a number.
func (e *engine) cleanField(x *program.Member) bool {
	kind, made := strings.CutSuffix(e.origin(x), "()")
	if made && e.tables.clean[lastOf(kind)] {
		return true
	}
	field := e.function().FieldOf(x)
	return field != nil && field.Tag != "" && restricts(field.Tag)
}

// routed are parts of what a router hands to a component.
var routed = words("params query location")

// memberOf is a part of a value, by its name.
func (e *engine) memberOf(v *value, name string, x program.Expression) *value {
	if v == nil {
		return nil
	}
	if field, known := v.fields[name]; known {
		return field
	}
	if v.model != nil {
		if v.model == scriptMessage && name == "origin" {
			return e.modelGives(v, v.model.members[name], senderOf, x)
		}
		if give, known := v.model.members[name]; known {
			return e.modelGives(v, give, name, x)
		}
		if put := e.putOnRequest(v, name); put != nil {
			return put
		}
		if v.model.others.zero() {
			return nil
		}
		return e.modelGives(v, v.model.others, name, x)
	}
	if !v.tainted() || e.tables.harmless[name] {
		return nil
	}
	part := &value{}
	for _, one := range v.strands {
		if ownHost[name] && one.root.kind == fromSource && one.root.safe&(redirect|prototype) == redirect|prototype { // of the page's own address
			continue
		}
		one.root = e.partOf(one.root, name, x)
		one.safe |= e.tables.partSafe[name]
		one.hints &= object | direct | text | json
		if one.hints&object != 0 {
			one.hints &^= text
		}
		one.lead = ""
		part.strands = withStrand(part.strands, one)
	}
	if !part.tainted() {
		return nil
	}
	return part
}

// ownHost are parts of the address of a page that say where the page itself is.
var ownHost = words("hostname host origin protocol port")

// deepestPart bounds how far the parts of a root are told apart.
const deepestPart = 4

// partOf is a part of a root, the same one each time.
func (e *engine) partOf(whole *root, key string, x program.Expression) *root {
	if whole.depth >= deepestPart || len(key) > 60 {
		return whole
	}
	at := partKey{whole, key}
	if known, found := e.parts[at]; found {
		return known
	}
	safe := whole.safe
	if safe&(redirect|request) == redirect|request { // what an address holds is no address
		safe &^= redirect
		if safe&prototype == 0 { // a browser's own asks no other hosts for anybody
			safe &^= request
		}
	}
	one := &root{
		kind: whole.kind, parent: whole, key: key, depth: whole.depth + 1, what: whole.what + "." + key,
		span: whole.span, owner: whole.owner, index: whole.index, call: whole.call, unsure: whole.unsure, safe: safe, steps: whole.steps,
	}
	if whole.kind == fromSource && x != nil && whole.steps == nil {
		one.span = x.Range()
	}
	e.parts[at] = one
	return one
}

// modelGives is what a member or a method of a model gives.
func (e *engine) modelGives(v *value, give give, name string, x program.Expression) *value {
	if give.zero() || v.model == pythonRequest && routePaths[name] && e.fixedRoute() {
		return nil
	}
	self := e.partOf(v.self, name, x)
	if v.model == scriptRequest && name == "body" && e.flatBodies() {
		give.safe |= nosql
	}
	if give.unsure && !self.unsure {
		self.unsure = true
	}
	return e.giveTo(give, self)
}

// gives is what a name or a call of a table gives.
func (e *engine) gives(give give, what string, x program.Expression, at slot) *value {
	if give.zero() {
		return nil
	}
	self, known := e.names[at]
	if !known {
		self = &root{what: what, span: x.Range(), unsure: give.unsure}
		e.names[at] = self
	}
	return e.giveTo(give, self)
}

func (e *engine) index(x *program.Index) *value {
	v := e.eval(x.X)
	if slice, ok := x.Index.(*program.List); ok {
		for _, bound := range slice.Elements {
			e.eval(bound)
		}
		if known, listed := e.sliced(x, slice, v); listed {
			return known
		}
		if slice.Kind == "slice" {
			return v.loose().marked(0, direct|begins)
		}
	}
	if known, listed := e.listAt(v, x.Index); listed {
		return known
	}
	if literal, ok := x.Index.(*program.Literal); ok {
		if v == nil {
			return nil
		}
		if v.fields != nil {
			if some := v.fields[someElement]; some != nil {
				return some
			}
			if field, known := v.fields[literal.Value]; known || !v.tainted() {
				return field
			}
		}
		if v.tainted() && (v.hint(object) || e.tables.functions && v.ofOthers() && isNumber(literal.Value)) {
			return e.memberOf(v, literal.Value, x)
		}
		return e.elementOf(v)
	}
	key := e.eval(x.Index)
	if e.tables.functions && v != nil && v.fields != nil && !v.tainted() {
		if name := e.keyOf(x.Index); name != "" {
			return v.fields[name]
		}
	}
	if e.tables.percent && key.whole().tainted() && e.hasFixedKeys(x.X) { // another key raises an error
		e.apply(about(key, everything))
	}
	if v != nil && v.model != nil {
		return e.memberOf(v, "[]", x)
	}
	return element(v)
}

// ofOthers reports whether a value is of a parameter or of a call, whose elements are known
// where these are.
func (v *value) ofOthers() bool {
	for _, one := range v.strands {
		if one.root.kind == fromSource {
			return false
		}
	}
	return v.model == nil
}

// hasFixedKeys reports whether an expression is a dictionary whose keys are all written there.
func (e *engine) hasFixedKeys(x program.Expression) bool {
	object, ok := e.once(x).(*program.Object)
	if !ok || len(object.Entries) == 0 {
		return false
	}
	for _, entry := range object.Entries {
		if entry.Spread != "" || entry.Name == "" {
			return false
		}
	}
	return true
}

var routePaths = words("path path_info")

// fixedRoute reports whether the function that is run answers one path alone, which
// makes the path of its requests no choice of whoever asks.
func (e *engine) fixedRoute() bool {
	handling := e.handlers[e.function()]
	return handling.routed && handling.route != "" && !strings.ContainsAny(handling.route, "<{*:")
}
