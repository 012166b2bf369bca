package query

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// What runs once for each object that is answered with, without a loop in sight.

var (
	// roots are the types of GraphQL whose fields are asked for once a request.
	rootTypes = regex.New(`^(?:Query|Mutation|Subscription|\w*(?:Queries|Mutations?|Query|Subscription))$`)
	// fieldResolvers matches decorators of methods that answer a field of each object.
	// https://docs.nestjs.com/graphql/resolvers https://typegraphql.com/docs/resolvers.html
	fieldResolvers = regex.New(`^(?:ResolveField|ResolveProperty|FieldResolver)$`)
	// graphTypes matches bases of GraphQL's types in Python.
	graphTypes = regex.New(`(?:ObjectType|Node)$`)
	serializer = regex.New(`Serializer$`)
	// loads matches what gathers the questions of many objects into one.
	loads = regex.New(`(?i)loader|\.load\(|load_many|batch`)
)

// perObject returns the loop that a function stands in by what it is: a field's
// resolver, a serializer's method; nil where it is neither, or loads in batches.
func (f *file) perObject(function *program.Function) *Loop {
	loop := f.objectLoop(function)
	if loop != nil && loads.MatchString(f.Text(program.Span{Start: function.Start, End: min(function.End, function.Start+20_000)})) {
		return nil
	}
	return loop
}

func (f *file) objectLoop(function *program.Function) *Loop {
	if function.Top {
		return nil
	}
	line := f.Line(function.Start)
	if slices.ContainsFunc(function.Decorators, func(x program.Expression) bool { return fieldResolvers.MatchString(decoratorName(x)) }) {
		if !givenParent(function) { // it answers the same whatever object it is a field of
			return nil
		}
		return &Loop{Kind: "resolver", Line: line, Over: function.Name}
	}
	class := function.Class
	if f.Language == "Go" {
		return f.generatedResolver(function)
	}
	if f.Language != "Python" {
		return f.mapped()[function]
	}
	if of := f.ariadneType(function); of != "" {
		return &Loop{Kind: "resolver", Line: line, Over: of}
	}
	if class == nil {
		return nil
	}
	based := func(pattern *regex.Expression) bool {
		return slices.ContainsFunc(class.Bases, func(x program.Expression) bool { return pattern.MatchString(decoratorName(x)) })
	}
	switch {
	case strings.HasPrefix(function.Name, "resolve_") && based(graphTypes) && !rootTypes.MatchString(class.Name):
		return &Loop{Kind: "resolver", Line: line, Over: class.Name + "." + strings.TrimPrefix(function.Name, "resolve_")}
	case strawberryField(function) && !rootTypes.MatchString(class.Name):
		return &Loop{Kind: "resolver", Line: line, Over: class.Name + "." + function.Name}
	case strings.HasPrefix(function.Name, "get_") && len(function.Params) == 1 && based(serializer) && f.hasMethodField(class, strings.TrimPrefix(function.Name, "get_")):
		return &Loop{Kind: "serializer", Line: line, Over: class.Name + "." + strings.TrimPrefix(function.Name, "get_")}
	}
	return nil
}

// givenParent reports whether a resolver of a field is given the object that it is a field of.
// https://docs.nestjs.com/graphql/resolvers#graphql-argument-decorators
func givenParent(function *program.Function) bool {
	return slices.ContainsFunc(function.Params, func(param *program.Param) bool {
		return len(param.Decorators) == 0 || slices.ContainsFunc(param.Decorators, func(x program.Expression) bool {
			name := decoratorName(x)
			return name == "Parent" || name == "Root" || name == "Info"
		})
	})
}

// hasMethodField reports whether a serializer has a field that a method fills.
// https://www.django-rest-framework.org/api-guide/fields/#serializermethodfield
func (f *file) hasMethodField(class *program.Class, name string) bool {
	return slices.ContainsFunc(class.Fields, func(field *program.Field) bool {
		call, ok := field.Value.(*program.Call)
		return ok && field.Name == name && strings.HasSuffix(decoratorName(call), "SerializerMethodField")
	})
}

// eachItsTable reports whether a loop goes through models: each round asks another
// table, which no query can ask along.
func (w *walker) eachItsTable(c chain) bool {
	root, ok := c.root.(*program.Name)
	if !ok || w.Language != "Python" || len(c.names) < 2 || !slices.ContainsFunc(c.names, func(name string) bool { return name == "objects" || name == "_default_manager" }) {
		return false
	}
	return root.Name != "self" && root.Name != "cls" && strings.ToLower(root.Name) == root.Name
}

// relation reports whether a call asks for the related objects of a loop's element,
// as in order.items.all(), which the loop's query did not fetch along.
// https://docs.djangoproject.com/en/stable/ref/models/querysets/#prefetch-related
func (w *walker) relation(call *program.Call, c chain) bool {
	if w.Language != "Python" || len(c.names) < 2 || len(call.Arguments) > 0 && c.end() == "all" {
		return false
	}
	switch c.end() {
	case "all", "filter", "exclude", "count", "exists", "first", "last", "values_list", "order_by":
	default:
		return false
	}
	if !w.importsLike("django") && !w.importsLike("models") && !w.importsLike("rest_framework") {
		return false
	}
	root, ok := c.root.(*program.Name)
	if !ok || !slices.ContainsFunc(w.targets, func(x program.Expression) bool {
		target, ok := x.(*program.Name)
		return ok && target.Name == root.Name
	}) {
		return false
	}
	// Only .all() is answered by what was fetched along; and then only for that name.
	before := w.Text(program.Span{Start: w.function.Start, End: call.Start})
	return !strings.Contains(before, "prefetch_related(") && !strings.Contains(before, "prefetch_related_objects(") || !storedMethods[c.end()]
}
