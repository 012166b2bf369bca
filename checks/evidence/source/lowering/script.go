package lowering

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

// script is the table of JavaScript, TypeScript and TSX. Their grammars share
// their names; what TypeScript adds is of no harm to JavaScript.
// https://github.com/tree-sitter/tree-sitter-javascript
// https://github.com/tree-sitter/tree-sitter-typescript
//
// What a reader may want to know of it:
//
//   - A spread in a list is a Unary "..."; a sequence (a, b) a Binary ",".
//   - The loop "for (key in x)" gives its target what Go's "for key := range" does:
//     Targets has a second one, nil, for the element.
//   - Types are expressions: T | U is a Binary, Map<K, V> and T[] (as Array<T>) are
//     an Index, {a: T} is an Object, what is null or undefined comes last.
//   - An interface, an enum and a type alias of an object type are Classes; the
//     methods of an interface are fields. An alias of another name is an Assign.
//   - Overloads and "declare module" leave no trace.
func script() *language {
	return &language{
		expressions: scriptExpressions(),
		statements:  scriptStatements(),
		transparent: map[string]bool{
			"parenthesized_expression": true, "as_expression": true, "satisfies_expression": true,
			"non_null_expression": true, "instantiation_expression": true, "computed_property_name": true,
			"template_substitution": true, "jsx_expression": true,
			// around types
			"type_annotation": true, "parenthesized_type": true, "readonly_type": true, "literal_type": true,
			"optional_type": true, "rest_type": true, "flow_maybe_type": true,
		},
		finish: markExported,
	}
}

func scriptStatements() map[string]statementRow {
	none := func(*lowerer, syntax.Node) []program.Statement { return nil }
	return map[string]statementRow{
		"program":                         blockOf,
		"statement_block":                 blockOf,
		"expression_statement":            func(l *lowerer, n syntax.Node) []program.Statement { return l.statement(n.NamedChild(0)) },
		"parenthesized_expression":        func(l *lowerer, n syntax.Node) []program.Statement { return l.statement(n.NamedChild(0)) },
		"sequence_expression":             func(l *lowerer, n syntax.Node) []program.Statement { return l.body(n) },
		"assignment_expression":           one(scriptAssignment),
		"augmented_assignment_expression": one(scriptAssignment),
		"lexical_declaration":             scriptDeclaration,
		"variable_declaration":            scriptDeclaration,
		"using_declaration":               scriptUsing,
		"if_statement":                    branch("condition", "consequence", "alternative"),
		"else_clause":                     func(l *lowerer, n syntax.Node) []program.Statement { return l.statement(n.NamedChild(0)) },
		"for_statement":                   one(scriptCount),
		"for_in_statement":                one(scriptEach),
		"while_statement":                 one(scriptWhile),
		"do_statement":                    one(scriptWhile),
		"labeled_statement":               func(l *lowerer, n syntax.Node) []program.Statement { return l.statement(n.Field("body")) },
		"with_statement":                  one(scriptWith),
		"switch_statement":                one(scriptSwitch),
		"try_statement":                   one(scriptTry),
		"throw_statement":                 one(scriptThrow),
		"return_statement":                one(scriptReturn),
		"break_statement":                 jump("break"),
		"continue_statement":              jump("continue"),
		"empty_statement":                 none,
		"hash_bang_line":                  none,
		"function_declaration":            scriptFunctionDeclaration,
		"generator_function_declaration":  scriptFunctionDeclaration,
		"function_signature":              none,
		"class_declaration":               scriptClassDeclaration,
		"abstract_class_declaration":      scriptClassDeclaration,
		"interface_declaration":           scriptInterface,
		"enum_declaration":                scriptEnum,
		"type_alias_declaration":          scriptTypeAlias,
		"internal_module":                 func(l *lowerer, n syntax.Node) []program.Statement { return l.statement(n.Field("body")) },
		"module":                          func(l *lowerer, n syntax.Node) []program.Statement { return l.statement(n.Field("body")) },
		"ambient_declaration":             scriptAmbient,
		"import_statement":                scriptImport,
		"import_alias":                    one(scriptImportAlias),
		"export_statement":                scriptExport,
	}
}

func scriptExpressions() map[string]expressionRow {
	rows := map[string]expressionRow{
		"binary_expression":    scriptBinary,
		"member_expression":    member("object", "property"),
		"subscript_expression": scriptSubscript,
		"call_expression":      scriptCall,
		"new_expression":       scriptNew,
		"meta_property":        scriptMeta,

		"string":          scriptString,
		"template_string": func(l *lowerer, n syntax.Node) program.Expression { return scriptTemplate(l, n, false) },
		"number":          literal(program.LiteralNumber),
		"true":            literal(program.LiteralBool),
		"false":           literal(program.LiteralBool),
		"null":            literal(program.LiteralNothing),
		"undefined":       literal(program.LiteralNothing),
		"regex":           literal(program.LiteralPattern),
		"object":          scriptObject,
		"array":           scriptArray,

		"arrow_function":      scriptClosure,
		"function_expression": scriptClosure,
		"generator_function":  scriptClosure,
		"class":               scriptClassValue,

		"unary_expression":                scriptUnary,
		"update_expression":               scriptUnary,
		"spread_element":                  scriptSpread,
		"await_expression":                scriptAwait,
		"yield_expression":                scriptYield,
		"ternary_expression":              scriptConditional,
		"sequence_expression":             scriptSequence,
		"type_assertion":                  func(l *lowerer, n syntax.Node) program.Expression { return l.expression(n.NamedChild(1)) },
		"assignment_expression":           scriptAssigned,
		"augmented_assignment_expression": scriptAssigned,
		"object_pattern":                  scriptPattern,
		"array_pattern":                   scriptPattern,

		"jsx_element":              scriptElement,
		"jsx_self_closing_element": scriptElement,
	}
	for _, kind := range []string{
		"identifier", "this", "super", "import", "shorthand_property_identifier", "property_identifier",
		"shorthand_property_identifier_pattern", "private_property_identifier",
	} {
		rows[kind] = name
	}
	for kind, row := range scriptTypes() {
		rows[kind] = row
	}
	return rows
}
