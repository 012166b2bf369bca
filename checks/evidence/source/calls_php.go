package source

import (
	"bytes"

	sitter "github.com/tree-sitter/go-tree-sitter"
	php "github.com/tree-sitter/tree-sitter-php/bindings/go"

	"github.com/golive-app/golive/config/regex"
)

// error_log is no leftover: it is PHP's own way to the log. Neither is echo, by
// which PHP answers.
var phpDialect = &dialect{
	language: "PHP",
	load:     func() *sitter.Language { return sitter.NewLanguage(php.LanguagePHP()) },
	leftover: []leftoverCall{
		{rule: RuleBreakpoint, names: "xdebug_break"},
		{rule: RuleDump, names: "var_dump debug_zval_refcount debug_print_backtrace xdebug_var_dump phpinfo", unless: captured},
		{rule: RuleDump, names: "print_r var_export", unless: returned},
		// The helpers of Symfony, Laravel and Spatie's Ray.
		{rule: RuleDump, names: "dd ddd dump ray rd"},
		{rule: RuleDump, methods: "dd ddRawSql dumpRawSql"},
		{rule: RuleFocusedTest, methods: "only", unless: noPest}, // https://pestphp.com/docs/filtering-tests#only
	},
	shape: shape{
		calls:     words("function_call_expression member_call_expression nullsafe_member_call_expression scoped_call_expression"),
		declares:  words("function_definition.name"),
		imports:   words("namespace_use_clause. namespace_use_clause.alias"),
		patterns:  words("qualified_name"),
		scopes:    words("program"),
		functions: words("function_definition method_declaration"),
		branches:  words("if_statement else_if_clause"),
		genuine:   []string{`Symfony\Component\VarDumper`, `Spatie`},
	},
	signs: signs{
		command: regex.New(`^(?:final\s+|abstract\s+)*class\s+\w+\s+extends\s+\\?(?:\w+\\)*\w*Command\b|^use\s+Symfony\\Component\\Console\b`),
		entry:   regex.New(`^#!.*\bphp\b`),
	},
}

// returned reports whether the text is given back, not printed: the second
// argument of print_r and var_export. https://www.php.net/manual/function.print-r.php
func returned(r *reading, call *sitter.Node) bool {
	if list := call.ChildByFieldName("arguments"); list != nil {
		for i := range min(list.NamedChildCount(), 10) {
			argument := list.NamedChild(i)
			name := argument.ChildByFieldName("name")
			if name == nil && i != 1 || name != nil && r.text(name) != "return" {
				continue
			}
			if !bytes.HasSuffix(bytes.ToLower([]byte(r.text(argument))), []byte("false")) {
				return true
			}
		}
	}
	return captured(r, call)
}

// captured reports whether the file takes what is printed into a text.
func captured(r *reading, _ *sitter.Node) bool {
	return bytes.Contains(r.content, []byte("ob_start(")) && bytes.Contains(r.content, []byte("ob_get_"))
}

var pestTest = regex.New(`^(?:it|test|describe|arch)\s*\(`)

// noPest reports whether a method named only is called on anything but a test.
func noPest(r *reading, call *sitter.Node) bool {
	return !pestTest.Match(r.content[call.StartByte():call.EndByte()])
}
