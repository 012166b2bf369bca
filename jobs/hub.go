package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/golive-app/golive/checks"
)

// Errors of the forge that decide how a task goes on. Implementations of Hub,
// Repository, Publisher and Commander wrap them.
var (
	// ErrGone: the repository, installation, pull request, tag or comment does
	// not exist for us any more. The task ends; there is nothing to retry.
	ErrGone = errors.New("gone")
	// ErrForbidden: the App lacks a permission or was suspended. Retrying does
	// not help; the message says what to grant. Checks know it by the same error.
	ErrForbidden = checks.ErrForbidden
	// ErrEmpty: the repository has no commits.
	ErrEmpty = errors.New("repository has no commits")
	// ErrTooLarge: a file is larger than what is read of one.
	ErrTooLarge = errors.New("file is too large")
)

// LimitedError says that the forge wants no more requests before a time. The
// task is retried then; it is no failure and no worker sleeps meanwhile.
type LimitedError struct {
	Until  time.Time
	Reason string // "primary rate limit", "secondary rate limit"
}

func (e *LimitedError) Error() string {
	return fmt.Sprintf("%s, until %s", e.Reason, e.Until.UTC().Format(time.RFC3339))
}

// Hub is the forge as a whole, as the App sees it.
type Hub interface {
	// Repository returns a repository by id through an installation: ErrGone,
	// ErrForbidden or LimitedError where that cannot be had.
	Repository(ctx context.Context, installation, repository int64) (Repository, error)
	// Installations lists the installations that are not suspended.
	Installations(ctx context.Context) ([]int64, error)
	// Repositories lists the ids of an installation's repositories.
	Repositories(ctx context.Context, installation int64) ([]int64, error)
	// RecentlyPushed lists those of an installation's repositories that are worth
	// a first look, the one that was pushed to last first: no forks, and none that
	// is archived or disabled.
	RecentlyPushed(ctx context.Context, installation int64) ([]int64, error)
	// FailedDeliveries lists webhook deliveries since a time of which no attempt
	// was answered with success, one for each GUID, oldest first.
	FailedDeliveries(ctx context.Context, since time.Time) ([]Delivery, error)
	// Redeliver asks the forge to deliver again.
	Redeliver(ctx context.Context, delivery int64) error
	// Forget drops what is cached of an installation, and of one repository
	// where its id is not 0.
	Forget(installation, repository int64)
}

// MirrorKeeper is a Hub that keeps copies of repositories on this machine.
type MirrorKeeper interface {
	// TidyMirrors removes those that were not asked for the longest until all
	// together have at most so many bytes, and returns how many were freed.
	TidyMirrors(ctx context.Context, most int64) (freed int64, err error)
	// RemoveMirror deletes the copy of a repository; having none is no error.
	RemoveMirror(ctx context.Context, repository int64) error
}

// Delivery is one webhook delivery, as the forge lists it.
type Delivery struct {
	ID          int64
	GUID        string
	Event       string
	Action      string
	DeliveredAt time.Time
}

// OrganisationFile is a file that an owner keeps for all of their repositories.
type OrganisationFile struct {
	Repository checks.Repository // where it stands; without an id where that is not known
	Ref        string            // its default branch
	Data       []byte
}

// Repository is one repository through one installation.
type Repository interface {
	checks.Forge
	// Describe returns the repository's present names.
	Describe() checks.Repository
	// OpenPullRequests lists the open pull requests.
	OpenPullRequests(ctx context.Context) ([]checks.PullRequest, error)
	// Tag returns one tag, peeled to its commit however nested; ErrGone where it
	// does not exist.
	Tag(ctx context.Context, name string) (checks.Tag, error)
	// PullRequestsWith lists the pull requests that contain a commit, or that a
	// commit came from.
	PullRequestsWith(ctx context.Context, commit string) ([]checks.PullRequest, error)
	// ReadFile returns a file at a ref: fs.ErrNotExist where it is not there,
	// ErrTooLarge beyond what is read of a file.
	ReadFile(ctx context.Context, path, ref string) ([]byte, error)
	// OrganisationFile returns a file of the same owner's repository ".github" at
	// its default branch: fs.ErrNotExist where the file or that repository is
	// absent or not for the App to see, with what is known of the repository.
	OrganisationFile(ctx context.Context, path string) (OrganisationFile, error)
	// MergeBase returns the commit at which head left base, each a branch or a
	// commit; ErrGone where they have none in common.
	MergeBase(ctx context.Context, base, head string) (string, error)
	// Fetch makes commits and what leads to them present in a bare repository on
	// this machine, and returns its directory.
	Fetch(ctx context.Context, commits ...string) (directory string, err error)
	// ReadyRequirement tells how the rules of a branch ask for the check run that carries
	// the verdict.
	ReadyRequirement(ctx context.Context, branch string) (ReadyRequirement, error)
	// CommitOf resolves a branch, tag or commit to its commit id.
	CommitOf(ctx context.Context, ref string) (string, error)
	// Beside returns another repository that the same installation may read, by its
	// name; ErrGone where there is none.
	Beside(ctx context.Context, owner, name string) (Repository, error)
}
