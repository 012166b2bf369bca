package source

import (
	"errors"
	"strings"

	sitter "github.com/tree-sitter/go-tree-sitter"

	"github.com/golive-app/golive/checks/evidence/source/taint"
)

// readCarried reads the code in a component's <script> elements. Of its template it
// reads where markup is put in as it is.
// https://vuejs.org/api/sfc-spec.html https://svelte.dev/docs/svelte/svelte-files
func readCarried(parser *sitter.Parser, g grammar, deep depth, content []byte, facts *Facts, expired func() bool) error {
	tree, err := parse(parser, g.load(), content, nil, expired)
	if err != nil {
		return err
	}
	defer tree.Close()
	parts, err := scriptParts(tree, content, expired)
	if err != nil {
		return err
	}
	for _, language := range []string{"JavaScript", "TypeScript", "TSX"} {
		if len(parts[language]) == 0 {
			continue
		}
		inner, _ := grammarOf(language)
		scripts, err := parse(parser, inner.load(), content, parts[language], expired)
		if err != nil {
			return err
		}
		err = readTree(scripts, inner.anchors, content, parts[language], facts, expired)
		if err == nil {
			readPrograms(scripts, language, deep, content, facts, expired)
		}
		scripts.Close()
		if err != nil {
			return err
		}
	}
	if deep == whole {
		facts.Taint = facts.Taint.With(taint.ReadTemplate(g.language, content))
	}
	return nil
}

// errScript is returned for a component whose script is in a language that
// cannot be read.
var errScript = errors.New("its <script> is in a language that cannot be read")

// scriptParts returns the ranges of a component's scripts by language. Scripts
// stand at the top level of a component, below at most one wrapping element, so
// the walk goes no deeper than it must.
func scriptParts(tree *sitter.Tree, content []byte, expired func() bool) (map[string][]sitter.Range, error) {
	parts := map[string][]sitter.Range{}
	cursor := tree.Walk()
	defer cursor.Close()
	for {
		if expired() {
			return nil, errSlow
		}
		node := cursor.Node()
		if node.Kind() == "script_element" {
			language, raw := scriptElement(node, content)
			switch {
			case raw == nil || language == "":
			case !ReadsSyntax(language):
				return nil, errScript
			default:
				parts[language] = append(parts[language], raw.Range())
			}
		} else if cursor.GotoFirstChild() {
			continue
		}
		for !cursor.GotoNextSibling() {
			if !cursor.GotoParent() {
				return parts, nil
			}
		}
	}
}

// scriptElement returns the language of a <script> and the node of its text;
// no language for data such as JSON, and none for a script kept elsewhere.
func scriptElement(element *sitter.Node, content []byte) (string, *sitter.Node) {
	var raw *sitter.Node
	attributes := map[string]string{}
	for i := range element.NamedChildCount() {
		child := element.NamedChild(i)
		switch child.Kind() {
		case "raw_text":
			raw = child
		case "start_tag":
			for j := range child.NamedChildCount() {
				if attribute := child.NamedChild(j); attribute.Kind() == "attribute" {
					name, value, _ := strings.Cut(attribute.Utf8Text(content), "=")
					attributes[strings.ToLower(strings.TrimSpace(name))] = strings.Trim(strings.TrimSpace(value), `"'`)
				}
			}
		}
	}
	switch kind := strings.ToLower(attributes["type"]); kind {
	case "", "module", "text/javascript", "application/javascript":
	case "text/typescript", "ts":
		attributes["lang"] = "ts"
	default:
		return "", raw
	}
	switch language := strings.ToLower(attributes["lang"]); language {
	case "", "js", "javascript":
		return "JavaScript", raw
	case "jsx":
		return "JavaScript", raw
	case "ts", "typescript":
		return "TypeScript", raw
	case "tsx":
		return "TSX", raw
	default:
		return language, raw
	}
}
