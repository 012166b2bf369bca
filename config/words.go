package config

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// listed joins words for people: "a, b and c".
func listed(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " " + last + " " + words[len(words)-1]
}

// shorten keeps a foreign text short enough to be read in a sentence.
func shorten(text string) string {
	const shown = 60
	if utf8.RuneCountInString(text) <= shown {
		return text
	}
	return string([]rune(text)[:shown-1]) + "…"
}

// quote shows a foreign text within a sentence: in quotes, and with everything
// invisible escaped.
func quote(text string) string {
	quoted := fmt.Sprintf("%q", shorten(text))
	// Patterns are full of backslashes, and nobody should have to count them.
	if inner := quoted[1 : len(quoted)-1]; strings.ReplaceAll(inner, `\\`, `\`) == shorten(text) {
		return `"` + shorten(text) + `"`
	}
	return quoted
}

// describe says what a value is.
func describe(node *yaml.Node) string {
	switch node.Kind {
	case yaml.SequenceNode:
		return "a list"
	case yaml.MappingNode:
		return "a mapping"
	}
	switch node.Tag {
	case "!!null":
		return "empty"
	case "!!int", "!!float":
		return "the number " + shorten(node.Value)
	case "!!bool":
		return "the truth value " + shorten(node.Value)
	case "!!timestamp":
		return "the date " + shorten(node.Value)
	default:
		return "the text " + quote(node.Value)
	}
}

// blank tells the characters that JSON Schema's \s stands for.
func blank(letter rune) bool { return unicode.IsSpace(letter) || letter == 0xFEFF }

// inYAML writes a text as it may stand in a policy file, in quotes.
func inYAML(text string) string {
	text = shorten(text)
	if strings.ContainsAny(text, "\"\\") {
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	return `"` + text + `"`
}
