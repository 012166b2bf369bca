package lookup

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/schema"
	"github.com/golive-app/golive/checks/evidence/source/schema/sql"
)

// knexOpens are methods whose conditions are not read.
var knexOpens = []string{"orWhere", "orWhereIn", "orWhereRaw", "orWhereNull", "whereExists", "modify", "union", "unionAll", "with", "having", "fromRaw", "joinRaw", "whereNot", "orWhereNot", "orWhereLike"}

// knexKinds are the operators between a column and a value.
var knexKinds = map[string]schema.ConditionKind{
	"=": schema.ConditionEqual, "in": schema.ConditionEqual, "<": schema.ConditionRange, ">": schema.ConditionRange, "<=": schema.ConditionRange, ">=": schema.ConditionRange,
}

// knex reads knex("orders").where({ email }).orderBy("id").first().
// https://knexjs.org/guide/query-builder.html#where-clauses
func knex(r *reader, c chain) *asked {
	found := &asked{open: c.has(knexOpens...)}
	for i, one := range c.steps {
		if one.call == nil || len(one.call.Arguments) == 0 {
			found.Bounded = found.Bounded || one.name == "first"
			continue
		}
		arguments := one.call.Arguments
		first, constant := c.in.Constant(arguments[0].Value)
		switch one.name {
		case "where", "andWhere":
			knexWhere(c.in, arguments, found)
		case "whereIn", "whereBetween":
			kind := schema.ConditionEqual
			if one.name == "whereBetween" {
				kind = schema.ConditionRange
			}
			found.knexColumn(first, kind, len(arguments) > 1 && fixed(c.in, arguments[1].Value))
		case "whereRaw":
			conditions, whole := sql.Conditions(first)
			found.open = found.open || !constant || !whole
			found.Conditions = append(found.Conditions, conditions...)
		case "orderBy":
			found.knexColumn(first, schema.ConditionSort, false)
		case "limit", "first":
			found.Bounded = true
		case "from", "into", "table":
			found.Table = plainTable(first)
		default:
			if i == 0 && constant || one.name == "db" && constant || one.name == "knex" && constant {
				found.Table = plainTable(first)
			}
		}
	}
	if found.Table == "" {
		return nil
	}
	if !c.has("first", "del", "delete", "update", "pluck", "count") && r.uses[c.call] == nil {
		if assign, ok := r.ends[c.call].(*program.Assign); ok && assign != nil {
			found.open = true // a builder that more is asked of
		}
	}
	return found
}

// plainTable is a table without the name that it gets in the query.
func plainTable(name string) string {
	name, _, _ = strings.Cut(name, " ")
	return name
}

// knexColumn asks of a column that may be written with its table.
func (a *asked) knexColumn(column string, kind schema.ConditionKind, fixed bool) {
	table, name, dotted := strings.Cut(column, ".")
	switch {
	case column == "":
		a.open = true
	case !dotted:
		a.ask(column, kind, fixed)
	case schema.SameName(table, a.Table):
		a.ask(name, kind, fixed)
	default:
		a.open = a.open || kind != schema.ConditionSort
	}
}

// knexWhere reads where("a", x), where("a", ">", x) and where({ a: x }).
func knexWhere(in *program.Function, arguments []program.Argument, found *asked) {
	column, constant := in.Constant(arguments[0].Value)
	switch object, ok := arguments[0].Value.(*program.Object); {
	case constant && len(arguments) == 2:
		found.knexColumn(column, schema.ConditionEqual, fixed(in, arguments[1].Value))
	case constant && len(arguments) == 3:
		operator, _ := in.Constant(arguments[1].Value)
		if kind := knexKinds[strings.ToLower(operator)]; kind != "" {
			found.knexColumn(column, kind, fixed(in, arguments[2].Value))
		} else {
			found.open = found.open || operator == ""
		}
	case ok && !spreads(object):
		for _, one := range object.Entries {
			name := entryName(in, one)
			found.open = found.open || perhaps(one.Value)
			found.knexColumn(name, schema.ConditionEqual, fixed(in, one.Value))
		}
	default:
		found.open = true
	}
}
