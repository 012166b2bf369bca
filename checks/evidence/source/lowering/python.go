package lowering

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

// python is the table of Python 3, and of what Python 2 wrote differently. The names
// of nodes are those of github.com/tree-sitter/tree-sitter-python.
func python() *language {
	return &language{
		expressions: map[string]expressionRow{
			"identifier":               name,
			"dotted_name":              pythonDotted,
			"string":                   pythonText,
			"concatenated_string":      pythonText,
			"integer":                  literal(program.LiteralNumber),
			"float":                    literal(program.LiteralNumber),
			"true":                     literal(program.LiteralBool),
			"false":                    literal(program.LiteralBool),
			"none":                     literal(program.LiteralNothing),
			"attribute":                member("object", "attribute"),
			"subscript":                pythonSubscript,
			"slice":                    pythonSlice,
			"call":                     pythonCall,
			"binary_operator":          binary("left", "operator", "right"),
			"boolean_operator":         binary("left", "operator", "right"),
			"comparison_operator":      pythonComparison,
			"not_operator":             pythonUnary,
			"unary_operator":           pythonUnary,
			"conditional_expression":   pythonConditional,
			"list":                     pythonList("list"),
			"list_pattern":             pythonList("list"),
			"set":                      pythonList("set"),
			"tuple":                    pythonList("tuple"),
			"tuple_pattern":            pythonList("tuple"),
			"expression_list":          pythonList("tuple"),
			"pattern_list":             pythonList("tuple"),
			"list_splat":               pythonSplat,
			"list_splat_pattern":       pythonSplat,
			"dictionary":               pythonDictionary,
			"list_comprehension":       pythonComprehension("list"),
			"set_comprehension":        pythonComprehension("set"),
			"dictionary_comprehension": pythonComprehension("dict"),
			"generator_expression":     pythonComprehension("generator"),
			"named_expression":         pythonNamed,
			"lambda":                   pythonLambda,
			"await":                    pythonAwait,
			"yield":                    pythonYield,
			"type":                     pythonType,
			"generic_type":             pythonType,
			"union_type":               pythonType,
		},
		statements: map[string]statementRow{
			"import_statement":        pythonImport,
			"import_from_statement":   pythonImportFrom,
			"future_import_statement": nothing,
			"global_statement":        pythonOutside,
			"nonlocal_statement":      pythonOutside,
			"expression_statement":    pythonEvaluate,
			"assignment":              pythonAssign,
			"augmented_assignment":    pythonAugment,
			"type_alias_statement":    pythonAlias,
			"return_statement":        pythonReturn,
			"raise_statement":         pythonRaise,
			"assert_statement":        pythonKeywordCall("assert"),
			"print_statement":         pythonKeywordCall("print"),
			"exec_statement":          pythonKeywordCall("exec"),
			"delete_statement":        pythonDelete,
			"pass_statement":          jump("pass"),
			"break_statement":         jump("break"),
			"continue_statement":      jump("continue"),
			"block":                   blockOf,
			"if_statement":            pythonIf,
			"for_statement":           pythonFor,
			"while_statement":         pythonWhile,
			"try_statement":           pythonTry,
			"with_statement":          pythonWith,
			"match_statement":         pythonMatch,
			"decorated_definition":    pythonDecorated,
			"function_definition":     pythonFunction,
			"class_definition":        pythonClass,
		},
		transparent: map[string]bool{"parenthesized_expression": true},
	}
}

// nothing is what leaves no statement.
func nothing(*lowerer, syntax.Node) []program.Statement { return nil }

// pythonDotted is a name with dots between: a.b.c.
func pythonDotted(_ *lowerer, n syntax.Node) program.Expression {
	var x program.Expression
	for part := range n.NamedChildren {
		if x == nil {
			x = &program.Name{Span: spanOf(part), Name: part.Text()}
			continue
		}
		x = &program.Member{Span: program.Span{Start: n.Start(), End: part.End()}, X: x, Name: part.Text()}
		if part.End()-n.Start() > longestName {
			break
		}
	}
	return x
}

// longestName bounds a name with dots, which nests as deep as it has parts.
const longestName = 1000
