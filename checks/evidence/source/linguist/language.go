package linguist

import (
	"bytes"
	"path"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// ByName returns the language that a file's name alone tells; false where it leaves a choice.
func ByName(base string) (string, bool) { return only(byName[base]) }

// ByEnding returns the languages that a name's endings may mean, the longest ending first.
func ByEnding(base string) []string {
	base = strings.ToLower(base)
	for at := strings.IndexByte(base, '.'); at >= 0; {
		if languages, found := byEnding[base[at:]]; found {
			return languages
		}
		next := strings.IndexByte(base[at+1:], '.')
		if next < 0 {
			return nil
		}
		at += 1 + next
	}
	return nil
}

func only(languages []string) (string, bool) {
	if len(languages) != 1 {
		return "", false
	}
	return languages[0], true
}

// ByContent returns the language that the start of a content tells: the program that runs it,
// or words that only one of the candidates has. What is left open is said by the first
// candidate.
func ByContent(base string, head []byte, candidates []string) string {
	if told := byInterpreter[interpreterOf(head)]; len(told) > 0 {
		return told[0]
	}
	for _, hint := range byWords[strings.ToLower(path.Ext(base))] {
		if !hint.holds.of(head) {
			continue
		}
		if hint.language != "" {
			return hint.language
		}
		break
	}
	if len(candidates) > 0 {
		return candidates[0]
	}
	if bytes.HasPrefix(bytes.TrimSpace(head), []byte("<?xml version=")) {
		return "XML"
	}
	return ""
}

// IsProgramming reports whether Linguist counts a language among those that programs are
// written in.
func IsProgramming(language string) bool { return programming[language] }

// hint says what speaks for a language.
type hint struct {
	language string
	holds    condition
}

// condition is what a content has to be like; the empty one always holds.
type condition struct {
	one   *regex.Expression
	all   []condition
	none  []condition
	never bool // it needs an expression that Go does not know
}

func (c condition) of(head []byte) bool {
	if c.never || c.one != nil && !c.one.Match(head) {
		return false
	}
	for _, one := range c.all {
		if !one.of(head) {
			return false
		}
	}
	for _, one := range c.none {
		if one.of(head) {
			return false
		}
	}
	return true
}

// interpreterOf returns the program that a file's first line names, without the version behind
// a dot: "python3" for "#!/usr/bin/env -S python3.11 -u".
func interpreterOf(head []byte) string {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	line, found := bytes.CutPrefix(line, []byte("#!"))
	words := strings.Fields(string(line))
	if !found || len(words) == 0 {
		return ""
	}
	program := path.Base(words[0])
	if program == "env" {
		program = ""
		for _, word := range words[1:] {
			if !strings.HasPrefix(word, "-") && !strings.Contains(word, "=") {
				program = path.Base(word)
				break
			}
		}
	}
	if strings.HasPrefix(program, "python") {
		program, _, _ = strings.Cut(program, ".")
	}
	return program
}
