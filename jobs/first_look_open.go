package jobs

import (
	"context"
	"errors"
	"strings"

	"github.com/golive-app/golive/checks"
)

// openLook begins a first look, or looks again where that was asked for: one
// that is over, or at work, is not repeated by itself.
func (w *Worker) openLook(ctx context.Context, payload OpenPayload, repository Repository) error {
	run, found, err := w.Store.Run(ctx, payload.Key)
	if err != nil {
		return err
	}
	if found && run.Complete() && payload.Scope.Empty() {
		return nil
	}
	claims, err := w.Store.OnCommit(ctx, payload.Key.Repository, payload.Key.Commit)
	if err != nil {
		return err
	}
	state, err := resolveLook(ctx, repository, w.policiesFor(payload.Scope), payload.Key)
	if err != nil && !errors.Is(err, ErrGone) {
		return err
	}
	if err != nil || !state.isOpen || len(claims) > 0 {
		if !found {
			return nil
		}
		return w.dropLook(ctx, run)
	}
	target := Target{payload.Installation, repository.Describe()}
	if found && (run.Installation != payload.Installation || run.Release.Repository != target.Repository) {
		run.Installation, run.Release.Repository = payload.Installation, target.Repository
		if !run.Complete() {
			if err := w.Store.PutRun(ctx, run); err != nil {
				return err
			}
		}
	}
	same, err := w.same(ctx, run, state)
	if err != nil {
		return err
	}
	switch {
	case found && same && run.Release.Tree == "" && !payload.Scope.All:
		// An earlier attempt stopped half way: go on with the same generation.
	case found && same && !payload.Scope.All:
		return w.recheck(ctx, target, run, payload.Scope)
	default:
		if run, err = w.nextRun(ctx, payload, state, run, found, nil); err != nil {
			return err
		}
	}
	return w.start(w.traced(ctx, run), repository, target, run)
}

// resolveLook reads from the forge what a first look looks at. The commit is the
// key's: a branch may have moved on since, which is no reason to look again, and
// who asks for a re-run of check runs means their commit.
func resolveLook(ctx context.Context, repository Repository, kept policies, key Key) (resolved, error) {
	description := repository.Describe()
	name, isTag := strings.CutPrefix(key.Look, "tags/")
	var state resolved
	var err error
	if isTag {
		if state, err = resolveTag(ctx, repository, kept, Key{Repository: key.Repository, Service: key.Service, Tag: name}); err != nil {
			return resolved{}, err
		}
		// A tag that points at other content by now is not what was looked at.
		state.isOpen = state.isOpen && state.release.SHA == key.Commit
	} else {
		branch := strings.TrimPrefix(key.Look, "heads/")
		state = resolved{isOpen: true, release: checks.Release{
			Repository: description, Service: key.Service, Kind: checks.ReleaseBranch, Ref: "refs/" + key.Look,
			SHA: key.Commit, HeadBranch: branch,
		}}
		if state.governed, err = governingPolicy(ctx, repository, kept, description.DefaultBranch); err != nil {
			return resolved{}, err
		}
	}
	if !state.isOpen {
		return state, nil
	}
	patterns := state.governed.policy.Release
	switch {
	case isTag && !patterns.MatchTag(name):
		state.follows = family(name)
	case !isTag:
		last, err := lastRelease(ctx, repository, patterns)
		if err != nil {
			return resolved{}, err
		}
		state.follows = last.follows
	}
	return state, nil
}
