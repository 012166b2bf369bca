package lookup

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/schema"
	"github.com/golive-app/golive/checks/evidence/source/schema/sql"
)

// gormOpens are methods by which a query is narrowed in ways that are not read.
var gormOpens = []string{"Or", "Not", "Joins", "InnerJoins", "Scopes", "Having", "Raw", "Exec", "Clauses", "Group"}

// gormReads are methods that run a query and take conditions behind where the rows go.
var gormReads = []string{"First", "Find", "Take", "Last", "FirstOrCreate", "FirstOrInit", "Delete"}

// gorm reads db.Where("email = ?", email).Order("id").First(&user).
// https://gorm.io/docs/query.html
func gorm(r *reader, c chain) *asked {
	if c.has("Raw", "Exec") {
		for _, found := range statements(r, c) {
			return found
		}
		return nil
	}
	found := &asked{open: c.has(gormOpens...) || r.narrowed(c, "Where", "Scopes", "Joins", "Not", "Or", "Limit")}
	for _, one := range c.steps {
		if one.call == nil {
			continue
		}
		arguments := one.call.Arguments
		switch {
		case one.name == "Where":
			r.goConditions(c.in, arguments, found)
		case (one.name == "Model" || one.name == "Table") && len(arguments) > 0:
			found.named(c.in, arguments[0].Value)
		case one.name == "Order" && len(arguments) > 0:
			found.order(c.in, arguments[0].Value)
		case one.name == "Limit", one.name == "First", one.name == "Take", one.name == "Last":
			found.Bounded = true
		}
		if slices.Contains(gormReads, one.name) && len(arguments) > 0 {
			if found.Table == "" {
				found.named(c.in, arguments[0].Value)
			}
			if one.name == "First" || one.name == "Take" {
				r.filledIn(c.in, arguments[0].Value, found)
			}
			if len(arguments) > 1 {
				r.goConditions(c.in, arguments[1:], found)
			}
		}
	}
	if found.Table == "" && !found.open {
		return nil
	}
	return found
}

// narrowed reports whether what a chain begins with is a query already that was
// narrowed by one of these methods.
func (r *reader) narrowed(c chain, methods ...string) bool {
	known := c.in.Lookup(c.rootName())
	if c.rootName() == "" || known == nil {
		return false
	}
	for _, value := range known.Values {
		if call, ok := value.(*program.Call); ok && (chainOf(c.in, call).has(methods...) || known.Param != nil && chainOf(c.in, call).rootName() != c.rootName()) {
			return true
		}
	}
	return false
}

// named learns the table from a name, a model or where the rows go: "users", &User{},
// &users.
func (a *asked) named(in *program.Function, x program.Expression) {
	if name, constant := in.Constant(x); constant {
		a.Table, _, _ = strings.Cut(name, " ")
		return
	}
	if model := goModel(in, x); model != "" {
		a.Table, a.Model = model, true
	}
}

// goModel is the name of the type that a value of Go has; empty where it is not told.
func goModel(in *program.Function, x program.Expression) string {
	if call, ok := x.(*program.Call); ok && len(call.Arguments) == 1 { // new(User)
		if name, ok := call.Callee.(*program.Name); ok && name.Name == "new" {
			return lastWord(in.Origin(call.Arguments[0].Value))
		}
	}
	origin := in.Origin(x)
	if !strings.HasSuffix(origin, "()") {
		return ""
	}
	return lastWord(strings.TrimSuffix(origin, "()"))
}

func lastWord(origin string) string {
	origin = origin[strings.LastIndexAny(origin, "./]*")+1:]
	if origin == "" || origin[0] < 'A' || origin[0] > 'Z' {
		return ""
	}
	return origin
}

// goConditions reads the arguments of Where: SQL with its values, a struct, a map.
func (r *reader) goConditions(in *program.Function, arguments []program.Argument, found *asked) {
	if len(arguments) == 0 {
		return
	}
	x := arguments[0].Value
	if source, constant := in.Constant(x); constant {
		conditions, whole := sql.Conditions(source)
		found.open = found.open || !whole
		if len(arguments) == 2 && len(conditions) == 1 && fixed(in, arguments[1].Value) {
			conditions[0].Fixed = true
		}
		found.Conditions = append(found.Conditions, conditions...)
		return
	}
	if unary, ok := x.(*program.Unary); ok {
		x = unary.X
	}
	switch object, ok := x.(*program.Object); {
	case ok:
		found.fields(in, object)
	default: // a number is the primary key's; anything else may be anything
		found.open = true
	}
}

// fields takes the entries of a struct or a map for conditions.
func (a *asked) fields(in *program.Function, object *program.Object) {
	for _, one := range object.Entries {
		name := entryName(in, one)
		if name == "" {
			a.open = true
			return
		}
		a.ask(name, schema.ConditionEqual, fixed(in, one.Value))
	}
}

// filledIn reads a struct that is filled before it is handed over: its fields are
// conditions. One that comes from elsewhere may have any.
func (r *reader) filledIn(in *program.Function, x program.Expression, found *asked) {
	if unary, ok := x.(*program.Unary); ok {
		x = unary.X
	}
	if name, ok := x.(*program.Name); ok {
		known := in.Lookup(name.Name)
		switch {
		case known == nil, known.Param != nil, len(known.Values) > 1:
			found.open = true
			return
		case len(known.Values) == 0:
			return // var user User
		}
		if x = known.Values[0]; x == nil {
			return
		}
		if unary, ok := x.(*program.Unary); ok {
			x = unary.X
		}
	}
	switch x := x.(type) {
	case *program.Object:
		found.fields(in, x)
	case *program.List:
		if len(x.Elements) > 0 {
			found.open = true
		}
	case *program.Call:
		if callee, ok := x.Callee.(*program.Name); !ok || callee.Name != "new" && callee.Name != "make" {
			found.open = true
		}
	}
}

// order reads "created_at desc, id".
func (a *asked) order(in *program.Function, x program.Expression) {
	text, constant := in.Constant(x)
	if fields := strings.Fields(strings.ReplaceAll(text, ",", " ")); constant && len(fields) > 0 {
		column := strings.Trim(fields[0], "`\"")
		a.ask(column[strings.LastIndex(column, ".")+1:], schema.ConditionSort, false)
	}
}
