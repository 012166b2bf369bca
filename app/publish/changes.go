package publish

import (
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
)

// changes compares a run that is over with the one before it.
func (p page) changes() []checks.Move {
	if p.run.Previous == nil || !p.over {
		return nil
	}
	return checks.Compare(p.Items, p.run.Previous.Verdicts, p.results())
}

// since renders what changed since the run before, or nothing.
func (p page) since() string {
	changes := p.changes()
	if len(changes) == 0 {
		return ""
	}
	previous := p.run.Previous
	at := ""
	if !previous.At.IsZero() {
		at = ", " + moment(previous.At)
	}
	count := map[checks.MoveKind]int{}
	var rows strings.Builder
	for _, one := range changes {
		count[one.Kind]++
		now, why := one.Now.Verdict(), one.Now.Headline
		if one.Kind == checks.MoveStale {
			why = orElse(one.Now.Lapsed(), why)
		}
		fmt.Fprintf(&rows, "| `%s` | %s | %s |\n", one.Item.ID,
			join(" ", one.Before.Icon(), one.Before.String(), quoted(previous.Headlines[one.Item.ID], longName)),
			join(" ", now.Icon(), now.String(), quoted(why, longHeadline)))
	}
	return fmt.Sprintf("<details><summary><b>Since %s</b> (<code>%s</code>%s): %s</summary>\n\n| Item | Before | Now |\n|:--|:--|:--|\n%s\n</details>\n",
		runName(previous.Generation), orElse(shortSHA(previous.SHA), "unknown"), at, join(" · ",
			number(count[checks.MoveFixed], "🟢 %d fixed"), number(count[checks.MoveBroken], "🔴 %d new"),
			number(count[checks.MoveStale], "🟠 %d went stale and "+plural(count[checks.MoveStale], "was", "were")+" checked again"),
			number(count[checks.MoveOther], "⚪ %d changed")), rows.String())
}

func quoted(headline string, limit int) string {
	if headline = inline(headline, limit); headline != "" {
		return "· " + headline
	}
	return ""
}
