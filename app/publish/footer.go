package publish

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
)

// remarks renders what people should know beside the verdict: that nothing is
// blocked, that the policy does not hold, and the run's notes.
func (p page) remarks() string {
	var blocks []string
	if p.run.Key.IsLook() {
		blocks = append(blocks, p.lookRemark())
	} else if p.run.Observing() {
		blocks = append(blocks, "> [!NOTE]\n> **Observing**: golive blocks nothing here. Its check runs succeed whatever it finds, and say what the verdict would be. "+
			"`mode: enforce` in `.golive.yml`, or `sections:` one after the other, on "+code(orElse(p.run.Release.Repository.DefaultBranch, "the default branch"))+" lets it block.\n")
	}
	if remark := p.forkRemark(); remark != "" {
		blocks = append(blocks, remark)
	}
	if p.run.PolicyProblem != "" {
		blocks = append(blocks, p.policyProblem())
	}
	if len(p.run.Notes) > 0 {
		var notes strings.Builder
		for _, note := range p.run.Notes {
			notes.WriteString("- ℹ️ " + inline(note, longText) + "\n")
		}
		blocks = append(blocks, notes.String())
	}
	return strings.Join(blocks, "\n")
}

// validity says until when a ready verdict holds, and what it leans on.
func (p page) validity() string {
	var waived []string
	first, by := int64(0), ""
	for _, item := range p.Items {
		result := p.result(item)
		until := int64(0)
		switch result.Verdict() {
		case checks.Waived:
			if result.Waiver != nil {
				waived = append(waived, fmt.Sprintf("`%s`, until %s", item.ID, day(result.Waiver.Until)))
				until = result.Waiver.Until.Unix()
			}
		case checks.Pass, checks.Warn:
			if best, found := strongest(result); found && !best.ExpiresAt.IsZero() {
				until = best.ExpiresAt.Unix()
			}
		}
		if until > 0 && (first == 0 || until < first) {
			first, by = until, string(item.ID)
		}
	}
	line := "> ✅ Ready."
	if len(waived) > 0 {
		line = fmt.Sprintf("> ⚠️ Ready **with %s** (%s).", counted(len(waived), "waiver"), strings.Join(waived, "; "))
	}
	line += " This verdict holds for " + p.commit(p.run.Release.SHA)
	if first > 0 {
		line += fmt.Sprintf(" until %s (`%s` expires first)", moment(time.Unix(first, 0)), by)
	}
	return line + "; a new commit is judged anew.\n"
}

// eventWords says what looks at an item again, in words.
var eventWords = []struct {
	event checks.Event
	words string
}{
	{checks.EventPush, "push"}, {checks.EventReview, "review"}, {checks.EventCI, "finished CI"},
	{checks.EventDeploy, "deployment"}, {checks.EventLoad, "load test"}, {checks.EventTimer, "schedule"},
	{checks.EventRelated, "change of a related repository"},
}

// next words the events that look again at what is not in order.
func (p page) next() string {
	if p.run.Ended != "" {
		return "nothing is checked any more"
	}
	events := map[checks.Event]bool{checks.EventPush: true}
	for _, item := range p.Items {
		if result := p.result(item); !result.Ready() || result.Verdict() == checks.Warn {
			for _, event := range item.Recheck {
				events[event] = true
			}
		}
	}
	events[checks.EventRelated] = events[checks.EventRelated] && len(p.run.Rules.Related) > 0
	var words []string
	for _, one := range eventWords {
		if events[one.event] {
			words = append(words, one.words)
		}
	}
	return "next automatic check on " + strings.Join(words, ", ")
}

// blind words what golive cannot see.
func (p page) blind() string {
	var titles []string
	for _, one := range p.gaps(p.Items) {
		if name := one.connection.Title(); !slices.Contains(titles, name) {
			titles = append(titles, name)
		}
	}
	words := ""
	if len(titles) > 0 {
		words = "can't see: " + strings.Join(titles, "; ")
	}
	const shown = 3
	var skipped []string
	for index, file := range p.run.Skipped {
		if index == shown {
			skipped = append(skipped, fmt.Sprintf("%d more", len(p.run.Skipped)-shown))
			break
		}
		skipped = append(skipped, code(file.Path)+" ("+inline(file.Reason, longName)+")")
	}
	if len(skipped) > 0 {
		words = join(" · ", words, counted(len(p.run.Skipped), "file")+" not read: "+strings.Join(skipped, ", "))
	}
	return words
}

// footer closes the comment.
func (p page) footer() string {
	tree := ""
	if name := shortSHA(p.run.Release.Tree); name != "" {
		tree = "tree `" + name + "`"
	}
	return "<sub>" + join(" · ",
		"golive "+inline(orElse(p.version, "(unreleased)"), longName), p.bundleName(),
		"`"+orElse(shortSHA(p.run.Release.SHA), "unknown")+"`", tree, p.next(), p.blind(),
	) + "</sub>\n"
}
