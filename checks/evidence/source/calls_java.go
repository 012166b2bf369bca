package source

import (
	sitter "github.com/tree-sitter/go-tree-sitter"
	java "github.com/tree-sitter/tree-sitter-java/bindings/go"

	"github.com/golive-app/golive/config/regex"
)

// The signs of programs on the Java platform, which Kotlin shares: by what they
// import.
const (
	jvmServes  = `^import\s+(?:static\s+)?(?:org\.springframework|jakarta\.(?:servlet|ws|ejb|persistence|enterprise|inject)|javax\.(?:servlet|ws|ejb|persistence|enterprise)|io\.(?:quarkus|micronaut|ktor\.server|vertx|javalin|grpc|dropwizard|helidon)|play\.|org\.(?:eclipse\.jetty|http4k)|com\.sun\.net\.httpserver|androidx?\.)`
	jvmCommand = `^import\s+(?:static\s+)?(?:picocli|org\.apache\.commons\.cli|com\.beust\.jcommander|org\.kohsuke\.args4j|joptsimple|com\.github\.ajalt\.clikt|kotlinx\.cli|org\.jline)\b`
)

var javaDialect = &dialect{
	language: "Java",
	load:     func() *sitter.Language { return sitter.NewLanguage(java.Language()) },
	leftover: []leftoverCall{
		{rule: RulePrint, names: "System.out.println System.out.print System.out.printf System.out.format"},
		{rule: RulePrint, names: "out.println out.print out.printf", needs: []string{"import static java.lang.System.out;", "import static java.lang.System.*;"}},
		{rule: RulePrint, names: "IO.println IO.print"}, // https://openjdk.org/jeps/512
		{rule: RulePrint, names: "System.err.println System.err.print System.err.printf System.err.format", mild: true},
		{rule: RuleStackTrace, methods: "printStackTrace", mild: true, unless: hasArguments},
		{rule: RuleStackTrace, names: "Thread.dumpStack", mild: true},
	},
	shape: shape{
		calls:      words("method_invocation"),
		references: words("method_reference"),
		declares:   words("variable_declarator.name formal_parameter.name catch_formal_parameter.name inferred_parameters. lambda_expression. resource.name class_declaration.name enum_declaration.name"),
		scopes:     words("method_declaration constructor_declaration lambda_expression block class_body program"),
		functions:  words("method_declaration"),
		branches:   words("if_statement"),
		prefixes:   []string{"java.lang."},
		dialogue:   []string{"System.in"},
	},
	signs: signs{
		serves:  regex.New(jvmServes),
		command: regex.New(jvmCommand),
		entry:   regex.New(`^(?:(?:public|final|private|protected)\s+)*static\s+(?:final\s+)?void\s+main\s*\(`),
	},
}

// hasArguments reports whether a call is given anything: printStackTrace(writer)
// puts the trace where the program wants it.
func hasArguments(_ *reading, call *sitter.Node) bool {
	for _, list := range []*sitter.Node{call.ChildByFieldName("arguments"), call.NamedChild(call.NamedChildCount() - min(1, call.NamedChildCount()))} {
		if list != nil && (list.Kind() == "argument_list" || list.Kind() == "value_arguments") {
			return list.NamedChildCount() > 0
		}
	}
	return false
}
