package infrastructure

import (
	"context"
	"fmt"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest"
	"github.com/golive-app/golive/checks/evidence/source/usage"
)

// Manifests reads what a release declares of how it runs, once for all items.
type Manifests interface {
	Declared(ctx context.Context, src checks.Source) (*manifest.Declared, error)
}

// Health checks infrastructure.health: whatever runs is asked whether it is well, and
// started again where it is not.
type Health struct {
	Manifests Manifests
	Projects  Projects
}

// NewHealth returns the check.
func NewHealth(manifests Manifests, projects Projects) *Health {
	return &Health{Manifests: manifests, Projects: projects}
}

// Observe reads what is declared, and the code where that is nothing.
func (h *Health) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	if subject.Source == nil {
		return unreadable, nil
	}
	declared, err := h.Manifests.Declared(ctx, subject.Declaring())
	if err != nil {
		return checks.Observation{}, fmt.Errorf("look for probes and restarts: %w", err)
	}
	facts := healthFacts{declared: declared}
	if !declared.Runs() {
		code, err := h.Projects.Project(ctx, subject.Source)
		if err != nil {
			return checks.Observation{}, fmt.Errorf("look for what runs: %w", err)
		}
		facts.code = code.Usage()
	}
	return facts.observe(subject.Release, subject.Now()), nil
}

// unreadable is what checks that read manifests answer without a source.
var unreadable = checks.Observation{Missing: []checks.Missing{{
	Connection: checks.ConnectionForge, Reason: "the content of the release cannot be read", Remedy: "Let golive read the repository's contents.",
}}}

// healthFacts are what was seen, and what it means while that is put together.
type healthFacts struct {
	declared    *manifest.Declared
	code        usage.Overview
	observation checks.Observation
	release     checks.Release
	now         time.Time
	asked       int // what runs and was judged
}
