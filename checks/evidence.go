package checks

import (
	"math"
	"time"
)

// Outcome tells what a piece of evidence says of its item.
type Outcome string

// The outcomes of evidence.
const (
	Supports Outcome = "supports" // speaks for the item
	Refutes  Outcome = "refutes"  // speaks against the item
	Neutral  Outcome = "neutral"  // worth showing, decides nothing
)

// Evidence is one recorded look at one thing. It is kept and shown also where
// it is too weak to decide the item.
type Evidence struct {
	Grade      Grade     `json:"grade"`
	Outcome    Outcome   `json:"outcome"`
	Summary    string    `json:"summary"`        // one sentence with its denominator: "searched 812 files, 0 findings"
	Kind       string    `json:"kind"`           // what sort of look: "scan", "file", "review", "tag", …
	Source     string    `json:"source"`         // who said so: "gitleaks", "git", "github", a login
	Path       string    `json:"path,omitempty"` // repository-relative, with "/"
	Line       int       `json:"line,omitempty"` // from 1
	Link       string    `json:"link,omitempty"` // where a person can see it
	ObservedAt time.Time `json:"observed_at"`    // server time of the look
	ExpiresAt  time.Time `json:"expires_at,omitzero"`
	Tree       string    `json:"tree,omitempty"`      // git tree id of the content it speaks of; empty: not bound to content
	Sample     int       `json:"sample,omitempty"`    // how many things were looked at
	Value      *float64  `json:"value,omitempty"`     // the number measured, where there is one
	Threshold  *float64  `json:"threshold,omitempty"` // what the number was held against
	Exchange   *Exchange `json:"exchange,omitempty"`  // with a running service, where that is what was looked at
}

// clockSkew is how far in the future an observation may be dated before it is
// refused: clocks differ by seconds, not by minutes.
const clockSkew = 2 * time.Minute

// usable reports whether the record may count at all: not dated in the future
// and without numbers that are none.
func (e Evidence) usable(now time.Time) bool {
	if e.ObservedAt.IsZero() || e.ObservedAt.After(now.Add(clockSkew)) {
		return false
	}
	for _, number := range []*float64{e.Value, e.Threshold} {
		if number != nil && (math.IsNaN(*number) || math.IsInf(*number, 0)) {
			return false
		}
	}
	return true
}

// fresh reports whether the record still speaks of this content.
func (e Evidence) fresh(now time.Time, tree string) bool {
	if !e.ExpiresAt.IsZero() && now.After(e.ExpiresAt) {
		return false
	}
	return e.Tree == "" || tree == "" || e.Tree == tree
}
