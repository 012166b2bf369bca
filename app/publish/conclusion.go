package publish

import (
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
)

// Words of the forge for a check run's state.
// https://docs.github.com/en/rest/checks/runs#create-a-check-run
const (
	statusOpen = "in_progress"
	statusDone = "completed"

	concludedSuccess   = "success"
	concludedFailure   = "failure"
	concludedAction    = "action_required"
	concludedCancelled = "cancelled"
	concludedTimedOut  = "timed_out"
)

// outcome is what one run comes to for one check run.
type outcome struct {
	open       bool // not over yet
	conclusion string
	title      string
	weight     int // the heaviest of several decides
}

// weights of outcomes, lightest first.
const (
	lightReady = iota
	lightWaiting
	lightUnknown
	lightFailing
)

// outcome judges the run for the check run of a section, or for the whole
// release where section is nil. It never says neutral or skipped: both satisfy
// a required check.
// https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/about-status-checks
func (p page) outcome(section *checks.Section) outcome {
	items, all := p.counting(), p.Items
	if section != nil {
		items = p.inSection(section.ID)
		all = items
	}
	count := p.tally(items)
	if !p.settled(all) {
		count := p.tally(all)
		known := ""
		if count.failing > 0 {
			known = fmt.Sprintf(" · %d failing so far", count.failing)
		}
		words := fmt.Sprintf("Checking %s… %d done%s", counted(count.all, "item"), count.done(), known)
		if p.run.Key.IsLook() {
			words = p.lookTitle("c" + strings.TrimPrefix(words, "C"))
		}
		return outcome{open: true, title: words}
	}
	if section == nil && !p.run.Key.IsLook() && p.run.PolicyProblem != "" {
		// Somebody meant to have a gate: a file that cannot be read opens none.
		return outcome{conclusion: concludedFailure, weight: lightFailing, title: "NOT READY — the policy file cannot be used: " + plain(p.run.PolicyProblem, longText)}
	}
	result := map[checks.Standing]outcome{
		checks.StandingReady:    {conclusion: concludedSuccess, weight: lightReady},
		checks.StandingWaiting:  {conclusion: concludedAction, weight: lightWaiting},
		checks.StandingUnknown:  {conclusion: concludedFailure, weight: lightUnknown},
		checks.StandingNotReady: {conclusion: concludedFailure, weight: lightFailing},
	}[checks.Stand(items, p.run.Results)]
	if p.run.Key.IsLook() {
		return outcome{conclusion: concludedSuccess, title: p.lookTitle(would(result.weight, count)), weight: lightReady}
	}
	wrong := ""
	if section == nil {
		wrong = wrongEdits(p.run.PolicyEdits)
	}
	if p.run.Observing() || section != nil && p.observes(section.ID) {
		return outcome{conclusion: concludedSuccess, title: "observing — " + join(" · ", wrong, would(result.weight, count)), weight: lightReady}
	}
	if wrong != "" {
		return outcome{conclusion: concludedFailure, weight: lightFailing, title: join(" · ", "NOT READY — "+wrong, count.missing(), p.countsOnly())}
	}
	if section == nil {
		result.title = join(" · ", p.readyTitle(result.weight, items, count), p.countsOnly())
	} else {
		result.title = p.sectionTitle(result.weight, items, count)
	}
	return result
}

// would words the verdict of a check run that blocks nothing.
func would(weight int, count tally) string {
	verdict := [...]string{
		lightReady: "READY", lightWaiting: "WAITING FOR PEOPLE", lightUnknown: "CAN'T TELL", lightFailing: "NOT READY",
	}[weight]
	words := "would be " + verdict
	if count.inTheWay() > 0 {
		words += fmt.Sprintf(" (%d)", count.inTheWay())
	}
	return join(" · ", words, count.standing())
}

// readyTitle is the title of the check run that carries the whole verdict.
func (p page) readyTitle(weight int, items []checks.Item, count tally) string {
	switch weight {
	case lightFailing:
		return "NOT READY — " + count.missing()
	case lightUnknown:
		return "Can't tell — " + join(", ", p.notJudged(items, count), number(count.people, plural(count.people, "%d needs a person", "%d need a person")))
	case lightWaiting:
		return "Waiting for people — " + counted(count.people, "sign-off")
	default:
		return join(" · ", "READY — "+join(" @ ", plain(p.name(), longName), shortSHA(p.run.Release.SHA)),
			number(count.warned, plural(count.warned, "%d warning", "%d warnings")), number(count.waived, "%d waived"))
	}
}

// sectionTitle is the title of a section's check run.
func (p page) sectionTitle(weight int, items []checks.Item, count tally) string {
	switch weight {
	case lightFailing:
		return join(" · ", "NOT READY — "+count.missing(), count.standing())
	case lightUnknown:
		return "Can't tell — " + p.notJudged(items, count)
	case lightWaiting:
		return join(" · ", "Waiting for people — "+counted(count.people, "sign-off"), count.standing())
	}
	if count.warned+count.waived == 0 {
		return "Pass — " + count.standing()
	}
	bare := count
	bare.warned, bare.waived = 0, 0
	return join(" · ", "⚠ "+join(", ", number(count.warned, plural(count.warned, "%d warning", "%d warnings")), number(count.waived, "%d waived")), bare.standing())
}

// notJudged words how many items could not be judged, and for want of what.
func (p page) notJudged(items []checks.Item, count tally) string {
	undecided := count.unknown + count.errored + count.stale + count.running
	words := fmt.Sprintf("%d of %d not judged", undecided, count.all)
	var wanting []string
	for _, one := range p.gaps(items) {
		if one.blocking > 0 {
			wanting = append(wanting, one.connection.Title())
		}
	}
	if len(wanting) > 0 {
		words += ": " + strings.Join(wanting, ", ")
	}
	return words
}
