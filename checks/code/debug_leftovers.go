package code

import (
	"context"
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/project"
	"github.com/golive-app/golive/checks/wording"
)

// Projects reads the code of a release, once for all items.
type Projects interface {
	Project(ctx context.Context, src checks.Source) (*project.Project, error)
}

// DebugLeftovers looks for what people leave behind after debugging: console
// calls, debugger statements, alerts and tests that run alone. It rests on
// syntax, not on text, and on what each file is for.
type DebugLeftovers struct {
	Projects Projects
}

// NewDebugLeftovers returns the check of code.debug-leftovers.
func NewDebugLeftovers(projects Projects) checks.Check { return DebugLeftovers{Projects: projects} }

// Observe reads every file whose language can be read, whatever it is for, and
// reports calls by the severity that their place gives them. Clean files count
// only as far as they were read: production code that was not is Missing.
func (d DebugLeftovers) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	if subject.Source == nil {
		return checks.Observation{Missing: []checks.Missing{{
			Connection: checks.ConnectionForge, Reason: "the content of the release cannot be read",
			Remedy: "Let golive read the repository's contents.",
		}}}, nil
	}
	code, err := d.Projects.Project(ctx, subject.Source)
	if err != nil {
		return checks.Observation{}, fmt.Errorf("looking for debug leftovers: %w", err)
	}
	scope := leftoverScopeOf(subject.Source, code.Facts, code.Unread)
	found := leftoversIn(subject.Range, code.Files, code.Facts)
	return checks.Observation{
		Findings: found.findings,
		Evidence: leftoverEvidence(subject, scope, found),
		Missing:  scope.missing(),
		Headline: found.headline(scope),
		Why:      found.why(subject.Range),
	}, nil
}

// leftoverEvidence records the look: for the item where production code was
// read and nothing in it decides against the item.
func leftoverEvidence(subject checks.Subject, scope leftoverScope, found leftovers) []checks.Evidence {
	record := func(outcome checks.Outcome, summary string) checks.Evidence {
		return checks.Evidence{
			Grade: checks.E2, Outcome: outcome, Summary: summary, Kind: "scan", Source: "golive",
			ObservedAt: subject.Now(), Tree: subject.Source.Tree(),
		}
	}
	var evidence []checks.Evidence
	if scope.supported > 0 {
		outcome := checks.Neutral
		switch {
		case found.errors > 0:
			outcome = checks.Refutes
		case scope.productionRead > 0:
			outcome = checks.Supports
		}
		look := record(outcome, fmt.Sprintf("read %d of %s, %s", scope.read,
			wording.Counted(scope.supported, scope.languages()+" file", scope.languages()+" files"), found.tally()))
		count, none := float64(found.errors), 0.0
		look.Sample, look.Value, look.Threshold = scope.read, &count, &none
		evidence = append(evidence, look)
	}
	for _, lost := range scope.unread[:min(len(scope.unread), shownFiles)] {
		gap := record(checks.Neutral, "not read: "+lost.Reason)
		gap.Path = lost.Path
		evidence = append(evidence, gap)
	}
	if more := len(scope.unread) - shownFiles; more > 0 {
		evidence = append(evidence, record(checks.Neutral, wording.Counted(more, "more file", "more files")+" not read"))
	}
	if len(scope.odd) > 0 {
		evidence = append(evidence, record(checks.Neutral, fmt.Sprintf(
			"%s with syntax that the grammar does not know; around it calls were found by their words: %s",
			wording.Counted(len(scope.odd), "file", "files"), wording.Listed(scope.odd, shownFiles))))
	}
	for _, strip := range found.strips {
		setting := record(checks.Neutral, fmt.Sprintf("the build takes console calls out (%s)", strip.setting))
		setting.Path, setting.Line = strip.path, strip.line
		evidence = append(evidence, setting)
	}
	return evidence
}
