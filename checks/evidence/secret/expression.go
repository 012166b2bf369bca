package secret

import (
	"sync"

	"github.com/zricethezav/gitleaks/v8/regexp"
)

// expression is a regular expression that is compiled when it is first asked: RE2
// takes a millisecond and more for one, and most processes of the program, each child
// that reads syntax among them, ask none.
type expression struct {
	compiled func() *regexp.Regexp
}

// lazily returns the expression of a pattern. A pattern that does not compile panics
// where it is first asked; the tests ask all of them.
func lazily(pattern string) expression {
	return expression{sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })}
}

func (e expression) MatchString(text string) bool { return e.compiled().MatchString(text) }

func (e expression) FindAllString(text string, most int) []string {
	return e.compiled().FindAllString(text, most)
}

func (e expression) FindAllStringSubmatchIndex(text string, most int) [][]int {
	return e.compiled().FindAllStringSubmatchIndex(text, most)
}
