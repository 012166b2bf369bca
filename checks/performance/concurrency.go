package performance

import (
	"context"
	"fmt"

	"github.com/golive-app/golive/checks"
)

// Concurrency checks performance.concurrency: whether users at once were simulated on
// this content, each with a session of their own.
type Concurrency struct {
	Projects Projects
}

// NewConcurrency returns the check.
func NewConcurrency(projects Projects) *Concurrency { return &Concurrency{Projects: projects} }

// Observe reads what the load test of the content says of users.
func (c *Concurrency) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	if subject.Source != nil && subject.Load == nil {
		code, err := c.Projects.Project(ctx, subject.Source)
		if err != nil {
			return checks.Observation{}, fmt.Errorf("looking for what is served: %w", err)
		}
		if library := code.Usage().NothingToDeploy(subject.Source.Files()); library != "" {
			return checks.Observation{NotApplicable: library}, nil
		}
	}
	return observeConcurrency(readLoaded(subject.Load), subject), nil
}
