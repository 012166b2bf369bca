package jobs

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/golive-app/golive/checks"
)

// janitor settles what was left "checking" past its deadline, whoever died over
// it, so that no pull request stays blocked by a run that will never end.
func (w *Worker) janitor(ctx context.Context) error {
	keys, err := w.Store.Open(ctx)
	if err != nil {
		return err
	}
	for _, key := range keys {
		if err := w.tidy(ctx, key); err != nil {
			if err := w.final(ctx, err, "tidy release", "release", key.String()); err != nil {
				return err
			}
		}
	}
	return nil
}

// tidy ends one release's run if its deadline is over, and closes its check runs
// as timed out.
func (w *Worker) tidy(ctx context.Context, key Key) error {
	run, found, err := w.Store.Run(ctx, key)
	if err == nil && key.IsLook() && (!found || run.Complete()) {
		return w.Store.Unwatch(ctx, key)
	}
	if err != nil || !found {
		return err
	}
	loading, err := w.loading(ctx, run)
	if err != nil {
		return err
	}
	if run.Complete() {
		return w.lapse(ctx, run)
	}
	if loading || w.Now().Before(run.Deadline) {
		return nil
	}
	var late []checks.Result
	for id, result := range run.Results {
		entry, known := w.Catalogue.Find(id)
		if known && !result.Verdict().Settled() {
			late = append(late, checks.Broken(entry.Item, run.Release.Kind, run.ID, "The check did not end by the run's deadline."))
		}
	}
	if generation, err := w.Store.Generation(ctx, key); err != nil || generation != run.Generation {
		return err
	}
	repository, err := w.Hub.Repository(ctx, run.Installation, key.Repository)
	if errors.Is(err, ErrGone) {
		return errors.Join(err, w.Store.Unwatch(ctx, key))
	}
	if err != nil {
		return err
	}
	if key.IsLook() {
		return w.keep(ctx, run, late...) // it has no check runs before its end
	}
	closed := 0
	err = w.overwrite(ctx, key, run.Release.SHA, func(ctx context.Context) error {
		closed, err = w.Publisher.TimeOut(ctx, Target{run.Installation, repository.Describe()}, run.Release.SHA, run.Deadline)
		return err
	})
	if err != nil {
		return err
	}
	w.Logger.WarnContext(ctx, "run did not end in time", "release", key.String(), "run", run.ID, "items", len(late), "check_runs", closed)
	return w.keep(ctx, run, late...)
}

// lapse asks for another look at what was waived until a time that is over by now:
// no event tells of it.
func (w *Worker) lapse(ctx context.Context, run Run) error {
	ended := run.lapsed(w.Now())
	if len(ended) == 0 {
		return nil
	}
	w.Logger.InfoContext(ctx, "waivers ended", "release", run.Key.String(), "items", ended)
	return w.Queue.Open(ctx, run.Key, run.Installation, Scope{Items: ended}, run.Delivery)
}

// lapsed returns the items that are waived until a time that is over.
func (r Run) lapsed(now time.Time) []checks.ItemID {
	var ended []checks.ItemID
	for id, result := range r.Results {
		if result.Verdict() == checks.Waived && result.Waiver != nil && !now.Before(result.Waiver.Until) {
			ended = append(ended, id)
		}
	}
	slices.Sort(ended)
	return ended
}
