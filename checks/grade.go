package checks

import (
	"errors"
	"fmt"
	"strings"
)

// Grade tells how strong a piece of evidence is. Greater is stronger among
// E0…E5; Attested stands beside that scale, since a person's word proves
// nothing to a machine and may still be all that an item can have.
type Grade int

// The grades of evidence.
const (
	E0       Grade = iota // nothing
	E1                    // signal: a file, dependency or keyword exists
	E2                    // parsed static: the content at the release satisfies the rule
	E3                    // platform record bound to the content
	E4                    // live observation of an environment proven to run the content
	E5                    // measured over time with a stated sample size
	Attested              // a named, permitted person's word with a link
)

// ErrGrade is returned for a word that names no grade.
var ErrGrade = errors.New("no such grade")

// String returns "E0" … "E5" or "A".
func (g Grade) String() string {
	if g == Attested {
		return "A"
	}
	if g < E0 || g > E5 {
		return "E0"
	}
	return fmt.Sprintf("E%d", int(g))
}

// MarshalText writes the grade's word.
func (g Grade) MarshalText() ([]byte, error) { return []byte(g.String()), nil }

// UnmarshalText reads a grade's word; any other word is ErrGrade.
func (g *Grade) UnmarshalText(text []byte) error {
	for grade := E0; grade <= Attested; grade++ {
		if grade.String() == string(text) {
			*g = grade
			return nil
		}
	}
	*g = E0
	return fmt.Errorf("%w: %q", ErrGrade, text)
}

// Minimum is the weakest evidence that may pass an item: a grade, a person's
// attestation, or either of the two.
type Minimum struct {
	Grade       Grade // weakest machine grade that may pass; E0 means that no machine grade does
	Attestation bool  // a person's attestation is one of the ways the item is meant to pass
}

// MetBy reports whether one piece of evidence of this grade may pass the item.
func (m Minimum) MetBy(grade Grade) bool {
	if grade == Attested {
		return true // who may attest is decided before an attestation exists
	}
	return m.Grade != E0 && grade >= m.Grade
}

// String returns "E3", "A" or "E3/A".
func (m Minimum) String() string {
	switch {
	case m.Grade == E0:
		return "A"
	case m.Attestation:
		return m.Grade.String() + "/A"
	default:
		return m.Grade.String()
	}
}

// Takes says in words what it takes to pass, with the grades by which reports name it: "a
// record of GitHub or CI (E3) or a person's word (A)".
func (m Minimum) Takes() string {
	const word = "a person's word (A)"
	if m.Grade == E0 {
		return word
	}
	takes := map[Grade]string{
		E1: "a sign of it", E2: "content that was read", E3: "a record of GitHub or CI",
		E4: "a look at the running service", E5: "figures that were measured",
	}[m.Grade] + " (" + m.Grade.String() + ")"
	if m.Attestation {
		takes += " or " + word
	}
	return takes
}

// MarshalText writes the minimum as String does.
func (m Minimum) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads what String writes; anything else is ErrGrade.
func (m *Minimum) UnmarshalText(text []byte) error {
	word, attestation := strings.CutSuffix(string(text), "/A")
	if word == "A" {
		word, attestation = E0.String(), true
	}
	read := Minimum{Attestation: attestation}
	if err := read.Grade.UnmarshalText([]byte(word)); err != nil {
		return err
	}
	if read.String() != string(text) {
		return fmt.Errorf("%w: %q", ErrGrade, text)
	}
	*m = read
	return nil
}
