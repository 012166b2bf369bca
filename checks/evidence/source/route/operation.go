package route

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/graphql"
	"github.com/golive-app/golive/checks/evidence/source/program"
)

// OperationSource says where an operation was found.
type OperationSource string

// The sources of operations.
const (
	SourceSchema   OperationSource = "schema"   // a schema in GraphQL's own language: what is answered
	SourceResolver OperationSource = "resolver" // a function that answers a field of a schema
	SourceRule     OperationSource = "rule"     // what graphql-shield asks before fields; "*" for all
	SourceCode     OperationSource = "code"     // code that is schema and answer in one
	SourceApart    OperationSource = "apart"    // a procedure of tRPC that a router of another file takes in by its name
)

// Operation is one thing that a program answers by a name and not at an address of
// its own: a field of GraphQL's roots, a procedure of tRPC.
type Operation struct {
	Source    OperationSource `json:"source"`
	Framework string          `json:"framework,omitempty"`
	Method    string          `json:"method"` // "QUERY", "MUTATION", "SUBSCRIPTION"; "*" of a rule for all
	Name      string          `json:"name"`
	Refs      []Ref           `json:"refs,omitempty"`   // the function that answers
	Guards    []Ref           `json:"guards,omitempty"` // directives, wrappers, rules, the procedure that it is made of
	Open      bool            `json:"open,omitempty"`   // it says that everybody may
	Group     int             `json:"group,omitempty"`  // of tRPC: the router that it stands in, from 1
	Line      int             `json:"line"`
}

// Nested is a router of tRPC that stands in another one under a name.
type Nested struct {
	Group int    `json:"group"` // the outer one
	Name  string `json:"name"`
	Inner int    `json:"inner,omitempty"` // the inner one, where the same file has it
	Ref   Ref    `json:"ref"`
}

// maxOperations bounds the operations of one file.
const maxOperations = 5000

// rootTypes are the types of GraphQL whose fields are operations.
var rootTypes = map[string]string{"Query": "QUERY", "Mutation": "MUTATION", "Subscription": "SUBSCRIPTION"}

func (r *reading) operation(one Operation) {
	if one.Name != "" && len(r.facts.Operations) < maxOperations {
		r.facts.Operations = append(r.facts.Operations, one)
	}
}

// Defines makes facts of a schema that is a file of its own.
func Defines(schema graphql.Schema) Facts { return Facts{Operations: defined(schema, 1)} }

func defined(schema graphql.Schema, line int) []Operation {
	var found []Operation
	for _, one := range schema.Operations {
		operation := Operation{Source: SourceSchema, Framework: "graphql", Method: one.Kind, Name: one.Name, Line: line + one.Line - 1}
		for _, directive := range one.Directives {
			operation.Open = operation.Open || opens(directive.Name)
			operation.Guards = append(operation.Guards, Ref{Name: "@" + directive.Name, Words: directive.Words, Line: operation.Line})
		}
		found = append(found, operation)
	}
	return found
}

// definition notes the operations of a schema that stands in a text of the program:
// gql`type Query { … }`.
func (r *reading) definition(x program.Expression) {
	text := ""
	switch x := x.(type) {
	case *program.Text:
		text = x.Value
	case *program.Template:
		if len(x.Parts) < 2 {
			return // its one part is looked at by itself
		}
		var all strings.Builder
		for _, part := range x.Parts {
			if one, ok := part.(*program.Text); ok {
				all.WriteString(one.Value)
			} else {
				all.WriteByte(' ')
			}
		}
		text = all.String()
	}
	if len(text) < 20 || !strings.Contains(text, "type ") || !strings.Contains(text, "{") {
		return
	}
	schema, err := graphql.Read("", []byte(text))
	if err != nil {
		return
	}
	for _, one := range defined(schema, r.line(x)) {
		if key := one.Method + one.Name; !r.defined[key] {
			r.defined[key] = true
			r.operation(one)
		}
	}
}

// resolvers notes the functions of a map of resolvers: { Query: { me: … } }.
// https://the-guild.dev/graphql/tools/docs/resolvers
func (r *reading) resolvers(in *program.Function, root string, x program.Expression) bool {
	method, known := rootTypes[root]
	object, ok := r.follow(in, x).(*program.Object)
	if !known || !ok {
		return false
	}
	for _, entry := range object.Entries {
		if entry.Name == "" || entry.Spread != "" || nothing(entry.Value) {
			continue
		}
		refs, guards := r.resolver(in, entry.Value)
		if len(refs) > 0 {
			r.operation(Operation{Source: SourceResolver, Framework: "graphql", Method: method, Name: clip(entry.Name), Refs: refs[len(refs)-1:], Guards: guards, Line: r.line(entry.Value)})
		}
	}
	return true
}

// resolver is the function that answers, and what is wrapped around it.
func (r *reading) resolver(in *program.Function, x program.Expression) (refs, guards []Ref) {
	if object, ok := r.follow(in, x).(*program.Object); ok { // { subscribe, resolve }
		for _, entry := range object.Entries {
			if entry.Name == "resolve" || entry.Name == "subscribe" && refs == nil {
				refs, guards = r.refs(in, []program.Argument{{Value: entry.Value}})
			}
		}
		return refs, guards
	}
	if call, ok := x.(*program.Call); ok && len(call.Arguments) > 1 {
		switch program.LastName(call.Callee) {
		case "combineResolvers", "pipeResolvers", "composeResolvers", "chain":
			last := len(call.Arguments) - 1
			for _, argument := range call.Arguments[:last] {
				guards = append(guards, r.all(in, argument.Value)...)
			}
			refs, around := r.refs(in, call.Arguments[last:])
			return refs, append(guards, around...)
		}
	}
	return r.refs(in, []program.Argument{{Value: x}})
}

// shield notes what graphql-shield asks before fields.
// https://the-guild.dev/graphql/shield/docs
func (r *reading) shield(in *program.Function, call *program.Call) bool {
	if in.Origin(call.Callee) != "graphql-shield.shield" || len(call.Arguments) == 0 {
		return false
	}
	first, last := r.line(call), r.file.Line(call.Range().End)
	r.facts.Operations = slices.DeleteFunc(r.facts.Operations, func(one Operation) bool { // its rules have the form of resolvers
		return one.Source == SourceResolver && one.Line >= first && one.Line <= last
	})
	rule := func(method, name string, x program.Expression) {
		guards := r.rules(in, x, 0)
		open := len(guards) > 0
		for _, guard := range guards {
			open = open && guard.Origin == "graphql-shield.allow"
		}
		r.operation(Operation{Source: SourceRule, Framework: "graphql", Method: method, Name: name, Guards: guards, Open: open, Line: r.line(x)})
	}
	if object, ok := r.follow(in, call.Arguments[0].Value).(*program.Object); ok {
		for _, root := range object.Entries {
			method, known := rootTypes[root.Name]
			switch fields, several := r.follow(in, root.Value).(*program.Object); {
			case root.Name == "*":
				rule("*", "*", root.Value)
			case !known:
			case !several:
				rule(method, "*", root.Value)
			default:
				for _, field := range fields.Entries {
					rule(method, field.Name, field.Value)
				}
			}
		}
	} else {
		rule("*", "*", call.Arguments[0].Value)
	}
	if len(call.Arguments) > 1 {
		if options, ok := r.follow(in, call.Arguments[1].Value).(*program.Object); ok {
			for _, option := range options.Entries {
				if option.Name == "fallbackRule" {
					rule("*", "*", option.Value)
				}
			}
		}
	}
	return true
}

// rules are what and(…), or(…), chain(…) and race(…) put together.
func (r *reading) rules(in *program.Function, x program.Expression, depth int) []Ref {
	if call, ok := r.follow(in, x).(*program.Call); ok && depth < 8 {
		switch program.LastName(call.Callee) {
		case "and", "or", "chain", "race":
			var found []Ref
			for _, argument := range call.Arguments[:min(len(call.Arguments), maxRefs)] {
				found = append(found, r.rules(in, argument.Value, depth+1)...)
			}
			return found
		}
	}
	return []Ref{r.ref(in, x)}
}

// gqlgen notes the methods that answer the fields of a schema in Go.
// https://gqlgen.com/getting-started/
func (r *reading) gqlgen() {
	methods := map[string]string{"queryResolver": "QUERY", "mutationResolver": "MUTATION", "subscriptionResolver": "SUBSCRIPTION"}
	for _, function := range r.file.Functions {
		method, known := methods[classOf(function)]
		if !known || function.Name == "" || function.Name[0] < 'A' || function.Name[0] > 'Z' {
			continue
		}
		r.operation(Operation{
			Source: SourceResolver, Framework: "graphql", Method: method, Name: strings.ToLower(function.Name[:1]) + function.Name[1:],
			Refs: []Ref{{Name: function.Name, Function: r.functionOf(function), Line: r.file.Line(function.Start)}}, Line: r.file.Line(function.Start),
		})
	}
}
