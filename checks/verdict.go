package checks

import (
	"errors"
	"fmt"
)

// Verdict is what golive says of one item. The zero value is Unknown, so a
// verdict that nobody decided never reads as a pass.
type Verdict int

// The closed set of verdicts.
const (
	Unknown       Verdict = iota // could not look, or saw too little to judge
	Pass                         // sufficient, fresh evidence for this content says yes
	Warn                         // sufficient evidence at the margin, hygiene, or a miss on a non-blocking item
	Fail                         // evidence says no
	NeedsSignOff                 // the machine did its part; a named role must decide
	NotApplicable                // a rule says that the item cannot apply here
	Waived                       // accepted by a person until a date; never counted as passed
	Errored                      // golive's own failure
	Stale                        // the evidence belongs to other content or is too old
	Running                      // being checked, with a deadline
)

// Verdicts lists every verdict in the order in which totals are printed.
func Verdicts() []Verdict {
	return []Verdict{Fail, NeedsSignOff, Unknown, Errored, Stale, Running, Warn, Waived, NotApplicable, Pass}
}

var verdictWords = map[Verdict]string{
	Unknown: "unknown", Pass: "pass", Warn: "warn", Fail: "fail", NeedsSignOff: "sign-off",
	NotApplicable: "n/a", Waived: "waived", Errored: "error", Stale: "stale", Running: "running",
}

var verdictIcons = map[Verdict]string{
	Unknown: "❔", Pass: "✅", Warn: "⚠️", Fail: "❌", NeedsSignOff: "✍️",
	NotApplicable: "🚫", Waived: "🕊", Errored: "🛠", Stale: "🕰", Running: "⏳",
}

// ErrVerdict is returned for a word that names no verdict.
var ErrVerdict = errors.New("no such verdict")

// String returns the verdict's word as the report has it, such as "sign-off".
func (v Verdict) String() string {
	if word, ok := verdictWords[v]; ok {
		return word
	}
	return verdictWords[Unknown]
}

// Icon returns the symbol that people see beside the word, never in its place.
func (v Verdict) Icon() string {
	if icon, ok := verdictIcons[v]; ok {
		return icon
	}
	return verdictIcons[Unknown]
}

// Settled reports whether the verdict is final for the content at hand: no
// more work of golive's own is under way for it.
func (v Verdict) Settled() bool { return v != Running }

// MarshalText writes the verdict's word.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a verdict's word; any other word is ErrVerdict.
func (v *Verdict) UnmarshalText(text []byte) error {
	for verdict, word := range verdictWords {
		if word == string(text) {
			*v = verdict
			return nil
		}
	}
	*v = Unknown
	return fmt.Errorf("%w: %q", ErrVerdict, text)
}
