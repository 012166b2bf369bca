package source

import (
	sitter "github.com/tree-sitter/go-tree-sitter"
	csharp "github.com/tree-sitter/tree-sitter-c-sharp/bindings/go"

	"github.com/golive-app/golive/config/regex"
)

// Debug.WriteLine and Debug.Assert are not here: a release build leaves them out.
// https://learn.microsoft.com/dotnet/api/system.diagnostics.debug
var csharpDialect = &dialect{
	language: "C#",
	load:     func() *sitter.Language { return sitter.NewLanguage(csharp.Language()) },
	leftover: []leftoverCall{
		{rule: RuleBreakpoint, names: "Debugger.Break Debugger.Launch"},
		{rule: RulePrint, names: "Console.WriteLine Console.Write Console.Out.WriteLine Console.Out.Write Console.Out.WriteLineAsync Console.Out.WriteAsync"},
		{rule: RulePrint, names: "WriteLine Write", needs: []string{"using static System.Console;"}},
		{rule: RulePrint, names: "Console.Error.WriteLine Console.Error.Write Console.Error.WriteLineAsync Console.Error.WriteAsync", mild: true},
	},
	shape: shape{
		calls:     words("invocation_expression"),
		declares:  words("variable_declarator.name parameter.name local_function_statement.name method_declaration.name class_declaration.name property_declaration.name foreach_statement.left catch_declaration.name"),
		scopes:    words("method_declaration constructor_declaration local_function_statement lambda_expression block declaration_list compilation_unit"),
		functions: words("method_declaration local_function_statement"),
		branches:  words("if_statement"),
		prefixes:  []string{"global.", "System.", "Diagnostics."},
		excuse: func(r *reading, around, call *sitter.Node) string {
			if around.Kind() == "global_statement" && r.facts.Serves == "" {
				return "in a program's own statements"
			}
			if leftOut(r, around, call) {
				return "which a release build leaves out"
			}
			return ""
		},
	},
	signs: signs{
		serves:  regex.New(`^(?:global\s+)?using\s+(?:Microsoft\.AspNetCore|Microsoft\.Extensions\.Hosting|System\.Web|Grpc\.|MassTransit|Microsoft\.Maui|System\.Windows)\b|\bWebApplication\.Create`),
		command: regex.New(`^(?:global\s+)?using\s+(?:System\.CommandLine|CommandLine|Spectre\.Console|McMaster\.Extensions\.CommandLineUtils|Cocona)\b|\bConsole\.Read(?:Line|Key)\(`),
		entry:   regex.New(`^(?:(?:public|private|internal|protected)\s+)?static\s+(?:async\s+)?(?:void|int|Task(?:<int>)?)\s+Main\s*\(`),
	},
}

var (
	debugSymbol    = regex.New(`\b(?:DEBUG|TRACE)\b`)
	debugAttribute = regex.New(`\bConditional(?:Attribute)?\(\s*(?:"DEBUG"|"TRACE")\s*\)`)
)

// leftOut reports whether a build for release leaves out what a node holds: #if DEBUG,
// and a method with [Conditional("DEBUG")]. Symbols are told apart by their case.
// https://learn.microsoft.com/dotnet/csharp/language-reference/preprocessor-directives
func leftOut(r *reading, around, call *sitter.Node) bool {
	switch around.Kind() {
	case "preproc_if":
		condition, alternative := around.ChildByFieldName("condition"), around.ChildByFieldName("alternative")
		return condition != nil && debugSymbol.MatchString(r.text(condition)) && !notAsked.MatchString(r.text(condition)) &&
			(alternative == nil || call.EndByte() <= alternative.StartByte())
	case "method_declaration":
		name := around.ChildByFieldName("name")
		return name != nil && debugAttribute.MatchString(r.text(around)[:name.StartByte()-around.StartByte()])
	}
	return false
}
