package publish

import (
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
)

// change is one item that stands elsewhere than after the run before.
type change struct {
	item   checks.Item
	before checks.Verdict
	result checks.Result
}

// changes compares a run that is over with the one before it. Items that the
// run before did not know, or was still checking, are no change.
func (p page) changes() (fixed, broken, stale, other []change) {
	if p.run.Previous == nil || !p.over {
		return nil, nil, nil, nil
	}
	for _, item := range p.Items {
		before, known := p.run.Previous.Verdicts[item.ID]
		result := p.result(item)
		now := result.Verdict()
		if !known || before == now || before == checks.Running || now == checks.Running {
			continue
		}
		one := change{item, before, result}
		switch {
		case now == checks.Fail:
			broken = append(broken, one)
		case now == checks.Stale:
			stale = append(stale, one)
		case result.Ready() && !counts(before):
			fixed = append(fixed, one)
		default:
			other = append(other, one)
		}
	}
	return fixed, broken, stale, other
}

// counts reports whether a verdict lets a release go.
func counts(verdict checks.Verdict) bool {
	switch verdict {
	case checks.Pass, checks.Warn, checks.Waived, checks.NotApplicable:
		return true
	default:
		return false
	}
}

// since renders what changed since the run before, or nothing.
func (p page) since() string {
	fixed, broken, stale, other := p.changes()
	all := append(append(append(append([]change{}, broken...), stale...), fixed...), other...)
	if len(all) == 0 {
		return ""
	}
	previous := p.run.Previous
	at := ""
	if !previous.At.IsZero() {
		at = ", " + moment(previous.At)
	}
	var out strings.Builder
	fmt.Fprintf(&out, "<details><summary><b>Since %s</b> (<code>%s</code>%s): %s</summary>\n\n| Item | Before | Now |\n|:--|:--|:--|\n",
		runName(previous.Generation), orElse(shortSHA(previous.SHA), "unknown"), at, join(" · ",
			number(len(fixed), "🟢 %d fixed"), number(len(broken), "🔴 %d new"),
			number(len(stale), "🟠 %d went stale"), number(len(other), "⚪ %d changed")))
	for _, one := range all {
		now := one.result.Verdict()
		fmt.Fprintf(&out, "| `%s` | %s | %s |\n", one.item.ID,
			join(" ", one.before.Icon(), one.before.String(), quoted(previous.Headlines[one.item.ID])),
			join(" ", now.Icon(), now.String(), quoted(one.result.Headline)))
	}
	out.WriteString("\n</details>\n")
	return out.String()
}

func quoted(headline string) string {
	if headline = inline(headline, longName); headline != "" {
		return "· " + headline
	}
	return ""
}
