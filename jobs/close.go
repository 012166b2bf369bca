package jobs

import (
	"context"
	"errors"
	"slices"
)

// close ends the watch over a release whose pull request was closed or whose tag
// was deleted. What it came to stays; what was still being checked is cancelled.
func (w *Worker) close(ctx context.Context, key Key, installation int64) error {
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
		return nil
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
	err = w.leave(ctx, Target{installation, run.Release.Repository}, key, run.Release.SHA, "")
	if errors.Is(err, ErrGone) {
		return nil
	}
	return err
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
