package security

import (
	"context"
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/project"
)

// Projects reads what the content of a release says of itself.
type Projects interface {
	Project(ctx context.Context, src checks.Source) (*project.Project, error)
}

// Injection follows what requests carry to where it does harm: queries, shells,
// paths, pages. Reading finds flows and cannot prove that there are none, so that a
// clean look waits for a person, or for an analysis on the platform. Where the policy
// lets it, staging is tried with marks that do no harm.
type Injection struct {
	Projects Projects
}

// NewInjection returns the check of security.injection.
func NewInjection(projects Projects) checks.Check { return Injection{Projects: projects} }

// Observe reads every file whose language is read whole, and joins them.
func (i Injection) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	if subject.Source == nil {
		return checks.Observation{Missing: []checks.Missing{{
			Connection: checks.ConnectionForge, Reason: "the content of the release cannot be read",
			Remedy: "Let golive read the repository's contents.",
		}}}, nil
	}
	code, err := i.Projects.Project(ctx, subject.Source)
	if err != nil {
		return checks.Observation{}, fmt.Errorf("following untrusted data: %w", err)
	}
	scanned, err := readScanned(ctx, subject)
	if err != nil {
		return checks.Observation{}, err
	}
	found := injectionsIn(subject, code.Facts, code.Flows())
	seen := observeInjections(subject, injectionScopeOf(code.Files, code.Facts, code.Unread), found, scanned.analysed())
	scanned.observe(&seen, subject, code.Files)
	return liveInjection(ctx, subject, code, seen)
}

// observeInjections says what was seen. What golive could not read does not stand in the
// way where an analysis of the platform did.
func observeInjections(subject checks.Subject, scope injectionScope, found injections, analysed bool) checks.Observation {
	seen := checks.Observation{Findings: found.findings, Headline: found.headline(scope), Why: found.why(subject.Range)}
	if !analysed {
		seen.Missing = scope.missing()
	}
	if scope.read == 0 {
		return seen
	}
	outcome := checks.Supports
	switch {
	case found.errors > 0:
		outcome = checks.Refutes
	case scope.handles == 0:
		outcome = checks.Neutral
	}
	count, none := float64(found.errors), 0.0
	seen.Evidence = append(seen.Evidence, checks.Evidence{
		Grade: checks.E2, Outcome: outcome, Kind: "scan", Source: "golive", ObservedAt: subject.Now(), Tree: subject.Source.Tree(),
		Summary: scope.summary() + ": " + found.tally(), Sample: scope.read, Value: &count, Threshold: &none,
	})
	if len(scope.partial) > 0 {
		seen.Evidence = append(seen.Evidence, checks.Evidence{
			Grade: checks.E2, Outcome: checks.Neutral, Kind: "scan", Source: "golive", ObservedAt: subject.Now(), Tree: subject.Source.Tree(),
			Summary: fmt.Sprintf("not followed to the end, for their size: %s", listed(scope.partial)),
		})
	}
	return seen
}
