package linguist

import (
	"slices"

	"github.com/golive-app/golive/config/regex"
)

// IsVendored reports whether Linguist's list names a path as others' work.
func IsVendored(name string) bool { return anyMatches(vendored, name) }

// IsDocumentation reports whether Linguist's list names a path as documentation.
func IsDocumentation(name string) bool { return anyMatches(documentation, name) }

func anyMatches(expressions []*regex.Expression, text string) bool {
	return slices.ContainsFunc(expressions, func(one *regex.Expression) bool { return one.MatchString(text) })
}
