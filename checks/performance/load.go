package performance

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/load"
)

// Load checks performance.load: whether this content served what the policy asks for,
// by the newest load test of it.
type Load struct {
	Projects Projects
}

// NewLoad returns the check.
func NewLoad(projects Projects) *Load { return &Load{Projects: projects} }

// Observe reads what the load test of the content measured, and where there was none,
// what other tools measured in CI. It sends no request to the service: load tests are tasks of their
// own.
func (l *Load) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	if subject.Source != nil && subject.Load == nil {
		code, err := l.Projects.Project(ctx, subject.Source)
		if err != nil {
			return checks.Observation{}, fmt.Errorf("looking for what is served: %w", err)
		}
		if library := code.Usage().NothingToDeploy(subject.Source.Files()); library != "" {
			return checks.Observation{NotApplicable: library}, nil
		}
	}
	one := readLoaded(subject.Load)
	observation := observeLoad(one, subject)
	if one.measured {
		return observation, nil
	}
	return withImported(ctx, observation, subject)
}

// loaded is a load test with what it measured.
type loaded struct {
	test     *checks.LoadTest
	result   load.Result
	measured bool
	unread   bool // something was measured that this version cannot read
}

// readLoaded reads the result of a load test.
func readLoaded(test *checks.LoadTest) loaded {
	one := loaded{test: test}
	if test == nil || len(test.Result) == 0 {
		return one
	}
	if err := json.Unmarshal(test.Result, &one.result); err != nil || one.result.Schema != load.ResultSchema {
		return loaded{test: test, unread: true}
	}
	one.measured = true
	return one
}
