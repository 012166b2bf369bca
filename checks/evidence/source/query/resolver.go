package query

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// objectResolvers matches types of gqlgen whose methods answer fields of an object.
// https://gqlgen.com/getting-started/#implement-the-resolvers
var objectResolvers = regex.New(`^[a-z]\w*Resolver$`)

// rootResolvers are those whose fields are asked for once a request.
var rootResolvers = regex.New(`(?i)^(?:query|mutation|subscription|root|entity)`)

// generatedResolver returns the loop of a method that answers a field of each object:
// func (r *orderResolver) Items(ctx context.Context, obj *Order). People may call the
// object otherwise.
func (f *file) generatedResolver(function *program.Function) *Loop {
	if function.Receiver == nil || len(function.Params) < 2 {
		return nil
	}
	written := strings.TrimPrefix(f.expression(function.Receiver.Type), "*")
	if !objectResolvers.MatchString(written) || rootResolvers.MatchString(written) {
		return nil
	}
	field, object := strings.TrimSuffix(written, "Resolver"), function.Params[1]
	if object.Name != "obj" && !strings.EqualFold(lastPartOf(strings.TrimPrefix(f.expression(object.Type), "*")), field) {
		return nil
	}
	return &Loop{Kind: "resolver", Line: f.Line(function.Start), Over: field + "." + function.Name}
}

// mapped are the functions in maps of resolvers that answer a field of each object:
// { Order: { items: (order) => … } }, and { type: …, resolve: (order) => … }.
// https://www.apollographql.com/docs/apollo-server/data/resolvers https://www.graphql-js.org/docs/resolvers-basic/
func (f *file) mapped() map[*program.Function]*Loop {
	if f.resolvers != nil {
		return f.resolvers
	}
	f.resolvers = map[*program.Function]*Loop{}
	if !f.importsLike("graphql") && !f.importsLike("resolvers") && !f.importsLike("apollo") {
		return f.resolvers
	}
	for _, function := range f.Functions {
		program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
			if object, ok := x.(*program.Object); ok {
				f.resolverMap(object)
			}
			return true
		})
	}
	return f.resolvers
}

func (f *file) resolverMap(object *program.Object) {
	typed := false
	for _, entry := range object.Entries {
		typed = typed || entry.Name == "type"
		inner, ok := entry.Value.(*program.Object)
		if !ok || !capital(entry.Name) || rootTypes.MatchString(entry.Name) {
			continue
		}
		for _, field := range inner.Entries {
			f.resolver(field, entry.Name+"."+field.Name)
		}
	}
	for _, entry := range object.Entries {
		if typed && entry.Name == "resolve" {
			f.resolver(entry, "resolve")
		}
	}
}

// resolver notes a function that reads the object that it is given.
func (f *file) resolver(entry program.Argument, over string) {
	closure, ok := entry.Value.(*program.Closure)
	if !ok || len(closure.Function.Params) == 0 || entry.Name == "__resolveReference" {
		return
	}
	parent := closure.Function.Params[0]
	if parent.Name == "" && parent.Pattern == nil || strings.HasPrefix(parent.Name, "_") || rootNames[parent.Name] {
		return
	}
	names := map[string]bool{parent.Name: true}
	if parent.Pattern != nil {
		for _, part := range parent.Pattern.Parts {
			if name, ok := part.Target.(*program.Name); ok {
				names[name.Name] = true
			}
		}
	}
	read := false
	program.VisitStatements(closure.Function.Body, nil, func(x program.Expression) bool {
		name, ok := x.(*program.Name)
		read = read || ok && names[name.Name]
		return !read
	})
	if read {
		f.resolvers[closure.Function] = &Loop{Kind: "resolver", Line: f.Line(closure.Function.Start), Over: over}
	}
}

// rootNames are what the object of a root type is called.
var rootNames = map[string]bool{"root": true, "rootValue": true, "source": true, "req": true, "request": true, "ctx": true, "context": true, "args": true}
