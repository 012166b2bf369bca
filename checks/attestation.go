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

// Waiver accepts a failing or undecided item until a date. It is a named person's
// word, as a sign-off is, and never makes a pass.
type Waiver struct {
	Item    ItemID    `json:"item"`
	By      string    `json:"by"` // login
	Role    Role      `json:"role"`
	Reason  string    `json:"reason"`
	Until   time.Time `json:"until"` // when it ends: the last second of its last day, in UTC
	SHA     string    `json:"sha"`
	Tree    string    `json:"tree"`
	Comment int64     `json:"comment"` // the comment on the forge that is the record
	At      time.Time `json:"at"`
	// Accepts is what the item stood at when the waiver was given. Whoever
	// accepts that nothing is known accepts no fail.
	Accepts Verdict `json:"accepts"`
	// Changed says why the content is not the one that the waiver was given on;
	// empty while it is. Only the waiver of a fail is bound to its content.
	Changed string `json:"changed,omitempty"`
	// Outdated says why the waiver does not hold; empty while it does. Whoever
	// knows who holds which role says so, and Judge.
	Outdated string `json:"outdated,omitempty"`
	// Instead is what the item stands at without the waiver, as Judge found it.
	Instead Verdict `json:"instead"`
}

// ended says that the waiver's time is over, in words for people; empty: it is not.
func (w Waiver) ended(now time.Time) string {
	if now.Before(w.Until) {
		return ""
	}
	return "it ended on " + w.Until.UTC().Format(time.DateOnly)
}

// outdatedFor says why the waiver does not hold for an item that stands at this
// verdict without it; empty: it does.
func (w Waiver) outdatedFor(verdict Verdict, now time.Time) string {
	if ended := w.ended(now); ended != "" {
		return ended
	}
	switch {
	case w.Outdated != "" || verdict != Fail:
		return w.Outdated
	case w.Accepts != Fail:
		return "it was given while the item was undecided, and now the evidence says no"
	default:
		return w.Changed
	}
}

// Attestations are the words of people that are kept for an item.
type Attestations struct {
	SignOff *SignOff
	Waiver  *Waiver
}

// WordKind tells what a person said of an item.
type WordKind string

// The kinds of word.
const (
	WordSignOff WordKind = "sign-off"
	WordWaiver  WordKind = "waiver"
)

// Word is what all that people say of items has in common: who said it and as
// what, by which comment and on which content.
type Word struct {
	Kind      WordKind
	Item      ItemID
	By        string
	Role      Role
	Comment   int64
	SHA, Tree string
}

// Word returns the sign-off as a word.
func (s SignOff) Word() Word {
	return Word{WordSignOff, s.Item, s.By, s.Role, s.Comment, s.SHA, s.Tree}
}

// Word returns the waiver as a word.
func (w Waiver) Word() Word {
	return Word{WordWaiver, w.Item, w.By, w.Role, w.Comment, w.SHA, w.Tree}
}

// Given is what the person did, as a participle: "signed".
func (w Word) Given() string {
	if w.Kind == WordWaiver {
		return "waived"
	}
	return "signed"
}

// Words lists what people said.
func (a Attestations) Words() []Word {
	var words []Word
	if a.SignOff != nil {
		words = append(words, a.SignOff.Word())
	}
	if a.Waiver != nil {
		words = append(words, a.Waiver.Word())
	}
	return words
}

// Without returns what is left when a word is taken back.
func (a Attestations) Without(word Word) Attestations {
	switch word.Kind {
	case WordSignOff:
		a.SignOff = nil
	case WordWaiver:
		a.Waiver = nil
	}
	return a
}
