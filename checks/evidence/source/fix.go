package source

import (
	"bytes"
	"strings"

	sitter "github.com/tree-sitter/go-tree-sitter"
)

// Fix is a mechanical way to mend what was found: whole lines, and what stands in
// their place.
type Fix struct {
	Line    int    `json:"line"`           // the first line that is replaced, from 1
	EndLine int    `json:"end_line"`       // the last one
	Text    string `json:"text,omitempty"` // with its line breaks; empty: the lines go
}

// longestFix bounds the lines that a fix replaces, in bytes.
const longestFix = 2000

// blocks are the kinds of nodes whose statements can go one by one, and how many
// must stay: a block of Python's is never empty.
var blocks = map[string]int{"program": 0, "statement_block": 0, "switch_body": 0, "module": 0, "block": 1}

// removal returns the fix that takes a statement out; nil where it shares its
// lines with other code, or where its block needs it. Go's is not taken out: an
// import could be left that nothing uses.
func (r *reading) removal(node *sitter.Node) *Fix {
	if r.facts.Language == "Go" {
		return nil
	}
	statement := node
	if parent := r.up(node); parent != nil && parent.Kind() == "expression_statement" {
		statement = parent
	}
	switch statement.Kind() {
	case "expression_statement", "debugger_statement", "import_statement":
	default:
		return nil
	}
	block := r.up(statement)
	if block == nil {
		return nil
	}
	if stay, known := blocks[block.Kind()]; !known || int(block.NamedChildCount()) <= stay {
		return nil
	}
	start, end := r.lineStart(statement.StartByte()), r.lineEnd(statement.EndByte())
	before, after := r.content[start:statement.StartByte()], r.content[statement.EndByte():end]
	if len(bytes.TrimSpace(before)) > 0 || len(bytes.Trim(after, " \t\r\n;")) > 0 || end-start > longestFix {
		return nil
	}
	return &Fix{Line: int(statement.StartPosition().Row) + 1, EndLine: int(statement.EndPosition().Row) + 1}
}

// rewriting returns the fix that writes other code in the place of a node on one
// line.
func (r *reading) rewriting(node *sitter.Node, code string) *Fix {
	start, end := r.lineStart(node.StartByte()), r.lineEnd(node.EndByte())
	if node.StartPosition().Row != node.EndPosition().Row || end-start > longestFix {
		return nil
	}
	text := string(r.content[start:node.StartByte()]) + code + string(r.content[node.EndByte():end])
	line := int(node.StartPosition().Row) + 1
	return &Fix{Line: line, EndLine: line, Text: strings.ToValidUTF8(text, "\uFFFD")}
}

// lineStart returns the offset at which the line of an offset begins.
func (r *reading) lineStart(at uint) uint {
	return uint(bytes.LastIndexByte(r.content[:at], '\n') + 1)
}

// lineEnd returns the offset behind the line of an offset, its break included.
func (r *reading) lineEnd(at uint) uint {
	if next := bytes.IndexByte(r.content[at:], '\n'); next >= 0 {
		return at + uint(next) + 1
	}
	return uint(len(r.content))
}
