package syntax

import (
	"fmt"
	"strings"
	"sync"

	sitter "github.com/tree-sitter/go-tree-sitter"
	golang "github.com/tree-sitter/tree-sitter-go/bindings/go"
	javascript "github.com/tree-sitter/tree-sitter-javascript/bindings/go"
	python "github.com/tree-sitter/tree-sitter-python/bindings/go"
	typescript "github.com/tree-sitter/tree-sitter-typescript/bindings/go"
)

// Grammar is a language's grammar with its names at hand.
type Grammar struct {
	Language string // as GitHub Linguist calls it
	sitter   *sitter.Language
	kinds    []string // by number
	fields   []string
	fieldIDs map[string]uint16
	comments []bool
}

// GrammarOf returns the grammar of a language whose programs can be read: "Go",
// "JavaScript", "Python", "TSX", "TypeScript".
func GrammarOf(language string) (*Grammar, bool) {
	load, found := grammars[language]
	if !found {
		return nil, false
	}
	return load(), true
}

var grammars = map[string]func() *Grammar{
	"Go":         grammar("Go", func() *sitter.Language { return sitter.NewLanguage(golang.Language()) }),
	"JavaScript": grammar("JavaScript", func() *sitter.Language { return sitter.NewLanguage(javascript.Language()) }),
	"Python":     grammar("Python", func() *sitter.Language { return sitter.NewLanguage(python.Language()) }),
	"TSX":        grammar("TSX", func() *sitter.Language { return sitter.NewLanguage(typescript.LanguageTSX()) }),
	"TypeScript": grammar("TypeScript", func() *sitter.Language { return sitter.NewLanguage(typescript.LanguageTypescript()) }),
}

func grammar(name string, load func() *sitter.Language) func() *Grammar {
	return sync.OnceValue(func() *Grammar {
		language := load()
		g := &Grammar{Language: name, sitter: language, fieldIDs: map[string]uint16{}}
		g.kinds = make([]string, language.NodeKindCount())
		g.comments = make([]bool, len(g.kinds))
		for i := range g.kinds {
			g.kinds[i] = language.NodeKindForId(uint16(i))
			g.comments[i] = strings.HasSuffix(g.kinds[i], "comment") || g.kinds[i] == "line_continuation"
		}
		g.fields = make([]string, language.FieldCount()+1)
		for i := 1; i < len(g.fields); i++ {
			g.fields[i] = language.FieldNameForId(uint16(i))
			g.fieldIDs[g.fields[i]] = uint16(i)
		}
		return g
	})
}

// Kinds returns the grammar's names of kinds by their number; several numbers can
// have one name.
func (g *Grammar) Kinds() []string { return g.kinds }

// brokenKind is the number of what is not in the grammar.
const brokenKind = 1<<16 - 1

func (g *Grammar) kind(number uint16) string {
	if number == brokenKind {
		return "ERROR"
	}
	return g.kinds[number]
}

func (g *Grammar) comment(number uint16) bool {
	return number != brokenKind && g.comments[number]
}

// Parse returns the tree of a file, without a limit of time: for tests and for
// small pieces of code. It fails for a language that has no grammar here.
func Parse(language string, content []byte) (*Tree, error) {
	g, found := GrammarOf(language)
	if !found {
		return nil, fmt.Errorf("no grammar for %q", language)
	}
	parser := sitter.NewParser()
	defer parser.Close()
	if err := parser.SetLanguage(g.sitter); err != nil {
		return nil, fmt.Errorf("loading a grammar: %w", err)
	}
	tree := parser.Parse(content, nil)
	defer tree.Close()
	return Flatten(tree, g, content)
}
