package taint

import (
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// callee is the function of this file that a call runs; nil for others.
func (e *engine) callee(c *called) *program.Function {
	switch callee := c.x.Callee.(type) {
	case *program.Name, *program.Closure:
		return e.functionOf(callee)
	case *program.Index: // of type parameters
		if name, ok := callee.X.(*program.Name); ok && e.tables.functions {
			if binding := e.function().Lookup(name.Name); binding != nil {
				return binding.Function
			}
		}
	case *program.Call:
		return e.makes(callee)
	case *program.Member:
		if class := e.classOf(callee.X); class != nil {
			return methodOf(class, callee.Name, 3)
		}
		if name, ok := callee.X.(*program.Name); ok {
			if function := e.entry(name, callee.Name); function != nil {
				return function
			}
		}
		return e.memberFunction(callee)
	}
	return nil
}

// makes is the function that a call of a function of this file gives: the closure that it
// returns.
func (e *engine) makes(x *program.Call) *program.Function {
	if e.following >= deepestConstant {
		return nil
	}
	e.following++
	function := e.callee(&called{x: x})
	e.following--
	if function == nil || len(function.Body) == 0 {
		return nil
	}
	last, ok := function.Body[len(function.Body)-1].(*program.Return)
	if !ok || len(last.X) != 1 {
		return nil
	}
	switch given := last.X[0].(type) {
	case *program.Closure:
		return given.Function
	case *program.Name:
		if binding := function.Lookup(given.Name); binding != nil && binding.Owner == function {
			return binding.Function
		}
	}
	return nil
}

func (e *engine) functionNamed(x *program.Name) *program.Function {
	binding := e.function().Lookup(x.Name)
	if binding == nil {
		return nil
	}
	if given := e.bindings[binding]; given != nil {
		return given
	}
	if binding.Function != nil {
		return binding.Function
	}
	if len(binding.Values) == 1 && binding.Param == nil {
		switch given := binding.Values[0].(type) {
		case *program.Closure:
			return given.Function
		case *program.Call: // const find = asyncHandler(async (req, res) => …)
			if inner := wrapped(given); inner != nil {
				return e.functionOf(inner)
			}
			if rootName(given.Callee) != x.Name {
				return e.makes(given)
			}
		}
	}
	return nil
}

// entry is a function in an object literal: const orders = {find(x) {…}}.
func (e *engine) entry(object *program.Name, name string) *program.Function {
	binding := e.function().Lookup(object.Name)
	if binding == nil || binding.Param != nil || len(binding.Values) != 1 {
		return nil
	}
	literal, ok := binding.Values[0].(*program.Object)
	if !ok {
		return nil
	}
	for _, one := range literal.Entries {
		if closure, ok := one.Value.(*program.Closure); ok && one.Name == name {
			return closure.Function
		}
	}
	return nil
}

// classOf is the class of this file that an expression is an object of, or the class
// itself.
func (e *engine) classOf(x program.Expression) *program.Class {
	if class := e.classWritten(x); class != nil {
		return class
	}
	kind, made := strings.CutSuffix(e.origin(x), "()")
	if !made || strings.ContainsAny(kind, ".[/") {
		return nil
	}
	if binding := e.file.Top().Lookup(kind); binding != nil {
		return e.implemented(binding.Class)
	}
	return nil
}

// implemented is the one class of this file that has the methods of an interface of Go;
// any other class itself.
func (e *engine) implemented(class *program.Class) *program.Class {
	if class == nil || class.Kind != "interface" || !e.tables.functions || len(class.Methods) == 0 {
		return class
	}
	var found *program.Class
	for _, other := range e.file.Classes {
		if other.Kind == "interface" || len(other.Methods) == 0 {
			continue
		}
		has := true
		for _, method := range class.Methods {
			has = has && methodOf(other, method.Name, 1) != nil
		}
		switch {
		case has && found != nil:
			return class
		case has:
			found = other
		}
	}
	if found == nil {
		return class
	}
	return found
}

// classWritten is the class that an expression is an object of by the way it is written.
func (e *engine) classWritten(x program.Expression) *program.Class {
	name, ok := x.(*program.Name)
	if !ok {
		if call, isCall := x.(*program.Call); isCall {
			return e.classMade(call)
		}
		return nil
	}
	for f := e.function(); f != nil; f = f.Parent {
		if f.Class != nil && (name.Name == "this" || f.Receiver != nil && f.Receiver.Name == name.Name) {
			return f.Class
		}
	}
	binding := e.function().Lookup(name.Name)
	switch {
	case binding == nil:
		return nil
	case binding.Class != nil:
		return binding.Class
	case binding.Type != nil:
		class := e.implemented(e.classNamed(bare(binding.Type)))
		if class != nil && class.Kind == "interface" && e.tables.functions && len(binding.Values) == 1 { // var shape Shape = Circle{}
			if written := e.classLiteral(binding.Values[0]); written != nil {
				return written
			}
		}
		return class
	case binding.Param == nil && len(binding.Values) == 1:
		if call, ok := binding.Values[0].(*program.Call); ok && rootName(call.Callee) != name.Name {
			return e.classMade(call)
		}
		return e.classLiteral(binding.Values[0])
	}
	return nil
}

// classLiteral is the class of an object of Go that is written there: Store{…}, &Store{…}.
func (e *engine) classLiteral(x program.Expression) *program.Class {
	if unary, ok := x.(*program.Unary); ok {
		x = unary.X
	}
	if object, ok := x.(*program.Object); ok && e.tables.functions {
		return e.classNamed(object.Type)
	}
	return nil
}

// classMade is the class that a call makes an object of: its own, or that of a method which
// gives its object again, for the next call.
func (e *engine) classMade(call *program.Call) *program.Class {
	member, ok := call.Callee.(*program.Member)
	if !ok {
		return e.classNamed(call.Callee)
	}
	if e.following >= deepestConstant {
		return nil
	}
	e.following++
	class := e.classWritten(member.X)
	e.following--
	if class == nil {
		return nil
	}
	method := methodOf(class, member.Name, 3)
	if method == nil || len(method.Body) == 0 {
		return nil
	}
	returned, ok := method.Body[len(method.Body)-1].(*program.Return)
	if !ok || len(returned.X) != 1 {
		return nil
	}
	self, ok := returned.X[0].(*program.Name)
	if ok && (self.Name == "this" || method.Receiver != nil && method.Receiver.Name == self.Name) {
		return class
	}
	return nil
}

func (e *engine) classNamed(x program.Expression) *program.Class {
	name, ok := x.(*program.Name)
	if !ok {
		return nil
	}
	if binding := e.function().Lookup(name.Name); binding != nil {
		return binding.Class
	}
	return nil
}

// methodOf is a method of a class or, some steps up, of what it extends.
func methodOf(class *program.Class, name string, steps int) *program.Function {
	for _, method := range class.Methods {
		if method.Name == name && method.Kind != "abstract" {
			return method
		}
	}
	if steps == 0 || class.Owner == nil {
		return nil
	}
	for _, base := range class.Bases {
		if name_, ok := bare(base).(*program.Name); ok {
			if binding := class.Owner.Lookup(name_.Name); binding != nil && binding.Class != nil && binding.Class != class {
				if method := methodOf(binding.Class, name, steps-1); method != nil {
					return method
				}
			}
		}
	}
	return nil
}

// invoke is a call of a function of this file: what its parameters reach, and what
// it returns of them.
func (e *engine) invoke(c *called, function *program.Function) *value {
	if v, known := e.applied(c, function); known {
		if e.escaping(function) {
			v = escaped(v)
		}
		return e.captured(c, function, v)
	}
	made := e.summarise(function)
	if made == nil {
		return nil
	}
	step := Place{Line: e.file.Line(c.x.Start), What: e.written(c.x.Callee) + "(…)"}
	for _, one := range made.reaches {
		e.carried(c, function, one, step)
	}
	e.handsFurther(c, made, step)
	e.callsBack(c, function, made, step)
	returned := e.captured(c, function, e.substituted(c, function, made.returned, step, deepestField+1))
	if returned.tainted() && e.escaping(function) {
		return escaped(returned)
	}
	return returned
}

// carried follows an argument to the sink that the parameter reaches.
func (e *engine) carried(c *called, function *program.Function, one reach, step Place) {
	v := e.argumentOf(c, function, one.data.root)
	if !v.tainted() {
		return
	}
	steps := append([]Place{step}, one.steps...)
	for _, given := range v.strands {
		e.reached(one.at, composed(one.data, given), steps)
	}
}

// composed is data that was given to a parameter, with what the function makes of
// the parameter.
func composed(of, given strand) strand {
	given.safe |= of.safe
	given.hints |= of.hints &^ (direct | object)
	if of.hints&(text|built) != 0 {
		given.hints &^= object
	}
	given.lead = of.lead + given.lead
	return given
}

// argumentOf is what a call gives to a parameter, or to a part of it.
func (e *engine) argumentOf(c *called, function *program.Function, one *root) *value {
	return e.partOfArgument(c, function, one).whole()
}

// partOfArgument is the same, with its fields one by one.
func (e *engine) partOfArgument(c *called, function *program.Function, one *root) *value {
	if one.index < 0 {
		return nil
	}
	if one.index >= len(function.Params) {
		return nil
	}
	param := function.Params[one.index]
	var v *value
	found := false
	if param.Name != "" {
		for i, argument := range c.x.Arguments {
			if argument.Name == param.Name {
				v, found = c.values[i], true
			}
		}
	}
	position := 0
	for i, argument := range c.x.Arguments {
		if found || argument.Name != "" {
			continue
		}
		if position == one.index || argument.Spread != "" || param.Rest && position >= one.index {
			v = join(v, c.values[i])
			if !param.Rest {
				found = true
			}
		}
		position++
	}
	if path := one.path(); path != "" {
		for _, key := range strings.Split(path, ".") {
			if e.tables.functions && v.ofElements(key) {
				v = element(v)
			}
			if e.tables.functions && isNumber(key) && (v == nil || v.fields == nil) {
				v = element(v)
				continue
			}
			v = e.memberOf(v, key, nil)
		}
	}
	return v
}

// isNumber reports whether a part is an element by its number.
func isNumber(key string) bool {
	_, err := strconv.Atoi(key)
	return err == nil
}

// ofElements reports whether a value is a list or a map of Go, none of whose own parts has a
// name: what has it is a part of each element.
func (v *value) ofElements(name string) bool {
	if v == nil || len(v.fields) == 0 || v.model != nil || v.tainted() || name == someKey {
		return false
	}
	if _, has := v.fields[name]; has {
		return false
	}
	for one := range v.fields {
		if _, err := strconv.Atoi(one); err != nil && !v.keyed && one != someKey {
			return false
		}
	}
	return true
}

// substituted is what a function returns, with the arguments in place of its
// parameters.
func (e *engine) substituted(c *called, function *program.Function, returned *value, step Place, depth int) *value {
	if returned == nil || depth == 0 {
		return nil
	}
	made := &value{model: returned.model, self: returned.self}
	for _, one := range returned.strands {
		if one.root.kind == fromParam && one.root.owner == function {
			given := e.partOfArgument(c, function, one.root)
			if e.tables.functions && len(returned.strands) == 1 && returned.fields == nil && one.asGiven() && given.hasElements() {
				return given.inexact() // as it was given
			}
			if given = given.whole(); given.tainted() {
				made = join(made, given.each(func(s *strand) { *s = composed(one, *s) }))
			}
			continue
		}
		one.root = e.stepped(one.root, step)
		made = join(made, held(one))
	}
	for _, name := range keys(returned.fields) {
		if field := e.substituted(c, function, returned.fields[name], step, depth-1); field.known() {
			made = withField(made, []string{name}, field)
		}
	}
	if !made.known() {
		return nil
	}
	return made
}

// asGiven reports whether data is a parameter itself, and not made of it.
func (s strand) asGiven() bool { return s.safe == 0 && s.lead == "" && s.hints&^object == direct }

// hasElements reports whether what is known of a value stands in its fields and elements alone.
func (v *value) hasElements() bool {
	return v != nil && v.fields != nil && v.model == nil && !v.tainted()
}

// stepped is a source that comes by way of a call.
func (e *engine) stepped(one *root, step Place) *root {
	if one.kind != fromSource || len(one.steps) >= maxSteps {
		return one
	}
	at := partKey{one, "\x00" + step.What}
	if known, found := e.parts[at]; found {
		return known
	}
	made := *one
	made.parent, made.depth = one, one.depth
	made.key = ""
	made.steps = append(one.steps[:len(one.steps):len(one.steps)], step)
	e.parts[at] = &made
	return &made
}
