package checks

import (
	"fmt"
	"strings"
)

// Causes are the things for which items fail, each with its items: a file of rules in which
// one is wrong loses every alarm in it, and what mends one of them mends all. They stand in
// the order of their first items; most have one.
func Causes(items []Item, result func(Item) Result) [][]Item {
	var groups [][]Item
	known := map[string]int{}
	for _, item := range items {
		seen := result(item)
		if seen.Verdict() != Fail || seen.Ready() {
			continue
		}
		cause := causeOf(seen)
		at, found := known[cause]
		if !found || cause == "" {
			known[cause], at = len(groups), len(groups)
			groups = append(groups, nil)
		}
		groups[at] = append(groups[at], item)
	}
	return groups
}

// causeOf is all for which an item fails, as one text; empty where no place is told, for
// then nobody knows whether it is that of another item.
func causeOf(result Result) string {
	var cause strings.Builder
	for _, finding := range result.Findings {
		if finding.Severity != SeverityError {
			continue
		}
		if finding.Path == "" {
			return ""
		}
		fmt.Fprintf(&cause, "%s\x00%d\x00%s\x00%s\x00", finding.Path, finding.Line, finding.Message, finding.Remedy)
	}
	return cause.String()
}
