package checks

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// Severity ranks a finding.
type Severity string

// The severities, gravest first.
const (
	SeverityError   Severity = "error"   // decides against the item
	SeverityWarning Severity = "warning" // worth mending, does not decide
	SeverityNotice  Severity = "notice"  // for the record
)

// Lower returns the next milder severity: a finding outside of production code
// is reported one severity lower, never dropped.
func (s Severity) Lower() Severity {
	if s == SeverityError {
		return SeverityWarning
	}
	return SeverityNotice
}

func (s Severity) rank() int {
	return slices.Index([]Severity{SeverityError, SeverityWarning, SeverityNotice}, s)
}

// Finding is one concrete thing to mend, at a place where there is one.
type Finding struct {
	Rule        string   `json:"rule"` // stable id, such as "debug.console"
	Severity    Severity `json:"severity"`
	Path        string   `json:"path"` // repository-relative with "/"; empty: about the release as a whole
	Line        int      `json:"line"` // from 1; 0: the file as a whole
	EndLine     int      `json:"end_line"`
	Column      int      `json:"column"` // from 1; 0: unknown
	Message     string   `json:"message"`
	Remedy      string   `json:"remedy"`
	Fingerprint string   `json:"fingerprint"` // equal for the same thing after unrelated edits
	// Suggestion mends it mechanically; nil where that takes a person.
	Suggestion *Suggestion `json:"suggestion,omitempty"`
	Grade      Grade       `json:"-"` // strength of the look that found it; zero means E2
	Rank       int         `json:"-"` // among those of one severity, lower ones come first
}

// grade returns the strength of the look behind the finding.
func (f Finding) grade() Grade {
	if f.Grade == E0 {
		return E2
	}
	return f.Grade
}

// Fingerprint builds a fingerprint from the parts that stay the same while the
// lines around a finding move: rule, path and the offending text itself. The
// text of a secret must be hashed by its caller first, with a salt.
func Fingerprint(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:12])
}

// SortFindings orders findings by severity, then rank, place and rule, so that two
// runs over the same content print the same list.
func SortFindings(findings []Finding) {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.Severity.rank(), b.Severity.rank()), cmp.Compare(a.Rank, b.Rank),
			cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Column, b.Column), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Message, b.Message),
		)
	})
}
