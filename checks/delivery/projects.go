package delivery

import (
	"context"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/project"
)

// Projects reads the code of a release, once for all items.
type Projects interface {
	Project(ctx context.Context, src checks.Source) (*project.Project, error)
}
