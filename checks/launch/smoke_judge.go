package launch

import (
	"fmt"
	"slices"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/smoke"
	"github.com/golive-app/golive/checks/wording"
)

// fewestSteps is what makes a document a list of steps and not a heading.
const fewestSteps = 3

// observeSmoke states what the facts mean for the item.
func observeSmoke(facts smokeFacts, release checks.Release, now time.Time) checks.Observation {
	var observation checks.Observation
	record := func(outcome checks.Outcome, place string, line int, summary string) {
		observation.Evidence = append(observation.Evidence, checks.Evidence{
			Grade: checks.E2, Outcome: outcome, Kind: "file", Source: "smoke tests", Path: place, Line: line, Summary: summary, ObservedAt: now, Tree: release.Tree, Sample: facts.files,
		})
	}
	warn := func(rule, place, message, remedy string) {
		observation.Findings = append(observation.Findings, checks.Finding{
			Rule: "smoke." + rule, Severity: checks.SeverityWarning, Path: place, Message: message, Remedy: remedy, Fingerprint: checks.Fingerprint("smoke."+rule, place),
		})
	}
	if facts.skipped > 0 {
		record(checks.Neutral, "", 0, fmt.Sprintf("%s beyond golive's limits (%d files of %d KiB) not read for what is tagged as a smoke test", wording.Counted(facts.skipped, "file of tests is", "files of tests are"), maxSmokeFiles, maxSmokeBytes>>10))
	}
	page, api := false, false
	if facts.owned {
		page, api = observeOwn(&observation, facts, release, now)
	}
	for _, program := range facts.programs {
		page, api = page || program.page, api || program.api
		record(checks.Supports, program.path, program.line, fmt.Sprintf("a smoke test (%s) for %s", program.tool, covers(program.page, program.api)))
	}
	whole := slices.DeleteFunc(slices.Clone(facts.papers), func(paper smokePaper) bool { return paper.steps < fewestSteps })
	for _, paper := range whole {
		record(checks.Supports, paper.path, 0, fmt.Sprintf("a document with %d steps", paper.steps))
	}
	const remedy = "Write the steps into `.golive/smoke.yml`, which golive plays on staging; or a test that opens a page and asks the API, tagged `@smoke`, run in a job after each deployment."
	switch {
	case facts.owned && facts.own.Problem != nil:
	case facts.owned:
		if facts.faced && !page && len(whole) == 0 {
			warn("no-page", smoke.Path, "the smoke tests ask the API and open no page, and there are pages", "Add a step that opens the most important page: `- path: /`, `check: body contains \"…\"`.")
		}
		if !api {
			warn("no-api", smoke.Path, "the smoke tests open pages and ask no address of the API", "Add a step that asks `/health`, and one that asks the most important address.")
		}
	case len(facts.programs) == 0 && len(whole) > 0:
		warn("prose", whole[0].path, "the steps after a deployment are prose: nobody can see whether they were gone through", remedy)
	case len(facts.programs) == 0 && len(facts.papers) > 0:
		observation.Findings = append(observation.Findings, checks.Finding{
			Rule: "smoke.empty", Severity: checks.SeverityError, Path: facts.papers[0].path, Message: fmt.Sprintf("%s has no steps to go through", wording.QuotedPath(facts.papers[0].path)),
			Remedy: "Write down what to look at after a deployment, one step a line.", Fingerprint: checks.Fingerprint("smoke.empty", facts.papers[0].path),
		})
	case len(facts.programs) == 0:
		record(checks.Refutes, "", 0, fmt.Sprintf("no smoke test and no document with steps for after a deployment was found in %s", wording.Counted(facts.files, "file", "files")))
		observation.Remedy = remedy
	default:
		first := facts.programs[0].path
		if facts.faced && !page && len(whole) == 0 {
			warn("no-page", first, "the smoke tests ask the API and open no page, and there are pages", "Add one that opens the most important page.")
		}
		if !api {
			warn("no-api", first, "the smoke tests open pages and ask no address of the API", "Add one that asks `/health` and the most important address.")
		}
		green := slices.IndexFunc(facts.ran, func(job checks.WorkflowJob) bool { return job.State == checks.CISuccess })
		switch {
		case facts.declared == "":
			warn("not-run", first, "no job of a workflow here runs the smoke tests", "Run them in a job after each deployment to staging.")
		case facts.failure != nil:
			warn("not-seen", first, "whether the smoke tests ran on this content could not be read: "+facts.failure.Error(), "Grant the App the permission `actions: read`.")
		case green >= 0:
			observation.Evidence = append(observation.Evidence, checks.Evidence{
				Grade: checks.E3, Outcome: checks.Supports, Kind: "ci", Source: "github", Summary: wording.Quoted(facts.ran[green].Name) + " succeeded on this content", Link: facts.ran[green].Link, ObservedAt: now, Tree: release.Tree,
			})
		case slices.ContainsFunc(facts.ran, func(job checks.WorkflowJob) bool { return job.State.Red() }):
			observation.Findings = append(observation.Findings, checks.Finding{
				Rule: "smoke.red", Severity: checks.SeverityError, Path: first, Message: wording.Quoted(facts.ran[0].Name) + " did not pass on this content", Remedy: "Mend what it says: " + facts.ran[0].Link,
				Grade: checks.E3, Fingerprint: checks.Fingerprint("smoke.red", facts.ran[0].Name),
			})
		default:
			message := "the smoke tests have not run on this content"
			if facts.cut {
				message = fmt.Sprintf("the smoke tests were in none of the %d newest workflow runs on this content, and more were not looked at", maxSmokeRuns)
			}
			warn("not-ran", first, message, "Run "+wording.Quoted(facts.declared)+" on it.")
		}
	}
	if len(facts.unread) > 0 && len(facts.programs)+len(whole) == 0 && !facts.owned {
		observation.Missing = append(observation.Missing, checks.Missing{
			Connection: checks.ConnectionForge, Reason: fmt.Sprintf("%s could not be read.", wording.Listed(wording.QuotedPaths(facts.unread), 3)), Remedy: "`/golive rerun launch.smoke-checklist`",
		})
	}
	return observation
}

func covers(page, api bool) string {
	switch {
	case page && api:
		return "pages and the API"
	case page:
		return "pages"
	}
	return "the API"
}
