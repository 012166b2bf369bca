package graphql_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/graphql"
)

func listed(schema graphql.Schema) string {
	var lines []string
	for _, one := range schema.Operations {
		line := fmt.Sprintf("%d %s %s", one.Line, one.Kind, one.Name)
		for _, directive := range one.Directives {
			line += " @" + directive.Name
			if len(directive.Words) > 0 {
				line += "(" + strings.Join(directive.Words, " ") + ")"
			}
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func TestOperationsOfASchema(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ schema, want string }{
		"fields of the three roots, with lines and directives": {`
type User { id: ID! email: String! }
type Query {
  me: User @authenticated
  users(first: Int): [User!]! @hasRole(role: ADMIN)
}
type Mutation @auth { createUser(input: UserInput!): User }
type Subscription { userAdded: User }
input UserInput { email: String! }`, `4 QUERY me @authenticated
5 QUERY users @hasRole(ADMIN)
7 MUTATION createUser @auth
8 SUBSCRIPTION userAdded`},
		"roots under other names": {`
schema { query: Root mutation: Changes }
type Root { a: Int }
type Changes { b: Int @requires(scopes: ["write", "read"]) }
type Query { notOne: Int }`, `3 QUERY a
4 MUTATION b @requires(write read)`},
		"extensions, as modules have them":     {"extend type Query {\n  orders: [Order]\n}\nextend type Order { id: ID }", "2 QUERY orders"},
		"what the federation adds is nobody's": {"type Query { _service: Service _entities: [Any] a: Int }", "1 QUERY a"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			schema, err := graphql.Read("schema.graphql", []byte(test.schema))
			if err != nil {
				t.Fatal(err)
			}
			if got := listed(schema); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestWhatIsNoSchema(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"what a front end asks":  "query Me { me { id } }\nfragment F on User { id }",
		"other types alone":      "type User { id: ID }",
		"an empty file":          "",
		"a word in another text": "The type of it.",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := graphql.Read("a.graphql", []byte(content)); !errors.Is(err, graphql.ErrNotSchema) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestHostileSchemas(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"types in types":     "type Query { a: " + strings.Repeat("[", 500_000) + " }",
		"values in values":   "type Query { a: Int @x(y: " + strings.Repeat("{a:", 500_000) + ") }",
		"too many tokens":    "type Query { " + strings.Repeat("a: Int ", 300_000) + "}",
		"not closed":         "type Query {",
		"bytes that no text": "type Query { a: \xff\xfe }",
		"too large":          "type Query { a: Int }" + strings.Repeat(" ", 5<<20),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := graphql.Read("a.graphql", []byte(content)); err == nil || errors.Is(err, graphql.ErrNotSchema) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("type Query { me: User @auth(requires: [ADMIN]) }"))
	f.Add([]byte("extend schema { mutation: M } type M { a(b: [Int!] = [1]): C }"))
	f.Fuzz(func(t *testing.T, content []byte) {
		schema, err := graphql.Read("a.graphql", content)
		if err == nil && len(schema.Operations) == 0 {
			t.Error("a schema without operations")
		}
	})
}
