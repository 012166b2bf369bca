package source

import (
	kotlin "github.com/tree-sitter-grammars/tree-sitter-kotlin/bindings/go"
	sitter "github.com/tree-sitter/go-tree-sitter"

	"github.com/golive-app/golive/config/regex"
)

var kotlinDialect = &dialect{
	language: "Kotlin",
	load:     func() *sitter.Language { return sitter.NewLanguage(kotlin.Language()) },
	leftover: []leftoverCall{
		{rule: RulePrint, names: "println print System.out.println System.out.print System.out.printf System.out.format"},
		{rule: RulePrint, names: "System.err.println System.err.print System.err.printf System.err.format", mild: true},
		{rule: RuleStackTrace, methods: "printStackTrace", mild: true, unless: hasArguments},
		{rule: RuleStackTrace, names: "Thread.dumpStack", mild: true},
	},
	shape: shape{
		calls:      words("call_expression"),
		references: words("callable_reference"),
		patterns:   words("variable_declaration qualified_identifier multi_variable_declaration"),
		declares:   words("function_declaration.name class_declaration.name object_declaration.name parameter. class_parameter. property_declaration. lambda_parameters. for_statement."),
		imports:    words("import."),
		scopes:     words("function_declaration lambda_literal anonymous_function class_body for_statement block source_file"),
		functions:  words("function_declaration"),
		branches:   words("if_expression"),
		genuine:    []string{"kotlin.io."},
		prefixes:   []string{"kotlin.io.", "java.lang."},
		dialogue:   []string{"readLine()", "readln()", "System.`in`"},
	},
	signs: signs{
		serves:  regex.New(jvmServes),
		command: regex.New(jvmCommand),
		entry:   regex.New(`^(?:@\w+\s+)*(?:suspend\s+)?fun\s+main\s*\(`),
	},
}
