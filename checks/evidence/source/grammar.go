package source

import (
	"bytes"
	"slices"
	"sync"

	sitter "github.com/tree-sitter/go-tree-sitter"
	html "github.com/tree-sitter/tree-sitter-html/bindings/go"
	javascript "github.com/tree-sitter/tree-sitter-javascript/bindings/go"
	typescript "github.com/tree-sitter/tree-sitter-typescript/bindings/go"

	"github.com/golive-app/golive/checks/evidence/source/setting"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

// grammar is a language whose syntax can be read. To add a language is to add a
// row to grammars.
type grammar struct {
	language string // as GitHub Linguist calls it
	load     func() *sitter.Language
	// instead is the language whose grammar is tried where the first one meets an
	// error, and taken if it meets none: JavaScript with Flow's types reads as TSX.
	instead string
	// anchors are the words that facts hang on. A file without any of them has
	// no facts and is not parsed.
	anchors []anchor
	// carried says that the code stands in <script> elements.
	carried bool
	// bundled says that files of this language are delivered minified, so that
	// very long lines were written by a program.
	bundled bool
	// text reads a language that needs no syntax tree; nil for most.
	text func(content []byte, facts *Facts, expired func() bool) error
	// signs are what files say about their program; nil where nothing asks.
	signs *signs
}

// anchor is a word, and what to do with the syntax node at each place where it
// stands.
type anchor struct {
	word  string
	visit func(r *reading, leaf *sitter.Node)
}

// grammars is the table of languages whose syntax can be read. It is made once:
// the words of the dialects come from their tables.
var grammars = sync.OnceValue(func() []grammar {
	script := func() *sitter.Language { return sitter.NewLanguage(javascript.Language()) }
	typed := func() *sitter.Language { return sitter.NewLanguage(typescript.LanguageTypescript()) }
	typedMarkup := func() *sitter.Language { return sitter.NewLanguage(typescript.LanguageTSX()) }
	markup := func() *sitter.Language { return sitter.NewLanguage(html.Language()) }
	all := []grammar{
		{language: "JavaScript", load: script, instead: "TSX", bundled: true, anchors: scriptAnchors()},
		{language: "TypeScript", load: typed, bundled: true, anchors: scriptAnchors()},
		{language: "TSX", load: typedMarkup, bundled: true, anchors: scriptAnchors()},
		{language: "Vue", load: markup, carried: true, bundled: true, anchors: scriptAnchors()},
		{language: "Svelte", load: markup, carried: true, bundled: true, anchors: scriptAnchors()},
	}
	for _, d := range []*dialect{
		pythonDialect, goDialect, javaDialect, kotlinDialect, rubyDialect, phpDialect, rustDialect, csharpDialect,
	} {
		all = append(all, d.grammar())
	}
	return append(append(all, schemaGrammars...), templateGrammars()...)
})

func grammarOf(language string) (grammar, bool) {
	all := grammars()
	index := slices.IndexFunc(all, func(g grammar) bool { return g.language == language })
	if index < 0 {
		return grammar{}, false
	}
	return all[index], true
}

// ReadsSyntax reports whether the syntax of a language's files can be read.
func ReadsSyntax(language string) bool {
	g, found := grammarOf(language)
	return found && g.text == nil
}

// reads reports whether facts can be read from a language's files.
func reads(language string) bool {
	_, found := grammarOf(language)
	return found
}

// anchored reports whether any of the grammar's words is in the content.
func (g grammar) anchored(content []byte) bool {
	return slices.ContainsFunc(g.anchors, func(a anchor) bool { return nextWord(content, 0, a.word) >= 0 })
}

// worthParsing reports whether a file can have facts that need its syntax: it holds
// one of the grammar's words, or its programs are read whatever they hold.
func (g grammar) worthParsing(content []byte, deep depth) bool {
	if deep == callsAlone {
		return g.text == nil && (g.anchored(content) || mentionsBreakpoint(g.language, content))
	}
	_, programs := syntax.GrammarOf(g.language)
	return programs || g.text != nil || g.carried || g.anchored(content) || setting.Mentions(g.language, content)
}

// maxLineLength bounds the line that a word may stand on: what is on longer
// lines was written by a program.
const maxLineLength = 5000

// overlong returns the number and length of the first line beyond the bound
// that holds one of the grammar's words; zeros where there is none, or where the
// language is not delivered minified.
func (g grammar) overlong(content []byte) (number, length int) {
	if !g.bundled {
		return 0, 0
	}
	at := 0
	for line := range bytes.Lines(content) {
		at++
		if len(line) > maxLineLength && g.anchored(line) {
			return at, len(line)
		}
	}
	return 0, 0
}
