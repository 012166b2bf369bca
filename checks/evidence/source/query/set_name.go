package query

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// userModel stands for the model of users that the settings name.
const userModel = "AUTH_USER_MODEL"

// collections matches types whose elements stand in brackets: QuerySet[Order].
var collections = regex.New(`(?:QuerySet|Iterable|list|List|Sequence|set|Set|Iterator|Collection|tuple|Tuple|Manager|Page)$`)

// declared reads the type of a parameter: Order, QuerySet[Order], Optional["Order"].
func (s sets) declared(in *program.Function, declared program.Expression) (Set, bool) {
	if either, ok := declared.(*program.Binary); ok && either.Operator == "|" { // Order | None
		declared = either.Left
	}
	if maybe, ok := declared.(*program.Index); ok && program.LastName(maybe.X) == "Optional" {
		declared = maybe.Index
	}
	if index, ok := declared.(*program.Index); ok && collections.MatchString(program.LastName(index.X)) {
		inner := index.Index
		if list, several := inner.(*program.List); several && len(list.Elements) > 0 {
			inner = list.Elements[0]
		}
		if class := s.classNamed(in, inner); class != "" {
			return Set{Class: class, Steps: []Step{{Name: "objects"}}}, true
		}
		return Set{}, false
	}
	if class := s.classNamed(in, declared); class != "" {
		return Set{Class: class, One: true}, true
	}
	return Set{}, false
}

// maxValues bounds the values of one name that are followed.
const maxValues = 40

func (s sets) name(in *program.Function, x *program.Name, depth int) (Set, bool) {
	if found, known := s.of[x.Name]; known {
		return found, true
	}
	binding := in.Lookup(x.Name)
	if binding == nil { // from shop.models import *
		class := s.classNamed(in, x)
		return Set{Class: class}, class != ""
	}
	if binding.Param != nil {
		switch {
		case binding.Position == -1 || receives(in, x.Name):
			class := classAround(in)
			if class == nil || class.Name == "" {
				return Set{}, false
			}
			return Set{Class: class.Name, One: x.Name != "cls"}, true
		case len(binding.Values) == 0:
			return s.given(binding, x.Name)
		}
	}
	if s.within[binding] {
		return Set{Class: own}, true
	}
	if class := s.classNamed(in, x); class != "" && (binding.Import != nil || binding.Class != nil) {
		return Set{Class: class}, true
	}
	values := before(binding, in, x)
	if len(values) == 0 || len(values) > maxValues {
		return Set{}, false
	}
	s.within[binding] = true
	defer delete(s.within, binding)
	var found Set
	known := false
	var more []Step
	if binding.Param != nil { // orders = orders.filter(…) of a parameter
		found, known = s.given(binding, x.Name)
	}
	apart := false // the names of a pattern are no elements of what is gone through
	for _, value := range values {
		if empty(value) || emptyMap(value) {
			continue
		}
		one, ok := Set{}, false
		if binding.Element {
			one, ok = s.takenApart(binding.Owner, value, depth)
			apart = apart || ok
		}
		if !ok {
			one, ok = s.set(binding.Owner, value, depth+1)
		}
		switch {
		case !ok:
			return Set{}, false
		case one.Class == own:
			more = append(more, one.Steps...)
		case !known:
			found, known = one, true
		case !one.begins(found):
			return Set{}, false
		case len(one.fetched()) > len(found.fetched()): // the better of two ways
			found = one
		}
	}
	if !known && binding.Param == nil {
		if found, known = s.appended(binding, x.Name, values, depth); !known {
			found, known = s.filledBy(binding, x.Name, values, depth)
		}
	}
	found.Steps = append(found.Steps[:len(found.Steps):len(found.Steps)], more...)
	if binding.Element && !apart {
		found = found.with(Step{Name: element})
	}
	return found, known
}

// given is what stands for a parameter: a row of the type that is declared, or what
// callers give.
func (s sets) given(binding *program.Binding, name string) (Set, bool) {
	if binding.Type != nil {
		if declared, ok := s.declared(binding.Owner, binding.Type); ok && declared.One {
			return declared, true
		}
	}
	if noRows[name] || binding.Param.Rest || binding.Position < 0 {
		return Set{}, false
	}
	if name == "user" && s.importsLike("django") {
		return Set{Class: userModel, One: true}, true
	}
	return Set{Param: binding.Position + 1, Named: name}, true
}

// before are the values that a name is given before it stands at a place.
func before(binding *program.Binding, in *program.Function, x *program.Name) []program.Expression {
	if binding.Element && binding.Owner == in && len(binding.Values) > 1 {
		return ofLoop(binding, x)
	}
	if binding.Owner != in || binding.Element || x.Start == 0 {
		return binding.Values
	}
	var found []program.Expression
	for _, value := range binding.Values {
		if value == nil || value.Range().End <= x.Start {
			found = append(found, value)
		}
	}
	if len(found) == 0 { // in a loop, what was given in the round before
		return binding.Values
	}
	return found
}

// fetched are the relations that the steps of a set fetch along.
func (s Set) fetched() []string {
	var found []string
	for _, step := range s.Steps {
		found = append(found, step.Fetched...)
	}
	return found
}

// empty reports whether a value is nothing yet: None, an empty list, Order.objects.none().
func empty(x program.Expression) bool {
	switch x := x.(type) {
	case *program.Literal:
		return x.Kind == program.LiteralNothing
	case *program.List:
		return len(x.Elements) == 0
	case *program.Call:
		return calledName(x) == "none"
	}
	return x == nil
}

// assigned is a value that a method gives to a field of its class.
type assigned struct {
	in *program.Function
	x  program.Expression
}

// assignedField finds the one value that a class's methods give to self.name.
func (f *file) assignedField(class *program.Class, name string) *assigned {
	var found *assigned
	several := false
	for _, method := range class.Methods {
		program.VisitStatements(method.Body, func(s program.Statement) bool {
			assign, ok := s.(*program.Assign)
			if !ok || len(assign.Targets) != 1 || assign.Operator != "" {
				return true
			}
			target, ok := assign.Targets[0].(*program.Member)
			if !ok || target.Name != name || program.LastName(target.X) != "self" || assign.Value == nil {
				return true
			}
			several = several || found != nil
			found = &assigned{method, assign.Value}
			return true
		}, nil)
	}
	if several {
		return nil
	}
	return found
}

func capital(name string) bool { return name != "" && name[0] >= 'A' && name[0] <= 'Z' }
