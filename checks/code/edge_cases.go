package code

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/evidence/source/practice"
	"github.com/golive-app/golive/checks/wording"
)

// EdgeCases looks for errors that are swallowed, calls that wait for ever and input
// without a bound, for changed code without changed tests, and draws from the change
// the questions that only a person can answer. It never passes by itself.
type EdgeCases struct {
	Projects Projects
}

// NewEdgeCases returns the check of code.edge-cases.
func NewEdgeCases(projects Projects) checks.Check { return EdgeCases{Projects: projects} }

// Observe reads the practices of the release's code.
func (e EdgeCases) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	if subject.Source == nil {
		return checks.Observation{Missing: []checks.Missing{{
			Connection: checks.ConnectionForge, Reason: "the content of the release cannot be read",
			Remedy: "Let golive read the repository's contents.",
		}}}, nil
	}
	code, err := e.Projects.Project(ctx, subject.Source)
	if err != nil {
		return checks.Observation{}, fmt.Errorf("looking for edge cases: %w", err)
	}
	return observeEdgeCases(source.PracticesOf(code.Files, code.Facts, code.Unread), subject), nil
}

// observeEdgeCases states what the facts mean for the item.
func observeEdgeCases(practices source.Practices, subject checks.Subject) checks.Observation {
	var seen checks.Observation
	changed := changedFiles(practices.Files, subject.Range)
	if subject.Range != nil && len(changed.production) == 0 {
		seen.NotApplicable = fmt.Sprintf("the release changes no production code (searched %s)", wording.Counted(len(subject.Range.Changed), "changed file", "changed files"))
		return seen
	}
	record := func(outcome checks.Outcome, summary string) {
		seen.Evidence = append(seen.Evidence, checks.Evidence{
			Grade: checks.E2, Outcome: outcome, Kind: "scan", Source: "golive", Summary: summary,
			ObservedAt: subject.Now(), Tree: subject.Source.Tree(), Sample: practices.Read,
		})
	}
	found := edgeFindings(practices, subject.Range)
	seen.Findings = append(found.findings, changed.findings(subject.Range)...)
	asked := questionsIn(practices, subject.Range)
	for _, question := range asked {
		seen.Findings = append(seen.Findings, question.finding())
	}
	checks.SortFindings(seen.Findings)

	read := "in " + wording.Counted(practices.Read, "production file", "production files")
	if practices.Read > 0 {
		record(outcomeOf(found.lost), fmt.Sprintf("%s on a path that writes, %s", wording.Counted(found.lost, "error is swallowed", "errors are swallowed"), read))
		record(outcomeOf(found.waits), fmt.Sprintf("%s no limit of time, %s", wording.Counted(found.waits, "call or server has", "calls and servers have"), read))
		record(outcomeOf(found.open), fmt.Sprintf("%s without a bound, %s", wording.Counted(found.open, "input is taken", "inputs are taken"), read))
	}
	changed.record(record)
	if properties := propertyTests(practices); properties > 0 {
		record(checks.Supports, wording.Counted(properties, "test file searches", "test files search")+" for edge cases by itself: property or fuzz tests")
	}
	seen.Headline = edgeHeadline(found, len(asked))
	seen.Why = "Whether edge cases are handled is a question to the people who know them; code shows where to ask."
	if subject.Range == nil {
		seen.Why += " There is no release range to compare with, so everything counts as new."
	}
	seen.Remedy = edgeRemedy(seen.Findings, asked)
	seen.Missing = edgeMissing(practices)
	return seen
}

func outcomeOf(count int) checks.Outcome {
	if count > 0 {
		return checks.Refutes
	}
	return checks.Supports
}

func edgeHeadline(found edges, questions int) string {
	switch {
	case found.errors > 0:
		return fmt.Sprintf("%s on a path that writes; %s", wording.Counted(found.errors, "new error is swallowed", "new errors are swallowed"), waiting(questions))
	case len(found.findings) > 0:
		return fmt.Sprintf("%d worth a look; %s", len(found.findings), waiting(questions))
	default:
		return "nothing swallowed on a path that writes; " + waiting(questions)
	}
}

// waiting words how many questions are open.
func waiting(questions int) string {
	if questions == 0 {
		return "no question drawn from the change"
	}
	return wording.Counted(questions, "question needs an answer", "questions need an answer")
}

// edgeMissing says what was not looked at.
func edgeMissing(practices source.Practices) []checks.Missing {
	missing := []checks.Missing{{
		Connection: checks.ConnectionArtifacts, Later: true,
		Reason: "Which changed lines and branches the tests reached is not read from CI yet.",
		Remedy: "A senior reads the tests of the change and comments `/golive sign-off code.edge-cases LINK`.",
	}}
	if len(practices.Unread) > 0 {
		first := practices.Unread[0]
		missing = append(missing, checks.Missing{
			Reason: fmt.Sprintf("%s of production code could not be read: %s (%s)%s", wording.Counted(len(practices.Unread), "file", "files"), first.Path, first.Reason, andMore(len(practices.Unread)-1)),
			Remedy: "A senior reads it and signs.",
		})
	}
	if len(practices.Later) > 0 {
		missing = append(missing, checks.Missing{
			Reason: fmt.Sprintf("this version does not read %s for edge cases yet, and production code is written in it", wording.Listed(slices.Sorted(maps.Keys(practices.Later)), 3)),
			Remedy: "A senior reads it and comments `/golive sign-off code.edge-cases`.", Later: true,
		})
	}
	return missing
}

// propertyTests counts the files that test properties or fuzz.
func propertyTests(practices source.Practices) int {
	files := map[string]bool{}
	for _, sign := range practices.Signs {
		if sign.Kind == practice.TestsProperty {
			files[sign.File.Path] = true
		}
	}
	return len(files)
}
