package jobs

import (
	"context"
	"errors"
	"slices"

	"github.com/golive-app/golive/checks"
)

// open looks at a release again: it reads the forge, takes the release's next
// generation where content or policy changed or all was asked for, makes its
// check runs exist, and asks for the sections.
func (w *Worker) open(ctx context.Context, payload OpenPayload) error {
	ctx = w.Trace(ctx, IDs{Delivery: payload.Delivery, Release: payload.Key.String()})
	return locked(ctx, w.Redis, "open:"+payload.Key.String(), func(ctx context.Context) error {
		err := w.openLocked(ctx, payload)
		if errors.Is(err, ErrForbidden) || errors.Is(err, ErrEmpty) {
			// No retry helps, so people have to see why nothing happens.
			if unsaid := w.unopened(ctx, payload, err); unsaid != nil {
				w.Logger.WarnContext(ctx, "could not say why a release is not opened", "release", payload.Key.String(), "error", unsaid.Error())
			}
		}
		return w.final(ctx, err, "open release")
	})
}

func (w *Worker) openLocked(ctx context.Context, payload OpenPayload) error {
	repository, err := w.Hub.Repository(ctx, payload.Installation, payload.Key.Repository)
	if err != nil {
		return err
	}
	if payload.Key.IsLook() {
		return w.openLook(ctx, payload, repository)
	}
	state, err := resolve(ctx, repository, w.policiesFor(payload.Scope), payload.Key)
	if errors.Is(err, ErrGone) {
		return w.close(ctx, payload.Key, payload.Installation, EndDeleted)
	}
	if err != nil {
		return err
	}
	if !state.isOpen {
		return w.close(ctx, payload.Key, payload.Installation, state.ended)
	}
	target := Target{payload.Installation, repository.Describe()}
	watched, err := w.Store.Watched(ctx, payload.Key)
	if err != nil {
		return err
	}
	if !state.claimed && !watched {
		if err := w.lookBack(ctx, repository, target, state.edits, nil); err != nil {
			return err
		}
		return w.notRelease(ctx, target, state, payload.Key)
	}
	run, found, err := w.Store.Run(ctx, payload.Key)
	if err != nil {
		return err
	}
	if err := w.lookBack(ctx, repository, target, state.edits, run.PolicyEdits); err != nil {
		return err
	}
	if found && (run.Installation != payload.Installation || run.Release.Repository != target.Repository) {
		// Renamed or transferred: the key stays, the names and the way there do not.
		run.Installation, run.Release.Repository = payload.Installation, target.Repository
		if err := w.Store.PutRun(ctx, run); err != nil {
			return err
		}
	}
	scope := payload.Scope
	var restored *PreviousRun
	if found {
		revoked, err := w.revoked(ctx, target, payload.Key)
		if err != nil {
			return err
		}
		scope.Items = slices.Concat(scope.Items, revoked, run.lapsed(w.Now()))
		withdrawn, err := w.withdrawnApproval(ctx, target, payload.Key)
		if err != nil {
			return err
		}
		if withdrawn {
			run.Release.Approval = nil
			if err := w.republish(ctx, []Key{payload.Key}); err != nil {
				return err
			}
		}
	} else if restored, err = w.restore(ctx, repository, target, payload.Key, state.release); err != nil {
		return err
	}
	if found && !watched {
		// Reopened: what happened meanwhile told nobody.
		scope.Failed = true
		if err := w.Store.PutRun(ctx, run); err != nil {
			return err
		}
	}
	same, err := w.same(ctx, run, state)
	if err == nil && found && same && scope.Event == checks.EventDeploy {
		var moved bool
		moved, err = rangeMoved(ctx, repository, run)
		same = !moved
	}
	if err != nil {
		return err
	}
	switch {
	case found && same && run.Release.Tree == "" && !scope.All:
		// An earlier attempt stopped half way: go on with the same generation.
	case found && same && !scope.All:
		if err := w.recheck(ctx, target, run, scope); err != nil {
			return err
		}
		return w.offerLoad(ctx, repository, run, scope)
	default:
		if run, err = w.nextRun(ctx, payload, state, run, found, restored); err != nil {
			return err
		}
	}
	ctx = w.traced(ctx, run)
	if err := w.start(ctx, repository, target, run); err != nil {
		return err
	}
	return w.offerLoad(ctx, repository, run, scope)
}

// same reports whether a run is the release's present one and judges what the
// forge says now, by the policy that holds now.
func (w *Worker) same(ctx context.Context, run Run, state resolved) (bool, error) {
	generation, err := w.Store.Generation(ctx, run.Key)
	if err != nil || generation != run.Generation {
		return false, err // closed, or out of reach, since it began
	}
	now := state.release
	return run.Release.SHA == now.SHA && run.Policy.Hash == state.governed.source.Hash && run.PolicyProblem == state.governed.problem &&
		sameEdits(run.PolicyEdits, state.edits) && slices.Equal(run.Carriers, state.carriers) &&
		run.Release.BaseBranch == now.BaseBranch && run.Release.Title == now.Title && run.Release.Number == now.Number, nil
}

// notRelease shows on a commit that it is no release's, unless one claims it. It
// takes its turn with those who show releases there: a "success" that comes late
// must not stand over a verdict.
func (w *Worker) notRelease(ctx context.Context, target Target, state resolved, key Key) error {
	if key.Tag != "" {
		return nil
	}
	return w.onCommit(ctx, key.Repository, state.release.SHA, func(ctx context.Context) error {
		claims, err := w.Store.OnCommit(ctx, key.Repository, state.release.SHA)
		if err != nil || len(claims) > 0 {
			return err
		}
		return w.Publisher.PublishNotRelease(ctx, target, state.release, state.governed.policy.Release, state.edits)
	})
}
