package source

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/go-enry/go-enry/v2/data"
)

// What GitHub Linguist knows, from the tables of go-enry. Only its tables are
// taken: the package around them holds a statistical guess at languages, whose
// sixteen megabytes every process of golive would make at its start, the
// children that parse and the tests with them. What the tables leave open is
// said by the first language that has the ending.

// byFilename returns the language that a file's name alone tells; false where it
// leaves a choice.
func byFilename(base string) (string, bool) { return only(data.LanguagesByFilename[base]) }

// byExtension returns the languages that a name's endings may mean, the longest
// ending first.
func byExtension(base string) []string {
	base = strings.ToLower(base)
	for at := strings.IndexByte(base, '.'); at >= 0; {
		if languages, found := data.LanguagesByExtension[base[at:]]; found {
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

// byContent returns the language that the start of a content tells: the program
// that runs it, or words that only one of the candidates has.
func byContent(base string, head []byte, candidates []string) string {
	if told := data.LanguagesByInterpreter[interpreterOf(head)]; len(told) > 0 {
		return told[0]
	}
	if rules, found := data.ContentHeuristics[strings.ToLower(path.Ext(base))]; found {
		if told := rules.Match(head); len(told) > 0 {
			return told[0]
		}
	}
	if len(candidates) > 0 {
		return candidates[0]
	}
	if bytes.HasPrefix(bytes.TrimSpace(head), []byte("<?xml version=")) {
		return "XML"
	}
	return ""
}

// interpreterOf returns the program that a file's first line names, without the
// version behind a dot: "python3" for "#!/usr/bin/env -S python3.11 -u".
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

// isProgramming reports whether Linguist counts a language among those that
// programs are written in.
func isProgramming(language string) bool {
	return data.LanguagesType[language] == int(data.TypeProgramming)
}

// isVendor reports whether Linguist's list names a path as others' work.
func isVendor(name string) bool {
	if data.FastVendorMatcher != nil {
		return data.FastVendorMatcher.MatchString(name)
	}
	return anyMatches(data.VendorMatchers, name)
}

// isDocumentation reports whether Linguist's list names a path as documentation.
func isDocumentation(name string) bool {
	return anyMatches(data.DocumentationMatchers, name)
}

func anyMatches(expressions []*regexp.Regexp, text string) bool {
	return slices.ContainsFunc(expressions, func(one *regexp.Regexp) bool { return one != nil && one.MatchString(text) })
}

// isGenerated reports whether Linguist's rules say that a program wrote a file.
func isGenerated(name string, head []byte) bool {
	extension := strings.ToLower(path.Ext(name))
	if _, found := data.GeneratedCodeExtensions[extension]; found {
		return true
	}
	for _, match := range data.GeneratedCodeNameMatchers {
		if match(name) {
			return true
		}
	}
	name = strings.ToLower(name)
	for _, match := range data.GeneratedCodeMatchers {
		if match(name, extension, head) {
			return true
		}
	}
	return false
}
