package draft

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/app/terminal"
	"github.com/golive-app/golive/config"
)

// longest is how many characters of a foreign name are shown.
const longest = 120

// plain makes text fit for one line of a comment or of a terminal: it has
// printable characters and single spaces only. What YAML takes for a line break
// or refuses in a file is in neither of them.
// https://yaml.org/spec/1.2.2/#51-character-set
func plain(text string) string {
	text = strings.Map(func(character rune) rune {
		if character == ' ' || unicode.IsPrint(character) {
			return character
		}
		return utf8.RuneError
	}, terminal.Clean(text))
	return strings.Join(strings.Fields(text), " ")
}

// name shows a foreign name inside of a sentence.
func name(text string) string {
	text = plain(text)
	if characters := []rune(text); len(characters) > longest {
		text = string(characters[:longest]) + "…"
	}
	return text
}

// usable reports whether a foreign name can become a value of the policy: what
// a person who reviews the file cannot see is never set.
func usable(text string) bool {
	return text != "" && utf8.ValidString(text) && len(text) <= 255 && text == plain(text)
}

// accepted reports whether package config takes a foreign text as a value at a
// place of the policy. What it would refuse is never set.
func accepted(value string, place ...string) bool {
	if !usable(value) {
		return false
	}
	written := quoted(value)
	if place[0] != "environments" {
		written = "[" + written + "]"
	}
	for _, key := range slices.Backward(place[1:]) {
		written = "{" + key + ": " + written + "}"
	}
	_, err := config.DecodePolicy([]byte("version: 1\n"+place[0]+": "+written+"\n"), config.DefaultPolicy())
	return err == nil
}

// quoted returns a text as a YAML scalar in double quotes.
func quoted(text string) string {
	data, err := yaml.Marshal(&yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text, Style: yaml.DoubleQuotedStyle})
	if err != nil { // one string with a style always encodes
		panic("encode a YAML string: " + err.Error())
	}
	return strings.TrimSuffix(string(data), "\n")
}

// list returns texts as a YAML list on one line.
func list(texts []string) string {
	items := make([]string, len(texts))
	for index, text := range texts {
		items[index] = quoted(text)
	}
	return "[" + strings.Join(items, ", ") + "]"
}

// words joins names for a sentence and says how many are left out.
func words(names []string, shown int) string {
	clean := make([]string, 0, shown)
	for _, one := range names[:min(len(names), shown)] {
		clean = append(clean, name(one))
	}
	text := strings.Join(clean, ", ")
	if more := len(names) - shown; more > 0 {
		text += " and " + count(more, "other", "others")
	}
	return text
}
