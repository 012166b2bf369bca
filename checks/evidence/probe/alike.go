package probe

import (
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// changing are parts of a page that differ each time that it is shown: numbers, nonces,
// times, ids.
var changing = regex.New(`[0-9a-fA-F-]{6,}|\d+|[A-Za-z0-9+/_=-]{20,}`)

// words are what a page is compared by.
var words = regex.New(`[A-Za-z]{2,}`)

// Alike reports whether two bodies are the same page, told for two paths.
func Alike(one, other []byte, paths ...string) bool {
	a, b := plain(one, paths), plain(other, paths)
	if a == b {
		return true
	}
	if shorter, longer := min(len(a), len(b)), max(len(a), len(b)); shorter == 0 || longer > shorter+shorter/8+16 {
		return false
	}
	return shared(a, b) >= mostlyShared
}

// mostlyShared is the share of their words that two pages have in common which are the
// same page, and fewestWords what it takes to say so.
const (
	mostlyShared = 0.95
	fewestWords  = 40
)

// plain is a body without what changes.
func plain(body []byte, paths []string) string {
	text := string(body)
	for _, path := range paths {
		if path = strings.Trim(path, "/"); path != "" {
			text = strings.ReplaceAll(text, path, "")
		}
	}
	return changing.ReplaceAllString(text, "")
}

// shared is the share of words that two texts have in common, by how often they have
// them; none where there are too few to tell.
func shared(one, other string) float64 {
	counts := map[string][2]int{}
	for side, text := range []string{one, other} {
		for _, word := range words.FindAllString(text, -1) {
			both := counts[word]
			both[side]++
			counts[word] = both
		}
	}
	least, most := 0, 0
	for _, both := range counts {
		least += min(both[0], both[1])
		most += max(both[0], both[1])
	}
	if most < fewestWords {
		return 0
	}
	return float64(least) / float64(most)
}
