package lookup

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// sequelizeKinds are operators by what an index does for them; "" for those that no
// plain index serves.
// https://sequelize.org/docs/v6/core-concepts/model-querying-basics/#operators
var sequelizeKinds = map[string]schema.ConditionKind{
	"eq": schema.ConditionEqual, "in": schema.ConditionEqual, "gt": schema.ConditionRange, "gte": schema.ConditionRange, "lt": schema.ConditionRange, "lte": schema.ConditionRange, "between": schema.ConditionRange,
	"ne": "", "not": "", "notIn": "", "is": "", "like": "", "iLike": "", "notLike": "", "startsWith": "", "endsWith": "", "substring": "", "contains": "", "overlap": "", "regexp": "", "iRegexp": "", "notBetween": "",
}

// sequelize reads Order.findOne({ where: { email }, order: [["id", "DESC"]] }).
func sequelize(r *reader, c chain) *asked {
	at := c.place("findOne", "findAll", "findAndCountAll", "count", "findOrCreate", "destroy", "update", "max", "min", "sum")
	if at < 0 || c.steps[at].call == nil || len(c.steps[at].call.Arguments) == 0 {
		return nil
	}
	model := c.rootName()
	for _, one := range c.steps[:at] { // unscoped(), scope("withTeam")
		if one.call == nil || one.name != "unscoped" && one.name != "scope" && one.name != "schema" {
			return nil
		}
	}
	if model == "" || model[0] < 'A' || model[0] > 'Z' {
		return nil
	}
	arguments := c.steps[at].call.Arguments
	options := arguments[len(arguments)-1].Value
	found := &asked{Lookup: schema.Lookup{Table: model, Model: true}}
	written, ok := r.object(c.in, options)
	if !ok || spreads(written) && entry(c.in, written, "where") == nil || entry(c.in, written, "include") != nil {
		found.open = true
		return found
	}
	found.Bounded = c.steps[at].name == "findOne" || entry(c.in, written, "limit") != nil
	if where := entry(c.in, written, "where"); where != nil {
		r.sequelizeWhere(c.in, where, found)
	}
	if order, ok := entry(c.in, written, "order").(*program.List); ok && len(order.Elements) > 0 {
		first := order.Elements[0]
		if pair, ok := first.(*program.List); ok && len(pair.Elements) > 0 {
			first = pair.Elements[0]
		}
		if column, constant := c.in.Constant(first); constant {
			found.ask(column, schema.ConditionSort, false)
		}
	}
	return found
}

func (r *reader) sequelizeWhere(in *program.Function, x program.Expression, found *asked) {
	where, written := r.object(in, x)
	if !written || spreads(where) {
		found.open = true
		return
	}
	for _, one := range where.Entries {
		name := entryName(in, one)
		switch operator := operatorOf(one); {
		case operator == "and":
			list, ok := one.Value.(*program.List)
			if !ok {
				found.open = true
				continue
			}
			for _, part := range list.Elements {
				r.sequelizeWhere(in, part, found)
			}
		case name == "", strings.HasPrefix(name, "$"), perhaps(one.Value):
			found.open = true
		default:
			sequelizeCondition(in, name, one.Value, found)
		}
	}
}

// operatorOf is the operator that a computed key names: [Op.gt].
func operatorOf(one program.Argument) string {
	if member, ok := one.Key.(*program.Member); ok {
		if name, ok := member.X.(*program.Name); ok && strings.HasSuffix(name.Name, "Op") {
			return member.Name
		}
		if inner, ok := member.X.(*program.Member); ok && inner.Name == "Op" {
			return member.Name
		}
	}
	return ""
}

func sequelizeCondition(in *program.Function, name string, x program.Expression, found *asked) {
	object, ok := x.(*program.Object)
	if !ok {
		if literal, ok := x.(*program.Literal); ok && literal.Kind == program.LiteralNothing {
			return // is null
		}
		found.ask(name, schema.ConditionEqual, fixed(in, x))
		return
	}
	for _, one := range object.Entries {
		kind, known := sequelizeKinds[operatorOf(one)]
		switch {
		case !known:
			found.open = true
		case kind != "":
			found.ask(name, kind, fixed(in, one.Value))
		}
	}
}
