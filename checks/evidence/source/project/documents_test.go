package project_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/evidence/source/link"
	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/project"
	"github.com/golive-app/golive/checks/evidence/source/route"
	"github.com/golive-app/golive/checks/evidence/source/usage"
)

// routes reads what routes are made of, in this process.
type routes struct{}

func (routes) FactsOf(ctx context.Context, src checks.Source, files []checks.File, _ func(checks.File) bool) (map[string]source.Facts, []checks.Skipped, error) {
	facts := map[string]source.Facts{}
	for _, file := range files {
		if !source.ReadsSyntax(file.Language) {
			continue
		}
		content, err := src.Read(ctx, file.Path)
		if err != nil {
			return nil, nil, err
		}
		program, err := lowering.Parse(file.Language, content)
		if err != nil {
			return nil, nil, err
		}
		facts[file.Path] = source.Facts{Language: file.Language, Link: link.Read(program), Routes: route.Read(program), Usage: usage.Read(program)}
	}
	return facts, nil, nil
}

func routesOf(t *testing.T, files map[string]string) []string {
	t.Helper()
	read, err := project.NewReader(routes{}).Project(t.Context(), checkstest.Tree(files))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, one := range read.Routes().Routes {
		names = append(names, one.Method+" "+one.Path)
	}
	for _, one := range read.Routes().Schemas {
		names = append(names, fmt.Sprintf("%s: %d of %d", one.Path, one.Answered, one.Operations))
	}
	for _, one := range read.UnreadDocuments() {
		names = append(names, one.Path+" unread")
	}
	return names
}

func TestASchemaCountsWhereCodeAnswersIt(t *testing.T) {
	t.Parallel()
	schema := "type Query { me: User @auth }\ntype Mutation { add(name: String): User }"
	for name, test := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"resolvers beside it": {map[string]string{
			"src/schema.graphql": schema, "src/resolvers.ts": "export const resolvers = { Query: { me: (parent, args, ctx) => ctx.user } }",
			"src/pages/me.graphql": "query Me { me { id } }", "src/broken.graphqls": "type Query { a: ",
		}, []string{"MUTATION add", "QUERY me", "src/schema.graphql: 1 of 2", "src/broken.graphqls unread"}},
		"a server that is given it": {map[string]string{
			"src/schema.graphql": schema, "src/server.ts": "import { ApolloServer } from '@apollo/server'\nconst server = new ApolloServer({ typeDefs })",
		}, []string{"MUTATION add", "QUERY me", "src/schema.graphql: 0 of 2"}},
		"somebody else's, that a front end asks": {map[string]string{
			"web/schema.graphql": schema, "web/local.ts": "export const local = gql`extend type Query { isOpen: Boolean }`",
		}, nil},
		"one of tests": {map[string]string{
			"tests/schema.graphql": schema, "src/resolvers.ts": "export const resolvers = { Query: { me: (parent, args, ctx) => ctx.user } }",
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := routesOf(t, test.files); !slices.Equal(got, test.want) {
				t.Errorf("got %q\nwant %q", got, test.want)
			}
		})
	}
}

func TestDocumentsAreToldOnceAndWithTheirOtherFiles(t *testing.T) {
	t.Parallel()
	read, err := project.NewReader(routes{}).Project(t.Context(), checkstest.Tree(map[string]string{
		"docs/openapi.json":      `{"openapi": "3.0.0", "paths": {"/orders": {"get": {}}}}`,
		"docs/openapi.yaml":      "openapi: 3.0.0\npaths: {/orders: {$ref: paths/orders.yaml}}\n",
		"docs/paths/orders.yaml": "get: {}\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	documents := read.Routes().Documents
	if len(documents) != 1 || documents[0].Path != "docs/openapi.json" || !slices.Equal(documents[0].Copies, []string{"docs/openapi.yaml"}) || documents[0].Elsewhere != 0 {
		t.Errorf("got %+v", documents)
	}
}
