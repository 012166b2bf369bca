package accuracy

import "github.com/golive-app/golive/checks"

// opening is whose held back half was opened: an item's samples of a language, of one
// set or of all that have two halves.
type opening struct {
	item     checks.ItemID
	language string
	set      string // empty for all
}

// opened lists what is no measure any more, for its slips were looked at
// (docs/accuracy.md says when).
func opened() []opening {
	return []opening{
		{item: injection, language: "JavaScript"},
		{item: injection, language: "TypeScript"},
		{item: injection, language: "Go"},
		{item: queries, language: "Python", set: "n-plus-one"},
		{item: debug, language: "Python"},
	}
}

// isOpened reports whether a sample of the held back half is of an opened one.
func isOpened(set string, sample Sample) bool {
	for _, one := range opened() {
		if one.item == sample.Item && one.language == sample.Language && (one.set == "" || one.set == set) {
			return true
		}
	}
	return false
}
