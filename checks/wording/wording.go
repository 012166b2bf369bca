// Package wording holds the few forms in which every section writes numbers,
// lists, names that others chose and commands that people copy. It decides
// nothing; the sections of the checklist are its neighbours and its callers.
package wording

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Counted writes a number with its noun: "1 file", "812 files".
func Counted(count int, one, many string) string {
	if count == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", count, many)
}

// Listed joins the first of some things and says how many are left out:
// "a, b and 3 more".
func Listed(things []string, most int) string {
	if len(things) <= most {
		return strings.Join(things, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(things[:most], ", "), len(things)-most)
}

// ShortSHA returns a commit id as people write it: its first seven characters.
func ShortSHA(sha string) string { return sha[:min(len(sha), 7)] }

// Capital makes the first letter of a sentence a capital. What begins with a
// quoted name, a number or a mention stays as it is.
func Capital(sentence string) string {
	first, size := utf8.DecodeRuneInString(sentence)
	if size == 0 || first == utf8.RuneError {
		return sentence
	}
	return string(unicode.ToUpper(first)) + sentence[size:]
}

// longest is how many characters of a foreign text are shown.
const longest = 100

// Quoted shows text that others wrote as code, at most 100 characters of it, so
// that nothing in it is read as markup, as a mention or as a change of the
// direction of writing.
func Quoted(text string) string {
	text = strings.TrimSpace(harmless(text))
	if runes := []rune(text); len(runes) > longest {
		text = string(runes[:longest-1]) + "…"
	}
	return "`" + text + "`"
}

// QuotedPath is Quoted for a path, which is never shortened: people open it.
func QuotedPath(path string) string { return "`" + harmless(path) + "`" }

// QuotedPaths quotes each of some paths.
func QuotedPaths(paths []string) []string {
	all := make([]string, len(paths))
	for index, path := range paths {
		all[index] = QuotedPath(path)
	}
	return all
}

// harmless replaces the characters that end a piece of code, break a line or
// turn the direction of writing.
func harmless(text string) string {
	return strings.Map(func(character rune) rune {
		switch {
		case character == '`':
			return '\''
		case character < ' ' || character == 0x7f || character >= 0x202a && character <= 0x202e || character >= 0x2066 && character <= 0x2069:
			return ' '
		}
		return character
	}, text)
}

// Argument makes a name that others chose safe inside a command that people
// copy: git allows "$" and ";" in the names of branches and files, and a shell
// acts on them. Such a name gives way to the stand-in, such as "BRANCH".
func Argument(name, standIn string) string {
	if name == "" || strings.HasPrefix(name, "-") || strings.ContainsFunc(name, func(r rune) bool {
		return !(r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || strings.ContainsRune("./_@+-", r))
	}) {
		return standIn
	}
	return name
}
