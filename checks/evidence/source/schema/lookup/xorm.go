package lookup

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// xorm reads s.Where("email = ?", email).Desc("id").Get(user). The fields that are set
// in what Get fills are conditions too.
// https://xorm.io/docs/chapter-05/4.condition/
func xorm(r *reader, c chain) *asked {
	found := &asked{open: c.has("Or", "Join", "SQL", "NotIn", "Having", "GroupBy") || r.narrowed(c, "Where", "And", "In", "Join", "Limit") || r.narrowedBeside(c)}
	for _, one := range c.steps {
		if one.call == nil {
			continue
		}
		arguments := one.call.Arguments
		switch one.name {
		case "Where", "And":
			r.xormConditions(c.in, arguments, found)
		case "ID", "Id":
			return nil // the primary key
		case "In":
			if len(arguments) > 1 {
				column, _ := c.in.Constant(arguments[0].Value)
				found.ask(column, schema.ConditionEqual, fixed(c.in, arguments[1].Value))
				found.open = found.open || column == ""
			}
		case "Asc", "Desc", "OrderBy":
			if len(arguments) > 0 {
				found.order(c.in, arguments[0].Value)
			}
		case "Limit":
			found.Bounded = true
		case "Table":
			if len(arguments) > 0 {
				found.named(c.in, arguments[0].Value)
			}
		case "Get", "Exist", "Find", "Count", "FindAndCount", "Delete", "Sum":
			if len(arguments) == 0 {
				found.open = true
				continue
			}
			if found.Table == "" {
				found.named(c.in, arguments[0].Value)
			}
			r.filledIn(c.in, arguments[0].Value, found)
			found.Bounded = found.Bounded || one.name == "Get" || one.name == "Exist"
		}
	}
	if found.Table == "" && !found.open {
		return nil
	}
	return found
}

// xormConditions reads SQL, builder.Eq{…} and builder.And(…).
func (r *reader) xormConditions(in *program.Function, arguments []program.Argument, found *asked) {
	if len(arguments) == 0 {
		return
	}
	if call, ok := arguments[0].Value.(*program.Call); ok {
		if chainOf(in, call).end() != "And" {
			found.open = true
			return
		}
		for _, one := range call.Arguments {
			r.xormConditions(in, []program.Argument{one}, found)
		}
		return
	}
	if object, ok := arguments[0].Value.(*program.Object); ok {
		if kind, ok := object.Type.(*program.Member); !ok || kind.Name != "Eq" {
			found.open = true
			return
		}
	}
	r.goConditions(in, arguments, found)
}

// narrowedBeside reports whether a session is narrowed by a statement of its own, as
// xorm's are: session.Where(…); session.Count(…).
func (r *reader) narrowedBeside(c chain) bool {
	name := c.rootName()
	if name == "" {
		return false
	}
	for x := range r.ends {
		call, ok := x.(*program.Call)
		if !ok || call == c.call {
			continue
		}
		if beside := chainOf(c.in, call); beside.rootName() == name && beside.has("Where", "And", "In", "Or", "Join") && !beside.has("Get", "Find", "Count", "Exist", "Update", "Delete", "FindAndCount") {
			return true
		}
	}
	return false
}
