package config

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/golive-app/golive/config/regex"
)

// kind is a kind of text in a policy file: what it is called, an example, and
// how to tell what is wrong with one.
type kind struct {
	noun    string
	example string
	words   []string // the only texts, where they can be listed
	pattern string   // a regular expression for the JSON Schema, which every text that is read matches
	not     string   // a regular expression that no text matches which is read
	format  string   // of the JSON Schema
	folds   bool     // whether upper and lower case are the same
	someone bool     // whether it names a person
	day     bool     // whether it is a date, which YAML takes for one without quotes
	bare    bool     // whether a number is told as a fault of its own: what it lacks is a unit
	faults  func(text string) (problem, advice string)
}

// instead says what to write.
func (k kind) instead() string {
	if k.words != nil {
		return listed(k.words, "or")
	}
	return k.noun + " such as " + inYAML(k.example)
}

// check says what is wrong with a text, after its path: "is …", or nothing.
func (k kind) check(text string) (problem, advice string) {
	if k.words != nil && !slices.Contains(k.words, text) {
		if meant := closest(text, k.words); meant != "" {
			return "is " + quote(text), `did you mean "` + meant + `"?`
		}
		return "is " + quote(text), "it takes " + listed(k.words, "or")
	}
	if k.faults == nil {
		return "", ""
	}
	return k.faults(text)
}

// same returns what two texts share that say the same.
func (k kind) same(text string) string {
	if k.someone {
		text = strings.TrimPrefix(text, "@")
	}
	if k.folds {
		return strings.ToLower(text)
	}
	return text
}

var (
	loginShape   = regex.New(`^@?[A-Za-z0-9][A-Za-z0-9_-]*$`)
	holderShape  = regex.New(`^(@?[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)?|codeowners:[^\s:*?!#{}\[\]\\]+)$`)
	addressShape = regex.New(`^[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#@]+(/[^\s?#]*)?$`)
)

// kinds are the kinds of text by the name that the tag "reads" uses.
func kinds() map[string]kind {
	all := map[string]kind{
		"mode":        {noun: "a mode", example: "enforce", words: []string{string(ModeObserve), string(ModeEnforce)}},
		"glob":        {noun: "a glob", example: "release/v*", pattern: `^[^\s~:^/!][^\s~:]*$`, not: `^refs/(heads|tags)/`, faults: globFaults},
		"expression":  {noun: "a regular expression", example: "^Release v", format: "regex", faults: expressionFaults},
		"label":       {noun: "a label", example: "release", pattern: `^\S(.*\S)?$`, folds: true, faults: labelFaults},
		"login":       {noun: "a login", example: "@dana", pattern: holderShape.String(), not: `^codeowners:/*$|(^codeowners:|/)\.{1,2}(/|$)|//`, folds: true, someone: true, faults: loginFaults},
		"url":         {noun: "an address", example: "https://staging.example.com", pattern: addressShape.String(), format: "uri", faults: urlFaults},
		"path":        {noun: "a path", example: "/version", pattern: `^/([^\s/?#][^\s?#]*)?$`, faults: pathFaults},
		"environment": {noun: "the name of a GitHub environment", example: "production", pattern: `^\S(.{0,253}\S)?$`, faults: environmentFaults},
	}
	maps.Copy(all, closingKinds())
	maps.Copy(all, loadKinds())
	maps.Copy(all, headerKinds())
	maps.Copy(all, uploadKinds())
	maps.Copy(all, relatedKinds())
	return all
}

// globFaults finds globs that cannot be read, that can match no name of a branch
// or tag, or whose alternatives would take for ever.
// https://git-scm.com/docs/git-check-ref-format
func globFaults(text string) (problem, advice string) {
	for _, prefix := range []string{"refs/heads/", "refs/tags/"} {
		if rest, found := strings.CutPrefix(text, prefix); found {
			return "begins with " + prefix + ", which names are matched without", "write " + inYAML(orExample(rest, "release/v*"))
		}
	}
	const globs = "a glob knows *, **, ?, [abc] and {a,b}"
	switch {
	case strings.HasPrefix(text, "/"):
		return "begins with /, and no name of a branch or tag does", "write " + inYAML(orExample(strings.TrimLeft(text, "/"), "release/v*"))
	case strings.HasPrefix(text, "!"):
		return "begins with !, and golive reads no exclusions", "list what is a release, and nothing else"
	case strings.HasPrefix(text, "^"):
		return quote(text) + " looks like a regular expression, and a glob is wanted", globs
	}
	if index := strings.IndexFunc(text, func(letter rune) bool { return strings.ContainsRune(" \t\r\n~:", letter) || blank(letter) }); index >= 0 {
		return fmt.Sprintf("holds %q, and no name of a branch or tag does", []rune(text[index:])[0]), globs
	}
	if !doublestar.ValidatePattern(text) {
		return quote(text) + " is no valid glob", "close every [ and {; " + globs
	}
	if alternatives(text) > 100 {
		return "has too many alternatives", "at most 100 are read: use * or several entries"
	}
	return "", ""
}

// alternatives is the number of globs that one with {a,b} stands for, or more.
func alternatives(text string) int {
	total, open := 1, []int{}
	for _, letter := range text {
		switch {
		case letter == '{':
			open = append(open, 1)
		case letter == ',' && len(open) > 0:
			open[len(open)-1]++
		case letter == '}' && len(open) > 0:
			total = min(total*open[len(open)-1], 1<<20)
			open = open[:len(open)-1]
		}
	}
	return total
}

func expressionFaults(text string) (problem, advice string) {
	_, err := regexp.Compile(text)
	if err == nil {
		return "", ""
	}
	reason := strings.TrimPrefix(err.Error(), "error parsing regexp: ")
	problem = quote(text) + " is no valid regular expression: " + shorten(reason)
	if strings.Contains(reason, "Perl syntax") || strings.Contains(reason, `escape sequence`) {
		return problem, "the syntax is RE2's, which has no look-around and no back-references: https://github.com/google/re2/wiki/Syntax"
	}
	return problem, "put \\ before a character that means itself; the syntax is RE2's: https://github.com/google/re2/wiki/Syntax"
}

func labelFaults(text string) (problem, advice string) {
	if trimmed := strings.TrimFunc(text, blank); trimmed != text {
		return "begins or ends with a space", "write " + inYAML(orExample(trimmed, "release"))
	}
	if strings.ContainsAny(text, "\r\n") {
		return "has several lines, and no label has", "write each label as an entry of its own"
	}
	return "", ""
}

// loginFaults finds what is neither the login of a person nor a team.
// https://docs.github.com/en/enterprise-cloud@latest/admin/identity-and-access-management/iam-configuration-reference/username-considerations-for-external-authentication
func loginFaults(text string) (problem, advice string) {
	if path, is := CodeOwnersOf(text); is {
		if text == codeOwners {
			return "", ""
		}
		return codeOwnersFaults(path)
	}
	login := strings.TrimPrefix(text, "@")
	switch {
	case strings.Contains(login, "/") && (!holderShape.MatchString(text) || len(login) > 200):
		return quote(text) + " is no team", "write a team as @organisation/team, as in @acme/senior"
	case strings.Contains(login, "/"):
		return "", ""
	case strings.EqualFold(login, "ghost"):
		return quote(text) + " stands for every account that was deleted", "name a person"
	case strings.HasSuffix(login, "[bot]"):
		return quote(text) + " names an app, and people sign", "name a person"
	case strings.Contains(login, "@") && strings.Contains(login, "."):
		return "is an e-mail address; a GitHub login is wanted", "write it as @dana"
	case !loginShape.MatchString(login) || len(login) > 100:
		return quote(text) + " is no GitHub login", "a login has letters, digits and hyphens, as in @dana"
	}
	return "", ""
}

// urlFaults never repeats the address: it may hold a secret.
func urlFaults(text string) (problem, advice string) {
	address, err := url.Parse(text)
	switch {
	case err != nil || strings.IndexFunc(text, blank) >= 0:
		return "is no valid address", "write it as https://staging.example.com"
	case address.Scheme != "https" && address.Scheme != "http" || address.Opaque != "":
		return "does not begin with https:// or http://", "write it as https://staging.example.com"
	case address.User != nil:
		return "holds a user or a password, which a policy must not", "remove them, and change the password: it can be read in the repository"
	case address.Hostname() == "":
		return "names no host", "write it as https://staging.example.com"
	case address.RawQuery != "" || address.ForceQuery || address.Fragment != "" || strings.Contains(text, "#"):
		return "goes on with ? or #, where secrets tend to stand", "end it before them"
	}
	if port := address.Port(); port != "" {
		if number, err := strconv.Atoi(port); err != nil || number < 1 || number > 65535 {
			return "has a port that is none", "ports are 1 to 65535"
		}
	}
	if !addressShape.MatchString(text) {
		return "is no valid address", "write it as https://staging.example.com"
	}
	return "", ""
}

func pathFaults(text string) (problem, advice string) {
	switch {
	case strings.Contains(text, "://"):
		return "is an address; a path is wanted", "write it as /version"
	case !strings.HasPrefix(text, "/"):
		return quote(text) + " does not begin with /", "write it as /version"
	case strings.HasPrefix(text, "//") || strings.ContainsAny(text, "?#") || strings.IndexFunc(text, blank) >= 0:
		return "is no plain path", "write it as /version, without //, ?, # and spaces"
	}
	return "", ""
}

// environmentFaults knows GitHub's limit of 255 characters.
// https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments
func environmentFaults(text string) (problem, advice string) {
	switch {
	case strings.TrimFunc(text, blank) != text:
		return "begins or ends with a space", "remove it"
	case strings.ContainsAny(text, "\r\n"):
		return "has several lines", "write it on one"
	case len([]rune(text)) > 255:
		return "is longer than the 255 characters that GitHub allows", "copy the name from the settings of the repository"
	}
	return "", ""
}

func orExample(text, example string) string {
	if text == "" {
		return example
	}
	return text
}
