package code

import (
	"context"
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
)

// NPlusOne looks for queries that run once for each element of something. Reading
// code finds them and cannot prove that there are none: that takes counting what a
// database is asked.
type NPlusOne struct {
	Projects Projects
}

// NewNPlusOne returns the check of code.n-plus-one.
func NewNPlusOne(projects Projects) checks.Check { return NPlusOne{Projects: projects} }

// Observe reads the programs of every file whose language is read whole.
func (n NPlusOne) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	if subject.Source == nil {
		return checks.Observation{Missing: []checks.Missing{{
			Connection: checks.ConnectionForge, Reason: "the content of the release cannot be read",
			Remedy: "Let golive read the repository's contents.",
		}}}, nil
	}
	code, err := n.Projects.Project(ctx, subject.Source)
	if err != nil {
		return checks.Observation{}, fmt.Errorf("looking for queries in loops: %w", err)
	}
	scope := queryScopeOf(code.Files, code.Facts, code.Unread)
	if scope.clients, _, err = source.DatabaseClients(ctx, subject.Source); err != nil {
		return checks.Observation{}, fmt.Errorf("looking for database clients: %w", err)
	}
	return observeQueries(subject, scope, queryFindings(subject, code.Files, code.Queries())), nil
}

// observeQueries says what was seen.
func observeQueries(subject checks.Subject, scope queryScope, found queryLoops) checks.Observation {
	seen := checks.Observation{Findings: found.findings}
	if reason := scope.notApplicable(); reason != "" {
		seen.NotApplicable = reason
		return seen
	}
	seen.Missing = append(scope.missing(), checks.Missing{
		Connection: checks.ConnectionDatabase, Later: true,
		Reason: "No statement counts are taken from a database yet, and reading code proves no absence.",
		Remedy: "A senior looks at the queries of the busiest routes and comments `/golive sign-off code.n-plus-one`.",
	})
	if scope.queries == 0 {
		return seen
	}
	outcome := checks.Supports
	if found.errors > 0 {
		outcome = checks.Refutes
	}
	count, none := float64(found.errors), 0.0
	seen.Evidence = append(seen.Evidence, checks.Evidence{
		Grade: checks.E2, Outcome: outcome, Kind: "scan", Source: "golive", ObservedAt: subject.Now(), Tree: subject.Source.Tree(),
		Summary: scope.summary() + ": " + found.tally(), Sample: scope.read, Value: &count, Threshold: &none,
	})
	seen.Headline, seen.Why = found.headline(), found.why(subject.Range)
	return seen
}
