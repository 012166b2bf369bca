package draft

import (
	"bytes"
	"context"
	"regexp"
	"strings"
)

// codeOwners is a CODEOWNERS file.
type codeOwners struct {
	path  string
	rules []ownerRule
}

// ownerRule is one line: a pattern and whom it names.
type ownerRule struct {
	line    int // from 1
	pattern string
	people  []string // "@dana"
	teams   []string // "@acme/payments"
	mails   []string
	unknown []string // neither
}

// readOwners reads the one file that GitHub reads: the first of these places.
// https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners#codeowners-file-location
func readOwners(ctx context.Context, r *repository) *codeOwners {
	where, ok := r.firstOf(".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
	if !ok {
		return nil
	}
	data, ok := r.read(ctx, where)
	if !ok {
		return nil
	}
	return &codeOwners{path: where, rules: parseOwners(data)}
}

var (
	login = regexp.MustCompile(`^@[A-Za-z0-9](?:[A-Za-z0-9_]|-[A-Za-z0-9]){0,38}$`)
	team  = regexp.MustCompile(`^@[A-Za-z0-9][A-Za-z0-9_-]{0,38}/[A-Za-z0-9._-]{1,100}$`)
	mail  = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)
)

// mostRules is how many lines of a CODEOWNERS file count.
const mostRules = 20_000

// parseOwners reads the lines. A line that GitHub would skip, because its
// pattern uses what CODEOWNERS does not know, is skipped.
// https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners#codeowners-syntax
func parseOwners(data []byte) []ownerRule {
	var rules []ownerRule
	number := 0
	known := map[string]bool{}
	isLogin := func(owner string) bool {
		taken, seen := known[owner]
		if !seen {
			taken = login.MatchString(owner) && accepted(owner, "roles", "senior")
			known[owner] = taken
		}
		return taken
	}
	for line := range bytes.Lines(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))) {
		number++
		if len(rules) == mostRules {
			break
		}
		fields := ownerFields(string(line))
		if len(fields) == 0 || strings.HasPrefix(fields[0], "!") || strings.ContainsAny(fields[0], "[]") || !usable(fields[0]) {
			continue
		}
		rule := ownerRule{line: number, pattern: fields[0]}
		for _, owner := range fields[1:] {
			switch {
			case isLogin(owner):
				rule.people = append(rule.people, owner)
			case team.MatchString(owner):
				rule.teams = append(rule.teams, owner)
			case mail.MatchString(owner):
				rule.mails = append(rule.mails, owner)
			default:
				rule.unknown = append(rule.unknown, owner)
			}
		}
		rules = append(rules, rule)
	}
	return rules
}

// ownerFields splits a line at its spaces, of which "\ " is none, and ends it at
// a comment.
func ownerFields(line string) []string {
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

// everything reports whether a rule's pattern takes in every file.
func (o ownerRule) everything() bool {
	switch o.pattern {
	case "*", "**", "/**", "**/*", "/**/*":
		return true
	}
	return false
}

// owns reports whether the rule's pattern takes in a file, as gitignore(5) has
// it: a pattern with a slash before its end starts at the top, one that names a
// folder takes in what is below it, and "*" as the last part does not.
func (o ownerRule) owns(file string) bool {
	if o.everything() {
		return true
	}
	pattern := escapeBraces.Replace(o.pattern)
	folder := strings.HasSuffix(pattern, "/")
	pattern = strings.TrimSuffix(pattern, "/")
	anchored := strings.Contains(pattern, "/")
	pattern = strings.TrimPrefix(pattern, "/")
	if !anchored {
		pattern = "**/" + pattern
	}
	if !folder && matches(pattern, file) {
		return true
	}
	single := pattern == "*" || strings.HasSuffix(pattern, "/*")
	return !single && matches(pattern+"/**", file) && !matches(pattern, file)
}

// escapeBraces takes their meaning from the signs that globs have and
// CODEOWNERS has not.
var escapeBraces = strings.NewReplacer(`{`, `\{`, `}`, `\}`)
