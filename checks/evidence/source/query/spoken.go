package query

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// byEnd are the rows of a language by what they end with: every call of a release is
// asked for, and nearly none ends with a method that a row speaks of.
type byEnd struct {
	rows map[string][]*row
	any  []*row // that speak of whatever end
}

// of returns the rows that may speak of a chain with such an end, in their order.
func (b byEnd) of(end string) []*row {
	if found, ok := b.rows[end]; ok {
		return found
	}
	return b.any
}

// spoken are the rows of all languages by their ends.
var spoken = sync.OnceValue(func() map[string]byEnd {
	all := map[string]byEnd{}
	for language, list := range rows {
		made := byEnd{rows: map[string][]*row{}}
		for index := range list {
			for end := range strings.FieldsSeq(list[index].ends) {
				made.rows[end] = nil
			}
		}
		for index := range list {
			one := &list[index]
			ends := slices.Values(slices.Compact(slices.Sorted(strings.FieldsSeq(one.ends))))
			if one.mixed {
				ends, made.any = maps.Keys(made.rows), append(made.any, one)
			}
			for end := range ends {
				made.rows[end] = append(made.rows[end], one)
			}
		}
		all[language] = made
	}
	return all
})
