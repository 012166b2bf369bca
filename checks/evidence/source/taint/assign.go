package taint

import (
	"go/constant"
	"slices"
	"strconv"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// assignment gives values to targets.
func (e *engine) assignment(s *program.Assign) {
	if s.Value == nil {
		for _, target := range s.Targets {
			if !s.Declares || !e.tables.functions {
				e.assign(target, nil)
				continue
			}
			e.assign(target, zeroContents(s.Type))
			e.fixes(target, e.zeroOf(s.Type))
		}
		return
	}
	if len(s.Targets) != 1 {
		e.several(s)
		return
	}
	target := s.Targets[0]
	if e.tables.functions {
		var to *fixed
		if s.Operator == "" {
			to = e.fixedOf(s.Value, deepestConstant)
		} else {
			to = fixedOperation(s.Operator, e.fixedOf(target, deepestConstant), e.fixedOf(s.Value, deepestConstant))
		}
		defer func() { e.fixes(target, to) }()
	}
	switch s.Operator {
	case "":
		v := e.settled(e.eval(s.Value))
		if member, ok := target.(*program.Member); ok && behindHost[member.Name] && v.whole().tainted() { // url.search = x
			e.assign(target, v.with(redirect|request))
		} else {
			e.hooked(target, s.Value)
			e.assign(target, v)
			e.taken(target, s.Value, v)
		}
		e.remember(target, s.Value)
		e.grows(target, s.Value)
		e.flags(target, s.Value)
		e.stored(target, s.Value, v)
		if member, ok := target.(*program.Member); ok && addressed[member.Name] && !v.whole().tainted() { // u.Host = "example.com"
			e.assign(member.X, e.eval(member.X).with(redirect|request))
		}
	case "+":
		v := e.settled(together([]part{e.part(target), e.part(s.Value)}))
		if begun := e.begunWith(target); begun != "" && v.tainted() {
			v = v.marked(textHints(begun+" "+e.written(s.Value)), 0)
		}
		e.assign(target, v)
		e.stored(target, s.Value, v)
	case "&&": // nothing, or what is assigned
		v := e.settled(e.eval(s.Value))
		e.assign(target, v)
	case "||", "??":
		e.assign(target, join(e.eval(target), e.under(e.condition(target).otherwise, s.Value)))
	case "|":
		e.assign(target, join(e.eval(target), e.eval(s.Value)))
	case "/":
		e.assign(target, e.settled(together([]part{e.part(target), e.part(s.Value)})))
	default:
		e.eval(s.Value)
		e.unfixes(target)
	}
}

// several gives the parts of one value to several targets, or several values.
func (e *engine) several(s *program.Assign) {
	if list, ok := s.Value.(*program.List); ok && len(list.Elements) == len(s.Targets) {
		values, constants := make([]*value, len(list.Elements)), make([]*fixed, len(list.Elements))
		for i, x := range list.Elements {
			values[i] = e.settled(e.eval(x))
			constants[i] = e.fixedOf(x, deepestConstant)
		}
		for i, target := range s.Targets {
			e.assign(target, values[i])
			e.fixes(target, constants[i])
		}
		return
	}
	v := e.settled(e.eval(s.Value))
	if e.tables.functions && len(s.Targets) == 2 && oneAndFlag(s.Value) { // box, ok := x.(*Box)
		v = &value{fields: map[string]*value{"0": v}}
	}
	var found *fixed
	if e.tables.functions && len(s.Targets) == 2 {
		found = e.present(s.Value)
	}
	for i, target := range s.Targets {
		e.assign(target, e.result(e.resultElsewhere(v, s.Value, i), i, target))
		if i == 1 {
			e.fixes(target, found)
		}
		if i == 0 && e.tables.functions {
			e.stored(target, s.Value, v)
		}
		if i == len(s.Targets)-1 || i == 0 && e.answersFirst(s.Value) {
			e.rememberResult(target, s.Value)
		}
	}
}

// answersFirst reports whether the first of a call's results is the answer to a question:
// ok, err := regexp.MatchString(…).
func (e *engine) answersFirst(x program.Expression) bool {
	call, ok := x.(*program.Call)
	if !ok || !e.tables.functions {
		return false
	}
	function := e.callee(&called{x: call})
	return e.tables.matches[program.LastName(call.Callee)] || function != nil && len(function.Results) == 2 && function.Results[0] == "bool"
}

// rememberResult keeps the call whose error, or the entry whose presence, a variable is.
func (e *engine) rememberResult(target, value program.Expression) {
	if entry, ok := value.(*program.Index); ok {
		value = &program.Index{Span: entry.Span, X: entry}
	}
	e.remember(target, value)
}

// result is one of several results of a call: errors and flags are clean.
func (e *engine) result(v *value, position int, target program.Expression) *value {
	if v == nil {
		return nil
	}
	if v.fields != nil {
		return v.fields[strconv.Itoa(position)]
	}
	if name, ok := target.(*program.Name); ok && (position > 0 && e.tables.flags[name.Name]) {
		return nil
	}
	return v
}

// assign gives a value to a target.
func (e *engine) assign(target program.Expression, v *value) {
	switch target := target.(type) {
	case *program.Name:
		e.unfixes(target)
		if at := e.slot(target); at.binding != nil || e.tables.origins[target.Name].zero() { // location = x leads elsewhere
			e.store(at, v.marked(0, direct))
		}
	case *program.Member:
		e.assignField(target, v)
		e.keeps(target, v)
	case *program.Index:
		key := e.eval(target.Index)
		if _, literal := target.Index.(*program.Literal); !literal && e.tables.schemas && !key.whole().tainted() {
			v = v.marked(entry, 0)
		}
		e.assignField(target, v)
		if e.tables.functions && key.known() { // of a map
			e.assignField(&program.Member{Span: target.Span, X: target.X, Name: someKey}, join(e.memberOf(e.eval(target.X), someKey, nil), key.marked(0, direct)))
		}
	case *program.Pattern:
		e.takeApart(target, v)
	case *program.Unary:
		if to, known := e.pointee(target.X); known && target.Operator == "*" {
			e.assign(to, v)
			return
		}
		e.assign(target.X, v)
	}
}

// store puts a value into a variable. One of an outer function may keep its own:
// it is not known when the inner function runs.
func (e *engine) store(at slot, v *value) {
	if v != nil && v.exact && at.binding != nil && e.ownVariables().used(at.binding) {
		v = v.inexact()
	}
	if at.binding != nil && at.binding.Owner != e.function() && !(e.frame != nil && e.frame.here && at.binding.Owner == e.function().Parent) {
		v = join(e.state.get(at), v)
	}
	e.state.set(at, v)
}

// slot is the variable that a name means.
func (e *engine) slot(x *program.Name) slot {
	if binding := e.function().Lookup(x.Name); binding != nil {
		return slot{binding: binding}
	}
	if x.Name == "this" {
		for f := e.function(); f != nil; f = f.Parent {
			if f.Class != nil || f.Parent == nil || f.Parent.Top {
				return slot{name: "this", function: f}
			}
		}
	}
	return slot{name: x.Name}
}

// takeApart gives the parts of a value to the targets of a pattern.
func (e *engine) takeApart(pattern *program.Pattern, v *value) {
	for _, part := range pattern.Parts {
		var taken *value
		switch {
		case part.Rest:
			taken = v
		case part.Key != "":
			taken = e.memberOf(v, part.Key, part.Target)
		default:
			taken = e.at(v, part.Index)
		}
		if part.Default != nil {
			taken = join(taken, e.eval(part.Default))
		}
		e.assign(part.Target, taken)
	}
}

// taken gives the targets of a pattern the sources that are members of what is taken apart:
// const { location } = this.props.
func (e *engine) taken(target, source program.Expression, v *value) {
	pattern, ok := target.(*program.Pattern)
	if !ok || !e.tables.schemas || v.fromSource() || v != nil && (v.model != nil || v.fields != nil) {
		return
	}
	if asserted, ok := source.(*program.Asserted); ok {
		source = asserted.X
	}
	switch source.(type) {
	case *program.Name, *program.Member:
	default:
		return
	}
	for _, part := range pattern.Parts {
		if part.Key == "" || part.Rest {
			continue
		}
		if given := e.member(&program.Member{Span: source.Range(), X: source, Name: part.Key}); given.known() {
			e.assign(part.Target, given)
		}
	}
}

// at is an element by its number.
func (e *engine) at(v *value, index int) *value {
	if v != nil && v.fields != nil {
		if some := v.fields[someElement]; some != nil {
			return some
		}
		return v.fields[strconv.Itoa(index)]
	}
	return element(v)
}

// element is any element of a value.
func element(v *value) *value {
	if v == nil {
		return nil
	}
	if v.fields == nil {
		if !v.tainted() {
			return nil
		}
		return v.each(func(s *strand) {
			s.hints &^= direct | entry
			if s.hints&slashless != 0 {
				s.safe, s.hints = s.safe|dotless, s.hints&^slashless // at most the folder above
			}
		})
	}
	var any *value
	for _, name := range keys(v.fields) {
		if name != someKey {
			any = join(any, v.fields[name])
		}
	}
	if v.tainted() {
		any = join(any, (&value{strands: v.strands}).marked(0, direct|entry))
	}
	return any
}

// elementOf is an element of a value: of files that were uploaded, one of them.
func (e *engine) elementOf(v *value) *value {
	if v != nil && v.model == scriptUploads {
		return e.memberOf(v, someElement, nil)
	}
	return element(v)
}

// someKey is the field of a map of Go that holds what its keys may be.
const someKey = "key()"

// deepestField bounds how far the fields of objects are known.
const deepestField = 4

// assignField sets a field of a variable's value.
func (e *engine) assignField(target program.Expression, v *value) {
	var path []string
	for range deepestField {
		switch x := target.(type) {
		case *program.Member:
			path = append(path, x.Name)
			target = x.X
		case *program.Index:
			path = append(path, e.keyOf(x.Index))
			target = x.X
		case *program.Unary:
			target = x.X
		case *program.Name:
			at := e.slot(x)
			if at.binding == nil && (!e.tables.origins[x.Name].zero() || slices.Contains(path, "location")) { // it leads elsewhere
				return
			}
			base := e.state.get(at)
			if base == nil {
				base = e.name(x)
			}
			e.state.set(at, withField(base, path, v))
			return
		default:
			return
		}
	}
}

// keyOf is the name of the field that an index means; empty where that is not known.
func (e *engine) keyOf(x program.Expression) string {
	if literal, ok := x.(*program.Literal); ok {
		return literal.Value
	}
	switch known := e.fixedOf(x, deepestConstant); {
	case known == nil:
	case known.value.Kind() == constant.String:
		return constant.StringVal(known.value)
	case known.value.Kind() == constant.Int:
		return known.value.ExactString()
	}
	return ""
}

// maxFields bounds the fields of an object that are known one by one.
const maxFields = 40

// withField is a value with a field changed; path leads to it, innermost first. An
// empty step is any field.
func withField(base *value, path []string, v *value) *value {
	if len(path) == 0 {
		return v
	}
	step := path[len(path)-1]
	if !v.known() && !base.known() {
		return base
	}
	changed := value{}
	if base != nil {
		changed = *base
	}
	if step == "" || len(changed.fields) >= maxFields {
		inner := v.whole()
		if !inner.tainted() {
			return base.inexact()
		}
		if base == nil {
			return inner.marked(0, direct|text)
		}
		return base.mixed(inner.marked(0, direct|text))
	}
	fields := make(map[string]*value, len(changed.fields)+1)
	for name, field := range changed.fields {
		fields[name] = field
	}
	fields[step] = withField(fields[step], path[:len(path)-1], v)
	changed.fields = fields
	return &changed
}

// oneAndFlag reports whether an expression of Go gives two targets one value, and whether
// there is any: of a type, of a map, of a channel.
func oneAndFlag(x program.Expression) bool {
	switch x := x.(type) {
	case *program.Asserted, *program.Index, *program.Member: // m["a"] too
		return true
	case *program.Unary:
		return x.Operator == "<-"
	}
	return false
}

// resultElsewhere is one of several results of a function of Go that is not in this file:
// which of them holds what is known where that function is.
func (e *engine) resultElsewhere(v *value, x program.Expression, position int) *value {
	call, ok := x.(*program.Call)
	if !ok || !e.tables.functions || v == nil || v.fields != nil || len(v.strands) != 1 {
		return v
	}
	one := v.strands[0]
	if one.root.kind != fromCall || one.root.parent != nil || one.root.span != call.Span {
		return v
	}
	one.root = e.partOf(one.root, strconv.Itoa(position), nil)
	one.root.result = true
	return held(one)
}
