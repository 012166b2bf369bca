package lookup

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// entEndings are the endings of predicates that ent writes for each field, by what an index
// does for them; "" for those that no plain index serves.
// https://entgo.io/docs/predicates#field-predicates
var entEndings = []struct {
	ending string
	kind   schema.ConditionKind
}{
	{"EqualFold", ""}, {"ContainsFold", ""}, {"Contains", ""}, {"HasPrefix", ""}, {"HasSuffix", ""}, {"NotNil", ""}, {"IsNil", ""}, {"NotIn", ""}, {"NEQ", ""},
	{"GTE", schema.ConditionRange}, {"LTE", schema.ConditionRange}, {"GT", schema.ConditionRange}, {"LT", schema.ConditionRange}, {"EQ", schema.ConditionEqual}, {"In", schema.ConditionEqual},
}

// ent reads client.Order.Query().Where(order.EmailEQ(email)).Order(ent.Desc(order.FieldID)).First(ctx).
func ent(r *reader, c chain) *asked {
	at := c.place("Query", "Update", "Delete")
	if at < 1 || c.steps[at].call == nil || c.steps[at-1].call != nil || entityName(&program.Name{Name: c.steps[at-1].name}) == "" {
		return nil
	}
	model := c.steps[at-1].name
	found := &asked{Lookup: schema.Lookup{Table: model, Model: true}, open: c.has("Modify", "GroupBy", "Aggregate", "QueryEdges")}
	for _, one := range c.steps[at+1:] {
		if one.call == nil {
			continue
		}
		switch {
		case one.name == "Where":
			for _, argument := range one.call.Arguments {
				entCondition(c.in, model, argument, found)
			}
		case one.name == "Order" && len(one.call.Arguments) > 0:
			if field := entField(one.call.Arguments[0].Value); field != "" {
				found.ask(field, schema.ConditionSort, false)
			}
		case one.name == "Limit", one.name == "First", one.name == "FirstX", one.name == "FirstID", one.name == "Only", one.name == "OnlyX", one.name == "OnlyID", one.name == "Exist":
			found.Bounded = true
		case strings.HasPrefix(one.name, "Query"): // rows of an edge
			found.open = true
		}
	}
	return found
}

func entCondition(in *program.Function, model string, argument program.Argument, found *asked) {
	call, ok := argument.Value.(*program.Call)
	if !ok || argument.Spread != "" {
		found.open = true
		return
	}
	member, ok := call.Callee.(*program.Member)
	if !ok {
		found.open = true
		return
	}
	if member.Name == "And" {
		for _, inner := range call.Arguments {
			entCondition(in, model, inner, found)
		}
		return
	}
	if !strings.EqualFold(program.LastName(member.X), model) || member.Name == "Or" || member.Name == "Not" || strings.HasPrefix(member.Name, "Has") {
		found.open = true
		return
	}
	name, kind := member.Name, schema.ConditionEqual
	for _, one := range entEndings {
		if field, cut := strings.CutSuffix(member.Name, one.ending); cut && field != "" {
			name, kind = field, one.kind
			break
		}
	}
	if kind != "" {
		found.ask(name, kind, len(call.Arguments) > 0 && fixed(in, call.Arguments[0].Value))
	}
}

// entField is the field that an order is by: ent.Desc(order.FieldMade), order.ByMade().
func entField(x program.Expression) string {
	call, ok := x.(*program.Call)
	if !ok {
		return ""
	}
	if len(call.Arguments) > 0 {
		if field, found := strings.CutPrefix(program.LastName(call.Arguments[0].Value), "Field"); found {
			return field
		}
	}
	field, _ := strings.CutPrefix(program.LastName(call.Callee), "By")
	if field == program.LastName(call.Callee) {
		return ""
	}
	return field
}
