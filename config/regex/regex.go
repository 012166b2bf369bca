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
	source   string
	compiled atomic.Pointer[regexp.Regexp]
}

// New returns the expression of a source. A source that does not compile panics where
// it is first asked; a test compiles every one that the program has.
func New(source string) *Expression { return &Expression{source: source} }

// String returns the source.
func (e *Expression) String() string { return e.source }

// form returns the compiled expression. Two that ask for it at once may both compile
// it, which does no harm.
func (e *Expression) form() *regexp.Regexp {
	if compiled := e.compiled.Load(); compiled != nil {
		return compiled
	}
	compiled := regexp.MustCompile(e.source)
	e.compiled.Store(compiled)
	return compiled
}
