package jobs

import (
	"context"
	"errors"
)

// leaveAll leaves the commits that a run remembers as not left yet.
func (w *Worker) leaveAll(ctx context.Context, target Target, run Run) (Run, error) {
	if len(run.Leaving) == 0 {
		return run, nil
	}
	for _, sha := range run.Leaving {
		if err := w.leave(ctx, target, run.Key, sha, run.Release.SHA); err != nil {
			return run, err
		}
	}
	run.Leaving = nil
	return run, w.Store.PutRun(ctx, run)
}

// leave closes what is open on a commit that a release has moved on from. A
// commit that another release stands on shows that one from now on.
func (w *Worker) leave(ctx context.Context, target Target, key Key, sha, newer string) error {
	if err := w.Store.LeaveCommit(ctx, key, sha); err != nil {
		return err
	}
	others, err := w.Store.OnCommit(ctx, key.Repository, sha)
	if err != nil {
		return err
	}
	if len(others) > 0 {
		return w.republish(ctx, others)
	}
	err = w.overwrite(ctx, key, sha, func(ctx context.Context) error {
		return w.Publisher.Supersede(ctx, target, key, sha, newer)
	})
	if errors.Is(err, ErrGone) || errors.Is(err, ErrForbidden) {
		return nil // nothing is left there to close
	}
	return err
}

// republish shows releases anew, because another one has left their commit.
func (w *Worker) republish(ctx context.Context, keys []Key) error {
	for _, key := range keys {
		run, found, err := w.Store.Run(ctx, key)
		if err != nil {
			return err
		}
		if !found {
			continue
		}
		version, err := w.Store.PutResults(ctx, key, run.Generation)
		if err != nil {
			return err
		}
		if err := w.Queue.publish(ctx, PublishPayload{Key: key, Generation: run.Generation, Version: version}, 0); err != nil {
			return err
		}
	}
	return nil
}
