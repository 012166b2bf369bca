// Package monitoring judges the items of the checklist's fifth section: one file an
// item. Each check gathers its facts and states what they mean as an observation; the
// verdict is checks.Judge's. checks/catalogue binds the checks to their items.
package monitoring

import (
	"context"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/project"
)

// Projects reads the code of a release, once for all items.
type Projects interface {
	Project(ctx context.Context, src checks.Source) (*project.Project, error)
}
