package jobs

import (
	"context"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
)

// watchLoad looks whether a load test that began still goes on, and settles one whose
// process died over it: nobody else would.
func (w *Worker) watchLoad(ctx context.Context, payload LoadPayload) error {
	test, found, err := w.Store.LastLoadTest(ctx, payload.Key, payload.Tree)
	if err != nil || !found || test.ID != payload.ID {
		return err
	}
	goesOn, err := w.loadGoesOn(ctx, payload, test)
	if err != nil || !goesOn {
		return err
	}
	return w.Queue.watchLoad(ctx, payload)
}

// loadGoesOn reports whether a load test goes on, and settles it where nobody does.
func (w *Worker) loadGoesOn(ctx context.Context, payload LoadPayload, test checks.LoadTest) (bool, error) {
	switch {
	case test.State == checks.LoadWaiting && w.Now().Sub(test.AskedAt) > taskLifetime:
		return false, w.endLoad(ctx, payload, "its turn did not come in "+wording.Span(taskLifetime), runAgain)
	case test.State != checks.LoadRunning:
		return false, nil
	}
	alive, err := w.Store.LoadAlive(ctx, test.ID)
	if err != nil || alive {
		return alive, err
	}
	w.Logger.WarnContext(ctx, "load test lost", "release", payload.Key.String(), "load_test", test.ID)
	return false, w.endLoad(ctx, payload, "the process that ran it was lost", runAgain)
}

// loading reports whether a load test of a run's content goes on, for which its item
// may wait beyond the run's deadline.
func (w *Worker) loading(ctx context.Context, run Run) (bool, error) {
	test, found, err := w.Store.LastLoadTest(ctx, run.Key, run.Release.Tree)
	if err != nil || !found {
		return false, err
	}
	return w.loadGoesOn(ctx, payloadOf(run, test), test)
}
