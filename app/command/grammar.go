package command

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/golive-app/golive/checks"
)

// mention is the word that a command begins with.
const mention = "/golive"

// Limits of what a command may say.
const (
	maxLine    = 4000 // runes of the first line that are read
	maxNote    = 500  // runes of a note or reason
	minReason  = 15   // runes of a reason that somebody else has to understand
	maxTargets = 41   // items and sections of one rerun: as many as the checklist has
)

// Command is one understood command.
type Command struct {
	Verb   Verb
	All    bool            // rerun: everything, as a new generation
	Failed bool            // rerun: everything failed, unknown, stale or in error
	Items  []checks.ItemID // rerun: just these; the other verbs: the one item
	Link   string          // sign-off: what was read, http or https
	Note   string          // sign-off: the person's words; waive, na, revoke: the reason
	Until  time.Time       // waive: the last day, at its beginning in UTC

	RPS         int           // loadtest: requests a second; 0: as the policy has it
	Duration    time.Duration // loadtest: how long; 0: as the policy has it
	Environment string        // loadtest: where; empty: as the policy has it
	Commit      string        // approve: what the approved commit's id begins with; empty: the one that is shown
}

// String returns the command as it could have been typed. Parsing it gives the
// same command again.
func (c Command) String() string {
	words := []string{mention, string(c.Verb)}
	switch {
	case c.All:
		words = append(words, "all")
	case c.Failed:
		words = append(words, "failed")
	}
	for _, item := range c.Items {
		words = append(words, string(item))
	}
	if c.Commit != "" {
		words = append(words, c.Commit)
	}
	if c.Link != "" {
		words = append(words, c.Link)
	}
	if !c.Until.IsZero() {
		words = append(words, "until", c.Until.Format(time.DateOnly))
	}
	if c.RPS > 0 {
		words = append(words, "--rps", strconv.Itoa(c.RPS))
	}
	if c.Duration > 0 {
		words = append(words, "--duration", c.Duration.String())
	}
	if c.Environment != "" {
		words = append(words, "--env", c.Environment)
	}
	if c.Note != "" {
		word := "because"
		if c.Verb == VerbSignOff {
			word = "--"
		}
		words = append(words, word, c.Note)
	}
	return strings.Join(words, " ")
}

// SyntaxError says in one line why a command was not understood. Message holds
// no text of the comment but what has been made safe to show.
type SyntaxError struct{ Message string }

func (e *SyntaxError) Error() string { return e.Message }

func misunderstood(format string, values ...any) error {
	return &SyntaxError{fmt.Sprintf(format, values...)}
}

// Addressed reports whether a comment's first line that is not blank begins with
// `/golive`. Lines further down, quotes, code and words inside a sentence never
// do.
func Addressed(body string) bool {
	_, addressed := firstLine(body)
	return addressed
}

// firstLine returns what follows `/golive` on the first line that is not blank.
// Markdown takes a line indented by a tab or by four spaces for code.
// https://spec.commonmark.org/0.31.2/#indented-code-blocks
func firstLine(body string) (rest string, addressed bool) {
	for body != "" {
		line := body
		if end := strings.IndexAny(body, "\r\n"); end >= 0 {
			line, body = body[:end], body[end+1:]
		} else {
			body = ""
		}
		if strings.TrimSpace(line) == "" {
			continue
		}
		text := strings.TrimLeft(line, " ")
		if len(line)-len(text) > 3 || len(text) < len(mention) || !strings.EqualFold(text[:len(mention)], mention) {
			return "", false
		}
		rest = text[len(mention):]
		if rest != "" && rest[0] != ' ' && rest[0] != '\t' {
			return "", false
		}
		return rest, true
	}
	return "", false
}

// Grammar reads commands about the items of a checklist.
type Grammar struct{ vocabulary vocabulary }

// NewGrammar returns the grammar over these items.
func NewGrammar(items []checks.Item) Grammar { return Grammar{vocabulary{items}} }

// Parse reads the command on a comment's first line. addressed is false for a
// comment that is none of golive's business; then nothing else is set. A comment
// that is, but says nothing golive understands, is a *SyntaxError.
func (g Grammar) Parse(body string) (command Command, addressed bool, err error) {
	rest, addressed := firstLine(body)
	if !addressed {
		return Command{}, false, nil
	}
	words := strings.Fields(printable(rest))
	if len(words) == 0 {
		return Command{Verb: VerbHelp}, true, nil
	}
	verb, later, nearest := findVerb(unquoted(words[0]))
	switch {
	case later:
		return Command{}, true, misunderstood("this version of golive does not have %s yet; %s lists what it has", code(strings.ToLower(words[0])), code("/golive help"))
	case verb == "" && nearest != "":
		return Command{}, true, misunderstood("there is no command %s; did you mean %s?", code(words[0]), code("/golive "+nearest))
	case verb == "":
		return Command{}, true, misunderstood("there is no command %s; %s lists what there is", code(words[0]), code("/golive help"))
	}
	command, err = g.arguments(verb, words[1:])
	return command, true, err
}

func (g Grammar) arguments(verb Verb, words []string) (Command, error) {
	switch verb {
	case VerbRerun:
		return g.rerun(words)
	case VerbSignOff:
		return g.signOff(words)
	case VerbWaive:
		return g.waive(words)
	case VerbExclude:
		return g.exclude(words)
	case VerbApprove:
		return g.lone(VerbApprove, words)
	case VerbAdmit:
		return admit(words)
	case VerbRevoke:
		return g.revoke(words)
	case VerbLoad:
		return loadTest(words)
	case VerbCancel:
		return cancel(words)
	case VerbExplain:
		return g.lone(VerbExplain, words)
	case VerbStatus:
		if len(words) > 0 {
			return g.lone(VerbExplain, words) // "status ITEM"
		}
	}
	return Command{Verb: verb}, nil
}

// printable bounds a line and drops what cannot be seen: control characters and
// those that change how the rest of a line reads, such as right-to-left marks.
func printable(line string) string {
	runes := 0
	return strings.Map(func(r rune) rune {
		switch {
		case r == unicode.ReplacementChar, runes >= maxLine:
			return -1
		case unicode.IsSpace(r):
			r = ' '
		case !unicode.IsPrint(r):
			return -1
		}
		runes++
		return r
	}, line)
}

// unquoted takes off the backticks that people put around a word.
func unquoted(word string) string { return strings.Trim(word, "`") }
