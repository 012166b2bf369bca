package taint

import (
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// eval runs an expression and returns what is known of its value.
func (e *engine) eval(x program.Expression) *value {
	if x == nil || !e.spend() {
		return nil
	}
	switch x := x.(type) {
	case *program.Name:
		return e.name(x)
	case *program.Member:
		return e.member(x)
	case *program.Index:
		return e.index(x)
	case *program.Call:
		return e.call(x)
	case *program.Template:
		parts := make([]part, len(x.Parts))
		for i, one := range x.Parts {
			parts[i] = e.part(one)
		}
		return together(parts)
	case *program.Binary:
		return e.binary(x)
	case *program.Unary:
		return e.unary(x)
	case *program.Conditional:
		condition := e.condition(x.Condition)
		switch always, known := e.decided(x.Condition); {
		case known && always:
			return e.under(condition.then, x.Then)
		case known:
			return e.under(condition.otherwise, x.Else)
		}
		return join(e.under(condition.then, x.Then), e.under(condition.otherwise, x.Else))
	case *program.Object:
		return e.object(x)
	case *program.List:
		return e.list(x.Elements)
	case *program.Closure:
		e.summarise(x.Function)
	case *program.Await:
		return e.eval(x.X)
	case *program.Yield:
		v := e.settled(e.eval(x.X))
		if v.known() {
			e.frame.returned = join(e.frame.returned, v)
		}
	case *program.Assigned:
		e.assignment(x.Assign)
		if len(x.Assign.Targets) == 1 {
			return e.eval(x.Assign.Targets[0])
		}
	case *program.Comprehension:
		return e.comprehension(x)
	case *program.Element:
		e.element(x)
	case *program.Asserted:
		if name := lastOf(e.origin(x.Type)); e.tables.clean[name] {
			e.eval(x.X)
			return nil
		}
		return e.eval(x.X)
	case *program.Other:
		for _, one := range x.Parts {
			e.eval(one)
		}
	}
	return nil
}

// part is an expression as a piece of a text.
func (e *engine) part(x program.Expression) part {
	if constant, ok := e.function().Constant(x); ok {
		return part{constant: constant, known: true}
	}
	if number, ok := x.(*program.Literal); ok {
		return part{constant: number.Value, known: true}
	}
	v := e.settled(e.eval(x))
	if v.tainted() || v != nil && v.fields != nil {
		return part{value: v}
	}
	return part{}
}

// name is the value of a name.
func (e *engine) name(x *program.Name) *value {
	at := e.slot(x)
	if v := e.state.get(at); v != nil {
		return v
	}
	if at.binding != nil {
		if v, known := e.given[at.binding]; known {
			return v
		}
		if at.binding.Param != nil || at.binding.Import == nil && at.binding.Type == nil {
			return nil
		}
	} else if e.tables.origins[x.Name].zero() {
		return nil
	}
	v := e.gives(e.tables.origins[e.origin(x)], x.Name, x, at)
	if at.binding != nil {
		e.given[at.binding] = v
	}
	return v
}

// member is x.name.
func (e *engine) member(x *program.Member) *value {
	v := e.eval(x.X)
	if v.known() {
		return e.memberOf(v, x.Name, x)
	}
	if origin := e.origin(x); origin != "" {
		if give := e.tables.origins[origin]; !give.zero() {
			return e.gives(give, origin, x, slot{name: origin})
		}
	}
	return nil
}

// memberOf is a part of a value, by its name.
func (e *engine) memberOf(v *value, name string, x program.Expression) *value {
	if v == nil {
		return nil
	}
	if field, known := v.fields[name]; known {
		return field
	}
	if v.model != nil {
		if give, known := v.model.members[name]; known {
			return e.modelGives(v, give, name, x)
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
		one.root = e.partOf(one.root, name, x)
		one.safe |= e.tables.partSafe[name]
		one.hints &= object | direct | text
		if one.hints&object != 0 {
			one.hints &^= text
		}
		one.lead = ""
		part.strands = withStrand(part.strands, one)
	}
	return part
}

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
		safe &^= redirect | request
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
	if give.zero() {
		return nil
	}
	self := e.partOf(v.self, name, x)
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
		if slice.Kind == "slice" {
			return v
		}
	}
	if literal, ok := x.Index.(*program.Literal); ok {
		if v == nil {
			return nil
		}
		if v.fields != nil {
			if field, known := v.fields[literal.Value]; known || !v.tainted() {
				return field
			}
		}
		if v.tainted() && v.hint(object) {
			return e.memberOf(v, literal.Value, x)
		}
		return element(v)
	}
	e.eval(x.Index)
	if v != nil && v.model != nil {
		return e.memberOf(v, "[]", x)
	}
	return element(v)
}

// maxChain bounds a chain of operators that is taken apart in one go.
const maxChain = 2000

func (e *engine) binary(x *program.Binary) *value {
	switch x.Operator {
	case "+":
		return together(e.chain(x))
	case "%":
		if e.tables.percent {
			return e.format(x.Left, []program.Expression{x.Right})
		}
	case "/":
		if e.tables.percent {
			return together([]part{e.part(x.Left), e.part(x.Right)})
		}
	case "&&", "and":
		return e.under(e.condition(x.Left).then, x.Right)
	case "||", "or", "??":
		left := e.eval(x.Left)
		return join(left, e.under(e.condition(x.Left).otherwise, x.Right))
	case ",":
		e.eval(x.Left)
		return e.eval(x.Right)
	}
	left, right := e.eval(x.Left), e.eval(x.Right)
	if x.Operator == "|" {
		return join(left, right)
	}
	return nil
}

// chain are the pieces of a + b + c, in order.
func (e *engine) chain(x *program.Binary) []part {
	var operands []program.Expression
	var at program.Expression = x
	for len(operands) < maxChain {
		sum, ok := at.(*program.Binary)
		if !ok || sum.Operator != "+" {
			break
		}
		operands = append(operands, sum.Right)
		at = sum.Left
	}
	parts := []part{e.part(at)}
	for i := len(operands) - 1; i >= 0; i-- {
		parts = append(parts, e.part(operands[i]))
	}
	return parts
}

func (e *engine) unary(x *program.Unary) *value {
	v := e.eval(x.X)
	switch x.Operator {
	case "&", "*", "...", "<-", "**":
		return v
	}
	return nil
}

// under evaluates an expression where a condition has proven something.
func (e *engine) under(proven []proof, x program.Expression) *value {
	mark := len(e.state.log)
	e.apply(proven)
	v := e.settled(e.eval(x))
	done := e.state.take(mark)
	done.jumped = true
	e.state.merge(done, outcome{})
	return v
}

// object knows the fields of an object by their names; what has none is any field.
func (e *engine) object(x *program.Object) *value {
	made := &value{}
	for _, entry := range x.Entries {
		if entry.Key != nil {
			e.eval(entry.Key)
		}
		v := e.settled(e.eval(entry.Value))
		switch {
		case entry.Spread != "":
			made = spread(made, v)
		case entry.Name == "" || len(made.fields) >= maxFields:
			if inner := v.whole(); inner.tainted() {
				made = made.mixed(inner.marked(0, direct|text))
			}
		case v.known() || made.fields[entry.Name] != nil || made.tainted():
			made = withField(made, []string{entry.Name}, v)
		}
		e.stored(&program.Member{Span: entry.Value.Range(), Name: entry.Name}, entry.Value, v)
	}
	if !made.known() {
		return nil
	}
	return made
}

// spread is ...v in an object.
func spread(made, v *value) *value {
	if v == nil {
		return made
	}
	if v.fields != nil {
		for _, name := range keys(v.fields) {
			made = withField(made, []string{name}, v.fields[name])
		}
	}
	if v.tainted() {
		made = made.mixed((&value{strands: v.strands}).marked(0, direct|text))
	}
	return made
}

// list knows its elements by their numbers while they are few.
func (e *engine) list(elements []program.Expression) *value {
	made := &value{}
	for i, x := range elements {
		if x == nil {
			continue
		}
		v := e.settled(e.eval(x))
		if unary, ok := x.(*program.Unary); ok && (unary.Operator == "..." || unary.Operator == "*") || i >= maxFields {
			if inner := v.whole(); inner.tainted() {
				made = made.mixed(inner.marked(0, direct))
			}
			continue
		}
		if v.known() {
			made = withField(made, []string{strconv.Itoa(i)}, v.marked(0, direct))
		}
	}
	if !made.known() {
		return nil
	}
	return made
}

// comprehension gives a list of its elements.
func (e *engine) comprehension(x *program.Comprehension) *value {
	mark := len(e.state.log)
	for _, clause := range x.Clauses {
		over := element(e.eval(clause.Over))
		for _, target := range clause.Targets {
			e.assign(target, over)
		}
		for _, one := range clause.Conditions {
			e.apply(e.condition(one).then)
		}
	}
	made := e.settled(e.eval(x.Element))
	if x.Value != nil {
		made = join(made, e.settled(e.eval(x.Value)))
	}
	e.state.take(mark)
	return made.whole()
}

// element goes through a JSX element.
func (e *engine) element(x *program.Element) {
	for _, attribute := range x.Attributes {
		v := e.settled(e.eval(attribute.Value))
		e.stored(&program.Member{Span: attribute.Value.Range(), Name: attribute.Name}, attribute.Value, v)
	}
	for _, child := range x.Children {
		e.eval(child)
	}
}

// lastOf is the last name of an origin: "query" of "pg.Pool().query".
func lastOf(origin string) string {
	return origin[split(origin):]
}

// ownerOf is what stands before the last name of an origin; empty where nothing does.
func ownerOf(origin string) string {
	if at := split(origin); at > 0 {
		return origin[:at-1]
	}
	return ""
}

// split is where the last name of an origin begins.
func split(origin string) int {
	depth := 0
	for i := len(origin) - 1; i >= 0; i-- {
		switch origin[i] {
		case ')', ']':
			depth++
		case '(', '[':
			depth--
		case '/':
			if depth <= 0 {
				return 0
			}
		case '.':
			if depth <= 0 && i+1 < len(origin) && strings.IndexByte("./", origin[i+1]) < 0 {
				return i + 1
			}
		}
	}
	return 0
}
