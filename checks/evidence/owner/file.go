package owner

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/golive-app/golive/config/regex"
)

// Places are where GitHub looks for the file, in this order: the first that is
// there is the one.
// https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners#codeowners-file-location
var Places = []string{".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"}

// MaximumSize is from where GitHub does not read the file at all.
// https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners#codeowners-file-size
const MaximumSize = 3 << 20

// File is a CODEOWNERS file.
type File struct {
	Rules   []Rule // as they stand
	Invalid []int  // lines that GitHub skips
	Cut     bool   // it has more lines than are read
}

// Rule is one line: a pattern and whom it names.
type Rule struct {
	Line    int // from 1
	Pattern string
	People  []string // "@dana"
	Teams   []string // "@acme/payments"
	Mails   []string
	Unknown []string // neither

	compiled matcher
}

// Owned reports whether the rule names anybody: one that does not takes the
// owners of its files away.
func (r Rule) Owned() bool { return len(r.People)+len(r.Teams)+len(r.Mails)+len(r.Unknown) > 0 }

var (
	login = regex.New(`^@[A-Za-z0-9](?:[A-Za-z0-9_]|-[A-Za-z0-9]){0,38}$`)
	team  = regex.New(`^@[A-Za-z0-9][A-Za-z0-9_-]{0,38}/[A-Za-z0-9._-]{1,100}$`)
	mail  = regex.New(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)
)

const (
	mostRules = 20_000 // that count of a file
	// longestPattern is beyond what any path of GitHub has.
	longestPattern = 4096
	mostOwners     = 200 // of a rule
)

// Parse reads the lines. One whose pattern uses what CODEOWNERS does not know
// ("!", ranges in brackets, "\#") or that names an owner who can be none is
// skipped by GitHub and is in Invalid.
// https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners#codeowners-syntax
func Parse(data []byte) File {
	var file File
	number := 0
	for line := range bytes.Lines(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))) {
		number++
		fields := fieldsOf(string(line))
		if len(fields) == 0 {
			continue
		}
		if len(file.Rules) == mostRules {
			file.Cut = true
			break
		}
		pattern := fields[0]
		if strings.HasPrefix(pattern, "!") || strings.HasPrefix(pattern, `\#`) || strings.ContainsAny(pattern, "[]") || len(pattern) > longestPattern || !utf8.ValidString(pattern) {
			file.Invalid = append(file.Invalid, number)
			continue
		}
		rule := Rule{Line: number, Pattern: pattern, compiled: compile(pattern)}
		for _, one := range fields[1:min(len(fields), mostOwners+1)] {
			switch {
			case login.MatchString(one):
				rule.People = append(rule.People, one)
			case team.MatchString(one):
				rule.Teams = append(rule.Teams, one)
			case mail.MatchString(one):
				rule.Mails = append(rule.Mails, one)
			default:
				rule.Unknown = append(rule.Unknown, one)
			}
		}
		if len(rule.Unknown) > 0 {
			file.Invalid = append(file.Invalid, number)
		}
		file.Rules = append(file.Rules, rule)
	}
	return file
}

// Of returns the rule that decides about a path: the last that matches. A line
// that names somebody who can be no owner GitHub skips as a whole.
func (f File) Of(path string) (Rule, bool) {
	for index := len(f.Rules) - 1; index >= 0; index-- {
		if rule := f.Rules[index]; len(rule.Unknown) == 0 && rule.Owns(path) {
			return rule, true
		}
	}
	return Rule{}, false
}

// fieldsOf splits a line at its spaces, of which "\ " is none, and ends it at a
// comment.
func fieldsOf(line string) []string {
	var fields []string
	var field strings.Builder
	flush := func() {
		if field.Len() > 0 {
			fields = append(fields, field.String())
			field.Reset()
		}
	}
	for index := 0; index < len(line); index++ {
		switch character := line[index]; {
		case character == '\\' && index+1 < len(line) && line[index+1] == ' ':
			field.WriteByte(' ')
			index++
		case character == ' ' || character == '\t' || character == '\r' || character == '\n':
			flush()
		case character == '#' && field.Len() == 0:
			return fields
		default:
			field.WriteByte(character)
		}
	}
	flush()
	return fields
}
