package query

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// everything stands for relations that are fetched along by names that are not
// written there.
const everything = "*"

// likely stands for what a method fetches along by its name: everything, unless the
// repository has it and it says which relations.
const likely = "?"

// along are the relations that a step fetches along.
func (r *registry) along(step Step) []string {
	if !slices.Contains(step.Fetched, likely) {
		return step.Fetched
	}
	for _, target := range r.custom[step.Name] {
		if target.Given != nil && len(target.Given.Fetched) > 0 {
			return nil // it is asked itself
		}
	}
	if target := r.helper(step); target != nil {
		return target.Given.Fetched
	}
	return []string{everything}
}

// customOf are the methods of query sets and managers that a step of a model's query may
// mean: of several that are called so, those of its own managers, where these have one.
func (r *registry) customOf(model classAt, name string) []*node {
	found := r.custom[name]
	if len(found) < 2 {
		return found
	}
	var own []*node
	for _, manager := range r.managersOf(model, 5) {
		if target := r.method(manager, name); target != nil && slices.Contains(found, target) && !slices.Contains(own, target) {
			own = append(own, target)
		}
	}
	if len(own) > 0 {
		return own
	}
	return found
}

// managersOf are the classes that a model's queries begin with, its own and inherited.
func (r *registry) managersOf(key classAt, depth int) []classAt {
	model := r.at[key]
	if model == nil || depth == 0 {
		return nil
	}
	var found []classAt
	for _, one := range model.Managers {
		if class, known := r.class(key.path, one.Class); known {
			found = append(found, class)
		}
	}
	for _, base := range model.Bases {
		if at, known := r.class(key.path, base); known && at != key {
			found = append(found, r.managersOf(at, depth-1)...)
		}
	}
	return found
}

// helper is the one function of the repository by which a step fetches along, and which
// says what: orders = with_customers(orders).
func (r *registry) helper(step Step) *node {
	if only := r.graph.named[step.Name]; len(only) == 1 && slices.Contains(step.Fetched, likely) && only[0].Given != nil && len(only[0].Given.Fetched) > 0 {
		return only[0]
	}
	return nil
}

// leadingTo marks the class that relations lead to which are fetched along, whatever
// they are called.
const leadingTo = "="

// fetchedBy are the relations that a call fetches along.
// https://docs.djangoproject.com/en/stable/ref/models/querysets/#select-related
// https://docs.sqlalchemy.org/en/20/orm/queryguide/relationships.html
func (s sets) fetchedBy(in *program.Function, call *program.Call) []string {
	name := calledName(call)
	switch {
	case name == "select_related" || name == "prefetch_related":
		if len(call.Arguments) == 0 {
			return []string{everything}
		}
	case name == "select" && s.importsLike("peewee"): // Order.select(Order, Customer).join(Customer)
		var found []string
		for _, argument := range call.Arguments {
			if class := program.LastName(argument.Value); capital(class) {
				found = append(found, leadingTo+class)
			}
		}
		return found
	case name == "with_parent" && len(call.Arguments) > 0: // the session knows the row that is named
		last := program.LastName(call.Arguments[0].Value)
		return []string{leadingTo + strings.ToUpper(last[:min(len(last), 1)]) + last[min(len(last), 1):]}
	case name == "filter_by":
		var found []string
		for _, argument := range call.Arguments {
			if _, row := argument.Value.(*program.Name); row && argument.Name != "" {
				found = append(found, argument.Name)
			}
		}
		return found
	case name == "options":
		var found []string
		for _, argument := range call.Arguments {
			if argument.Spread != "" {
				return []string{everything}
			}
			found = append(found, s.loader(argument.Value)...)
		}
		return found
	case fetcher.MatchString(name):
		return []string{likely}
	default:
		return nil
	}
	var found []string
	for _, argument := range call.Arguments {
		found = append(found, s.fetched(in, argument)...)
	}
	return found
}

// fetched reads one argument of select_related or prefetch_related.
func (s sets) fetched(in *program.Function, given program.Argument) []string {
	if given.Spread != "" {
		return []string{everything}
	}
	switch x := given.Value.(type) {
	case *program.Text:
		return []string{x.Value}
	case *program.Call:
		if calledName(x) != "Prefetch" || len(x.Arguments) == 0 {
			break
		}
		name, ok := x.Arguments[0].Value.(*program.Text)
		if !ok {
			break
		}
		found := []string{name.Value}
		under := name.Value + "__"
		if attribute := argument(x, "to_attr"); attribute != nil {
			put, constant := in.Constant(attribute)
			if !constant {
				return []string{everything}
			}
			found, under = putUnder(name.Value, put)
		}
		var queryset program.Expression
		if queryset = argument(x, "queryset"); queryset == nil && len(x.Arguments) > 1 && x.Arguments[1].Name == "" {
			queryset = x.Arguments[1].Value
		}
		if queryset == nil {
			return found
		}
		inner, known := s.set(in, queryset, 0)
		if !known {
			return append(found, under+everything)
		}
		if inner.Callee != "" || inner.Inherited != "" || inner.Param > 0 { // what that fetches along is said elsewhere
			found = append(found, under+everything)
		}
		for _, step := range inner.Steps {
			for _, deeper := range step.Fetched {
				if deeper == likely {
					deeper = everything
				}
				found = append(found, under+deeper)
			}
		}
		return found
	case *program.Literal:
		return nil // select_related(None)
	}
	if constant, ok := in.Constant(given.Value); ok {
		return []string{constant}
	}
	return []string{everything}
}

// loader reads what an option of SQLAlchemy loads: selectinload(Order.items).joinedload(Item.product).
func (s sets) loader(x program.Expression) []string {
	call, ok := x.(*program.Call)
	if !ok {
		return []string{everything}
	}
	before := ""
	var outer []string
	if member, chained := call.Callee.(*program.Member); chained {
		if inner, is := member.X.(*program.Call); is {
			if outer = s.loader(inner); len(outer) > 0 {
				before = outer[len(outer)-1] + "__"
			}
		}
	}
	switch calledName(call) {
	case "joinedload", "selectinload", "subqueryload", "immediateload", "contains_eager", "joinedload_all":
	default:
		return outer // load_only, raiseload, noload
	}
	var found []string
	for _, argument := range call.Arguments {
		switch x := argument.Value.(type) {
		case *program.Member:
			found = append(found, before+x.Name)
		case *program.Text:
			found = append(found, before+strings.ReplaceAll(x.Value, ".", "__"))
		default:
			return []string{everything}
		}
	}
	return found
}
