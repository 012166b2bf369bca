package lookup

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// djangoLookups are what stands behind the last "__" of a condition, by what an index
// does for it; "" for what a plain index does not serve.
// https://docs.djangoproject.com/en/stable/ref/models/querysets/#field-lookups
var djangoLookups = map[string]schema.ConditionKind{
	"exact": schema.ConditionEqual, "in": schema.ConditionEqual, "gt": schema.ConditionRange, "gte": schema.ConditionRange, "lt": schema.ConditionRange, "lte": schema.ConditionRange, "range": schema.ConditionRange,
	"iexact": "", "contains": "", "icontains": "", "startswith": "", "istartswith": "", "endswith": "", "iendswith": "", "isnull": "", "regex": "", "iregex": "", "search": "",
	"date": "", "year": "", "month": "", "day": "", "week": "", "hour": "", "overlap": "", "contained_by": "", "has_key": "", "has_keys": "", "has_any_keys": "", "len": "", "trigram_similar": "",
}

// djangoNarrows are methods that a query is narrowed by further on, so that what
// stands so far says not all of it.
var djangoNarrows = []string{"filter", "exclude", "get", "first", "last", "order_by", "distinct", "union", "intersection", "annotate", "extra", "earliest", "latest"}

// djangoRuns are methods that ask the database at once.
var djangoRuns = []string{"get", "first", "last", "exists", "count", "delete", "update", "aggregate", "earliest", "latest", "iterator", "in_bulk", "get_or_create", "update_or_create", "aget", "afirst", "aexists", "acount", "aget_or_create"}

// django reads Order.objects.filter(email=email).order_by("-created")[:10].
func django(r *reader, c chain) *asked {
	model := c.rootName()
	manager := c.place("objects", "_default_manager")
	if manager < 0 && c.has("query") {
		return sqlalchemy(r, c) // Order.query.filter(…)
	}
	if manager > 0 {
		model = c.steps[manager-1].name
	}
	if model == "" || model == "self" || model == "cls" && classAround(c.in) == "" || model != "cls" && (model[0] < 'A' || model[0] > 'Z') {
		return nil
	}
	if model == "cls" {
		model = classAround(c.in)
	}
	found := &asked{Lookup: schema.Lookup{Table: model, Model: true}}
	for _, one := range c.steps {
		if one.call == nil {
			continue
		}
		switch one.name {
		case "filter", "get", "get_or_create", "update_or_create", "aget", "aget_or_create":
			r.djangoArguments(c.in, one.call, found)
		case "order_by", "earliest", "latest":
			if len(one.call.Arguments) > 0 {
				column, _ := c.in.Constant(one.call.Arguments[0].Value)
				found.ask(djangoPath(strings.TrimPrefix(column, "-")), schema.ConditionSort, false)
			}
		case "extra", "raw", "union", "intersection", "using":
			found.open = found.open || one.name != "using"
		}
	}
	end := c.end()
	found.Bounded = slices.Contains([]string{"first", "last", "earliest", "latest", "afirst"}, end) || r.sliced(c.call)
	if !slices.Contains(djangoRuns, end) && !r.settled(c) {
		found.open = true
	}
	return found
}

// djangoShortcut reads get_object_or_404(Order, slug=slug).
// https://docs.djangoproject.com/en/stable/topics/http/shortcuts/#get-object-or-404
func djangoShortcut(r *reader, c chain) *asked {
	if len(c.steps) != 1 || c.root != nil || len(c.call.Arguments) == 0 {
		return nil
	}
	model, ok := c.call.Arguments[0].Value.(*program.Name)
	if !ok || model.Name == "" || model.Name[0] < 'A' || model.Name[0] > 'Z' {
		return nil
	}
	found := &asked{Lookup: schema.Lookup{Table: model.Name, Model: true}}
	r.djangoConditions(c.in, c.call.Arguments[1:], found)
	return found
}

func (r *reader) djangoArguments(in *program.Function, call *program.Call, found *asked) {
	r.djangoConditions(in, call.Arguments, found)
}

func (r *reader) djangoConditions(in *program.Function, arguments []program.Argument, found *asked) {
	for _, one := range arguments {
		switch {
		case one.Spread != "":
			found.open = true
		case one.Name == "defaults" || one.Name == "create_defaults":
		case one.Name != "":
			djangoCondition(in, one.Name, one.Value, found)
		default:
			r.djangoQ(in, one.Value, found)
		}
	}
}

func djangoCondition(in *program.Function, name string, value program.Expression, found *asked) {
	kind, path := schema.ConditionEqual, name
	if at := strings.LastIndex(name, "__"); at > 0 {
		if known, lookup := djangoLookups[name[at+2:]]; lookup {
			kind, path = known, name[:at]
		}
	}
	if kind == "" || strings.Count(path, "__") > 3 {
		return
	}
	if literal, ok := value.(*program.Literal); ok && literal.Kind == program.LiteralNothing {
		return
	}
	found.ask(djangoPath(path), kind, fixed(in, value))
}

// djangoPath writes customer__email as customer.email.
func djangoPath(path string) string { return strings.ReplaceAll(path, "__", ".") }

// djangoQ reads Q(a=b) & Q(c=d). What is joined by "or" may have indexes for each of
// its sides.
func (r *reader) djangoQ(in *program.Function, x program.Expression, found *asked) {
	switch x := x.(type) {
	case *program.Binary:
		if x.Operator == "&" {
			r.djangoQ(in, x.Left, found)
			r.djangoQ(in, x.Right, found)
			return
		}
	case *program.Unary:
		return
	case *program.Call:
		if name := chainOf(in, x).end(); name == "Q" {
			r.djangoArguments(in, x, found)
			return
		}
	}
	found.open = true
}

// classAround is the name of the class that a function is a method of.
func classAround(in *program.Function) string {
	for ; in != nil; in = in.Parent {
		if in.Class != nil {
			return in.Class.Name
		}
	}
	return ""
}
