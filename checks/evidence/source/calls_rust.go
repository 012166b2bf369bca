package source

import (
	"strings"

	sitter "github.com/tree-sitter/go-tree-sitter"
	rust "github.com/tree-sitter/tree-sitter-rust/bindings/go"

	"github.com/golive-app/golive/config/regex"
)

// todo!() and unimplemented!() are not here: they are unfinished work, which
// stops a program, and no debug output.
var rustDialect = &dialect{
	language: "Rust",
	load:     func() *sitter.Language { return sitter.NewLanguage(rust.Language()) },
	leftover: []leftoverCall{
		{rule: RuleDump, names: "dbg", anywhere: true},
		{rule: RulePrint, names: "println print", unless: toCargo},
		{rule: RulePrint, names: "eprintln eprint", mild: true},
	},
	shape: shape{
		calls:     words("macro_invocation"),
		trees:     words("token_tree"),
		hides:     words("macro_definition"),
		declares:  words("macro_definition.name"),
		imports:   words("use_as_clause.alias scoped_identifier.name use_list."),
		scopes:    words("source_file"),
		functions: words("function_item"),
		branches:  words("if_expression"),
		genuine:   []string{"std::"},
		prefixes:  []string{"std.", "core."},
		excuse:    rustTest,
		dialogue:  []string{"stdin()"},
	},
	signs: signs{
		serves:  regex.New(`^(?:pub\s+)?use\s+(?:::)?(?:actix_web|axum|rocket|warp|tonic|hyper|poem|salvo|tide|lambda_runtime|lambda_http|tower_http)\b`),
		command: regex.New(`^(?:pub\s+)?use\s+(?:::)?(?:clap|structopt|argh|pico_args|lexopt|gumdrop|dialoguer|indicatif|crossterm|termcolor)\b`),
		entry:   regex.New(`^(?:pub\s+)?(?:async\s+)?fn\s+main\s*\(`),
	},
}

// toCargo reports whether a line is meant for cargo, which runs build scripts.
// https://doc.rust-lang.org/cargo/reference/build-scripts.html
func toCargo(r *reading, call *sitter.Node) bool {
	return strings.Contains(oneLine(r.content[call.StartByte():call.EndByte()]), `"cargo:`)
}

// rustTest recognises unit tests, which stand in the files that they test.
func rustTest(r *reading, around, _ *sitter.Node) string {
	if around.Kind() != "mod_item" && around.Kind() != "function_item" {
		return ""
	}
	for before := around.PrevNamedSibling(); before != nil && before.Kind() == "attribute_item"; before = before.PrevNamedSibling() {
		if r.slow || r.expired() {
			return ""
		}
		if text := r.text(before); strings.Contains(text, "test") && !strings.Contains(text, "not(test") {
			return "in a test"
		}
	}
	return ""
}
