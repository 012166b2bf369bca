package jobs

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/catalogue"
)

// WorkerOptions are what a Worker needs.
type WorkerOptions struct {
	Redis     redis.UniversalClient
	Store     *Store
	Queue     *Queue
	Hub       Hub
	Publisher Publisher
	Commander Commander
	Catalogue catalogue.Catalogue
	Runner    *checks.Runner
	Loads     *LoadDesk      // nil: no load tests are asked for
	Engine    LoadEngine     // nil: this process runs none
	Stages    Stages         // nil: no staging is visited
	Browser   checks.Browser // nil: no page is opened, and NoBrowser may say why
	NoBrowser string
	Trace     Trace // nil: nothing is added
	Now       func() time.Time
	NewID     func() string // makes the id of a run
	Logger    *slog.Logger
}

// Worker does the tasks. One process may run several tasks at once; several
// processes share the queue.
type Worker struct {
	WorkerOptions
	subjects *subjects
}

// runTime is how long a run may take before what is not judged is given up.
const runTime = 30 * time.Minute

// NewWorker returns a worker. Close releases what it holds open.
func NewWorker(options WorkerOptions) *Worker {
	if options.Trace == nil {
		options.Trace = func(ctx context.Context, _ IDs) context.Context { return ctx }
	}
	return &Worker{WorkerOptions: options, subjects: newSubjects(options.Now)}
}

// Close releases the sources that are held open.
func (w *Worker) Close() { w.subjects.close() }

// final turns errors that no retry can mend into the end of the task, with a
// line in the log: what is gone is gone, and what is forbidden is for people to
// grant.
func (w *Worker) final(ctx context.Context, err error, message string, attributes ...any) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, ErrGone):
		w.Logger.InfoContext(ctx, message+": gone", append(attributes, "error", err.Error())...)
		return nil
	case errors.Is(err, ErrForbidden), errors.Is(err, ErrEmpty):
		w.Logger.WarnContext(ctx, message+": not possible", append(attributes, "error", err.Error())...)
		return nil
	default:
		return err
	}
}
