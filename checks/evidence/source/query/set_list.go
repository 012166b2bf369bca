package query

import (
	"slices"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// collected is the step from one row to a list of such rows that code makes itself:
// [line.product for line in lines].
const collected = "[+]"

// filters matches how filters of a list are called: what they give is the query that they
// are given, with less in it.
// https://django-filter.readthedocs.io/en/stable/guide/usage.html
var filters = regex.New(`(?i)filter_?(?:set)?_?(?:class)?$`)

// collection reads a list of rows, or of parts of them, that a comprehension makes, and the
// rows by their keys: {o.pk: o for o in orders}.
func (s sets) collection(in *program.Function, list *program.Comprehension, depth int) (Set, bool) {
	part, byKey := list.Element, list.Value != nil
	if byKey {
		part = list.Value
	}
	if part == nil || len(list.Clauses) != 1 {
		return Set{}, false
	}
	if call, ok := part.(*program.Call); ok && calledName(call) != "get" { // what a function makes of a row is no row
		return Set{}, false
	}
	target, ok := list.Clauses[0].Targets[0].(*program.Name)
	if !ok || len(list.Clauses[0].Targets) != 1 {
		return Set{}, false
	}
	over, ok := s.set(in, list.Clauses[0].Over, depth+1)
	if !ok || over.Class == own {
		return Set{}, false
	}
	inner := s
	inner.of = map[string]Set{target.Name: over.with(Step{Name: element})}
	found, ok := inner.set(in, part, depth+1)
	if !ok || len(found.Steps)+len(found.Parts) == 0 || found.Class == own {
		return Set{}, false
	}
	if found = found.with(Step{Name: collected}); byKey {
		found = found.with(Step{Name: "in_bulk", Call: true})
	}
	return found, true
}

// appended reads a list that is empty at first and is given rows one by one: open.append(order).
func (s sets) appended(binding *program.Binding, name string, values []program.Expression, depth int) (found Set, known bool) {
	if !slices.ContainsFunc(values, func(value program.Expression) bool {
		list, ok := value.(*program.List)
		return ok && len(list.Elements) == 0
	}) {
		return Set{}, false
	}
	several := false
	program.VisitStatements(binding.Owner.Body, nil, func(x program.Expression) bool {
		call, ok := x.(*program.Call)
		if !ok || len(call.Arguments) != 1 || calledName(call) != "append" && calledName(call) != "extend" {
			return true
		}
		member, ok := call.Callee.(*program.Member)
		if !ok {
			return true
		}
		if root, plain := member.X.(*program.Name); !plain || root.Name != name {
			return true
		}
		one, ok := s.set(binding.Owner, call.Arguments[0].Value, depth+1)
		if calledName(call) == "append" {
			if ok = ok && len(one.Steps)+len(one.Parts) > 0 && one.Class != own; ok {
				one = one.with(Step{Name: collected})
			}
		}
		switch {
		case !ok || known && !one.begins(found):
			several = true
		case !known:
			found, known = one, true
		}
		return true
	})
	return found, known && !several
}

// ofView is what stands behind self in a view: the row or the rows that it is about, or
// what one of its properties gives.
// https://docs.djangoproject.com/en/stable/ref/class-based-views/mixins-single-object/
func (s sets) ofView(class *program.Class, name string) (Set, bool) {
	if class == nil || !views.MatchString(class.Name) {
		return Set{}, false
	}
	method := s.names[class.Name+"."+name]
	switch {
	case method != nil && slices.ContainsFunc(method.Decorators, func(x program.Expression) bool { return property.MatchString(decoratorName(x)) }):
		return Set{Callee: s.reference(method)}, true
	case method != nil:
		return Set{}, false
	case name == "object":
		return Set{Class: class.Name, Inherited: "object"}, true
	case name == "object_list":
		return Set{Class: class.Name, Inherited: "get_queryset"}, true
	}
	return Set{}, false
}

// property matches decorators of methods that are read like a field.
var property = regex.New(`(?:^|[._])property$`)
