package launch

import (
	"slices"
	"strings"
	"unicode"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config/regex"
)

// change is one thing that the range brings: a merged pull request, or a commit
// that belongs to none.
type change struct {
	sha      string
	subject  string // without type and number: "handle refunds of 0"
	whole    string // the subject as it stands
	numbers  []string
	also     []string // other commits of the pull request
	breaking string   // what breaks; empty: nothing is said to
	kind     string   // of a conventional commit: "feat", "fix"
}

var (
	// conventional is a subject by https://www.conventionalcommits.org/en/v1.0.0/
	conventional  = regex.New(`^([A-Za-z]+)(?:\(([^()]*)\))?(!)?:\s*(.+)$`)
	breakingNote  = regex.New(`(?m)^BREAKING[ -]CHANGE:?\s*(.*)$`)
	pullNumber    = regex.New(`(?:^|[\s(\[,])(?:[\w.-]+/[\w.-]+)?#(\d+)\b|/pull/(\d+)\b|\bGH-(\d+)\b`)
	mergedPull    = regex.New(`^Merge pull request #(\d+) from \S+`)
	mergeSubject  = regex.New(`^Merge (?:branch|remote-tracking branch|tag|commit) `)
	releaseCommit = regex.New(`(?i)^(?:(?:chore|build|ci)(?:\([^()]*\))?:\s*)?(?:(?:prepare|cut|bump|publish|tag)\s+)?(?:release|version(?: packages)?|bump version|version bump)\b|^v?\d+\.\d+\.\d+\S*$|^(?:chore|docs)(?:\([^()]*\))?:\s*(?:update |add |write )?change-?log\b|^\[release\]`)
	dependency    = regex.New(`(?i)^(?:chore|build|fix|ci)\((?:deps|deps-dev|dependencies|dev-deps|security-deps)\)!?:|^(?:chore|build)(?:\([^()]*\))?:\s*(?:bump|update)\s+\S+\s+(?:from|to|digest)\b|^bump\s+\S+(?:\s+from\s+\S+)?\s+to\s+v?\d|^bump\b.*\b(?:versions?|actions?|dependenc(?:y|ies)|deps)\b|^update\s+dependency\s+|^lock ?file maintenance`)
	housekeeping  = []string{"chore", "ci", "test", "tests", "style", "docs", "build"}
)

// changesOf lists what the range brings that a change log should tell. Merge
// commits, dependency updates, release commits and what touches only tests,
// documentation or tooling by its own account are left out.
func changesOf(commits []checks.Commit) []change {
	var changes []change
	seen := map[string]bool{}
	for _, commit := range commits {
		one, told := changeOf(commit)
		if !told {
			continue
		}
		key := strings.Join(one.numbers, ",")
		if key == "" {
			key = one.whole
		}
		if seen[key] && one.breaking == "" {
			continue
		}
		seen[key] = true
		changes = append(changes, one)
	}
	return changes
}

func changeOf(commit checks.Commit) (change, bool) {
	subject, _, _ := strings.Cut(strings.TrimSpace(commit.Subject), "\n")
	one := change{sha: commit.SHA, whole: subject, subject: subject}
	if merged := mergedPull.FindStringSubmatch(one.whole); merged != nil {
		// The title of the pull request is the first line of the body.
		title, _, _ := strings.Cut(strings.TrimSpace(commit.Body), "\n")
		if title == "" || releaseCommit.MatchString(title) || dependency.MatchString(title) {
			return one, false
		}
		one.whole, one.subject, one.numbers = title, title, []string{merged[1]}
	} else if commit.Merge() || mergeSubject.MatchString(one.whole) {
		return one, false
	}
	for _, match := range pullNumber.FindAllStringSubmatch(one.whole, -1) {
		for _, number := range match[1:] {
			if number != "" && !slices.Contains(one.numbers, number) {
				one.numbers = append(one.numbers, number)
			}
		}
	}
	match := conventional.FindStringSubmatch(one.whole)
	if match != nil {
		one.kind, one.subject = strings.ToLower(match[1]), match[4]
		if match[3] == "!" {
			one.breaking = match[4]
		}
	}
	if note := breakingNote.FindStringSubmatch(commit.Body); note != nil {
		one.breaking = strings.TrimSpace(note[1])
		if one.breaking == "" {
			one.breaking = one.subject
		}
	}
	one.subject = strings.TrimSpace(trailingNumber.ReplaceAllString(one.subject, ""))
	if one.breaking != "" {
		one.breaking = strings.TrimSpace(trailingNumber.ReplaceAllString(one.breaking, ""))
		return one, true
	}
	switch {
	case releaseCommit.MatchString(one.whole), dependency.MatchString(one.whole), slices.Contains(housekeeping, one.kind):
		return one, false
	case strings.HasSuffix(commit.Author.Name, "[bot]") || strings.Contains(commit.Author.Email, "[bot]@"):
		return one, false
	case strings.HasPrefix(one.whole, "fixup!"), strings.HasPrefix(one.whole, "squash!"), one.whole == "":
		return one, false
	}
	return one, true
}

var trailingNumber = regex.New(`\s*\((?:[\w.-]+/[\w.-]+)?#\d+\)\s*$`)

// toldNumber is how change logs name pull requests beside pullNumber: by the
// address of an issue, which GitHub leads on, by a role of Sphinx, by what stands
// before or behind the sign in other markup.
var toldNumber = regex.New("/issues/(\\d+)\\b|:(?:[a-z-]*(?:issue|pull|pr|gh|bug|ticket))(?::[a-z]+)?:`[^`\n]{0,60}?(\\d+)[^`\n]{0,60}`|[`*_|;:/{}<]#(\\d+)\\b|\\b(?i:pr|pull request|issue|gh|bug)[ -]?#?(\\d+)\\b")

// telling is a section prepared to be asked what it tells: a range has
// hundreds of changes and a section as many entries.
type telling struct {
	text     string
	numbers  map[string]bool
	entries  []map[string]bool // the words of each entry
	breaking bool              // it says of something that it breaks
}

// mostEntries bounds how many entries are compared word by word.
const mostEntries = 3000

func tellingOf(section changelogSection) telling {
	prepared := telling{text: section.text, numbers: map[string]bool{}, breaking: breakingWord.MatchString(section.text)}
	for _, pattern := range []*regex.Expression{pullNumber, toldNumber} {
		for _, match := range pattern.FindAllStringSubmatch(section.text, -1) {
			for _, number := range match[1:] {
				if number != "" {
					prepared.numbers[number] = true
				}
			}
		}
	}
	for _, entry := range section.entries[:min(len(section.entries), mostEntries)] {
		prepared.entries = append(prepared.entries, words(entry))
	}
	return prepared
}

// tells reports whether the section tells of the change: by its number, by its
// commit, or by words close to its title.
func (t telling) tells(one change) bool {
	if slices.ContainsFunc(one.numbers, func(number string) bool { return t.numbers[number] }) {
		return true
	}
	named := func(sha string) bool { return len(sha) >= 7 && strings.Contains(t.text, sha[:7]) }
	return named(one.sha) || slices.ContainsFunc(one.also, named) || t.resembles(one.subject)
}

// tellsBreaking reports whether the section says that the change breaks
// something: it tells of the change, and it says so as change logs do.
func (t telling) tellsBreaking(one change) bool {
	return t.breaking && (t.tells(one) || t.resembles(one.breaking))
}

func (t telling) resembles(title string) bool {
	wanted := words(title)
	return slices.ContainsFunc(t.entries, func(entry map[string]bool) bool { return similar(wanted, entry) })
}

var breakingWord = regex.New(`(?i)breaking|incompatible|⚠|\*\*removed\*\*|^#+\s*removed|(?m)^#+\s*(?:removed|major changes)|migrat|no longer|must now|dropped? support|💥|[a-z]\)?!:`)

// alike is the share of a title's words from which an entry tells of it.
const alike = 0.6

// similar reports whether an entry has most of the words of a title.
func similar(wanted, given map[string]bool) bool {
	if len(wanted) == 0 {
		return false
	}
	shared := 0
	for word := range wanted {
		if given[word] {
			shared++
		}
	}
	return float64(shared) >= alike*float64(len(wanted)) && (shared > 1 || len(wanted) == 1)
}

// fillers are words that make no title alike.
var fillers = map[string]bool{
	"the": true, "a": true, "an": true, "and": true, "or": true, "of": true, "to": true, "in": true, "on": true, "for": true, "with": true, "from": true,
	"by": true, "at": true, "is": true, "are": true, "be": true, "it": true, "as": true, "when": true, "that": true, "this": true, "not": true,
	"no": true, "do": true, "does": true,
}

// words returns the words of a text, without endings that change with the
// tense: a commit says "add", its entry "added".
func words(text string) map[string]bool {
	found := map[string]bool{}
	for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if fillers[word] {
			continue
		}
		for _, ending := range []string{"ing", "ed", "es", "s", "e"} {
			if len(word) > len(ending)+2 && strings.HasSuffix(word, ending) {
				word = strings.TrimSuffix(word, ending)
				break
			}
		}
		if stem, found := strings.CutSuffix(word, "y"); found {
			word = stem + "i" // "retry" and "retries"
		}
		found[word] = true
	}
	return found
}
