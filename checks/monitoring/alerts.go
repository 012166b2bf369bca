package monitoring

import (
	"context"
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest"
	"github.com/golive-app/golive/checks/evidence/manifest/alert"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/evidence/source/usage"
)

// Manifests reads what a release declares, once for all items.
type Manifests interface {
	Declared(ctx context.Context, src checks.Source) (*manifest.Declared, error)
}

// Alerts checks one of the items monitoring.alerts: a rule wakes somebody when what the
// item names goes wrong. That it fires, and reaches somebody, only the backend can tell.
type Alerts struct {
	Kind      alert.Kind
	Manifests Manifests
	Projects  Projects
}

// NewAlerts returns the check of one kind.
func NewAlerts(kind alert.Kind, manifests Manifests, projects Projects) *Alerts {
	return &Alerts{Kind: kind, Manifests: manifests, Projects: projects}
}

// alertFacts are what was seen.
type alertFacts struct {
	kind     alert.Kind
	declared *manifest.Declared
	rules    []alert.Rule // that watch the kind
	code     *usage.Overview
	queues   []source.Library // clients of queues
	broker   string           // that is declared
	listed   int              // manifests of dependencies
}

// Observe reads rules, and where there is none of the kind whether the release can need
// one.
func (a *Alerts) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	if subject.Source == nil {
		return unreadable, nil
	}
	declared, err := a.Manifests.Declared(ctx, subject.Declaring())
	if err != nil {
		return checks.Observation{}, fmt.Errorf("look for alert rules: %w", err)
	}
	facts := alertFacts{kind: a.Kind, declared: declared, rules: declared.Alerts.Watching(a.Kind)}
	if len(facts.rules) == 0 {
		code, err := a.Projects.Project(ctx, subject.Source)
		if err != nil {
			return checks.Observation{}, fmt.Errorf("look for what alerts would watch: %w", err)
		}
		overview := code.Usage()
		facts.code = &overview
		if a.Kind == alert.Queue {
			facts.queues, facts.listed, err = source.Libraries(ctx, subject.Source, queueClient)
			if err != nil {
				return checks.Observation{}, fmt.Errorf("look for queues: %w", err)
			}
			facts.broker = brokerIn(declared)
		}
	}
	return facts.observe(subject.Release, subject.Now()), nil
}
