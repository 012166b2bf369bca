package checks

import (
	"strings"
	"time"
)

// Missing says what kept a check from looking, and how to grant it.
type Missing struct {
	Connection Connection `json:"connection"`
	Reason     string     `json:"reason"`          // what could not be looked at, and why
	Remedy     string     `json:"remedy"`          // the exact next step
	Later      bool       `json:"later,omitempty"` // this version of golive cannot use the connection yet
}

// ToldIn reports whether a text says already what is missing.
func (m Missing) ToldIn(text string) bool {
	return m.Reason != "" && strings.Contains(strings.ToLower(text), strings.ToLower(strings.TrimSuffix(m.Reason, ".")))
}

// Observation is what one check saw. It holds no verdict, and its zero value
// says that nothing was looked at.
type Observation struct {
	Evidence []Evidence
	Findings []Finding
	Missing  []Missing

	// NotApplicable, where it is set, is the rule by which the item cannot
	// apply, with what was searched: "no upload route found in 58 routes".
	NotApplicable string

	// Headline is the result in one line; Why gives the reason; Remedy the
	// exact next step. Judge supplies plain ones where they are empty.
	Headline string
	Why      string
	Remedy   string

	// LookAgain, where it is set, is when the same look may see more: the forge has not
	// noticed yet what happened a moment ago.
	LookAgain time.Duration
}
