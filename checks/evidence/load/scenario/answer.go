package scenario

import (
	"bytes"
	"net/textproto"
	"time"
)

// What is kept of an answer, where a step looks at it.
const (
	MostBody   = 1 << 20  // bytes
	MostHeader = 64 << 10 // bytes of the fields that a step asks for
)

// Answer is what a service said to one request, as far as its step looks at it. It
// is used again for the next one.
type Answer struct {
	Status int
	Size   int64 // of the whole body, in bytes
	Body   []byte
	Cut    bool // the body is longer than what is kept
	// Elapsed is how long it took, where a check is about that.
	Elapsed time.Duration

	wants  *wants
	fields []field
	text   []byte // of the fields, one after the other
}

type field struct{ name, value []byte }

// wants is what a step looks at.
type wants struct {
	body   bool
	header []string // in canonical form
}

// Expect forgets the answer before, and makes ready for that to a step.
func (a *Answer) Expect(step *Step) {
	*a = Answer{wants: &step.wants, Body: a.Body[:0], fields: a.fields[:0], text: a.text[:0]}
}

// WantsBody reports whether anybody looks at the body.
func (a *Answer) WantsBody() bool { return a.wants.body }

// Restart forgets the fields of an answer that was not the final one.
func (a *Answer) Restart() {
	a.fields, a.text = a.fields[:0], a.text[:0]
}

// Field takes note of a field of the header.
func (a *Answer) Field(name, value []byte) {
	if !a.wanted(name) || len(a.text)+len(name)+len(value) > MostHeader {
		return
	}
	start := len(a.text)
	a.text = append(append(a.text, name...), value...)
	// Where the text moves as it grows, what was taken before stays where it was.
	a.fields = append(a.fields, field{a.text[start : start+len(name)], a.text[start+len(name):]})
}

func (a *Answer) wanted(name []byte) bool {
	for _, one := range a.wants.header {
		if len(one) == len(name) && bytes.EqualFold(name, []byte(one)) {
			return true
		}
	}
	return false
}

// Keep takes a piece of the body.
func (a *Answer) Keep(piece []byte) {
	if space := MostBody - len(a.Body); len(piece) > space {
		piece, a.Cut = piece[:space], true
	}
	a.Body = append(a.Body, piece...)
}

// header returns the first field of a name.
func (a *Answer) header(name string) (string, bool) {
	for _, one := range a.fields {
		if len(one.name) == len(name) && bytes.EqualFold(one.name, []byte(name)) {
			return string(one.value), true
		}
	}
	return "", false
}

// Trim gives back what a long answer took.
func (a *Answer) Trim() {
	const most = 64 << 10
	if cap(a.Body) > most {
		a.Body = nil
	}
}

// canonical writes a header's name as fields are compared.
func canonical(name string) string { return textproto.CanonicalMIMEHeaderKey(name) }
