package launch

import (
	"fmt"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/junit"
	"github.com/golive-app/golive/checks/wording"
)

// observeQA states what the facts mean for the item. Without results of every
// flow a person decides: a product need not have all of them.
func observeQA(facts qaFacts, release checks.Release, now time.Time) checks.Observation {
	var observation checks.Observation
	told, link := facts.linkedWords()
	sign := "QA goes through the flows on this content and comments `/golive sign-off launch.qa-checklist https://…` with the link of the run."
	if link != "" {
		sign = "QA sees to it that the linked run went through the flows on this content, and comments `/golive sign-off launch.qa-checklist " + link + "`."
	}
	observation.Why = wording.Capital(strings.Join(told, "; "))
	find := func(severity checks.Severity, of string, failures []junit.Case) {
		observation.Findings = append(observation.Findings, checks.Finding{
			Rule: "qa.red", Severity: severity, Grade: checks.E3, Fingerprint: checks.Fingerprint("qa.red", of),
			Message: fmt.Sprintf("%s%s failed: %s", of, wording.Counted(len(failures), "end-to-end test", "end-to-end tests"), cases(failures)), Remedy: "Mend what they show, or the tests, and run them again on this content.",
		})
	}
	var seen, lacking []string
	for _, flow := range flows {
		switch {
		case len(facts.failed[flow.name]) > 0:
			find(checks.SeverityError, flow.name+": ", facts.failed[flow.name])
		case len(facts.passed[flow.name]) > 0:
			seen = append(seen, flow.name+" ("+wording.Quoted(facts.passed[flow.name][0])+")")
		default:
			lacking = append(lacking, flow.name)
		}
	}
	if len(facts.others) > 0 {
		find(checks.SeverityError, "", facts.others)
	}
	if facts.results > 0 {
		grade := checks.E2 // of some flows: too little to pass without a person
		if len(lacking) == 0 {
			grade = checks.E3
		}
		summary := fmt.Sprintf("%s ran on this content", wording.Counted(facts.counted.Ran(), "end-to-end test", "end-to-end tests"))
		if len(seen) > 0 {
			summary += ", of " + strings.Join(seen, ", ")
		}
		if len(lacking) > 0 {
			summary += "; none is named after " + strings.Join(lacking, ", ")
		}
		outcome := checks.Supports
		if facts.counted.Ran() == 0 {
			outcome = checks.Neutral
		}
		observation.Evidence = append(observation.Evidence, checks.Evidence{
			Grade: grade, Outcome: outcome, Kind: "ci", Source: "github", Summary: summary, Link: facts.from, ObservedAt: now, Tree: release.Tree, Sample: facts.counted.Ran(),
		})
		if facts.counted.Flaky > 0 {
			observation.Findings = append(observation.Findings, checks.Finding{
				Rule: "qa.flaky", Severity: checks.SeverityWarning, Message: wording.Counted(facts.counted.Flaky, "test", "tests") + " failed and passed when repeated", Remedy: "Mend them, or QA goes through these by hand.", Fingerprint: checks.Fingerprint("qa.flaky"),
			})
		}
	}
	observation.Remedy = sign
	switch {
	case facts.failure != nil:
		observation.Missing = append(observation.Missing, checks.Missing{
			Connection: checks.ConnectionArtifacts, Reason: "Results of end-to-end tests could not be read: " + facts.failure.Error() + ".", Remedy: "Grant the App the permission `actions: read` if it lacks it; or: " + sign,
		})
	case !facts.asked:
		observation.Missing = append(observation.Missing, checks.Missing{
			Connection: checks.ConnectionArtifacts, Reason: "What end-to-end tests showed on this content is known to GitHub alone.", Remedy: sign,
		})
	case len(facts.running) > 0 && len(lacking) > 0:
		observation.Missing = append(observation.Missing, checks.Missing{
			Connection: checks.ConnectionArtifacts, Reason: "CI has not ended (" + wording.Listed(facts.running, 3) + ") and may leave results of end-to-end tests behind.", Remedy: "Nothing is to be done: golive looks again when it has ended.",
		})
	case facts.results == 0 || facts.counted.Ran() == 0:
		observation.Missing = append(observation.Missing, checks.Missing{
			Connection: checks.ConnectionArtifacts, Reason: "No job left results of end-to-end tests behind that ran on this content (JUnit XML in an artifact whose name says so, such as `e2e-results`).", Remedy: sign,
		})
	}
	return observation
}

func cases(failures []junit.Case) string {
	var names []string
	for _, failure := range failures {
		names = append(names, wording.Quoted(failure.Name))
	}
	return wording.Listed(names, 3)
}
