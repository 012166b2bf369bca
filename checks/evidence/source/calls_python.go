package source

import (
	"strings"

	sitter "github.com/tree-sitter/go-tree-sitter"
	python "github.com/tree-sitter/tree-sitter-python/bindings/go"

	"github.com/golive-app/golive/config/regex"
)

var pythonDialect = &dialect{
	language: "Python",
	load:     func() *sitter.Language { return sitter.NewLanguage(python.Language()) },
	leftover: []leftoverCall{
		// https://docs.python.org/3/library/pdb.html and what others build on it.
		{rule: RuleBreakpoint, names: "breakpoint sys.breakpointhook debugpy.breakpoint ptvsd.break_into_debugger IPython.embed"},
		{rule: RuleBreakpoint, names: "pdb.Pdb.set_trace pdb.post_mortem pdb.pm pdb.run pdb.runcall pdb.runeval pdb.runctx ipdb.post_mortem ipdb.pm ipdb.run ipdb.runcall ipdb.runeval pudb.post_mortem pudb.pm pudb.runcall"},
		{rule: RuleBreakpoint, names: "debugpy.wait_for_client ptvsd.wait_for_attach pydevd.settrace pydevd_pycharm.settrace code.interact bpython.embed ptpython.repl.embed ptpython.embed IPython.start_ipython"},
		{rule: RuleDump, names: "ic", needs: []string{"from icecream import"}},
		{rule: RuleDump, names: "debug", needs: []string{"from devtools import debug"}},
		{rule: RuleBreakpoint, names: "pdb.set_trace ipdb.set_trace ipdb.sset_trace pudb.set_trace wdb.set_trace web_pdb.set_trace rdb.set_trace celery.contrib.rdb.set_trace pytest.set_trace rpdb.set_trace remote_pdb.set_trace bpdb.set_trace pdbr.set_trace pdbpp.set_trace nose.tools.set_trace IPython.core.debugger.set_trace"},
		{rule: RuleBreakpoint, names: "set_trace", needs: []string{
			"from pdb import", "from ipdb import", "from pudb import", "from celery.contrib.rdb import", "from pytest import", "from wdb import", "from rpdb import", "from remote_pdb import",
			"from bpdb import", "from pdbr import", "from pdbpp import", "from nose.tools import", "from web_pdb import", "from IPython.core.debugger import", "from IPython.terminal.debugger import",
		}},
		{rule: RuleBreakpoint, names: "embed", needs: []string{"from IPython import", "from bpython import", "from ptpython.repl import"}},
		{rule: RulePrint, names: "print", unless: printsElsewhere, milder: printsErrors},
		{rule: RulePrint, names: "pprint.pprint pprint.pp", unless: printsElsewhere, milder: printsErrors},
		{rule: RulePrint, names: "pprint", unless: printsElsewhere, milder: printsErrors},
		{rule: RulePrint, names: "pp", needs: []string{"from pprint import"}, unless: printsElsewhere, milder: printsErrors},
	},
	more: []anchor{{"pdb", (*reading).debuggerImport}, {"ipdb", (*reading).debuggerImport}, {"pudb", (*reading).debuggerImport}},
	shape: shape{
		calls:     words("call print_statement"),
		patterns:  words("pattern_list tuple_pattern list_splat_pattern dictionary_splat_pattern as_pattern_target dotted_name"),
		declares:  words("parameters. lambda_parameters. default_parameter.name typed_parameter. typed_default_parameter.name function_definition.name class_definition.name assignment.left named_expression.name for_statement.left for_in_clause.left as_pattern.alias"),
		imports:   words("import_from_statement.name aliased_import.alias"),
		scopes:    words("function_definition lambda class_definition list_comprehension module"),
		classes:   words("class_definition"),
		functions: words("function_definition"),
		branches:  words("if_statement elif_clause"),
		genuine:   []string{"from builtins", "from rich import", "from rich.pretty import", "from six.moves", "from __future__", "from pprint import"},
		prefixes:  []string{"builtins.", "__builtins__."},
		dialogue:  []string{" input(", "=input(", "(input(", "getpass("},
	},
	signs: signs{
		serves:  regex.New(`^(?:from|import)\s+(?:django|flask|fastapi|starlette|sanic|tornado|aiohttp|pyramid|bottle|falcon|celery|graphene|strawberry|rest_framework|litestar|quart|grpc|channels|odoo)\b`),
		command: regex.New(`^(?:from|import)\s+(?:argparse|optparse|getopt|click|typer|docopt|fire|cmd2?|cleo|plumbum|django\.core\.management|flask_script|IPython)\b|^class\s+\w+\(.*\bBaseCommand\b`),
		entry:   regex.New(`^if\s+__name__\s*==`),
	},
}

// printsElsewhere reports whether print writes to a file that is not one of the
// terminal's: print(rows, file=report).
func printsElsewhere(r *reading, call *sitter.Node) bool { return !terminals[printStream(r, call)] }

// terminals are the streams that lead to a terminal, where a call names any.
var terminals = map[string]bool{"": true, "None": true, "sys.stdout": true, "sys.stderr": true, "stdout": true, "stderr": true, "sys.__stdout__": true, "sys.__stderr__": true}

// printsErrors reports whether print writes to the error stream, where programs
// talk to those who operate them.
func printsErrors(r *reading, call *sitter.Node) bool {
	return strings.Contains(printStream(r, call), "stderr")
}

// printStream returns the stream that print is told to write to, or "". Python 2
// names it as in print >>stream, "…"; pprint calls it stream, and takes it second.
// https://docs.python.org/3/library/pprint.html#pprint.pp
func printStream(r *reading, call *sitter.Node) string {
	list := call.ChildByFieldName("arguments")
	if call.Kind() == "print_statement" {
		list = call
	}
	if list == nil {
		return ""
	}
	pretty := false
	if function := call.ChildByFieldName("function"); function != nil {
		name := r.text(function)
		pretty = name[strings.LastIndexByte(name, '.')+1:] != "print"
	}
	for i := range min(list.NamedChildCount(), 50) {
		switch argument := list.NamedChild(i); argument.Kind() {
		case "chevron":
			return strings.TrimSpace(strings.TrimPrefix(r.text(argument), ">>"))
		case "keyword_argument":
			name, value := argument.ChildByFieldName("name"), argument.ChildByFieldName("value")
			if name != nil && value != nil && (r.text(name) == "file" || pretty && r.text(name) == "stream") {
				return r.text(value)
			}
		default:
			if pretty && i == 1 {
				return r.text(argument)
			}
		}
	}
	return ""
}

// debuggerImport records the import of a debugger that nothing in the file uses
// under its name: what a removed breakpoint leaves. Calls under another name are
// found by readBreakpoints.
func (r *reading) debuggerImport(leaf *sitter.Node) {
	name := r.up(leaf)
	if name == nil || name.Kind() != "dotted_name" {
		return
	}
	statement := r.up(name)
	if statement == nil {
		return
	}
	word := r.text(leaf)
	if statement.Kind() == "import_statement" && r.text(name) == word && len(r.places(word, nil)) == 1 {
		if added := r.add(RuleBreakpoint, "import "+word, statement); added != nil {
			added.Mild = true
		}
	}
}
