package publish

import (
	"context"

	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/jobs"
)

// Forge is one repository as this package writes to it. Methods wrap
// jobs.ErrGone for what does not exist (any more), jobs.ErrForbidden for what
// may not be written, and jobs.LimitedError for limits.
type Forge interface {
	// CheckRuns lists all check runs of our App on a commit, also several of one
	// name.
	CheckRuns(ctx context.Context, sha string) ([]github.CheckRun, error)
	CreateCheckRun(ctx context.Context, run github.CheckRun) (github.CheckRun, error)
	// UpdateCheckRun changes the check run of run.ID. Its annotations are added
	// to those that stand.
	UpdateCheckRun(ctx context.Context, run github.CheckRun) (github.CheckRun, error)
	// Annotations lists all annotations of a check run.
	Annotations(ctx context.Context, checkRun int64) ([]github.Annotation, error)

	// Comments lists all comments of an issue or pull request, oldest first.
	Comments(ctx context.Context, number int) ([]github.Comment, error)
	Comment(ctx context.Context, id int64) (github.Comment, error)
	CreateComment(ctx context.Context, number int, body string) (github.Comment, error)
	UpdateComment(ctx context.Context, id int64, body string) (github.Comment, error)

	// FindIssue returns the issue, open or closed, that our App opened with this
	// marker in its body, whatever its title.
	FindIssue(ctx context.Context, title, marker string) (issue github.Issue, found bool, err error)
	// CreateIssue opens an issue and returns its number.
	CreateIssue(ctx context.Context, title, body string) (int, error)
}

var _ Forge = (*github.Publishing)(nil)

// Connect returns the forge of a target.
type Connect func(ctx context.Context, target jobs.Target) (Forge, error)
