package lookup

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/schema"
	"github.com/golive-app/golive/checks/evidence/source/schema/sql"
	"github.com/golive-app/golive/config/regex"
)

// typeormKinds are functions around a value by what an index does for them; "" for those
// that no plain index serves.
// https://typeorm.io/docs/working-with-entity-manager/find-options#advanced-options
var typeormKinds = map[string]schema.ConditionKind{
	"Equal": schema.ConditionEqual, "In": schema.ConditionEqual, "Any": schema.ConditionEqual,
	"MoreThan": schema.ConditionRange, "MoreThanOrEqual": schema.ConditionRange, "LessThan": schema.ConditionRange, "LessThanOrEqual": schema.ConditionRange, "Between": schema.ConditionRange,
	"Not": "", "IsNull": "", "Like": "", "ILike": "", "ArrayContains": "", "ArrayContainedBy": "", "ArrayOverlap": "", "JsonContains": "",
}

// typeormFinds are methods of a repository that take options, typeormBy those that take
// conditions alone. Of a manager both take the entity first.
var (
	typeormFinds = []string{"find", "findOne", "findOneOrFail", "findAndCount", "count"}
	typeormBy    = []string{"findBy", "findOneBy", "findOneByOrFail", "findAndCountBy", "countBy", "exists", "existsBy"}
)

// typeorm reads orders.find({ where: { email }, take: 10 }), manager.findOneBy(Order, { email })
// and orders.createQueryBuilder("o").where("o.email = :email", { email }).getMany().
func typeorm(r *reader, c chain) *asked {
	if at := c.place("createQueryBuilder"); at >= 0 && c.steps[at].call != nil {
		return r.typeormBuilder(c, at)
	}
	at := c.place(append(typeormFinds, typeormBy...)...)
	if at < 0 || c.steps[at].call == nil || at != len(c.steps)-1 {
		return nil
	}
	arguments := c.steps[at].call.Arguments
	model := r.typeormModel(c, at)
	if model == "" && len(arguments) > 1 {
		model, arguments = entityName(arguments[0].Value), arguments[1:]
	}
	if model == "" || len(arguments) == 0 {
		return nil
	}
	found := &asked{Lookup: schema.Lookup{Table: model, Model: true}}
	found.Bounded = strings.HasPrefix(c.steps[at].name, "findOne") || strings.HasPrefix(c.steps[at].name, "exists")
	if slices.Contains(typeormBy, c.steps[at].name) {
		r.typeormWhere(c.in, arguments[0].Value, found)
		return found
	}
	options, written := r.object(c.in, arguments[0].Value)
	if !written || spreads(options) && entry(c.in, options, "where") == nil {
		found.open = true
		return found
	}
	found.Bounded = found.Bounded || entry(c.in, options, "take") != nil
	if where := entry(c.in, options, "where"); where != nil {
		r.typeormWhere(c.in, where, found)
	}
	if order, ok := entry(c.in, options, "order").(*program.Object); ok && len(order.Entries) > 0 {
		if _, related := order.Entries[0].Value.(*program.Object); !related {
			found.ask(entryName(c.in, order.Entries[0]), schema.ConditionSort, false)
		}
	}
	return found
}

// typeormModel is the entity of the repository that a chain asks: getRepository(Order), or
// the type of a field.
func (r *reader) typeormModel(c chain, at int) string {
	for _, one := range c.steps[:at] {
		if one.call != nil && one.name == "getRepository" && len(one.call.Arguments) > 0 {
			return entityName(one.call.Arguments[0].Value)
		}
	}
	switch {
	case c.rootName() == "this" && at == 1:
		return r.repositoryOf(c.in, c.steps[0].name)
	case at == 0 && c.rootName() != "":
		known := c.in.Lookup(c.rootName())
		if known == nil {
			return ""
		}
		if of := repositoryType(known.Type); of != "" {
			return of
		}
		if len(known.Values) == 1 {
			if call, ok := known.Values[0].(*program.Call); ok {
				if inner := chainOf(c.in, call); inner.end() == "getRepository" && len(call.Arguments) > 0 {
					return entityName(call.Arguments[0].Value)
				}
			}
		}
	}
	return ""
}

// repositoryOf is the entity of a repository that a class has in a field or is given by its
// constructor.
func (r *reader) repositoryOf(in *program.Function, name string) string {
	for f := in; f != nil; f = f.Parent {
		if f.Class == nil {
			continue
		}
		for _, field := range f.Class.Fields {
			if field.Name == name {
				if of := repositoryType(field.Type); of != "" {
					return of
				}
			}
		}
		for _, method := range f.Class.Methods {
			for _, param := range method.Params {
				if param.Property && param.Name == name {
					return repositoryType(param.Type)
				}
			}
		}
		return ""
	}
	return ""
}

// repositoryType is the entity of Repository<Order>.
func repositoryType(x program.Expression) string {
	generic, ok := x.(*program.Index)
	if !ok || !strings.HasSuffix(program.LastName(generic.X), "Repository") {
		return ""
	}
	return entityName(generic.Index)
}

func entityName(x program.Expression) string {
	name := program.LastName(x)
	if name == "" || name[0] < 'A' || name[0] > 'Z' {
		return ""
	}
	return name
}

func (r *reader) typeormWhere(in *program.Function, x program.Expression, found *asked) {
	where, written := r.object(in, x)
	if !written || spreads(where) { // a list is either of several
		found.open = true
		return
	}
	for _, one := range where.Entries {
		name := entryName(in, one)
		if name == "" || perhaps(one.Value) {
			found.open = true
			continue
		}
		switch value := one.Value.(type) {
		case *program.Object: // a related row
			found.open = true
		case *program.Call:
			kind, known := typeormKinds[program.LastName(value.Callee)]
			switch {
			case !known:
				found.ask(name, schema.ConditionEqual, false)
			case kind != "":
				found.ask(name, kind, len(value.Arguments) > 0 && fixed(in, value.Arguments[0].Value))
			}
		default:
			if known, plain := r.object(in, value); plain && known != nil {
				found.open = true
				continue
			}
			found.ask(name, schema.ConditionEqual, fixed(in, value))
		}
	}
}

// typeormOpens are methods of a builder by which a query is narrowed in ways that are not
// read.
var typeormOpens = []string{"orWhere", "orWhereInIds", "having", "groupBy", "subQuery", "whereExists", "setFindOptions", "from"}

// typeormPlaces are the places for values in a condition: :email, :...ids.
var typeormPlaces = regex.New(`(^|[^:\w]):(?:\.{3})?\w+`)

func (r *reader) typeormBuilder(c chain, at int) *asked {
	arguments := c.steps[at].call.Arguments
	model := r.typeormModel(c, at)
	if model == "" && len(arguments) > 1 {
		model, arguments = entityName(arguments[0].Value), arguments[1:]
	}
	if model == "" {
		return nil
	}
	alias := ""
	if len(arguments) > 0 {
		alias, _ = c.in.Constant(arguments[0].Value)
	}
	found := &asked{Lookup: schema.Lookup{Table: model, Model: true}, open: c.has(typeormOpens...) || alias == ""}
	for _, one := range c.steps[at+1:] {
		if one.call == nil || len(one.call.Arguments) == 0 {
			found.Bounded = found.Bounded || strings.HasPrefix(one.name, "getOne") || strings.HasPrefix(one.name, "getRawOne")
			continue
		}
		first := one.call.Arguments[0].Value
		switch one.name {
		case "where", "andWhere":
			source, constant := c.in.Constant(first)
			source = strings.ReplaceAll(typeormPlaces.ReplaceAllString(source, "${1}$$1"), alias+".", "")
			conditions, whole := sql.Conditions(source)
			if !constant || !whole || strings.Contains(source, ".") {
				found.open = true
				continue
			}
			found.Conditions = append(found.Conditions, conditions...)
		case "orderBy":
			if column, constant := c.in.Constant(first); constant {
				if own, mine := strings.CutPrefix(column, alias+"."); mine {
					found.ask(own, schema.ConditionSort, false)
				}
			}
		case "take", "limit":
			found.Bounded = true
		}
	}
	return found
}
