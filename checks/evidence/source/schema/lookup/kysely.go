package lookup

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// kyselyKinds are operators by what an index does for them; others it does not serve.
// https://kysely.dev/docs/category/where
var kyselyKinds = map[string]schema.ConditionKind{
	"=": schema.ConditionEqual, "==": schema.ConditionEqual, "in": schema.ConditionEqual, ">": schema.ConditionRange, ">=": schema.ConditionRange, "<": schema.ConditionRange, "<=": schema.ConditionRange,
}

// kyselyOpens are methods by which a query is narrowed in ways that are not read.
var kyselyOpens = []string{"innerJoin", "leftJoin", "rightJoin", "fullJoin", "innerJoinLateral", "leftJoinLateral", "having", "groupBy", "orWhere", "whereRef", "$if", "$call", "using"}

// kysely reads db.selectFrom("orders").where("email", "=", email).limit(1).execute().
func kysely(r *reader, c chain) *asked {
	at := c.place("selectFrom", "updateTable", "deleteFrom")
	if at < 0 || c.steps[at].call == nil || len(c.steps[at].call.Arguments) == 0 {
		return nil
	}
	table, constant := c.in.Constant(c.steps[at].call.Arguments[0].Value)
	if !constant {
		return nil
	}
	table, alias, _ := strings.Cut(table, " as ")
	if alias == "" {
		alias = table
	}
	found := &asked{Lookup: schema.Lookup{Table: strings.TrimSpace(table)}, open: c.has(kyselyOpens...)}
	own := func(x program.Expression) (string, bool) {
		column, constant := c.in.Constant(x)
		column = strings.TrimPrefix(column, strings.TrimSpace(alias)+".")
		return column, constant && column != "" && !strings.ContainsAny(column, ". ")
	}
	for _, one := range c.steps[at+1:] {
		if one.call == nil {
			continue
		}
		arguments := one.call.Arguments
		switch {
		case one.name == "where" && len(arguments) == 3:
			column, named := own(arguments[0].Value)
			operator, written := c.in.Constant(arguments[1].Value)
			if !named || !written || perhaps(arguments[2].Value) {
				found.open = true
				continue
			}
			if kind := kyselyKinds[strings.ToLower(operator)]; kind != "" {
				found.ask(column, kind, fixed(c.in, arguments[2].Value))
			}
		case one.name == "where":
			found.open = true
		case one.name == "orderBy" && len(arguments) > 0:
			if column, named := own(arguments[0].Value); named {
				found.ask(column, schema.ConditionSort, false)
			}
		case one.name == "limit" || strings.HasPrefix(one.name, "executeTakeFirst"):
			found.Bounded = found.Bounded || one.name == "limit"
		}
	}
	return found
}
