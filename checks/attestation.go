package checks

import "time"

// SignOff is a named person's word for one item on one content.
type SignOff struct {
	Item    ItemID    `json:"item"`
	By      string    `json:"by"` // login
	Role    Role      `json:"role"`
	Link    string    `json:"link,omitempty"` // what the person read; never fetched for truth
	Note    string    `json:"note,omitempty"`
	SHA     string    `json:"sha"`
	Tree    string    `json:"tree"`
	Comment int64     `json:"comment"` // the comment on the forge that is the record
	At      time.Time `json:"at"`
	// Outdated says why the sign-off no longer covers the content; empty while
	// it does. It is decided by whoever knows what changed since.
	Outdated string `json:"outdated,omitempty"`
	// Carried says why it covers the content although it was given on another commit:
	// "`a1b2c3d`: only `CHANGELOG.md` differs".
	Carried string `json:"carried,omitempty"`
}

// Waiver accepts a failing or undecided item until a date.
type Waiver struct {
	Item   ItemID    `json:"item"`
	By     string    `json:"by"`
	Reason string    `json:"reason"`
	Until  time.Time `json:"until"`
	SHA    string    `json:"sha"`
}

// Attestations are the words of people that hold for an item.
type Attestations struct {
	SignOff *SignOff
	Waiver  *Waiver
}
