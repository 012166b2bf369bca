package lowering

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

// golang is the table of Go, by the kinds of
// https://github.com/tree-sitter/tree-sitter-go (v0.25). Where its grammar cannot
// tell a type from a value, as in f[T](x), the value is meant.
func golang() *language {
	return &language{
		expressions: map[string]expressionRow{
			"identifier":         name,
			"type_identifier":    name,
			"package_identifier": name,
			"field_identifier":   name,
			"blank_identifier":   name,
			"iota":               name,

			"int_literal":                literal(program.LiteralNumber),
			"float_literal":              literal(program.LiteralNumber),
			"imaginary_literal":          literal(program.LiteralNumber),
			"rune_literal":               literal(program.LiteralNumber),
			"true":                       literal(program.LiteralBool),
			"false":                      literal(program.LiteralBool),
			"nil":                        literal(program.LiteralNothing),
			"interpreted_string_literal": golangText,
			"raw_string_literal":         golangText,

			"selector_expression":           member("operand", "field"),
			"index_expression":              golangIndex,
			"slice_expression":              golangSlice,
			"call_expression":               golangCall,
			"type_conversion_expression":    golangConversion,
			"type_instantiation_expression": golangInstantiation,
			"type_assertion_expression":     golangAssertion,
			"unary_expression":              golangUnary,
			"binary_expression":             binary("left", "operator", "right"),
			"composite_literal":             golangComposite,
			"func_literal":                  golangClosure,
			"expression_list":               golangExpressions,

			"qualified_type":             member("package", "name"),
			"generic_type":               golangGeneric,
			"slice_type":                 golangElements("slice", "element"),
			"array_type":                 golangElements("array", "element"),
			"implicit_length_array_type": golangElements("array", "element"),
			"channel_type":               golangElements("channel", "value"),
			"map_type":                   golangMap,
			"struct_type":                golangAnonymous,
			"interface_type":             golangAnonymous,
			"function_type":              golangFunctionType,
			"type_elem":                  golangUnion,
		},
		statements: map[string]statementRow{
			"package_clause":       golangPackage,
			"import_declaration":   golangImports,
			"function_declaration": golangFunction,
			"method_declaration":   golangMethod,
			"type_declaration":     golangInside("type_spec", "type_alias"),
			"type_spec":            golangType,
			"type_alias":           golangType,
			"const_declaration":    golangInside("const_spec"),
			"const_spec":           golangVariable,
			"var_declaration":      golangInside("var_spec", "var_spec_list"),
			"var_spec_list":        golangInside("var_spec"),
			"var_spec":             golangVariable,
			"ERROR":                golangBroken,

			"block":                       blockOf,
			"statement_list":              golangBroken,
			"short_var_declaration":       golangAssign,
			"assignment_statement":        golangAssign,
			"inc_statement":               golangStep("++"),
			"dec_statement":               golangStep("--"),
			"send_statement":              golangSend,
			"return_statement":            golangReturn,
			"if_statement":                golangIf,
			"for_statement":               golangFor,
			"expression_switch_statement": golangSwitch,
			"type_switch_statement":       golangSwitch,
			"select_statement":            golangSelect,
			"go_statement":                golangLater("go"),
			"defer_statement":             golangLater("defer"),
			"labeled_statement":           golangLabelled,
			"break_statement":             jump("break"),
			"continue_statement":          jump("continue"),
			"goto_statement":              jump("goto"),
			"fallthrough_statement":       jump("fallthrough"),
			"empty_statement":             func(*lowerer, syntax.Node) []program.Statement { return nil },
		},
		transparent: map[string]bool{
			"parenthesized_expression": true,
			"expression_statement":     true,
			"literal_element":          true,
			"parenthesized_type":       true,
			"pointer_type":             true,
			"negated_type":             true,
		},
		finish: golangMethods,
	}
}

// golangBroken passes on what stands in a node that has no meaning by itself: a
// list of statements, and text that is not in the grammar.
func golangBroken(l *lowerer, n syntax.Node) []program.Statement { return l.body(n) }

// golangInside lowers the children of some kinds.
func golangInside(kinds ...string) statementRow {
	return func(l *lowerer, n syntax.Node) []program.Statement {
		var statements []program.Statement
		for child := range n.NamedChildren {
			if child.Is(kinds...) {
				statements = append(statements, l.statement(child)...)
			}
		}
		return statements
	}
}

func golangPackage(l *lowerer, n syntax.Node) []program.Statement {
	l.file.Package = n.NamedChild(0).Text()
	return nil
}
