package query

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// Set is a query of a model, or one of its rows, as far as one file tells: what it
// begins with, and what is done to that.
type Set struct {
	Class  string `json:"class,omitempty"`  // the model, by its origin
	Callee string `json:"callee,omitempty"` // or the function that gives it, as Function.Calls has it
	One    bool   `json:"one,omitempty"`    // it begins with one row of the class, not with the class
	Param  int    `json:"param,omitempty"`  // or what the function is given at this position, from 1
	Named  string `json:"named,omitempty"`  // as this parameter
	// Inherited is what else it begins with that the class, a view, has or inherits:
	// its query ("get_queryset"), that of its bases ("super"), the field "queryset", the
	// one row that it is about ("object").
	Inherited string `json:"inherited,omitempty"`
	Of        *Set   `json:"of,omitempty"` // what the function that gives it is given
	At        int    `json:"at,omitempty"` // at this position, from 1
	// Parts are what it holds where it is a tuple: (orders, total). One that is not known
	// says nothing.
	Parts []Set  `json:"parts,omitempty"`
	Steps []Step `json:"steps,omitempty"`
}

// Step is a member or a method behind what a set begins with. "[]" is an element.
type Step struct {
	Name string `json:"n"`
	Call bool   `json:"c,omitempty"`
	At   int    `json:"a,omitempty"` // of an element: which part of a tuple it is, from 1
	// Fetched are the relations that it fetches along: "customer__company"; "*" for
	// names that are not written there.
	Fetched []string `json:"f,omitempty"`
}

// element is the step to one of several.
const element = "[]"

// maxSteps bounds the steps of a set.
const maxSteps = 24

// own is the class of a set that begins with the name that is being looked up:
// orders = orders.filter(…).
const own = "\x00own"

// begins reports whether two sets begin with the same.
func (s Set) begins(other Set) bool {
	return s.Class == other.Class && s.Callee == other.Callee && s.One == other.One && s.Param == other.Param && s.Inherited == other.Inherited && len(s.Parts) == len(other.Parts)
}

// nothing reports whether a set begins with nothing that is known.
func (s Set) nothing() bool {
	return len(s.Steps) == 0 && s.Callee == "" && s.Param == 0 && s.Inherited == "" && len(s.Parts) == 0
}

// with returns a set with one more step.
func (s Set) with(step Step) Set {
	s.Steps = append(s.Steps[:len(s.Steps):len(s.Steps)], step)
	return s
}

// sets follows expressions of one file to the queries that they are.
type sets struct {
	*file
	within map[*program.Binding]bool // that are being looked up
	of     map[string]Set            // what the names of a comprehension stand for
}

// setBehind returns the query or row that an expression is; false where it is none
// that a model is known of.
func (f *file) setBehind(in *program.Function, x program.Expression) (Set, bool) {
	if f.Language != "Python" || x == nil {
		return Set{}, false
	}
	found, ok := sets{f, map[*program.Binding]bool{}, nil}.set(in, x, 0)
	found.Steps = slices.CompactFunc(found.Steps, func(a, b Step) bool { return a.narrows() && b.narrows() })
	if !ok || found.Class == own || len(found.Steps) > maxSteps {
		return Set{}, false
	}
	return found, true
}

// narrows reports whether a step chooses or orders rows, and no more: several are as
// good as one.
func (s Step) narrows() bool {
	return s.Call && len(s.Fetched) == 0 && (s.Name == "filter" || s.Name == "exclude" || s.Name == "order_by" || s.Name == "distinct")
}

// deepestSet bounds how far expressions are followed.
const deepestSet = 24

func (s sets) set(in *program.Function, x program.Expression, depth int) (Set, bool) {
	if depth > deepestSet {
		return Set{}, false
	}
	switch x := x.(type) {
	case *program.Await:
		return s.set(in, x.X, depth+1)
	case *program.Index:
		inner, ok := s.set(in, x.X, depth+1)
		if list, slice := x.Index.(*program.List); ok && slice && list.Kind == "slice" {
			return inner, true
		}
		if ok {
			return inner.with(Step{Name: element, At: partAt(x.Index)}), true
		}
	case *program.List:
		return s.tuple(in, x.Elements, depth)
	case *program.Member:
		return s.member(in, x, depth)
	case *program.Call:
		return s.call(in, x, depth)
	case *program.Name:
		return s.name(in, x, depth)
	case *program.Binary:
		if x.Operator == "|" || x.Operator == "or" {
			return s.set(in, x.Left, depth+1)
		}
		if x.Operator == "and" {
			return s.set(in, x.Right, depth+1)
		}
	case *program.Conditional:
		if found, ok := s.set(in, x.Then, depth+1); ok {
			return found, true
		}
		return s.set(in, x.Else, depth+1)
	case *program.Comprehension: // [o for o in orders if …]
		if len(x.Clauses) != 1 || len(x.Clauses[0].Targets) != 1 || x.Value != nil {
			break
		}
		target, ok := x.Clauses[0].Targets[0].(*program.Name)
		if chosen, same := x.Element.(*program.Name); ok && same && chosen.Name == target.Name {
			return s.set(in, x.Clauses[0].Over, depth+1)
		}
	}
	if list, ok := x.(*program.Comprehension); ok {
		return s.collection(in, list, depth)
	}
	return Set{}, false
}

// member reads x.name. What stands behind self is a field of the class, or one of the
// row that a model's method is about.
func (s sets) member(in *program.Function, x *program.Member, depth int) (Set, bool) {
	if name, ok := x.X.(*program.Name); ok && (name.Name == "self" || name.Name == "cls") && receives(in, name.Name) {
		if class := classAround(in); class != nil {
			for _, field := range class.Fields {
				if field.Name == x.Name && (field.Name == "queryset" || field.Name == "model") && field.Value != nil {
					return s.set(s.Top(), field.Value, depth+1)
				}
			}
			if value := s.assignedField(class, x.Name); value != nil {
				if found, ok := s.set(value.in, value.x, depth+1); ok {
					return found, true
				}
			}
			if found, is := s.ofView(class, x.Name); is {
				return found, true
			}
			if x.Name == "queryset" || x.Name == "model" {
				return Set{Class: class.Name, Inherited: x.Name}, true
			}
		}
	}
	if x.Name == "user" && program.LastName(x.X) == "request" && s.importsLike("django") {
		return Set{Class: userModel, One: true}, true
	}
	inner, ok := s.set(in, x.X, depth+1)
	if !ok {
		if known := s.classNamed(in, x); known != "" { // models.Order
			return Set{Class: known}, true
		}
		return Set{}, false
	}
	if len(inner.Steps) == 0 && inner.One && x.Name == "__class__" {
		return Set{Class: inner.Class}, true
	}
	return inner.with(Step{Name: x.Name}), true
}

// classNamed is the origin of a class that an expression names: a name with a
// capital, alone or in a module.
func (s sets) classNamed(in *program.Function, x program.Expression) string {
	if text, ok := x.(*program.Text); ok && capital(text.Value) { // a type that is only there for checkers
		x = &program.Name{Span: text.Span, Name: text.Value}
	}
	last := program.LastName(x)
	if !capital(last) || strings.ToUpper(last) == last {
		return ""
	}
	if name, ok := x.(*program.Name); ok {
		if binding := in.Lookup(name.Name); binding != nil && binding.Import == nil && binding.Class == nil {
			return ""
		}
	}
	return in.Origin(x)
}

// modelGetters are functions whose first argument is a model or a query, and which
// give one row, or all of them.
var modelGetters = map[string]bool{"get_object_or_404": true, "aget_object_or_404": true, "get_object_or_none": true, "get_list_or_404": false}

// wrapping matches functions that give what they are given, or the rows of it that
// they choose: pages, lists, orders.
var wrapping = regex.New(`(?i)^(?:list|tuple|sorted|reversed|set|iter|islice|frozenset)$|paginat|^(?:get_)?page|(?:orm|select)_?page$|filter_queryset|^order_|^sort_|get_page_items`)

// fetcher matches functions that fetch relations along, by their names.
var fetcher = regex.New(`(?i)prefetch|select_related|eager|optimi[sz]e|with_related|preload|annotate_and|with_details`)

func (s sets) call(in *program.Function, x *program.Call, depth int) (Set, bool) {
	name := calledName(x)
	first := func() (Set, bool) {
		for _, argument := range x.Arguments {
			if argument.Name != "" && argument.Name != "queryset" && argument.Name != "object_list" && argument.Name != "klass" {
				continue
			}
			if found, ok := s.set(in, argument.Value, depth+1); ok && (found.Class == own || len(found.Steps) > 0 || found.Callee != "" || found.Param > 0 || modelGetterNamed(name)) {
				return found, true
			}
		}
		return Set{}, false
	}
	if one, known := modelGetters[name]; known {
		found, ok := first()
		if ok && len(found.Steps) == 0 && found.Callee == "" && found.Class != own {
			found = found.with(Step{Name: "objects"})
		}
		if ok && one {
			found = found.with(Step{Name: "get", Call: true})
		}
		return found, ok
	}
	if made, is := s.paired(in, x, depth); is {
		return made, true
	}
	if name == "get_user_model" {
		return Set{Class: userModel}, true
	}
	if name == "get_model" {
		class := modelNamed(x)
		return Set{Class: class}, class != ""
	}
	member, ok := x.Callee.(*program.Member)
	if ok && name == "get_queryset" {
		if inherited, is := s.inherited(in, member, depth); is {
			return inherited, true
		}
	}
	if ok && name == "get_object" && len(x.Arguments) == 0 { // of a view of one row
		if self, named := member.X.(*program.Name); named && self.Name == "self" && receives(in, self.Name) {
			if found, is := s.ofView(classAround(in), "object"); is {
				return found, true
			}
		}
	}
	if filters.MatchString(name) { // OrderFilter(request.GET, queryset=orders)
		if query := argument(x, "queryset"); query != nil {
			return s.set(in, query, depth+1)
		}
	}
	if (name == "query" || name == "select") && len(x.Arguments) > 0 && (s.mapsSQL() || name == "query" && ofSession(x)) {
		if class := s.classNamed(in, x.Arguments[0].Value); class != "" { // db.session.query(Order)
			return Set{Class: class, Steps: []Step{{Name: "query"}}}, true
		}
	}
	if (name == "scalars" || name == "execute" || name == "exec") && len(x.Arguments) > 0 && s.mapsSQL() { // session.scalars(select(Order))
		return first()
	}
	if ok {
		if inner, known := s.set(in, member.X, depth+1); known && !(inner.One && len(inner.Steps) == 0 && wrapping.MatchString(name)) {
			step := Step{Name: name, Call: true, Fetched: s.fetchedBy(in, x)}
			return inner.with(step), true
		}
	}
	if wrapping.MatchString(name) {
		if found, given := first(); given {
			return found, true
		}
	}
	callee := s.callee(in, x.Callee)
	if fetcher.MatchString(name) && callee == "" {
		if found, given := first(); given {
			return found.with(Step{Name: "filter", Call: true, Fetched: []string{"*"}}), true
		}
	}
	if callee == "" && ok && methodName.MatchString(name) {
		callee = byName + name
	}
	if callee == "" {
		return Set{}, false
	}
	made := Set{Callee: callee}
	for i, argument := range x.Arguments {
		if argument.Name != "" || depth > deepestSet/2 {
			continue
		}
		if of, ok := s.set(in, argument.Value, depth+1); ok && of.Class != own && (len(of.Steps) > 0 || of.Callee != "" || of.Param > 0) {
			made.Of, made.At = &of, i+1
			break
		}
		if given, ok := argument.Value.(*program.Name); ok && s.within[in.Lookup(given.Name)] { // orders = filled(orders)
			if fetcher.MatchString(name) {
				return Set{Class: own, Steps: []Step{{Name: name, Call: true, Fetched: []string{likely}}}}, true
			}
			return Set{Class: own}, true
		}
	}
	return made, true
}

// ofSession reports whether a call is one of a session, by its name: db.session.query(Order).
func ofSession(call *program.Call) bool {
	member, ok := call.Callee.(*program.Member)
	return ok && sessions.MatchString(program.LastName(member.X))
}

// sessions matches how sessions of SQLAlchemy are called.
var sessions = regex.New(`(?i)^_?(?:db_?)?session$`)

// methodName matches names of methods that say much: get_open_orders. Where only one
// function is called so, it is meant, whatever has it.
var methodName = regex.New(`^[a-z]+_[a-z]+_[a-z_]+$`)

// inherited is the query that super().get_queryset() gives: that of the class's field,
// or what its bases have; and the one of self.get_queryset().
func (s sets) inherited(in *program.Function, member *program.Member, depth int) (Set, bool) {
	outer, ok := member.X.(*program.Call)
	class := classAround(in)
	if class == nil || class.Name == "" {
		return Set{}, false
	}
	if self, named := member.X.(*program.Name); named && self.Name == "self" && receives(in, self.Name) {
		return Set{Class: class.Name, Inherited: "get_queryset"}, true
	}
	if !ok || calledName(outer) != "super" {
		return Set{}, false
	}
	for _, wanted := range []string{"queryset", "model"} {
		for _, field := range class.Fields {
			if field.Name != wanted || field.Value == nil {
				continue
			}
			found, known := s.set(s.Top(), field.Value, depth+1)
			if known && len(found.Steps) == 0 && !found.One {
				found = found.with(Step{Name: "objects"})
			}
			return found, known
		}
	}
	return Set{Class: class.Name, Inherited: "super"}, true
}

// modelNamed is the model that get_model("shop", "Order") or get_model("shop.Order") gives.
func modelNamed(call *program.Call) string {
	var parts []string
	for _, argument := range call.Arguments[:min(len(call.Arguments), 2)] {
		if text, ok := argument.Value.(*program.Text); ok {
			parts = append(parts, text.Value)
		}
	}
	return strings.Join(parts, ".")
}

func modelGetterNamed(name string) bool { _, known := modelGetters[name]; return known }
