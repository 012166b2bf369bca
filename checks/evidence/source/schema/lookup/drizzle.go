package lookup

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// drizzleKinds are the functions of conditions by what an index does for them; "" for
// those that no plain index serves.
// https://orm.drizzle.team/docs/operators
var drizzleKinds = map[string]schema.ConditionKind{
	"eq": schema.ConditionEqual, "inArray": schema.ConditionEqual, "gt": schema.ConditionRange, "gte": schema.ConditionRange, "lt": schema.ConditionRange, "lte": schema.ConditionRange, "between": schema.ConditionRange,
	"ne": "", "notInArray": "", "like": "", "ilike": "", "notLike": "", "notIlike": "", "isNull": "", "isNotNull": "", "not": "", "notBetween": "", "exists": "", "notExists": "",
}

// drizzle reads db.select().from(orders).where(eq(orders.email, email)).limit(1), and
// db.query.orders.findFirst({ where: … }).
func drizzle(r *reader, c chain) *asked {
	if at := c.place("query"); at >= 0 && at+2 < len(c.steps) && c.steps[at+1].call == nil {
		return r.drizzleRelational(c, c.steps[at+1].name, c.steps[at+2])
	}
	at := c.place("from", "update", "delete")
	if at < 0 || c.steps[at].call == nil || len(c.steps[at].call.Arguments) == 0 {
		return nil
	}
	table, ok := c.steps[at].call.Arguments[0].Value.(*program.Name)
	if !ok || fixed(c.in, table) {
		return knex(r, c) // a table by a constant
	}
	found := &asked{Lookup: schema.Lookup{Table: table.Name, Model: true}}
	d := drizzleQuery{c.in, table.Name, found}
	wheres := 0
	for _, one := range c.steps[at+1:] {
		if one.call == nil || len(one.call.Arguments) == 0 {
			continue
		}
		switch first := one.call.Arguments[0].Value; one.name {
		case "where":
			wheres++
			d.condition(first)
		case "limit":
			found.Bounded = true
		case "orderBy":
			d.order(first)
		case "$dynamic", "having", "groupBy", "union":
			found.open = true
		}
	}
	found.open = found.open || wheres == 0 && c.steps[at].name == "from" && r.uses[c.call] == nil && !c.has("limit") // where may follow
	return found
}

// drizzleRelational reads the options of findFirst and findMany.
// https://orm.drizzle.team/docs/rqb
func (r *reader) drizzleRelational(c chain, table string, method step) *asked {
	if method.call == nil || len(method.call.Arguments) == 0 {
		return nil
	}
	options := method.call.Arguments[0].Value
	found := &asked{Lookup: schema.Lookup{Table: table, Model: true}, open: spreads(options)}
	found.Bounded = method.name == "findFirst" || entry(c.in, options, "limit") != nil
	d := drizzleQuery{c.in, table, found}
	switch where := entry(c.in, options, "where").(type) {
	case nil:
	case *program.Closure: // (orders, { eq }) => eq(orders.email, email)
		body := where.Function.Body
		result, ok := (*program.Return)(nil), false
		if len(body) == 1 {
			result, ok = body[0].(*program.Return)
		}
		if !ok || len(result.X) != 1 || len(where.Function.Params) == 0 {
			found.open = true
			return found
		}
		inner := drizzleQuery{where.Function, where.Function.Params[0].Name, found}
		inner.condition(result.X[0])
	default:
		d.condition(where)
	}
	d.order(entry(c.in, options, "orderBy"))
	return found
}

// drizzleQuery is a query with the name that its table has there.
type drizzleQuery struct {
	in    *program.Function
	table string
	found *asked
}

func (d drizzleQuery) condition(x program.Expression) {
	call, ok := x.(*program.Call)
	if !ok {
		d.found.open = true
		return
	}
	name := chainOf(d.in, call).end()
	if name == "and" {
		for _, one := range call.Arguments {
			d.condition(one.Value)
		}
		return
	}
	kind, known := drizzleKinds[name]
	if !known || len(call.Arguments) == 0 {
		d.found.open = true // or, sql`…`, a function of the program's
		return
	}
	if kind == "" {
		return
	}
	column := d.column(call.Arguments[0].Value)
	if column == "" || len(call.Arguments) < 2 || d.column(call.Arguments[1].Value) != "" {
		d.found.open = true
		return
	}
	d.found.ask(column, kind, fixed(d.in, call.Arguments[1].Value))
}

// column is a column of the query's table; empty for any other expression.
func (d drizzleQuery) column(x program.Expression) string {
	if member, ok := x.(*program.Member); ok {
		if name, ok := member.X.(*program.Name); ok && name.Name == d.table {
			return member.Name
		}
	}
	return ""
}

func (d drizzleQuery) order(x program.Expression) {
	if list, ok := x.(*program.List); ok && len(list.Elements) > 0 {
		x = list.Elements[0]
	}
	if call, ok := x.(*program.Call); ok && len(call.Arguments) > 0 { // desc(orders.made)
		x = call.Arguments[0].Value
	}
	if column := d.column(x); column != "" {
		d.found.ask(column, schema.ConditionSort, false)
	}
}
