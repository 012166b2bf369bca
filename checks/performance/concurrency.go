package performance

import (
	"context"
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
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
	return observeConcurrency(readLoaded(subject.Load)), nil
}

// observeConcurrency states what a load test means for the item. Connections are no
// users: none of them logs in.
func observeConcurrency(one loaded) checks.Observation {
	observation := checks.Observation{
		Headline: "no users were simulated",
		Missing: []checks.Missing{{
			Connection: checks.ConnectionTestUsers, Later: true,
			Reason: "this version of golive simulates no users that log in",
			Remedy: "Until a later version does, an SRE simulates them and signs with the result: `/golive sign-off performance.concurrency LINK`.",
		}},
	}
	if one.measured {
		observation.Evidence = append(observation.Evidence, checks.Evidence{
			Grade: checks.E5, Outcome: checks.Neutral, Kind: "connections", Source: "golive load", ObservedAt: one.test.EndedAt, Tree: one.test.Tree, Sample: int(one.result.Requests),
			Summary: fmt.Sprintf("The load test had up to %s open at once; no user logged in over any of them", wording.Counted(one.result.Users, "connection", "connections")),
		})
	}
	return observation
}
