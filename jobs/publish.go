package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// commentPause is how far apart the edits of a comment are while a run goes on.
// The edit that shows the run's end waits for nothing.
const commentPause = 15 * time.Second

// publish shows what stands of a release. Work of an older version than what is
// shown does nothing.
func (w *Worker) publish(ctx context.Context, payload PublishPayload) error {
	err := w.publishAlone(ctx, payload)
	if !errors.Is(err, ErrBusy) || payload.Late {
		return err
	}
	// Results come faster than the forge takes them. Each asked for a publish of
	// its own, so only the newest has to wait for its turn.
	newest, versionErr := w.Store.Version(ctx, payload.Key, payload.Generation)
	if versionErr == nil && newest > payload.Version {
		return nil
	}
	return err
}

func (w *Worker) publishAlone(ctx context.Context, payload PublishPayload) error {
	return locked(ctx, w.Redis, "publish:"+payload.Key.String(), func(ctx context.Context) error {
		run, found, err := w.Store.Run(ctx, payload.Key)
		if err != nil {
			return err
		}
		if !found || run.Generation != payload.Generation {
			return nil
		}
		ctx = w.traced(ctx, run)
		state, err := w.Store.PublishState(ctx, payload.Key)
		if err != nil {
			return err
		}
		if state.shows(run, payload) {
			return nil
		}
		repository, err := w.Hub.Repository(ctx, run.Installation, run.Key.Repository)
		if err == nil {
			silent, silentErr := w.silent(ctx, run)
			if silentErr != nil {
				return silentErr
			}
			comment := !silent && !payload.Quiet && (run.Complete() || w.Now().Sub(state.CommentEdited) >= commentPause)
			err = w.show(ctx, Target{run.Installation, repository.Describe()}, run, comment)
			if err == nil && !comment && !silent && !payload.Late && !payload.Quiet {
				late := payload
				late.Late, late.Version = true, run.Version
				err = w.Queue.publish(ctx, late, state.CommentEdited.Add(commentPause).Sub(w.Now()))
			}
		}
		return w.final(ctx, err, "publish")
	})
}

// silent reports whether a run leaves the comment to another one: a tag on the
// head of a release pull request that is still open shares its comment, and two
// that write the same comment in turns would tell nothing. The check runs show
// both.
func (w *Worker) silent(ctx context.Context, run Run) (bool, error) {
	if run.Key.IsLook() {
		return true, nil // it has nobody to write to
	}
	if run.Release.Tag == nil || run.Release.Number == 0 {
		return false, nil
	}
	return w.Store.Watched(ctx, Key{Repository: run.Key.Repository, Service: run.Key.Service, Number: run.Release.Number})
}

// shows reports whether the forge shows what the payload asks for already.
func (s PublishState) shows(run Run, payload PublishPayload) bool {
	if s.Generation != run.Generation || s.SHA != run.Release.SHA {
		return false
	}
	if payload.Late {
		return s.CommentVersion >= payload.Version
	}
	return s.Version >= payload.Version
}

// show makes the forge show a run. Two releases may share a commit and its check
// runs, so only one of them is shown at a time.
func (w *Worker) show(ctx context.Context, target Target, run Run, comment bool) error {
	return w.onCommit(ctx, run.Key.Repository, run.Release.SHA, func(ctx context.Context) error {
		// The release may have moved on while this waited for its turn; what is
		// closed on its older commit stays closed.
		generation, err := w.Store.Generation(ctx, run.Key)
		if err != nil || generation != run.Generation {
			return err
		}
		if yielded, err := w.yields(ctx, run); err != nil || yielded {
			return err
		}
		others, err := w.others(ctx, run)
		if err != nil {
			return err
		}
		state, err := w.Store.PublishState(ctx, run.Key)
		if err != nil {
			return err
		}
		if test, found, err := w.Store.LoadTest(ctx, run.Key, run.Release.Tree); err != nil {
			return err
		} else if found {
			run.Load = &test
		}
		after, err := w.Publisher.Publish(ctx, Publication{Target: target, Run: run, Others: others, State: state, Comment: comment})
		after.Generation, after.SHA = run.Generation, run.Release.SHA
		if err == nil && comment {
			if after.Told, err = w.notify(ctx, target, run, after.Number, after.Told); err != nil {
				after.Version = state.Version // so that telling is tried again
			}
		}
		if err == nil {
			after.Version = run.Version
			if comment {
				after.CommentVersion, after.CommentEdited = run.Version, w.Now()
			}
		}
		// What was done half is remembered too; it must not be lost with the
		// task's context.
		kept, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		if keepErr := w.Store.PutPublishState(kept, run.Key, after); keepErr != nil && err == nil {
			return keepErr
		}
		if after.Number > 0 && after.Number != state.Number {
			// A tag without a pull request gets an issue: commands come from there.
			if keepErr := w.Store.ShownOn(kept, run.Key, after.Number); keepErr != nil && err == nil {
				return keepErr
			}
		}
		return err
	})
}

// onCommit runs work alone among those who write to the check runs of a commit.
func (w *Worker) onCommit(ctx context.Context, repository int64, sha string, work func(context.Context) error) error {
	return lockedSoon(ctx, w.Redis, fmt.Sprintf("commit:%d:%s", repository, sha), work)
}

// overwrite does something to the check runs of a commit that is not a run's
// result, and makes the next publish of every release there write its own again.
func (w *Worker) overwrite(ctx context.Context, key Key, sha string, work func(context.Context) error) error {
	return w.onCommit(ctx, key.Repository, sha, func(ctx context.Context) error {
		keys, err := w.Store.OnCommit(ctx, key.Repository, sha)
		if err != nil {
			return err
		}
		if !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
		for _, one := range keys {
			if err := w.Store.ForgetShown(ctx, one); err != nil {
				return err
			}
		}
		return work(ctx)
	})
}

// others returns the runs of other releases of the same commit.
func (w *Worker) others(ctx context.Context, run Run) ([]Run, error) {
	keys, err := w.Store.OnCommit(ctx, run.Key.Repository, run.Release.SHA)
	if err != nil {
		return nil, err
	}
	var others []Run
	for _, key := range keys {
		if key == run.Key {
			continue
		}
		other, found, err := w.Store.Run(ctx, key)
		if err != nil {
			return nil, err
		}
		if found && other.Release.SHA == run.Release.SHA {
			others = append(others, other)
		}
	}
	return others, nil
}
