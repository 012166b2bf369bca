package command

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// Forge is what the executor asks of one repository's comments. Errors wrap
// those of jobs: ErrGone, ErrForbidden, LimitedError.
type Forge interface {
	// Comment reads a comment on an issue or a pull request; ErrGone where it was
	// deleted.
	Comment(ctx context.Context, id int64) (github.Comment, error)
	// CreateComment writes a new comment on an issue or a pull request.
	CreateComment(ctx context.Context, number int, body string) (github.Comment, error)
	// React adds a reaction of ours to a comment; the same one twice is no error.
	React(ctx context.Context, comment int64, content string) error
	// Reacted reports whether a reaction of ours stands on a comment.
	Reacted(ctx context.Context, comment int64, content string) (bool, error)
	// Maintainers lists the logins of all who hold the role maintain or admin in
	// the repository, or a custom role built on one of them.
	Maintainers(ctx context.Context) ([]string, error)
}

// Queue is where the executor asks for work.
type Queue interface {
	// Open asks for a release to be looked at again. It may be asked twice for the
	// same delivery, when a command is continued after a failure.
	Open(ctx context.Context, key jobs.Key, installation int64, scope jobs.Scope, delivery string) error
}

// Releases is what is kept of the releases.
type Releases interface {
	// Run returns the release's current run.
	Run(ctx context.Context, key jobs.Key) (run jobs.Run, found bool, err error)
	// KeysOn returns the releases whose comment lives on an issue or a pull
	// request of the repository.
	KeysOn(ctx context.Context, repository int64, number int) ([]jobs.Key, error)
	// OnCommit returns the releases whose current run is of a commit.
	OnCommit(ctx context.Context, repository int64, sha string) ([]jobs.Key, error)
	// Attestations returns what people have said of a release's items, with what
	// is outdated by now.
	Attestations(ctx context.Context, key jobs.Key) (map[checks.ItemID]checks.Attestations, error)
	// Put keeps what people say of an item, each in place of what an earlier
	// comment says of the same kind.
	Put(ctx context.Context, key jobs.Key, said checks.Attestations) error
	// Approve keeps an approval of a proposal that an item does not apply, while that
	// stands and nobody has approved it before, and returns what is kept then; nil:
	// nothing.
	Approve(ctx context.Context, key jobs.Key, proposed checks.Exclusion, approval checks.Approval) (*checks.Exclusion, error)
	// ApproveFork keeps an approval of a fork's commit in place of one of another commit,
	// and returns what is kept then: of two of the same commit the first stands.
	ApproveFork(ctx context.Context, key jobs.Key, approval checks.ForkApproval) (checks.ForkApproval, error)
	// RemoveWord forgets what a comment said; without that it does nothing.
	RemoveWord(ctx context.Context, key jobs.Key, word checks.Word) error
	// AllowRerun counts one rerun of a release and reports whether it is within
	// the limit for the window.
	AllowRerun(ctx context.Context, key jobs.Key, limit int, window time.Duration) (bool, error)
}

// Loads is where the executor asks for load tests. Both may return a
// *jobs.LoadRefusal.
type Loads interface {
	// Ask has a load test of a release's content run when its turn comes. The same
	// comment may ask twice, when a command is continued after a failure.
	Ask(ctx context.Context, repository jobs.Repository, run jobs.Run, asked jobs.LoadRequest) (checks.LoadTest, error)
	// Cancel stops the load test of a release's content that waits or runs; false:
	// there is none.
	Cancel(ctx context.Context, run jobs.Run, by string) (checks.LoadTest, bool, error)
}

// Options are what an Executor needs.
type Options struct {
	Hub      jobs.Hub
	Forge    func(ctx context.Context, target jobs.Target) (Forge, error)
	Releases Releases
	Queue    Queue
	Loads    Loads             // nil: there are no load tests
	Links    Links             // nil: links of sign-offs are not looked at
	Items    []checks.Item     // the catalogue's, in its order
	Rows     []checks.ReadyRow // of the READY TO GO LIVE? table
	Now      func() time.Time
	Logger   *slog.Logger
	AppID    int64  // what our App writes is never a command
	Slug     string // of our App: its comments are by Slug + "[bot]"

	// Authors returns the commits of a release that no pull request carries, so
	// that nobody signs what they wrote. Nil: such a release cannot be signed.
	// It wraps ErrNoRange where nothing was released before.
	Authors func(ctx context.Context, repository jobs.Repository, run jobs.Run) ([]checks.PullCommit, error)
}

// ErrNoRange says that a release has no range whose authors could be read.
var ErrNoRange = errors.New("no range of commits is known")

// Executor does what people type and press. It implements jobs.Commander and is
// safe for concurrent use.
type Executor struct {
	options Options
	grammar Grammar
	replies *allowance
}

var _ jobs.Commander = (*Executor)(nil)

// New returns an executor.
func New(options Options) (*Executor, error) {
	switch {
	case options.Hub == nil, options.Forge == nil, options.Releases == nil, options.Queue == nil:
		return nil, errors.New("command: hub, forge, releases and queue are needed")
	case options.Now == nil, options.Logger == nil:
		return nil, errors.New("command: clock and logger are needed")
	case len(options.Items) == 0:
		return nil, errors.New("command: the checklist has no items")
	}
	return &Executor{options, NewGrammar(options.Items), newAllowance(options.Now)}, nil
}
