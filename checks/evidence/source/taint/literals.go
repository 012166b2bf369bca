package taint

import (
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// object knows the fields of an object by their names; what has none is any field.
func (e *engine) object(x *program.Object) *value {
	made := &value{}
	in := e.entryOf
	e.entryOf = ""
	address := x.Type != nil && e.origin(x.Type) == "net/url.URL"
	for _, entry := range x.Entries {
		if entry.Key != nil {
			if key := e.settled(e.eval(entry.Key)); e.tables.functions && key.known() {
				made = withField(made, []string{someKey}, join(made.fields[someKey], key.marked(0, direct)))
			}
		}
		if _, inner := entry.Value.(*program.Object); inner {
			e.entryOf = entry.Name
		}
		v := e.settled(e.eval(entry.Value))
		e.entryOf = ""
		if operands[entry.Name] && v != nil {
			v = v.with(nosql)
		}
		if address && !addressed[entry.Name] {
			v = v.with(redirect | request)
		}
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
		if entry.Name == "Location" && in != "" && !strings.Contains(strings.ToLower(in), "header") {
			continue // of something else than headers: {content: {Location: …}}
		}
		e.stored(&program.Member{Span: entry.Value.Range(), Name: entry.Name}, entry.Value, v)
	}
	kind, generic := x.Type.(*program.Index)
	mapped := generic && e.tables.functions && identifier(kind.X) == "map"
	if !made.known() && !mapped {
		return nil
	}
	if e.tables.functions {
		if mapped {
			made = keyedBy(x, made)
		}
		e.golangCommand(x, made)
		e.golangRequested(x, made)
	}
	return made
}

// keyedBy is a map of Go as it is written. Where all of its keys are constant it has those
// entries and no others.
func keyedBy(x *program.Object, made *value) *value {
	keyed := *made
	keyed.keyed, keyed.exact = true, !made.tainted() && len(x.Entries) < maxFields
	keyed.fields = map[string]*value{}
	for _, entry := range x.Entries {
		if entry.Name == "" || entry.Spread != "" {
			keyed.exact = false
		} else {
			keyed.fields[entry.Name] = nil
		}
	}
	if !keyed.exact {
		keyed.fields = made.fields
		return &keyed
	}
	for name, field := range made.fields {
		keyed.fields[name] = field
	}
	return &keyed
}

// operands are operators of MongoDB that compare with what they are given, whatever that
// is. https://www.mongodb.com/docs/manual/reference/operator/query-comparison/
var operands = words("$eq $ne $gt $gte $lt $lte $in $nin $size $exists $set $push $pull $addToSet $inc $unset $text $search")

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
		target := &program.Member{Span: attribute.Value.Range(), Name: attribute.Name}
		if tag, ok := x.Name.(*program.Text); ok && leading[tag.Value] && attribute.Name != "" { // where its address runs or leads
			target.X = &program.Name{Span: tag.Span, Name: tag.Value}
		}
		e.stored(target, attribute.Value, v)
		e.viewedBy(x, attribute.Name, attribute.Value, v)
	}
	e.tooltip(x)
	for _, child := range x.Children {
		e.scripted(x, child, e.settled(e.eval(child)))
	}
	e.component(x)
}

// component hands the attributes of an element to the function of this file that makes it.
func (e *engine) component(x *program.Element) {
	name, ok := x.Name.(*program.Name)
	if !ok {
		return
	}
	function := e.functionNamed(name)
	if function == nil || len(function.Params) == 0 || e.running(function) {
		return
	}
	props := &value{}
	for _, attribute := range x.Attributes {
		v := e.settled(e.eval(attribute.Value))
		switch {
		case attribute.Name != "" && v.known():
			props = withField(props, []string{attribute.Name}, v)
		case attribute.Name == "":
			props = spread(props, v)
		}
	}
	if !props.known() {
		return
	}
	call := &program.Call{Span: x.Span, Callee: name, Arguments: []program.Argument{{Value: &program.Object{Span: x.Span}}}}
	e.invoke(&called{x: call, name: name.Name, values: []*value{props}}, function)
}

// leading are elements whose addresses lead somewhere, or run: javascript:…
var leading = words("a area iframe form button base embed object script")
