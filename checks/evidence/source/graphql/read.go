package graphql

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// Read reads a schema. It fails with ErrNotSchema where the text has no operation.
func Read(name string, content []byte) (schema Schema, err error) {
	if len(content) > maxBytes {
		return Schema{}, fmt.Errorf("larger than %d bytes", maxBytes)
	}
	if !mayDefine(content) {
		return Schema{}, ErrNotSchema
	}
	if !utf8.Valid(content) {
		return Schema{}, errSyntax
	}
	if deeper(content, maxDepth) {
		return Schema{}, fmt.Errorf("nested more than %d levels deep", maxDepth)
	}
	defer func() { // a parser of others', over a text of others'
		if recover() != nil {
			schema, err = Schema{}, errSyntax
		}
	}()
	document, err := parser.ParseSchemaWithLimit(&ast.Source{Name: "schema", Input: string(content)}, maxTokens)
	if err != nil {
		return Schema{}, errSyntax
	}
	schema.Path = name
	schema.read(document)
	if len(schema.Operations) == 0 {
		return Schema{}, ErrNotSchema
	}
	return schema, nil
}

// mayDefine reports whether a text defines types at all, which saves parsing what
// front ends ask.
func mayDefine(content []byte) bool {
	for line := range strings.Lines(string(content)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "type ") || strings.HasPrefix(line, "extend ") || strings.HasPrefix(line, "schema") {
			return true
		}
	}
	return false
}

// deeper reports whether brackets stand in one another deeper than some levels,
// wherever they stand.
func deeper(content []byte, levels int) bool {
	depth := 0
	for _, c := range content {
		switch c {
		case '{', '[', '(':
			if depth++; depth > levels {
				return true
			}
		case '}', ']', ')':
			depth = max(depth-1, 0)
		}
	}
	return false
}

// read lists the operations of the root types, called as the schema calls them.
// https://spec.graphql.org/October2021/#sec-Root-Operation-Types
func (s *Schema) read(document *ast.SchemaDocument) {
	roots := map[string]string{"Query": "QUERY", "Mutation": "MUTATION", "Subscription": "SUBSCRIPTION"}
	for _, one := range slices.Concat(document.Schema, document.SchemaExtension) {
		for _, root := range one.OperationTypes {
			standard := map[ast.Operation]string{ast.Query: "Query", ast.Mutation: "Mutation", ast.Subscription: "Subscription"}[root.Operation]
			if root.Type != standard {
				delete(roots, standard)
			}
			roots[root.Type] = strings.ToUpper(string(root.Operation))
		}
	}
	for _, one := range slices.Concat(document.Definitions, document.Extensions) {
		kind, root := roots[one.Name]
		if !root || one.Kind != ast.Object {
			continue
		}
		for _, field := range one.Fields {
			if len(s.Operations) >= maxOperations {
				s.Cut = true
				return
			}
			operation := Operation{Kind: kind, Name: clipped(field.Name), Directives: directives(slices.Concat(one.Directives, field.Directives))}
			if field.Position != nil {
				operation.Line = field.Position.Line
			}
			if !strings.HasPrefix(operation.Name, "_") { // _service and _entities of Apollo's federation
				s.Operations = append(s.Operations, operation)
			}
		}
	}
	slices.SortStableFunc(s.Operations, func(a, b Operation) int { return cmp.Compare(a.Line, b.Line) })
}

func directives(list ast.DirectiveList) []Directive {
	var found []Directive
	for _, one := range list[:min(len(list), maxDirectives)] {
		directive := Directive{Name: clipped(one.Name)}
		for _, argument := range one.Arguments {
			directive.Words = words(directive.Words, argument.Value)
		}
		found = append(found, directive)
	}
	return found
}

// words are the constants of an argument, of a list each.
func words(found []string, value *ast.Value) []string {
	if value == nil || len(found) >= maxWords {
		return found
	}
	switch value.Kind {
	case ast.EnumValue, ast.StringValue:
		if text := clipped(value.Raw); text != "" && !strings.ContainsAny(text, "\n") {
			return append(found, text)
		}
	case ast.ListValue:
		for _, child := range value.Children {
			found = words(found, child.Value)
		}
	}
	return found
}

func clipped(text string) string {
	if len(text) > maxText {
		return strings.ToValidUTF8(text[:maxText], "")
	}
	return text
}
