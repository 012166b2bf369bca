package jobs

import (
	"context"
	"errors"
	"slices"
)

// close ends the watch over a release whose pull request was closed or whose tag
// was deleted. What it came to stays, with a note where it was merged all the same; what
// was still being checked is cancelled, and the comment says so.
func (w *Worker) close(ctx context.Context, key Key, installation int64, ended Ending) error {
	run, found, err := w.Store.Run(ctx, key)
	if err != nil || !found {
		return err
	}
	if err := w.Store.Unwatch(ctx, key); err != nil {
		return err
	}
	if err := w.handOver(ctx, run); err != nil {
		return err
	}
	if run.Complete() {
		return w.recordPast(ctx, run, ended)
	}
	current, err := w.Store.Generation(ctx, key)
	if err != nil {
		return err
	}
	if current == run.Generation {
		if _, err := w.Store.NextGeneration(ctx, key); err != nil { // older work stops at its next step
			return err
		}
		w.Logger.InfoContext(ctx, "release closed while being checked", "release", key.String(), "run", run.ID)
	}
	target := Target{installation, run.Release.Repository}
	err = w.leave(ctx, target, key, run.Release.SHA, "")
	if err == nil {
		err = w.closeComment(ctx, target, run, ended)
	}
	if errors.Is(err, ErrGone) {
		return nil
	}
	return err
}

// closeComment has the comment of a release that ended before all was judged say
// that. A comment that another release shows itself in is that one's.
func (w *Worker) closeComment(ctx context.Context, target Target, run Run, ended Ending) error {
	keys, err := w.Store.KeysOn(ctx, run.Key.Repository, run.Release.Number)
	if err != nil {
		return err
	}
	for _, key := range keys {
		if key == run.Key {
			continue
		}
		if watched, err := w.Store.Watched(ctx, key); err != nil || watched {
			return err
		}
	}
	// Whoever shows the run now writes the comment too, and does not begin again
	// once the release has a newer generation.
	return w.onCommit(ctx, run.Key.Repository, run.Release.SHA, func(ctx context.Context) error {
		latest, found, err := w.Store.Run(ctx, run.Key)
		if err != nil || !found || latest.Generation != run.Generation {
			return err // reopened meanwhile
		}
		state, err := w.Store.PublishState(ctx, run.Key)
		if err != nil {
			return err
		}
		latest.Ended = ended
		err = w.Publisher.CloseComment(ctx, Publication{Target: target, Run: latest, State: state, Comment: true})
		if errors.Is(err, ErrForbidden) {
			w.Logger.WarnContext(ctx, "the comment goes on saying that the release is being checked", "release", run.Key.String(), "error", err.Error())
			return nil
		}
		return err
	})
}

// handOver gives the comment of a pull request that was closed to the tags that
// its content got.
func (w *Worker) handOver(ctx context.Context, run Run) error {
	if run.Release.Tag != nil || run.Release.Number == 0 {
		return nil
	}
	keys, err := w.Store.KeysOn(ctx, run.Key.Repository, run.Release.Number)
	if err != nil {
		return err
	}
	return w.republish(ctx, slices.DeleteFunc(keys, func(key Key) bool { return key.Tag == "" }))
}

// forget ends the watch over all releases that a test picks, because golive can
// no longer reach them.
func (w *Worker) forget(ctx context.Context, installation int64, lost func(Key, Run) bool) error {
	keys, err := w.Store.Open(ctx)
	if err != nil {
		return err
	}
	for _, key := range keys {
		run, found, err := w.Store.Run(ctx, key)
		if err != nil {
			return err
		}
		if found && !lost(key, run) {
			continue
		}
		if !found && !lost(key, Run{Key: key}) {
			continue
		}
		if err := w.Store.Unwatch(ctx, key); err != nil {
			return err
		}
		if _, err := w.Store.NextGeneration(ctx, key); err != nil {
			return err
		}
		w.removeMirror(ctx, key.Repository)
		w.Logger.InfoContext(ctx, "release out of reach", "release", key.String(), "installation", installation)
	}
	return nil
}
