package route

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/openapi"
)

// The prefix that the code gives what a document describes is taken from the code
// where the document is silent of it: it is often set when the program starts.
const (
	fewestPrefixed = 3 // operations that must stand below it
	longestPrefix  = 6 // segments
)

// prefix returns what the code puts before most operations of a document that says
// nothing of it; empty where there is no such thing.
func (t *routeTable) prefix(document openapi.Document) string {
	wanted := map[string]int{} // how many operations have the path
	for _, one := range document.Operations {
		if slices.ContainsFunc(one.Bases, func(base string) bool { return strings.Trim(base, "/") != "" }) {
			return ""
		}
		wanted[alike(one.Path)]++
	}
	counts := map[string]int{}
	for written := range t.exact {
		all := parts(written)
		for at := 0; at <= min(len(all), longestPrefix); at++ {
			if at > 0 && strings.Contains(all[at-1], "{") {
				break
			}
			if count := wanted["/"+strings.Join(all[at:], "/")]; count > 0 {
				counts["/"+strings.Join(all[:at], "/")] += count
			}
		}
	}
	best, most := "", 0
	for prefix, count := range counts {
		if count > most || count == most && (len(prefix) < len(best) || len(prefix) == len(best) && prefix < best) {
			best, most = prefix, count
		}
	}
	if most < fewestPrefixed || 2*most < len(document.Operations) {
		return ""
	}
	return strings.TrimSuffix(best, "/")
}
