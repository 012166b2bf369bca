package query

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// schemas collects the schemas of marshmallow, which write objects out as serializers
// do, and the lists that a file hands to one.
// https://marshmallow.readthedocs.io/en/stable/quickstart.html https://marshmallow.readthedocs.io/en/stable/nesting.html
func (f *file) schemas() {
	if f.Language != "Python" || !f.importsLike("marshmallow") && !f.importsLike("schema") {
		return
	}
	for _, class := range f.Classes {
		if f.importsLike("marshmallow") && class.Outer == nil && len(f.facts.Serializers) < maxReads && strings.HasSuffix(class.Name, "Schema") {
			f.serializer(class, f.schemaField)
		}
	}
	for _, function := range f.Functions {
		program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
			if call, ok := x.(*program.Call); ok {
				f.dumped(function, call)
			}
			return true
		})
	}
}

// schemaField reads fields.Nested(CustomerSchema, attribute="customer").
func (f *file) schemaField(name string, call *program.Call) Field {
	made := Field{Name: name, Path: name, Many: isSet(call, "many"), Only: isSet(call, "load_only")}
	switch attribute := argument(call, "attribute").(type) {
	case nil:
	case *program.Text:
		made.Path = attribute.Value
	default:
		made.Only = true // a name that is not written here
	}
	var first program.Expression
	if len(call.Arguments) > 0 && call.Arguments[0].Name == "" {
		first = call.Arguments[0].Value
	}
	switch calledName(call) {
	case "Nested", "Pluck":
		if text, ok := first.(*program.Text); ok {
			made.Nested = text.Value
		} else {
			made.Nested = f.Top().Origin(first)
		}
	case "List":
		if inner, ok := first.(*program.Call); ok && calledName(inner) == "Nested" {
			made.Nested, made.Many = f.schemaField(name, inner).Nested, true
		}
	case "Method":
		if text, ok := first.(*program.Text); ok {
			made.Method, made.Path = text.Value, ""
		}
	case "Function":
		made.Path = ""
		if closure, ok := first.(*program.Closure); ok && len(closure.Function.Params) > 0 {
			reads := f.readsOf(closure.Function, closure.Function.Params[0].Name)
			made.Reads = &reads
		}
	}
	return made
}

// dumped reads OrderSchema(many=True).dump(orders), and schema.dump(orders, many=True).
func (f *file) dumped(function *program.Function, call *program.Call) {
	member, ok := call.Callee.(*program.Member)
	if !ok || member.Name != "dump" && member.Name != "jsonify" || len(call.Arguments) == 0 || call.Arguments[0].Name != "" {
		return
	}
	schema, ok := resolve(function, member.X).(*program.Call)
	if !ok || !isSet(schema, "many") && !isSet(call, "many") {
		return
	}
	f.answer(function, call, function.Origin(schema.Callee), call.Arguments[0].Value)
}
