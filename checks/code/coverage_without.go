package code

import (
	"fmt"
	"path"
	"slices"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
)

// publish is the step that lets golive compute a share.
const publish = "Let the test job keep its coverage report (`lcov.info`, `coverage.xml`, `cover.out`, `jacoco.xml`, …) with `actions/upload-artifact` under a name such as `coverage`, then rerun CI."

// hiddenOfRuby is what SimpleCov's own results need besides.
// https://github.com/actions/upload-artifact#uploading-hidden-files
const hiddenOfRuby = " SimpleCov's `.resultset.json` is a hidden file: the action takes it with `include-hidden-files: true` alone."

// withoutReport is for content whose runs left no report.
func (f *coverageFacts) withoutReport(observation checks.Observation, subject checks.Subject) checks.Observation {
	missing := checks.Missing{Remedy: publish}
	if slices.ContainsFunc(f.code.names, func(name string) bool { return path.Ext(name) == ".rb" }) {
		missing.Remedy += hiddenOfRuby
	}
	switch last, expired := f.left.lastExpired(); {
	case len(f.left.unread) > 0:
		observation.Headline = "the report could not be read"
		missing.Reason = "What CI left behind could not be read: " + wording.Listed(f.left.unread, 3) + "."
	case expired:
		observation.Headline = "the report has expired"
		missing.Reason = "GitHub deleted the artifacts of this content's CI runs on " + last.UTC().Format("2 January 2006") + "."
		missing.Remedy = "Run CI again on this commit, then `/golive rerun code.coverage`."
	case len(f.left.runs) == 0:
		observation.Headline = "no CI run of this content"
		missing.Reason = "GitHub Actions ran no workflow for this content, so there is no coverage report to read."
		missing.Remedy = "Let GitHub Actions run the tests of release branches, and upload their coverage report as an artifact."
	case len(f.left.nested) > 0:
		observation.Headline = "the report is packed"
		missing.Reason = "The artifacts hold packed files, which are not opened: " + wording.Listed(f.left.nested, 3) + "."
		missing.Remedy = "Upload the coverage report itself: an artifact is packed anyway."
	default:
		observation.Headline = "CI published no coverage"
		missing.Reason = fmt.Sprintf("CI is green but published no coverage: %s of %s, none of them a report of a known format.", wording.Counted(f.left.opened, "artifact", "artifacts"), wording.Counted(len(f.left.runs), "workflow run", "workflow runs"))
		for _, run := range f.left.runs {
			if run.State.Red() {
				missing.Reason = fmt.Sprintf("CI is red and published no coverage: %s of %s.", wording.Counted(f.left.opened, "artifact", "artifacts"), wording.Counted(len(f.left.runs), "workflow run", "workflow runs"))
			}
		}
	}
	for _, one := range f.others {
		f.weigh(&observation, one, subject)
	}
	if len(observation.Evidence) == 0 || observation.Evidence[0].Outcome == checks.Neutral {
		observation.Missing = []checks.Missing{missing}
		return observation
	}
	observation.Why = missing.Reason + " " + "So the word of a service is all there is."
	observation.Remedy = publish
	return observation
}

// weigh adds what a service states. A status can be set by whoever may write to the
// repository, and no service shows what it counted: it never passes by itself.
func (f *coverageFacts) weigh(observation *checks.Observation, one statedCoverage, subject checks.Subject) {
	evidence := checks.Evidence{
		Grade: checks.E2, Outcome: checks.Neutral, Kind: "status", Source: one.who, Link: one.link, ObservedAt: subject.Now(), Tree: subject.Release.Tree,
		Summary: wording.Capital(one.words()),
	}
	if !one.check {
		evidence.Summary += "; whoever may write to the repository can set a status"
	}
	if one.share >= 0 && one.project {
		share, threshold := one.share, f.least
		evidence.Value, evidence.Threshold = &share, &threshold
		if share >= f.least {
			evidence.Outcome = checks.Supports
			observation.Headline = fmt.Sprintf("%s says %s; golive has no report", one.who, percent(share))
		} else {
			evidence.Outcome = checks.Refutes
			severity := checks.SeverityError
			if share > 0 && share >= f.least-nearCoverage {
				severity = checks.SeverityWarning
			}
			observation.Headline = fmt.Sprintf("%s says %s (need %s)", one.who, percent(share), percent(f.least))
			observation.Findings = append(observation.Findings, checks.Finding{
				Rule: "coverage.low", Severity: severity, Grade: checks.E2, Fingerprint: checks.Fingerprint("coverage.low", one.who),
				Message: fmt.Sprintf("%s; %s are needed", one.words(), percent(f.least)), Remedy: "Add tests where " + one.who + " shows that least is covered.",
			})
		}
	}
	if evidence.Outcome == checks.Neutral {
		observation.Evidence = append(observation.Evidence, evidence)
		return
	}
	observation.Evidence = append([]checks.Evidence{evidence}, observation.Evidence...)
}
