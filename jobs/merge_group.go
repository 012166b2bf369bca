package jobs

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
)

// queuedPause is how long a merge queue's commit waits for its release to be judged.
const queuedPause = 10 * time.Second

// queued shows on the commit that a merge queue made of a pull request what holds for
// that content: the queue merges nothing before the required check stands there. It is
// what was judged where the content is the same but for the release's own books; where
// the base moved, nothing that was seen is about it.
func (w *Worker) queued(ctx context.Context, trigger Trigger) error {
	key := Key{Repository: trigger.Repository, Number: trigger.Number}
	repository, err := w.Hub.Repository(ctx, trigger.Installation, trigger.Repository)
	if err != nil {
		return err
	}
	target := Target{trigger.Installation, repository.Describe()}
	run, found, err := w.Store.Run(ctx, key)
	if err != nil {
		return err
	}
	watched, err := w.Store.Watched(ctx, key)
	if err != nil {
		return err
	}
	if !found || !watched {
		state, err := resolve(ctx, repository, w.policiesFor(Scope{}), key)
		if err != nil || !state.isOpen {
			return err
		}
		if !state.claimed {
			state.release.SHA, state.edits = trigger.SHA, nil
			return w.notRelease(ctx, target, state, key)
		}
		if err := w.Queue.Open(ctx, key, trigger.Installation, Scope{}, trigger.Delivery); err != nil {
			return err
		}
	}
	if !found || !run.Complete() {
		return &LimitedError{Until: w.Now().Add(queuedPause), Reason: "the release is still being judged"}
	}
	directory, err := repository.Fetch(ctx, trigger.SHA, run.Release.SHA)
	if err != nil {
		return fmt.Errorf("fetch the merge queue's %.7s: %w", trigger.SHA, err)
	}
	judged := checks.ContentCommit{SHA: run.Release.SHA, Origin: checks.OriginHead, Number: key.Number}
	content, err := source.ReadContent(ctx, directory, trigger.SHA, []checks.ContentCommit{judged})
	if err != nil {
		return fmt.Errorf("read the merge queue's %.7s: %w", trigger.SHA, err)
	}
	if !(checks.Subject{Content: content}).Holds(judged.SHA, checks.ReleaseBooks()...) {
		why := fmt.Sprintf("The base moved: what the merge queue would merge is other content than `%.7s`, which was judged.", run.Release.SHA)
		run.Results = maps.Clone(run.Results)
		for id, result := range run.Results {
			run.Results[id] = checks.Outdated(result, why)
		}
		run.Notes = append(slices.Clone(run.Notes), why+" Take the base into the pull request, so that golive judges what is merged.")
	}
	run.Release.SHA, run.Release.Tree = trigger.SHA, content.Tree
	return w.onCommit(ctx, key.Repository, trigger.SHA, func(ctx context.Context) error {
		_, err := w.Publisher.Publish(ctx, Publication{Target: target, Run: run})
		return err
	})
}
