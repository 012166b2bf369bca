package route

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// rootClass tells by its name which root of GraphQL a class is, or a part of one:
// Query, AccountQueries, OrderMutations.
func rootClass(name string) string {
	for _, row := range [][2]string{{"Mutation", "MUTATION"}, {"Mutations", "MUTATION"}, {"Subscription", "SUBSCRIPTION"}, {"Subscriptions", "SUBSCRIPTION"}, {"Query", "QUERY"}, {"Queries", "QUERY"}} {
		if strings.HasSuffix(name, row[0]) {
			return row[1]
		}
	}
	return ""
}

// pythonOperations notes the operations of a class of graphene or Strawberry; true
// where it is one.
// https://docs.graphene-python.org/en/latest/types/objecttypes/
// https://strawberry.rocks/docs/general/queries
func (r *reading) pythonOperations(class *program.Class) bool {
	method := rootClass(class.Name)
	if method == "" || class.Owner == nil {
		return false
	}
	for _, base := range class.Bases {
		if lastWord(class.Owner.Origin(base)) == "ObjectType" {
			r.graphene(class, method)
			return true
		}
	}
	for _, decorator := range class.Decorators {
		name, call := decoratorName(decorator)
		origin := class.Owner.Origin(decorator)
		if call != nil {
			origin = class.Owner.Origin(call.Callee)
		}
		if name == "type" && strings.HasPrefix(origin, "strawberry") {
			r.strawberry(class, method)
			return true
		}
	}
	return false
}

func (r *reading) graphene(class *program.Class, method string) {
	for _, field := range class.Fields {
		call, ok := field.Value.(*program.Call)
		if !ok {
			continue
		}
		operation := Operation{Source: SourceCode, Framework: "graphene", Method: method, Name: camel(field.Name), Line: r.file.Line(field.Start)}
		operation.Guards = r.fieldGuards(class.Owner, call)
		if resolver := r.methods[class.Name+".resolve_"+field.Name]; resolver != nil {
			operation.Refs = []Ref{{Name: class.Name + "." + resolver.Name, Function: r.functionOf(resolver), Line: r.file.Line(resolver.Start)}}
			for _, decorator := range resolver.Decorators {
				operation.Guards = append(operation.Guards, r.classDecorator(class.Owner, decorator)...)
			}
		} else if member, ok := call.Callee.(*program.Member); ok && member.Name == "Field" && method == "MUTATION" {
			operation.Refs = []Ref{{Name: program.LastName(member.X), Origin: clip(class.Owner.Origin(member.X)), Line: operation.Line}}
		}
		r.operation(operation)
	}
}

func (r *reading) strawberry(class *program.Class, method string) {
	for _, field := range class.Fields {
		operation := Operation{Source: SourceCode, Framework: "strawberry", Method: method, Name: camel(field.Name), Line: r.file.Line(field.Start)}
		call, ok := field.Value.(*program.Call)
		if !ok {
			continue
		}
		operation.Guards = r.fieldGuards(class.Owner, call)
		for _, argument := range call.Arguments {
			if argument.Name == "resolver" || argument.Name == "" {
				operation.Refs = r.all(class.Owner, argument.Value)
			}
		}
		r.operation(operation)
	}
	for _, function := range class.Methods {
		operation := Operation{Source: SourceCode, Framework: "strawberry", Method: method, Name: camel(function.Name), Line: r.file.Line(function.Start)}
		field := false
		for _, decorator := range function.Decorators {
			name, call := decoratorName(decorator)
			switch name {
			case "field", "mutation", "subscription", "connection", "input_mutation":
				field = true
				if call != nil {
					operation.Guards = append(operation.Guards, r.fieldGuards(class.Owner, call)...)
				}
			default:
				operation.Guards = append(operation.Guards, r.classDecorator(class.Owner, decorator)...)
			}
		}
		if field {
			operation.Refs = []Ref{{Name: class.Name + "." + function.Name, Function: r.functionOf(function), Line: operation.Line}}
			r.operation(operation)
		}
	}
}

// fieldGuards are the permissions that a field is made with.
func (r *reading) fieldGuards(in *program.Function, call *program.Call) []Ref {
	var found []Ref
	for _, argument := range call.Arguments {
		switch argument.Name {
		case "permissions", "permission_classes", "extensions", "directives":
			refs := r.all(in, argument.Value)
			if argument.Name == "permissions" { // names of permissions, whatever they are
				refs = []Ref{{Name: "permissions", Line: r.line(call)}}
			}
			found = append(found, refs...)
		}
	}
	return found
}

// ariadne notes a function that answers a field: @query.field("me").
// https://ariadnegraphql.org/docs/resolvers
func (r *reading) ariadne(in *program.Function, call *program.Call, handler *Ref, below []program.Expression) bool {
	member, ok := call.Callee.(*program.Member)
	if !ok || member.Name != "field" || len(call.Arguments) == 0 || handler.Function == 0 {
		return false
	}
	method := map[string]string{"ariadne.QueryType()": "QUERY", "ariadne.MutationType()": "MUTATION", "ariadne.SubscriptionType()": "SUBSCRIPTION"}[in.Origin(member.X)]
	name, constant := in.Constant(call.Arguments[0].Value)
	if method == "" || !constant {
		return false
	}
	operation := Operation{Source: SourceResolver, Framework: "graphql", Method: method, Name: clip(name), Refs: []Ref{*handler}, Line: r.line(call)}
	for _, one := range below {
		if guard := r.decoratorGuard(in, one); guard.Name != "" {
			operation.Guards = append(operation.Guards, guard)
		}
	}
	r.operation(operation)
	return true
}

// camel writes a name as both libraries show it: create_order is createOrder.
func camel(name string) string {
	head, rest, found := strings.Cut(strings.TrimLeft(name, "_"), "_")
	for found {
		var word string
		word, rest, found = strings.Cut(rest, "_")
		if word != "" {
			head += strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return clip(head)
}
