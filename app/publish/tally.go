package publish

import (
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
)

// tally counts items the way people read a verdict: what stands in the way
// apart from what does not, and what machines verified apart from what people
// attested.
type tally struct {
	all                                     int
	failing, people                         int
	unknown, errored, stale, running        int // undecided, in the way
	optional                                int // undecided, not in the way
	verified, attested, warned, waived, not int // not: not applicable
}

func (p page) tally(items []checks.Item) tally {
	count := tally{all: len(items)}
	for _, item := range items {
		result := p.result(item)
		switch result.Verdict() {
		case checks.Fail:
			count.failing++
		case checks.NeedsSignOff:
			count.people++
		case checks.Errored:
			count.errored++
		case checks.Stale:
			count.stale++
		case checks.Running:
			count.running++
		case checks.Warn:
			count.warned++
		case checks.Waived:
			count.waived++
		case checks.NotApplicable:
			count.not++
		case checks.Pass:
			switch {
			case !result.Ready():
				count.unknown++
			case result.Attested:
				count.attested++
			default:
				count.verified++
			}
		default:
			if result.Ready() {
				count.optional++
			} else {
				count.unknown++
			}
		}
	}
	return count
}

// inTheWay is how many items keep the release from being ready.
func (t tally) inTheWay() int {
	return t.failing + t.people + t.unknown + t.errored + t.stale + t.running
}

// done is how many items nobody is checking any more.
func (t tally) done() int { return t.all - t.running }

// missing words what stands in the way.
func (t tally) missing() string {
	return join(", ",
		number(t.failing, "%d failing"),
		number(t.people, plural(t.people, "%d needs a person", "%d need a person")),
		number(t.unknown, "%d unknown"),
		number(t.stale, "%d stale"),
		number(t.errored, plural(t.errored, "%d golive error", "%d golive errors")),
		number(t.running, "%d never finished"),
	)
}

// standing words what does not stand in the way.
func (t tally) standing() string {
	return join(" · ",
		number(t.verified, "%d pass"),
		number(t.attested, "%d attested"),
		number(t.warned, "%d warn"),
		number(t.waived, "%d waived"),
		number(t.not, "%d n/a"),
		number(t.optional, "%d not judged (not required)"),
	)
}

// icons words all counts for a section's summary, an icon and a word each.
func (t tally) icons() string {
	with := func(verdict checks.Verdict, count int, words string) string {
		if count == 0 {
			return ""
		}
		return verdict.Icon() + " " + fmt.Sprintf(words, count)
	}
	return join(" · ",
		with(checks.Fail, t.failing, "%d fail"),
		with(checks.NeedsSignOff, t.people, plural(t.people, "%d sign-off", "%d sign-offs")),
		with(checks.Unknown, t.unknown, "%d unknown"),
		with(checks.Errored, t.errored, plural(t.errored, "%d error", "%d errors")),
		with(checks.Stale, t.stale, "%d stale"),
		with(checks.Running, t.running, "%d running"),
		with(checks.Warn, t.warned, "%d warn"),
		with(checks.Waived, t.waived, "%d waived"),
		with(checks.NotApplicable, t.not, "%d n/a"),
		with(checks.Unknown, t.optional, "%d not judged, not required"),
		with(checks.Pass, t.verified, "%d pass"),
		with(checks.Pass, t.attested, "%d attested"),
	)
}

func number(count int, words string) string {
	if count == 0 {
		return ""
	}
	return fmt.Sprintf(words, count)
}

func plural(count int, one, many string) string {
	if count == 1 {
		return one
	}
	return many
}

// counted words a number of things: "1 item", "3 items".
func counted(count int, thing string) string {
	return fmt.Sprintf(plural(count, "%d "+thing, "%d "+thing+"s"), count)
}

// join joins the parts that are not empty.
func join(separator string, parts ...string) string {
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, separator)
}
