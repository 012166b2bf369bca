package checks

import (
	"strings"
	"time"
)

// SignOff is a named person's word for one item on one content.
type SignOff struct {
	Item ItemID `json:"item"`
	By   string `json:"by"` // login
	Role Role   `json:"role"`
	Link string `json:"link,omitempty"` // what the person read; never fetched for truth
	Note string `json:"note,omitempty"`
	// Unreachable says why nothing answered at the link when it was signed.
	Unreachable string `json:"unreachable,omitempty"`

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

// Exclusion is what two people say: that an item does not apply. One proposes it,
// and it changes nothing until another approves.
type Exclusion struct {
	Item    ItemID    `json:"item"`
	By      string    `json:"by"` // login of who proposes it
	Reason  string    `json:"reason"`
	SHA     string    `json:"sha"`
	Tree    string    `json:"tree"`
	Comment int64     `json:"comment"` // the comment on the forge that is the record
	At      time.Time `json:"at"`

	Approval *Approval `json:"approval,omitempty"` // nil: nobody has approved it yet

	// Outdated and Carried are those of a SignOff.
	Outdated string `json:"outdated,omitempty"`
	Carried  string `json:"carried,omitempty"`
}

// Approval is a second person's word that an item does not apply.
type Approval struct {
	By      string    `json:"by"`
	Role    Role      `json:"role"`
	Note    string    `json:"note,omitempty"`
	Comment int64     `json:"comment"`
	At      time.Time `json:"at"`
}

// Holds reports whether two people say that the item does not apply, and still do.
func (e Exclusion) Holds() bool {
	return e.By != "" && e.Approval != nil && e.Approval.By != "" && !strings.EqualFold(e.By, e.Approval.By) && e.Outdated == ""
}

// Attestations are the words of people that are kept for an item.
type Attestations struct {
	SignOff   *SignOff
	Waiver    *Waiver
	Exclusion *Exclusion
}

// WordKind tells what a person said of an item.
type WordKind string

// The kinds of word.
const (
	WordSignOff   WordKind = "sign-off"
	WordWaiver    WordKind = "waiver"
	WordExclusion WordKind = "n/a"
	WordApproval  WordKind = "approval of n/a"

	WordForkApproval WordKind = "approval of a fork's commit"
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

// Word returns the proposal as a word. It takes no role to make one.
func (e Exclusion) Word() Word {
	return Word{WordExclusion, e.Item, e.By, "", e.Comment, e.SHA, e.Tree}
}

// Words returns the proposal and, where there is one, its approval.
func (e Exclusion) Words() []Word {
	words := []Word{e.Word()}
	if e.Approval != nil {
		words = append(words, Word{WordApproval, e.Item, e.Approval.By, e.Approval.Role, e.Approval.Comment, e.SHA, e.Tree})
	}
	return words
}

// Given is what the person did, as a participle: "signed".
func (w Word) Given() string {
	switch w.Kind {
	case WordWaiver:
		return "waived"
	case WordExclusion:
		return "called n/a"
	case WordApproval:
		return "approved as n/a"
	case WordForkApproval:
		return "approved"
	default:
		return "signed"
	}
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
	if a.Exclusion != nil {
		words = append(words, a.Exclusion.Words()...)
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
	case WordExclusion:
		a.Exclusion = nil
	case WordApproval:
		if a.Exclusion != nil {
			proposed := *a.Exclusion
			proposed.Approval = nil
			a.Exclusion = &proposed
		}
	}
	return a
}
