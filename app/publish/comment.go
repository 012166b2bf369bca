package publish

import (
	"strings"

	"github.com/golive-app/golive/checks"
)

// comment renders the whole comment.
func (p page) comment() string {
	number := p.run.Release.Number
	if number == 0 {
		number = p.run.Key.Number
	}
	start := markerLine(p.run.ID, marker(p.run.Key, number)) + "\n"
	return start + fit(maxComment-len(start), p.commentBody, p.shortComment)
}

// commentBody renders the comment with this much detail. The parts come in the
// order in which people need them.
func (p page) commentBody(shown detail) string {
	parts := []string{p.headline() + "\n" + p.about() + "\n", p.remarks(), p.policyEdits(shown), p.readyTable(), p.observedSections(), p.waived(), p.excluded()}
	if p.ready() {
		parts = append(parts, p.validity())
	}
	if !p.over {
		parts = append(parts, p.still())
	}
	parts = append(parts, p.firstSteps(), p.todo(shown), p.since(), p.sections(shown), p.signOffs(), p.footer())
	return paragraphs(parts...)
}

// shortComment is what is left when nothing else fits.
func (p page) shortComment() string {
	where := "Everything else is in the check runs; it is too long for a comment."
	if address := p.link(); address != "" {
		where = link("Everything else is on the results page ↗", address)
	}
	return paragraphs(p.headline(), p.about(), p.policyEdits(detail{}), p.readyTable(), p.observedSections(), p.waived(), p.excluded(), where)
}

// still names the last items that are being checked.
func (p page) still() string {
	var running []checks.Item
	for _, item := range p.Items {
		if p.result(item).Verdict() == checks.Running {
			running = append(running, item)
		}
	}
	const few = 6
	if len(running) == 0 || len(running) > few {
		return ""
	}
	return "⏳ Still checking: " + names(running, few) + "\n"
}

// paragraphs joins the parts that are not empty with an empty line between.
func paragraphs(parts ...string) string {
	var kept []string
	for _, part := range parts {
		if part = strings.TrimRight(part, "\n"); part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "\n\n") + "\n"
}
