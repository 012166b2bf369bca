package source

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	sitter "github.com/tree-sitter/go-tree-sitter"
)

// errSlow is returned for a file whose syntax could not be read in time.
var errSlow = errors.New("its syntax could not be read in time")

// reading is one file while its facts are read.
type reading struct {
	content []byte
	root    *sitter.Node
	expired func() bool
	slow    bool
	facts   *Facts
	scopes  map[string][]span // word → where it is a name of the file's own
}

// span is a range of bytes, the end excluded.
type span struct{ start, end uint }

func (s span) holds(at uint) bool { return at >= s.start && at < s.end }

// readFacts parses a file in this process and returns its facts in the order of
// their places. It runs in the child alone, and in tests.
func readFacts(language string, deep depth, content []byte, expired func() bool) (Facts, error) {
	facts, err := readUnsorted(language, deep, content, expired)
	slices.SortStableFunc(facts.DebugCalls, func(a, b DebugCall) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	slices.SortStableFunc(facts.Allows, func(a, b Allow) int { return cmp.Compare(a.Line, b.Line) })
	return facts, err
}

func readUnsorted(language string, deep depth, content []byte, expired func() bool) (Facts, error) {
	g, found := grammarOf(language)
	if !found {
		return Facts{}, fmt.Errorf("the syntax of %s cannot be read", printable(language))
	}
	facts := g.outline(content)
	if !g.worthParsing(content, deep) {
		return facts, nil
	}
	if g.text != nil {
		return facts, g.text(content, &facts, expired)
	}
	parser := sitter.NewParser()
	defer parser.Close()
	if g.carried {
		err := readCarried(parser, g, deep, content, &facts, expired)
		return facts, err
	}
	tree, err := parse(parser, g.load(), content, nil, expired)
	if err != nil {
		return facts, err
	}
	defer func() { tree.Close() }()
	written := g.language
	if g.instead != "" && tree.RootNode().HasError() {
		instead, _ := grammarOf(g.instead)
		other, err := parse(parser, instead.load(), content, nil, expired)
		if err != nil {
			return facts, err
		}
		if other.RootNode().HasError() {
			other.Close()
		} else {
			tree.Close()
			tree, written = other, g.instead
		}
	}
	err = readTree(tree, g.anchors, content, nil, &facts, expired)
	if err == nil {
		readPrograms(tree, written, deep, content, &facts, expired)
	}
	if err == nil && deep == whole {
		readSettings(tree, written, content, &facts, expired)
	}
	return facts, err
}

// parse returns the syntax tree of the content, or of parts of it.
func parse(parser *sitter.Parser, language *sitter.Language, content []byte, parts []sitter.Range, expired func() bool) (*sitter.Tree, error) {
	if err := parser.SetLanguage(language); err != nil {
		return nil, fmt.Errorf("loading a grammar: %w", err)
	}
	if err := parser.SetIncludedRanges(parts); err != nil {
		return nil, fmt.Errorf("setting the parts to parse: %w", err)
	}
	input := func(offset int, _ sitter.Point) []byte {
		if offset >= len(content) {
			return nil
		}
		return content[offset:]
	}
	tree := parser.ParseWithOptions(input, nil, &sitter.ParseOptions{
		ProgressCallback: func(sitter.ParseState) bool { return expired() },
	})
	if tree == nil {
		parser.Reset()
		return nil, errSlow
	}
	return tree, nil
}

// readTree visits the node at every place where one of the words stands; the
// places are limited to the given parts, where there are any.
func readTree(tree *sitter.Tree, anchors []anchor, content []byte, parts []sitter.Range, facts *Facts, expired func() bool) error {
	r := &reading{content: content, root: tree.RootNode(), expired: expired, facts: facts, scopes: map[string][]span{}}
	facts.ParseError = facts.ParseError || r.root.HasError()
	for _, anchor := range anchors {
		for _, at := range r.places(anchor.word, parts) {
			if r.expired() || r.slow {
				return errSlow
			}
			leaf := r.root.DescendantForByteRange(at, at+uint(len(anchor.word)))
			if leaf != nil && (leaf.ChildCount() == 0 || comments[leaf.Kind()]) {
				anchor.visit(r, leaf)
			}
		}
	}
	if r.slow {
		return errSlow
	}
	return nil
}

// places returns the offsets at which a word stands as a whole word.
func (r *reading) places(word string, parts []sitter.Range) []uint {
	var found []uint
	for from := 0; ; {
		start := nextWord(r.content, from, word)
		if start < 0 {
			return found
		}
		from = start + len(word)
		if parts == nil || within(parts, uint(start)) {
			found = append(found, uint(start))
		}
	}
}

// nextWord returns the offset of the next place where a word stands as a whole
// word, or -1.
func nextWord(content []byte, from int, word string) int {
	for {
		next := bytes.Index(content[from:], []byte(word))
		if next < 0 {
			return -1
		}
		start := from + next
		from = start + len(word)
		if (start == 0 || !wordByte(content[start-1])) && (from == len(content) || !wordByte(content[from])) {
			return start
		}
	}
}

func within(parts []sitter.Range, at uint) bool {
	for _, part := range parts {
		if at >= part.StartByte && at < part.EndByte {
			return true
		}
	}
	return false
}

// wordByte reports whether a byte can be a part of a name.
func wordByte(b byte) bool {
	return b == '_' || b == '$' || b >= utf8.RuneSelf || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}

// up returns a node's parent; nil at the root, and once the time is over. Deep
// trees make every step upwards slow, so each one looks at the clock.
func (r *reading) up(node *sitter.Node) *sitter.Node {
	if r.slow || r.expired() {
		r.slow = true
		return nil
	}
	return node.Parent()
}

func (r *reading) text(node *sitter.Node) string {
	return string(r.content[node.StartByte():node.EndByte()])
}

// add records a call that spans a node, and returns it to be completed; nil where
// the file has as many as are kept.
func (r *reading) add(rule, callee string, node *sitter.Node) *DebugCall {
	if len(r.facts.DebugCalls) >= maxCalls {
		return nil
	}
	start, end := node.StartPosition(), node.EndPosition()
	r.facts.DebugCalls = append(r.facts.DebugCalls, DebugCall{
		Rule: rule, Callee: callee, Text: oneLine(r.content[node.StartByte():node.EndByte()]),
		Line: int(start.Row) + 1, Column: int(start.Column) + 1,
		EndLine: int(end.Row) + 1, EndColumn: int(end.Column) + 1, Fix: r.removal(node),
	})
	return &r.facts.DebugCalls[len(r.facts.DebugCalls)-1]
}

// oneLine returns the start of a piece of code with all space made single.
func oneLine(code []byte) string {
	const longest = 200
	code = code[:min(len(code), 4*longest)]
	text := strings.Join(strings.Fields(strings.ToValidUTF8(string(code), "\uFFFD")), " ")
	for len(text) > longest {
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	return text
}
