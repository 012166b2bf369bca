package workflow

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/golive-app/golive/config/regex"
)

// command is one simple command of a script.
type command struct {
	words     []string // what is not a literal is "…"
	line      int      // of the script, from 1
	swallowed bool     // whatever it ends with, "|| true" or its like makes it a success
	piped     bool     // it stands before the last command of a pipe
	lenient   bool     // "set +e" holds
}

// script is what was read of one.
type script struct {
	commands []command
	pipefail bool
	status   bool // it looks at "$?" or PIPESTATUS, or exits with a variable
	parsed   bool
}

// expression is "${{ … }}", which GitHub replaces before the shell sees it.
var expression = regex.New(`(?s)\$\{\{.*?\}\}`)

// hole stands for what is not known before a run.
const hole = "…"

// readScript reads a script for sh and bash. One that does not parse is read
// line by line, which sees commands and no control flow.
func readScript(text string) script {
	text = expression.ReplaceAllStringFunc(text, func(found string) string {
		return hole + strings.Repeat("\n", strings.Count(found, "\n"))
	})
	file, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(text), "")
	if err != nil {
		return readLines(text)
	}
	read := script{parsed: true}
	walker := shellWalker{script: &read}
	walker.statements(file.Stmts, command{})
	return read
}

// readLines reads a script of a shell that is not parsed.
func readLines(text string) script {
	var read script
	for number, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		for _, part := range strings.FieldsFunc(line, func(r rune) bool { return r == ';' || r == '&' || r == '|' }) {
			if words := strings.Fields(part); len(words) > 0 {
				for i := range words {
					words[i] = strings.Trim(words[i], `"'`)
				}
				read.commands = append(read.commands, command{words: words, line: number + 1})
			}
		}
	}
	return read
}

// shellWalker carries what holds for a command down to it.
type shellWalker struct {
	script  *script
	lenient bool
	depth   int
}

// maxShellDepth bounds how deep statements are followed.
const maxShellDepth = 60

func (w *shellWalker) statements(all []*syntax.Stmt, within command) {
	for _, statement := range all {
		w.statement(statement, within)
	}
}

func (w *shellWalker) statement(statement *syntax.Stmt, within command) {
	if statement == nil || w.depth > maxShellDepth {
		return
	}
	w.depth++
	defer func() { w.depth-- }()
	if statement.Negated {
		within.swallowed = false // "! cmd" is a condition that somebody thought about
	}
	switch node := statement.Cmd.(type) {
	case *syntax.CallExpr:
		w.call(node, within)
	case *syntax.BinaryCmd:
		w.binary(node, within)
	case *syntax.Block:
		w.statements(node.Stmts, within)
	case *syntax.Subshell:
		w.statements(node.Stmts, within)
	case *syntax.IfClause:
		for clause := node; clause != nil; clause = clause.Else {
			w.statements(clause.Cond, within)
			w.statements(clause.Then, within)
		}
	case *syntax.WhileClause:
		w.statements(node.Cond, within)
		w.statements(node.Do, within)
	case *syntax.ForClause:
		w.statements(node.Do, within)
	case *syntax.CaseClause:
		for _, item := range node.Items {
			w.statements(item.Stmts, within)
		}
	case *syntax.FuncDecl:
		w.statement(node.Body, within)
	case *syntax.TimeClause:
		w.statement(node.Stmt, within)
	}
}

func (w *shellWalker) binary(node *syntax.BinaryCmd, within command) {
	left, right := within, within
	switch node.Op {
	case syntax.OrStmt:
		left.swallowed = left.swallowed || harmlessStatement(node.Y)
	case syntax.Pipe, syntax.PipeAll:
		left.piped = true
	}
	w.statement(node.X, left)
	w.statement(node.Y, right)
}

// harmlessStatement reports whether a statement always succeeds and does nothing about
// what failed before it: "true", ":", "echo …", "exit 0".
func harmlessStatement(statement *syntax.Stmt) bool {
	call, simple := statement.Cmd.(*syntax.CallExpr)
	if !simple {
		return false
	}
	words := wordsOf(call)
	switch {
	case len(words) == 0:
		return false
	case slices.Contains([]string{"true", ":", "echo", "printf"}, words[0]):
		return true
	}
	return len(words) == 2 && (words[0] == "exit" || words[0] == "return") && words[1] == "0"
}

func (w *shellWalker) call(node *syntax.CallExpr, within command) {
	words := wordsOf(node)
	if len(words) == 0 {
		return
	}
	if words[0] == "set" {
		w.set(words[1:])
		return
	}
	if words[0] == "exit" && len(words) == 2 && words[1] == hole {
		w.script.status = true
	}
	within.words, within.line, within.lenient = words, int(node.Pos().Line()), w.lenient
	w.script.commands = append(w.script.commands, within)
	if inner, nested := nestedScript(words); nested {
		read := readScript(inner)
		for _, one := range read.commands {
			one.line, one.swallowed, one.piped = within.line, one.swallowed || within.swallowed, one.piped || within.piped
			w.script.commands = append(w.script.commands, one)
		}
	}
}

// nestedScript is the script of "bash -c '…'".
func nestedScript(words []string) (string, bool) {
	for i, word := range words {
		if i > 0 && i+1 < len(words) && strings.HasPrefix(word, "-") && !strings.HasPrefix(word, "--") && strings.HasSuffix(word, "c") &&
			slices.Contains([]string{"sh", "bash"}, base(words[i-1])) && words[i+1] != hole && strings.Contains(words[i+1], " ") {
			return words[i+1], true
		}
	}
	return "", false
}

func (w *shellWalker) set(options []string) {
	for i, option := range options {
		switch {
		case option == "pipefail" && i > 0 && strings.HasPrefix(options[i-1], "-"):
			w.script.pipefail = true
		case strings.HasPrefix(option, "+") && strings.Contains(option, "e"):
			w.lenient = true
		case strings.HasPrefix(option, "-") && strings.Contains(option, "e"):
			w.lenient = false
		}
	}
}

// wordsOf are the words of a call, without assignments and redirections.
func wordsOf(call *syntax.CallExpr) []string {
	words := make([]string, 0, len(call.Args))
	for _, word := range call.Args {
		words = append(words, literal(word.Parts))
	}
	return words
}

func literal(parts []syntax.WordPart) string {
	var text strings.Builder
	for _, part := range parts {
		switch node := part.(type) {
		case *syntax.Lit:
			text.WriteString(strings.ReplaceAll(node.Value, "\\\n", ""))
		case *syntax.SglQuoted:
			text.WriteString(node.Value)
		case *syntax.DblQuoted:
			text.WriteString(literal(node.Parts))
		default:
			text.WriteString(hole)
		}
	}
	return text.String()
}

func base(word string) string { return word[strings.LastIndexAny(word, `/\`)+1:] }
