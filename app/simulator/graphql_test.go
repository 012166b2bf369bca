package simulator

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// The simulation's part of the schema is held against the whole that GitHub publishes
// (the npm package @octokit/graphql-schema): a query that the simulation answers is one
// that GitHub answers.
func TestTheExcerptStandsInGitHubsOwnSchema(t *testing.T) {
	t.Parallel()
	directory := os.Getenv("GOLIVE_GRAPHQL")
	if directory == "" {
		t.Skip("GitHub's schema is not here: `make test` fetches it and sets GOLIVE_GRAPHQL")
	}
	source, err := os.ReadFile(filepath.Join(directory, "schema.graphql"))
	if err != nil {
		t.Fatal(err)
	}
	// Read, not judged: it defines a field twice at times.
	published, err := parser.ParseSchema(&ast.Source{Name: "schema.graphql", Input: string(source)})
	if err != nil {
		t.Fatal(err)
	}
	excerpt, err := graphqlSchema()
	if err != nil {
		t.Fatal(err)
	}
	fields := 0
	for name, part := range excerpt.Types {
		whole := published.Definitions.ForName(name)
		if part.BuiltIn {
			continue
		}
		if whole == nil {
			t.Errorf("GitHub has no type %s", name)
			continue
		}
		if part.Kind != whole.Kind {
			t.Errorf("%s is %s, at GitHub %s", name, part.Kind, whole.Kind)
		}
		for _, value := range part.EnumValues {
			if whole.EnumValues.ForName(value.Name) == nil {
				t.Errorf("GitHub's %s has no value %s", name, value.Name)
			}
		}
		for _, field := range part.Fields {
			if strings.HasPrefix(field.Name, "__") {
				continue // of the language
			}
			fields++
			compareField(t, name, field, whole.Fields.ForName(field.Name))
		}
	}
	if fields < 50 {
		t.Errorf("%d fields were compared", fields)
	}
}

func compareField(t *testing.T, owner string, part, whole *ast.FieldDefinition) {
	t.Helper()
	if whole == nil {
		t.Errorf("GitHub's %s has no field %s", owner, part.Name)
		return
	}
	if part.Type.String() != whole.Type.String() {
		t.Errorf("%s.%s is %s, at GitHub %s", owner, part.Name, part.Type, whole.Type)
	}
	for _, argument := range part.Arguments {
		known := whole.Arguments.ForName(argument.Name)
		if known == nil || known.Type.String() != argument.Type.String() {
			t.Errorf("%s.%s takes %s: %s, at GitHub %v", owner, part.Name, argument.Name, argument.Type, known)
		}
	}
	for _, argument := range whole.Arguments {
		if argument.Type.NonNull && argument.DefaultValue == nil && part.Arguments.ForName(argument.Name) == nil {
			t.Errorf("%s.%s must be given %s", owner, part.Name, argument.Name)
		}
	}
}
