package source

import (
	"bytes"
	"slices"
	"strings"

	sitter "github.com/tree-sitter/go-tree-sitter"

	"github.com/golive-app/golive/config/regex"
)

// allowNote matches an inline allowance; its reason ends with the comment.
var allowNote = regex.New(`^golive-allow[ \t]+([A-Za-z][\w.-]*)[ \t]*(?::[ \t]*(.*?))?[ \t]*(?:\*+/|-->)?[ \t]*$`)

// comments are the kinds of nodes that grammars make of comments.
var comments = words("comment html_comment line_comment block_comment multiline_comment")

// allow records comments that allow a finding.
func (r *reading) allow(leaf *sitter.Node) {
	if !comments[leaf.Kind()] || len(r.facts.Allows) >= maxCalls {
		return
	}
	row := int(leaf.StartPosition().Row)
	for i, line := range strings.Split(r.text(leaf), "\n") {
		at := strings.Index(line, "golive-allow")
		if at < 0 {
			continue
		}
		match := allowNote.FindStringSubmatch(strings.TrimRight(line[at:], "\r"))
		if match == nil {
			continue
		}
		note := Allow{Item: match[1], Reason: oneLine([]byte(match[2])), Line: row + i + 1}
		note.Target = row + 1
		if r.alone(leaf) {
			note.Target = r.nextCode(leaf)
		}
		for _, seen := range r.facts.Allows {
			if seen == note {
				return // a comment that holds the word twice is visited twice
			}
		}
		r.facts.Allows = append(r.facts.Allows, note)
	}
}

// alone reports whether nothing but space, or the brace of a JSX comment,
// stands before a comment on its line, and nothing behind it.
func (r *reading) alone(comment *sitter.Node) bool {
	start, end := int(comment.StartByte()), int(comment.EndByte())
	before := r.content[bytes.LastIndexByte(r.content[:start], '\n')+1 : start]
	after := r.content[end:]
	if stop := bytes.IndexByte(after, '\n'); stop >= 0 {
		after = after[:stop]
	}
	return len(bytes.Trim(before, " \t\r{")) == 0 && len(bytes.Trim(after, " \t\r}")) == 0
}

// nextCode returns the first line behind a comment that is neither empty nor
// another comment.
func (r *reading) nextCode(comment *sitter.Node) int {
	number := int(comment.EndPosition().Row) + 1
	rest := r.content[comment.EndByte():]
	first := true
	for line := range bytes.Lines(rest) {
		if first { // what is left of the comment's own line
			first = false
			continue
		}
		number++
		text := bytes.TrimLeft(line, " \t\r\n{")
		if len(text) > 0 && !r.noCode(text) {
			break
		}
	}
	return number
}

// scriptLanguages are JavaScript and what is built on it, where a number sign
// starts a private member. Elsewhere it starts a comment, an attribute or a
// directive.
var scriptLanguages = map[string]bool{"JavaScript": true, "TypeScript": true, "TSX": true, "Vue": true, "Svelte": true}

// noCode reports whether a line holds a comment, or what belongs to the code
// behind it.
func (r *reading) noCode(line []byte) bool {
	marks := []string{"//", "/*", "*"}
	if !scriptLanguages[r.facts.Language] {
		marks = append(marks, "#")
	}
	return slices.ContainsFunc(marks, func(mark string) bool { return bytes.HasPrefix(line, []byte(mark)) })
}

// strip records settings of bundlers and minifiers that take console calls out.
// https://terser.org/docs/options/ https://esbuild.github.io/api/#drop
// https://nextjs.org/docs/architecture/nextjs-compiler#remove-console
func (r *reading) strip(leaf *sitter.Node) {
	word := r.text(leaf)
	switch leaf.Kind() {
	case "property_identifier":
		pair := r.up(leaf)
		if pair == nil || pair.Kind() != "pair" {
			return
		}
		if value := pair.ChildByFieldName("value"); value != nil && r.strips(word, value) {
			r.addStrip(word, leaf)
		}
	case "string_fragment":
		// A Babel plugin, by its short or its whole name, in a list of plugins.
		literal := r.up(leaf)
		if literal == nil || !strings.HasSuffix(word, "transform-remove-console") {
			return
		}
		if list := r.up(literal); list != nil && list.Kind() == "array" {
			r.addStrip(word, leaf)
		}
	}
}

// strips reports whether a value turns a setting on. A condition counts if it
// asks for production.
func (r *reading) strips(setting string, value *sitter.Node) bool {
	text := r.text(value)
	switch setting {
	case "pure_funcs":
		return value.Kind() == "array" && strings.Contains(text, "console.log")
	case "drop":
		return value.Kind() == "array" && (strings.Contains(text, `"console"`) || strings.Contains(text, `'console'`))
	case "drop_console", "removeConsole":
		switch value.Kind() {
		case "true", "object":
			return true
		case "binary_expression", "ternary_expression":
			return strings.Contains(text, "production") && !strings.Contains(text, "!=")
		}
	}
	return false
}

func (r *reading) addStrip(setting string, leaf *sitter.Node) {
	if len(r.facts.Strips) < maxCalls {
		r.facts.Strips = append(r.facts.Strips, Strip{Setting: setting, Line: int(leaf.StartPosition().Row) + 1})
	}
}
