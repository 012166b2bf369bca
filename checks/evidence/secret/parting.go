package secret

import (
	"regexp"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/lines"
)

// Most rules of gitleaks are of one form: a word, the sign of an assignment behind it, a
// value behind that. Of such a rule the lines alone are asked on which a sign stands
// behind its word: an expression takes the most time where it nearly matches.

// formsOfRules are what stands around the words of such a rule, in either of two ways to
// write it.
var formsOfRules = []struct{ before, behind string }{
	{`(?i)[\w.-]{0,50}?(?:`, `)(?:[ \t\w.-]{0,20})[\s'"]{0,3}(?:=|>|:{1,3}=|\|\||:|=>|\?=|,)[\x60'"\s=]{0,5}(`},
	{`[\w.-]{0,50}?(?i:[\w.-]{0,50}?(?:`, `)(?:[ \t\w.-]{0,20})[\s'"]{0,3})(?:=|>|:{1,3}=|\|\||:|=>|\?=|,)[\x60'"\s=]{0,5}(`},
}

const (
	formGap      = 20 + 3 // between the word and the sign: (?:[ \t\w.-]{0,20})[\s'"]{0,3}
	formSigns    = 3 + 5  // of the sign's own, behind its first, and of [\x60'"\s=]{0,5}
	genericValue = 10     // characters of a value at least
	genericAsked = 160    // of a value at most, until it is left to the expression where it ends
)

// genericRule is the one of that form whose words stand everywhere. Its value is known to
// be of certain characters, and to end.
const genericRule = "generic-api-key"

var (
	// oneCase matches a word that may be written in some ways only.
	oneCase = regexp.MustCompile(`\(\?-i:([^()]*)\)`)
	// eitherCase matches the two ways to write a letter.
	eitherCase = regexp.MustCompile(`\[(?:([A-Z])[a-z])\]`)
	// wordsAlone matches words between which nothing stands but bars.
	wordsAlone = regexp.MustCompile(`^[a-z0-9_-]{2,}(?:\|[a-z0-9_-]{2,})*$`)
)

// partsOf returns what takes the parts out of a text in which a rule's expression can
// match; nil where the rule is of another form.
func partsOf(rule, expression string) *assignedTo {
	for _, form := range formsOfRules {
		rest, begins := strings.CutPrefix(expression, form.before)
		words, _, ends := strings.Cut(rest, form.behind)
		if !begins || !ends {
			continue
		}
		words = strings.Replace(words, "passw(?:or)?d", "passwd|password", 1)
		words = strings.ToLower(eitherCase.ReplaceAllString(oneCase.ReplaceAllString(words, "$1"), "$1"))
		if !wordsAlone.MatchString(words) {
			return nil
		}
		made := &assignedTo{words: strings.Split(words, "|")}
		made.places = lines.NewWords(made.words...)
		if rule == genericRule {
			made.valued = assigns
		}
		return made
	}
	return nil
}

// assignedTo is an assignment to a name with one of some words.
type assignedTo struct {
	words  []string // in small letters
	places *lines.Words
	valued func(rest string) bool // whether a value stands behind a sign; nil: that is left to the expression
}

// parts returns the lines of a text around the signs of an assignment that stand behind
// one of the words: the expression matches within them or nowhere. lower is the text in
// small letters.
func (a *assignedTo) parts(text, lower string) []string {
	var parts []string
	from, to := 0, 0 // of the last part
	a.places.Each(lower, func(word, at int) {
		sign := at + len(a.words[word])
		for last := min(sign+formGap, len(text)); sign < last && nameParts[text[sign]]; {
			sign++
		}
		if sign+1+formSigns < to || sign >= len(text) || !signs[text[sign]] {
			return // the line that it stands on is taken already, or nothing is assigned
		}
		if a.valued != nil && !a.valued(text[sign+1:]) {
			return
		}
		start := strings.LastIndexByte(text[:at], '\n') + 1
		end := min(sign+1+formSigns, len(text))
		if line := strings.IndexByte(text[end:], '\n'); line >= 0 {
			end += line + 1
		} else {
			end = len(text)
		}
		if to > 0 && start <= to {
			to = max(to, end)
			parts[len(parts)-1] = text[from:to]
			return
		}
		from, to = start, end
		parts = append(parts, text[from:to])
	})
	return parts
}

// assigns reports whether a value stands here, behind what is left of a sign, and ends as
// one does: (?:[\x60'"\s;]|\\[nr]|$).
func assigns(text string) bool {
	start, length := 0, 0
	for start < len(text) && start < formSigns && fills[text[start]] {
		if text[start] == '=' {
			length++ // or one of the value
		}
		start++
	}
	for ; start < len(text) && length < genericAsked && valueParts[text[start]]; start++ {
		length++
	}
	return length >= genericValue && (length == genericAsked || start == len(text) || ends[text[start]])
}
