// Package regex holds regular expressions that are compiled when they are first
// asked. The program has more than a thousand of them and most runs ask a few; each
// process of a run, the children that read syntax among them, would compile them all
// at its start.
package regex

import (
	"regexp"
	"sync/atomic"
)

// Expression is a regular expression of Go's syntax. It answers as a *regexp.Regexp
// does, and is safe for concurrent use.
type Expression struct {
	source string
	form   atomic.Pointer[form]
}

// form is an expression that is ready to be asked.
type form struct {
	*regexp.Regexp
	need need
}

// New returns the expression of a source. A source that does not compile panics where
// it is first asked; a test compiles every one that the program has.
func New(source string) *Expression { return &Expression{source: source} }

// String returns the source.
func (e *Expression) String() string { return e.source }

// ready returns the compiled expression. Two that ask for it at once may both compile
// it, which does no harm.
func (e *Expression) ready() *form {
	if ready := e.form.Load(); ready != nil {
		return ready
	}
	ready := &form{regexp.MustCompile(e.source), needOf(e.source)}
	e.form.Store(ready)
	return ready
}

// in returns the expression that is to be asked of a text; nil where it cannot match.
func (e *Expression) in(text string) *regexp.Regexp {
	if ready := e.ready(); ready.need.met(text) {
		return ready.Regexp
	}
	return nil
}

// within is in for a content.
func (e *Expression) within(content []byte) *regexp.Regexp {
	if ready := e.ready(); ready.need.metIn(content) {
		return ready.Regexp
	}
	return nil
}
