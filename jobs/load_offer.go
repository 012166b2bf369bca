package jobs

import (
	"context"
	"errors"
	"slices"

	"github.com/golive-app/golive/checks"
)

// offerLoad has a release's content tested where that is due: when it was opened, when
// something was deployed, and when somebody asks for another look at what could not be
// tested. That a test cannot be offered keeps nothing else from being judged.
func (w *Worker) offerLoad(ctx context.Context, repository Repository, run Run, scope Scope) error {
	if w.Loads == nil || scope.Event != "" && scope.Event != checks.EventDeploy {
		return nil
	}
	asked := scope.All || scope.Failed || slices.Contains(scope.Items, LoadItem)
	if len(scope.Items) > 0 && !asked && scope.Event == "" {
		return nil
	}
	now, found, err := w.Store.Run(ctx, run.Key) // with its content, which is known by now
	if err != nil || !found || now.Generation != run.Generation {
		return err
	}
	changed, err := w.Loads.Offer(ctx, repository, now, asked)
	if err != nil {
		if limited := new(LimitedError); errors.As(err, &limited) || ctx.Err() != nil {
			return err
		}
		w.Logger.WarnContext(ctx, "a load test could not be offered", "release", run.Key.String(), "error", err.Error())
		return nil
	}
	if changed {
		return w.Queue.loaded(ctx, now)
	}
	return nil
}

// loadTestOf returns the load test by which a run's content is judged; nil: none is
// known. Where the content itself was not tested, one that differs from it in nothing
// but a release's own books and tests was, perhaps.
func (w *Worker) loadTestOf(ctx context.Context, run Run, content *checks.Content) (*checks.LoadTest, error) {
	test, found, err := w.Store.LoadTest(ctx, run.Key, run.Release.Tree)
	if err != nil || found {
		return &test, err
	}
	if content == nil {
		return nil, nil
	}
	for _, commit := range content.Commits {
		if commit.Released() {
			continue
		}
		test, found, err := w.Store.LoadTestOf(ctx, run.Key, commit.SHA)
		if err != nil {
			return nil, err
		}
		if found {
			test.Tree, test.Proof = run.Release.Tree, test.Proof+" ("+commit.Words()+")"
			return &test, nil
		}
	}
	return nil, nil
}
