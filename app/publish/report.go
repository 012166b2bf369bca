package publish

import (
	"fmt"
	"math"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// ReportMarkdown renders a report that stands on its own, such as a job's
// summary: the comment without all that needs a run, a pull request or somebody
// to type commands at. It is at most limit bytes, says what it left out, and ends
// with a line break.
func ReportMarkdown(report checks.Report, limit int) string {
	p := page{
		Catalogue: Catalogue{Items: report.Items, Rows: report.Rows},
		run: jobs.Run{
			Release: report.Release, Results: report.Results, Policy: report.Policy, Skipped: report.Skipped,
		},
		version: report.ToolVersion, over: true, apart: true,
	}
	if span := report.Range; span != nil {
		p.run.Range = &jobs.RangeSummary{From: span.From, Reason: span.Reason, Commits: len(span.Commits)}
	}
	start := []string{p.reportHeadline(report.Partial()) + "\n" + p.reportAbout(report), readyRows(report.Ready(), p.observesAll)}
	for _, shown := range reportDetails() {
		parts := append(start[:2:2], p.waived(), p.excluded(), p.reportSteps(shown.steps), p.sections(shown), p.reportFooter())
		if text := paragraphs(parts...); len(text) <= limit {
			return text
		}
	}
	return cut(paragraphs(append(start, "The rest is too long for a job's summary; the JSON report has it.")...), limit)
}

// reportDetails is the order in which detail is left out. A summary is read by
// scrolling, so it starts with more than a comment has room for.
func reportDetails() []detail {
	return append([]detail{
		{passed: true, findings: 200, message: 300, sections: true, steps: math.MaxInt},
		{passed: true, findings: 50, message: 300, sections: true, steps: 200},
	}, details()...)
}

// reportHeadline is the verdict in one line. Where only some items were asked
// for it never reads as the whole answer.
func (p page) reportHeadline(partial bool) string {
	icon, verdict := p.verdict()
	if partial && p.standing() == checks.StandingReady {
		icon, verdict = checks.Pass.Icon(), "**In order, as far as asked** — "+p.tally(p.Items).standing()
	}
	if left := p.tally(p.Items).optional; left > 0 && p.standing() != checks.StandingReady {
		verdict += fmt.Sprintf(", %d more not judged but not required", left)
	}
	name := inline(p.run.Release.Repository.FullName(), longName)
	if release := inline(p.run.Release.Name(), longName); release != "" {
		name = join(" ", name, release)
	}
	return "## " + icon + " " + join(" · ", "golive", name, verdict)
}

// reportAbout says what was judged and by which policy.
func (p page) reportAbout(report checks.Report) string {
	commit, tree := "files as they are, no commit of their own", ""
	if shortSHA(report.Release.SHA) != "" {
		commit = p.commit(report.Release.SHA)
	}
	if short := shortSHA(report.Release.Tree); short != "" {
		tree = "tree `" + short + "`"
	}
	span := "no earlier release to compare with: all content counts as new"
	if known := p.run.Range; known != nil {
		span = counted(known.Commits, "commit") + " " + inline(known.Reason, longHeadline)
		if from := shortSHA(known.From); from != "" {
			span += " (`" + from + "`)"
		}
	}
	asked := ""
	if report.Partial() {
		asked = "asked for " + counted(len(report.Items), "item") + " only"
	}
	return join(" · ", commit, tree, span, p.policy(), asked)
}

// reportSteps renders what must be done, each step doable by whoever reads it.
func (p page) reportSteps(limit int) string {
	steps := p.mendSteps(p.Items, func(item checks.Item, result checks.Result) string { return p.mend(item, result, "") })
	for _, verdict := range []checks.Verdict{checks.NeedsSignOff, checks.Unknown, checks.Pass, checks.Stale, checks.Errored, checks.Running} {
		for _, item := range p.Items {
			result := p.result(item)
			if result.Verdict() == verdict && !result.Ready() && !(undecided(result) && wantsConnection(result)) {
				steps = append(steps, p.reportStep(item, result))
			}
		}
	}
	steps = append(steps, p.reportGaps()...)
	if len(steps) == 0 {
		return ""
	}
	var list strings.Builder
	list.WriteString("> [!CAUTION]\n> ### What you must do now\n")
	if p.standing() == checks.StandingWaiting {
		list.Reset()
		list.WriteString("> [!IMPORTANT]\n> ### What you must do now\n")
	}
	for index, step := range steps {
		if index == limit {
			fmt.Fprintf(&list, ">\n> … and %d more, see the JSON report.\n", len(steps)-limit)
			break
		}
		fmt.Fprintf(&list, "> %d. %s\n", index+1, step)
	}
	return list.String()
}

func (p page) reportStep(item checks.Item, result checks.Result) string {
	switch result.Verdict() {
	case checks.NeedsSignOff:
		reads := ""
		if best, found := strongest(result); found {
			reads = "Read: " + p.evidence(best, longHeadline)
		}
		return join(lineBreak, lead(item, result), join(" · ", reads, role(item)+" decides"))
	case checks.Running:
		return join(lineBreak, lead(item, result), "It never finished.")
	default:
		return join(lineBreak, lead(item, result), join(" ", sentence(inline(result.Why, longHeadline)), sentence(inline(result.Remedy, longText))))
	}
}

// reportGaps is one step a connection that required items wait for, and one for
// all that this version cannot use.
func (p page) reportGaps() []string {
	var steps, later []string
	total := map[checks.ItemID]bool{}
	for _, one := range p.gaps(p.Items) {
		switch {
		case one.blocking == 0:
		case one.later:
			later = append(later, "• "+one.connection.Title()+": "+signers(one.items))
			for _, item := range one.items {
				total[item.ID] = true
			}
		default:
			steps = append(steps, fmt.Sprintf("%s **%s** — %s %s for it: %s%s%s", checks.Unknown.Icon(), one.connection.Title(),
				counted(len(one.items), "item"), plural(len(one.items), "waits", "wait"), names(one.items, shownNames), lineBreak, one.explained()))
		}
	}
	if len(later) > 0 {
		steps = append(steps, fmt.Sprintf("%s **%s %s for connections that this version of golive can't use yet** — until then people look, by role:%s%s", checks.Unknown.Icon(),
			counted(len(total), "item"), plural(len(total), "waits", "wait"), lineBreak, strings.Join(later, lineBreak)))
	}
	return steps
}

func (p page) reportFooter() string {
	return "<sub>" + join(" · ", "golive "+inline(orElse(p.version, "(unreleased)"), longName), p.blind()) + "</sub>\n"
}
