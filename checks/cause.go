package checks

import (
	"fmt"
	"strings"
)

// Causes puts failing items together that fail for one and the same thing, such as a file
// of rules in which one is wrong, by which every alarm in it is lost: what mends one of
// them mends all. Groups stand in the order of their first items, and every item stands in
// one group; most are alone.
func Causes(items []Item, result func(Item) Result) [][]Item {
	var groups [][]Item
	known := map[string]int{}
	for _, item := range items {
		cause := causeOf(result(item))
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
