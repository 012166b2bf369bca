package lookup

import (
	"slices"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// alchemyKinds are the operators between a column and a value.
var alchemyKinds = map[string]schema.ConditionKind{
	"==": schema.ConditionEqual, "<": schema.ConditionRange, ">": schema.ConditionRange, "<=": schema.ConditionRange, ">=": schema.ConditionRange,
}

// alchemyRuns are methods that ask the database at once.
var alchemyRuns = []string{"first", "all", "one", "one_or_none", "count", "scalar", "delete", "update", "first_or_404", "scalars", "exists", "scalar_one", "scalar_one_or_none"}

// sqlalchemy reads select(Order).where(Order.email == email), and
// session.query(Order).filter(…).filter_by(email=email).first(), also as an argument
// of session.execute(…).
// https://docs.sqlalchemy.org/en/20/orm/queryguide/select.html
func sqlalchemy(r *reader, c chain) *asked {
	for _, one := range c.steps {
		if (one.name == "execute" || one.name == "scalars" || one.name == "scalar") && one.call != nil && len(one.call.Arguments) > 0 {
			inner, ok := one.call.Arguments[0].Value.(*program.Call)
			if !ok {
				return nil
			}
			if inside := chainOf(c.in, inner); inside.has("select", "update", "delete") {
				return alchemyQuery(inside, inside.place("select", "update", "delete"), true)
			}
			return nil
		}
	}
	at := c.place("query")
	if at < 0 {
		return nil
	}
	runs := slices.ContainsFunc(alchemyRuns, func(name string) bool { return c.end() == name })
	return alchemyQuery(c, at, runs)
}

func alchemyQuery(c chain, at int, runs bool) *asked {
	model := ""
	switch begin := c.steps[at]; {
	case begin.call == nil && at > 0: // models.Order.query
		model = c.steps[at-1].name
	case begin.call == nil:
		model = c.rootName()
	case len(begin.call.Arguments) == 1:
		model = modelOf(begin.call.Arguments[0].Value)
	}
	if model == "cls" || model == "self" {
		model = classAround(c.in)
	}
	if model == "" || model[0] < 'A' || model[0] > 'Z' {
		return nil
	}
	found := &asked{Lookup: schema.Lookup{Table: model, Model: true}, open: !runs}
	a := alchemy{c.in, model, found}
	for _, one := range c.steps[at+1:] {
		if one.call == nil {
			continue
		}
		switch one.name {
		case "filter", "where":
			for _, argument := range one.call.Arguments {
				a.condition(argument.Value)
			}
		case "filter_by":
			for _, argument := range one.call.Arguments {
				if argument.Name == "" {
					found.open = true
					continue
				}
				found.ask(argument.Name, schema.ConditionEqual, fixed(c.in, argument.Value))
			}
		case "order_by":
			if len(one.call.Arguments) > 0 {
				if column := a.column(one.call.Arguments[0].Value); column != "" {
					found.ask(column, schema.ConditionSort, false)
				}
			}
		case "limit", "first", "first_or_404":
			found.Bounded = true
		case "having", "union", "from_statement", "group_by", "select_from", "with_entities", "params":
			found.open = true
		}
	}
	return found
}

// modelOf is the class that a query is of: Order, models.Order, Order.id.
func modelOf(x program.Expression) string {
	switch x := x.(type) {
	case *program.Name:
		return x.Name
	case *program.Member:
		if root, ok := x.X.(*program.Name); ok && root.Name != "" && (('A' <= root.Name[0] && root.Name[0] <= 'Z') || root.Name == "cls") {
			return root.Name
		}
		return x.Name
	}
	return ""
}

type alchemy struct {
	in    *program.Function
	model string
	found *asked
}

// column is a column of the query's model; empty for any other expression.
func (a alchemy) column(x program.Expression) string {
	if call, ok := x.(*program.Call); ok { // Order.made.desc(), desc(Order.made)
		if member, ok := call.Callee.(*program.Member); ok && (member.Name == "desc" || member.Name == "asc") {
			return a.column(member.X)
		}
		if len(call.Arguments) == 1 {
			return a.column(call.Arguments[0].Value)
		}
		return ""
	}
	member, ok := x.(*program.Member)
	if !ok {
		return ""
	}
	switch owner := member.X.(type) {
	case *program.Name:
		if owner.Name == a.model || (owner.Name == "cls" || owner.Name == "self") && classAround(a.in) == a.model {
			return member.Name
		}
	case *program.Member:
		if owner.Name == a.model {
			return member.Name
		}
	}
	return ""
}

func (a alchemy) condition(x program.Expression) {
	switch x := x.(type) {
	case *program.Binary:
		if x.Operator == "&" {
			a.condition(x.Left)
			a.condition(x.Right)
			return
		}
		kind, served := alchemyKinds[x.Operator]
		if x.Operator == "!=" {
			return
		}
		left, leftOf := plainColumn(a, x.Left)
		right, rightOf := plainColumn(a, x.Right)
		switch {
		case !served || left && right || !left && !right:
			a.found.open = true
		case left:
			a.compare(leftOf, kind, x.Right)
		default:
			a.compare(rightOf, kind, x.Left)
		}
	case *program.Call:
		a.call(x)
	case *program.Unary:
	default:
		a.found.open = true
	}
}

func plainColumn(a alchemy, x program.Expression) (bool, string) {
	if _, ok := x.(*program.Member); !ok {
		return false, ""
	}
	column := a.column(x)
	return column != "", column
}

func (a alchemy) compare(column string, kind schema.ConditionKind, value program.Expression) {
	if literal, ok := value.(*program.Literal); ok && literal.Kind == program.LiteralNothing {
		return
	}
	a.found.ask(column, kind, fixed(a.in, value))
}

// call reads and_(…), Order.id.in_(…), Order.note.like(…).
func (a alchemy) call(x *program.Call) {
	member, ok := x.Callee.(*program.Member)
	if !ok || member.Name == "and_" {
		if name, plain := x.Callee.(*program.Name); ok || plain && name.Name == "and_" {
			for _, one := range x.Arguments {
				a.condition(one.Value)
			}
			return
		}
		a.found.open = true
		return
	}
	column := a.column(member.X)
	if column == "" {
		a.found.open = true
		return
	}
	switch member.Name {
	case "in_":
		a.found.ask(column, schema.ConditionEqual, len(x.Arguments) == 1 && fixed(a.in, x.Arguments[0].Value))
	case "between":
		a.found.ask(column, schema.ConditionRange, false)
	case "is_", "is_not", "isnot", "like", "ilike", "notin_", "not_in", "contains", "startswith", "endswith", "op", "match":
	default:
		a.found.open = true
	}
}
