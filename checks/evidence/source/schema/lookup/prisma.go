package lookup

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// prismaKinds are operators of a filter by what an index does for them; others, as
// contains and not, it does not serve.
// https://www.prisma.io/docs/orm/reference/prisma-client-reference#filter-conditions-and-operators
var prismaKinds = map[string]schema.ConditionKind{
	"equals": schema.ConditionEqual, "in": schema.ConditionEqual, "gt": schema.ConditionRange, "gte": schema.ConditionRange, "lt": schema.ConditionRange, "lte": schema.ConditionRange,
}

// prismaUnserved are operators that no plain index serves.
var prismaUnserved = map[string]bool{
	"not": true, "notIn": true, "contains": true, "startsWith": true, "endsWith": true, "search": true, "mode": true, "has": true, "hasSome": true, "hasEvery": true, "isEmpty": true, "path": true, "array_contains": true,
	"string_contains": true, "string_starts_with": true, "string_ends_with": true,
}

// prisma reads prisma.order.findMany({ where: { … }, orderBy: { … }, take: 10 }).
// What findUnique and its like ask for is unique and has its index.
func prisma(r *reader, c chain) *asked {
	at := c.place("findFirst", "findFirstOrThrow", "findMany", "count", "updateMany", "deleteMany", "aggregate", "groupBy")
	if at < 1 || c.steps[at].call == nil || c.steps[at-1].call != nil || len(c.steps[at].call.Arguments) == 0 {
		return nil
	}
	found := &asked{Lookup: schema.Lookup{Table: c.steps[at-1].name, Model: true}}
	options, written := r.object(c.in, c.steps[at].call.Arguments[0].Value)
	if !written || spreads(options) && entry(c.in, options, "where") == nil {
		found.open = true
		return found
	}
	found.Bounded = c.steps[at].name == "findFirst" || c.steps[at].name == "findFirstOrThrow" || entry(c.in, options, "take") != nil
	if where := entry(c.in, options, "where"); where != nil {
		r.prismaWhere(c.in, where, found)
	}
	r.prismaOrder(c.in, entry(c.in, options, "orderBy"), found)
	return found
}

func (r *reader) prismaWhere(in *program.Function, x program.Expression, found *asked) {
	where, written := r.object(in, x)
	if !written || spreads(where) {
		found.open = true
		return
	}
	for _, one := range where.Entries {
		switch name := entryName(in, one); name {
		case "":
			found.open = true
		case "AND":
			r.prismaAll(in, one.Value, found)
		case "NOT":
		case "OR":
			found.open = true
		default:
			r.prismaCondition(in, name, one.Value, found)
		}
	}
}

func (r *reader) prismaAll(in *program.Function, x program.Expression, found *asked) {
	list, ok := x.(*program.List)
	if !ok {
		r.prismaWhere(in, x, found)
		return
	}
	for _, one := range list.Elements {
		r.prismaWhere(in, one, found)
	}
}

func (r *reader) prismaCondition(in *program.Function, name string, x program.Expression, found *asked) {
	object, ok := x.(*program.Object)
	switch {
	case perhaps(x):
		found.open = true
		return
	case !ok:
		if plain, named := x.(*program.Name); named {
			if known := in.Lookup(plain.Name); known != nil && len(known.Values) == 1 && known.Param == nil {
				if _, built := known.Values[0].(*program.Object); built || perhaps(known.Values[0]) {
					found.open = true
					return
				}
			}
		}
		found.ask(name, schema.ConditionEqual, fixed(in, x))
		return
	}
	for _, one := range object.Entries {
		operator := entryName(in, one)
		kind, served := prismaKinds[operator]
		switch {
		case served && !perhaps(one.Value):
			found.ask(name, kind, fixed(in, one.Value))
		case prismaUnserved[operator] && one.Spread == "":
		default: // a relation, or the columns of a unique key
			found.open = true
		}
	}
}

func (r *reader) prismaOrder(in *program.Function, x program.Expression, found *asked) {
	switch x := x.(type) {
	case *program.Object:
		if len(x.Entries) == 0 {
			return
		}
		first := x.Entries[0] // what comes behind it decides among equals
		if _, related := first.Value.(*program.Object); !related {
			found.ask(entryName(in, first), schema.ConditionSort, false)
		}
	case *program.List:
		if len(x.Elements) > 0 {
			r.prismaOrder(in, x.Elements[0], found)
		}
	}
}
