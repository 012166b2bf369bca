package command

import (
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
)

// status shows where each release of the page stands: its ready table, and what
// keeps it from going live.
func (r *request) status() string {
	var text strings.Builder
	for _, release := range r.releases {
		if text.Len() > 0 {
			text.WriteString("\n---\n\n")
		}
		r.statusOf(&text, release)
	}
	return text.String()
}

func (r *request) statusOf(text *strings.Builder, release release) {
	if !release.found {
		text.WriteString("**golive** has not begun to check this release yet.\n")
		return
	}
	run := release.run
	fmt.Fprintf(text, "**golive · %s · %s** — %s\n\n", escape(run.Release.Name(), 80), r.standing(release), r.totals(release))
	fmt.Fprintf(text, "%s · run %s · policy %s\n\n", code(short(run.Release.SHA)), code(run.ID), code(run.Policy.Source))
	text.WriteString("| Goal | Ready? | Why |\n|--|--|--|\n")
	for _, row := range r.options.Rows {
		derived := checks.DeriveRow(row, run.Results)
		word := derived.Verdict.Icon() + " " + derived.Verdict.String()
		if derived.Attested {
			word += ", attested"
		}
		fmt.Fprintf(text, "| %s | %s | %s |\n", prose(derived.Title, 80), word, prose(derived.Why, 200))
	}
	r.accepted(text, release)
	r.unready(text, release)
}

// accepted lists what people accept until a date and what they call n/a: it counts as
// ready, and is never passed over.
func (r *request) accepted(text *strings.Builder, release release) {
	for _, item := range r.options.Items {
		if result := release.run.Results[item.ID]; result.Verdict() == checks.Waived && result.Waiver != nil {
			fmt.Fprintf(text, "\n%s %s waived %s\n", checks.Waived.Icon(), code(string(item.ID)), waivedLine(result))
		}
		if result := release.run.Results[item.ID]; result.Exclusion != nil {
			fmt.Fprintf(text, "\n%s %s called n/a %s\n", checks.NotApplicable.Icon(), code(string(item.ID)), excludedLine(result))
		}
	}
}

// standing is the answer to the whole question in a word, or how far the run is.
func (r *request) standing(release release) string {
	if settled, all := release.run.Progress(); settled < all {
		return fmt.Sprintf("CHECKING, %d of %d items done", settled, all)
	}
	switch checks.Stand(release.run.Enforced(r.options.Items), release.run.Results) {
	case checks.StandingReady:
		return "READY" + counted(release)
	case checks.StandingNotReady:
		return "NOT READY" + counted(release)
	case checks.StandingWaiting:
		return "WAITING FOR PEOPLE" + counted(release)
	default:
		return "CAN'T TELL" + counted(release)
	}
}

// counted says which sections a verdict counts, where it is not all of them.
func counted(release release) string {
	if !release.run.Partly() {
		return ""
	}
	var enforced []string
	for _, section := range checks.Sections() {
		if release.run.Enforces(section.ID) {
			enforced = append(enforced, string(section.ID))
		}
	}
	return " by " + strings.Join(enforced, ", ") + ", which alone are enforced"
}

func (r *request) totals(release release) string {
	totals := checks.Count(r.options.Items, release.run.Results)
	var words []string
	for _, verdict := range checks.Verdicts() {
		if totals[verdict] > 0 {
			words = append(words, fmt.Sprintf("%d %s", totals[verdict], verdict))
		}
	}
	return strings.Join(words, " · ")
}

// unready lists the items that do not count as ready, gravest first.
func (r *request) unready(text *strings.Builder, release release) {
	const shown = 20
	var lines []string
	for _, verdict := range checks.Verdicts() {
		for _, item := range r.options.Items {
			result, found := release.run.Results[item.ID]
			if !found {
				result = checks.Result{Item: item.ID, Level: item.LevelFor(release.run.Release.Kind)}
			}
			if result.Verdict() == verdict && !result.Ready() {
				lines = append(lines, fmt.Sprintf("| %s %s | %s | %s |\n", verdict.Icon(), verdict, cell(string(item.ID)), prose(result.Headline, 160)))
			}
		}
	}
	if len(lines) == 0 {
		return
	}
	text.WriteString("\n| Stands at | Item | |\n|--|--|--|\n")
	for _, line := range lines[:min(shown, len(lines))] {
		text.WriteString(line)
	}
	if more := len(lines) - shown; more > 0 {
		fmt.Fprintf(text, "\n%d more are in golive's comment on this page.\n", more)
	}
	fmt.Fprintf(text, "\n%s shows one item's evidence and how it was decided.\n", code("/golive explain ITEM"))
}
