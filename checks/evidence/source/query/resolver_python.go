package query

import (
	"slices"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

var (
	// strawberryFields matches decorators of methods that answer a field of each object, and
	// strawberryTypes those of the classes of such objects.
	// https://strawberry.rocks/docs/types/resolvers https://strawberry.rocks/docs/django/guide/fields
	strawberryFields = regex.New(`^(?:strawberry\w*(?:\.\w+)?|sd)\.field$`)
	strawberryTypes  = regex.New(`^(?:strawberry\w*(?:\.\w+)?|sd)\.(?:type|interface|node)$`)
	// ariadneTypes matches classes whose objects bind resolvers to the fields of a type.
	// https://ariadnegraphql.org/docs/resolvers
	ariadneTypes = regex.New(`(?:ObjectType|InterfaceType|UnionType)$`)
)

// strawberryField reports whether a method answers a field of each object of a type, by a
// query of its own: what its decorator names to be fetched along is.
func strawberryField(function *program.Function) bool {
	return function.Class != nil && slices.ContainsFunc(function.Decorators, func(x program.Expression) bool {
		call, ok := x.(*program.Call)
		hinted := ok && slices.ContainsFunc(call.Arguments, func(one program.Argument) bool {
			return one.Name == "prefetch_related" || one.Name == "select_related" || one.Name == "annotate"
		})
		return strawberryFields.MatchString(decoratorName(x)) && !hinted
	}) && slices.ContainsFunc(function.Class.Decorators, func(x program.Expression) bool { return strawberryTypes.MatchString(decoratorName(x)) })
}

// ariadneType is the field of which type a function answers: @order.field("items") of
// order = ObjectType("Order"). Empty for others, and where the type is asked for once.
func (f *file) ariadneType(function *program.Function) string {
	if len(function.Params) == 0 || !f.importsLike("ariadne") {
		return ""
	}
	for _, decorator := range function.Decorators {
		call, ok := decorator.(*program.Call)
		if !ok || calledName(call) != "field" {
			continue
		}
		member, ok := call.Callee.(*program.Member)
		if !ok {
			continue
		}
		made, ok := resolve(f.Top(), member.X).(*program.Call)
		if !ok || !ariadneTypes.MatchString(calledName(made)) {
			continue
		}
		of, named := firstText(made)
		field, written := firstText(call)
		if named && written && !rootTypes.MatchString(of) {
			return of + "." + field
		}
	}
	return ""
}
