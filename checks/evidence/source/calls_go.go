package source

import (
	"path"
	"strings"

	sitter "github.com/tree-sitter/go-tree-sitter"
	golang "github.com/tree-sitter/tree-sitter-go/bindings/go"

	"github.com/golive-app/golive/config/regex"
)

// What package log and its like write is no leftover: that is where debug output
// belongs. Nor is what goes to a given writer, which fmt.Fprint does.
var goDialect = &dialect{
	language: "Go",
	load:     func() *sitter.Language { return sitter.NewLanguage(golang.Language()) },
	leftover: []leftoverCall{
		{rule: RuleBreakpoint, names: "runtime.Breakpoint", needs: []string{`"runtime"`}},
		{rule: RuleDump, names: "spew.Dump spew.Print spew.Println spew.Printf", needs: []string{`go-spew/spew"`}},
		{rule: RuleDump, names: "pp.Print pp.Println pp.Printf", needs: []string{`k0kubun/pp`}},
		{rule: RuleDump, names: "pretty.Print pretty.Println pretty.Printf", needs: []string{`kr/pretty"`}},
		{rule: RuleDump, names: "dump.P dump.Print dump.Println dump.V", needs: []string{`gookit/goutil/dump"`}},
		{rule: RuleDump, names: "litter.Dump", needs: []string{`sanity-io/litter"`}},
		{rule: RuleDump, names: "repr.Println", needs: []string{`alecthomas/repr"`}},
		{rule: RuleDump, names: "godump.Dump godump.Dd", needs: []string{`godump"`}},
		// The language itself keeps them for bootstrapping and does not promise that
		// they stay: https://go.dev/ref/spec#Bootstrapping
		{rule: RulePrint, names: "print println"},
		{rule: RulePrint, names: "fmt.Print fmt.Println fmt.Printf", needs: []string{`"fmt"`}},
		{rule: RuleStackTrace, names: "debug.PrintStack", needs: []string{`"runtime/debug"`}, mild: true},
		// https://onsi.github.io/ginkgo/#focused-specs
		{
			rule: RuleFocusedTest, needs: []string{"onsi/ginkgo"},
			names: "FIt FDescribe FContext FWhen FSpecify FDescribeTable FEntry ginkgo.FIt ginkgo.FDescribe ginkgo.FContext ginkgo.FWhen ginkgo.FSpecify ginkgo.FDescribeTable ginkgo.FEntry",
		},
	},
	shape: shape{
		calls:     words("call_expression"),
		patterns:  words("expression_list"),
		declares:  words("short_var_declaration.left var_spec.name const_spec.name parameter_declaration.name variadic_parameter_declaration.name range_clause.left function_declaration.name"),
		imports:   words("import_spec.name"),
		scopes:    words("function_declaration method_declaration func_literal block source_file"),
		functions: words("function_declaration method_declaration"),
		branches:  words("if_statement"),
		dialogue:  []string{"os.Stdin", "fmt.Scan"},
		renamed:   importedAs,
	},
	signs: signs{
		serves:  regex.New(`^(?:\w+\s+|_\s+|\.\s+|import\s+)?"(?:github\.com/(?:gin-gonic/gin|labstack/echo|go-chi/chi|gofiber/fiber|gorilla/mux|julienschmidt/httprouter|danielgtaylor/huma)|google\.golang\.org/grpc|connectrpc\.com/connect)["/]|\bhttp\.(?:ListenAndServe|Serve|Server\{)`),
		command: regex.New(`^(?:\w+\s+|import\s+)?"(?:flag|github\.com/(?:spf13/(?:cobra|pflag)|urfave/cli|alecthomas/(?:kong|kingpin)|jessevdk/go-flags|peterh/liner|c-bata/go-prompt|AlecAivazis/survey|charmbracelet/\w+))["/]`),
		entry:   regex.New(`^package main\b`),
	},
}

// goImport matches an import under another name, or without one.
var goImport = regex.New(`(?m)^\s*(?:import\s+)?(\w+|\.)\s+"([\w./-]+)"`)

// importedAs writes a callee with the package's own name where the file gives it
// another, and before what it takes without one: import . "fmt".
func importedAs(r *reading, callee string) string {
	root, rest, member := strings.Cut(callee, ".")
	for _, one := range goImport.FindAllSubmatch(r.content[:min(len(r.content), 10_000)], 100) {
		name, module := string(one[1]), path.Base(string(one[2]))
		switch {
		case member && name == root && name != "_":
			return module + "." + rest
		case !member && name == "." && module == "fmt" && callee != "print" && callee != "println":
			return module + "." + callee
		}
	}
	return callee
}
