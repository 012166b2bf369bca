package checks

import (
	"fmt"
	"strings"
)

// rowWhy says in one line why a row stands where it stands: its denominator and
// the members that decide it.
func rowWhy(row RowResult, results map[ItemID]Result, applicable, passes int) string {
	done := fmt.Sprintf("%d of %d in order", passes, applicable)
	switch row.Verdict {
	case Pass:
		if row.Attested {
			return done + ", attested by people"
		}
		return done
	case Fail, NeedsSignOff, Stale, Errored:
		first := results[row.Items[0]]
		line := first.Headline
		if more := len(row.Items) - 1; more > 0 {
			line += fmt.Sprintf(" (+%d more)", more)
		}
		return line + " · " + done
	case Running:
		return fmt.Sprintf("%d still being checked · %s", len(row.Items), done)
	case Unknown:
		return unknownWhy(row, results) + " · " + done
	default:
		return fmt.Sprintf("%d %s · %s", len(row.Items), row.Verdict, done)
	}
}

// unknownWhy names the connections whose lack keeps a row from being judged.
func unknownWhy(row RowResult, results map[ItemID]Result) string {
	var titles []string
	seen := map[Connection]bool{}
	for _, id := range row.Items {
		for _, missing := range results[id].Missing {
			if missing.Connection != "" && !seen[missing.Connection] {
				seen[missing.Connection] = true
				titles = append(titles, missing.Connection.Title())
			}
		}
	}
	if len(titles) == 0 {
		return fmt.Sprintf("%d not judged", len(row.Items))
	}
	const shown = 3
	if len(titles) > shown {
		titles = append(titles[:shown], fmt.Sprintf("%d more", len(titles)-shown))
	}
	return fmt.Sprintf("%d not judged, missing: %s", len(row.Items), strings.Join(titles, ", "))
}
