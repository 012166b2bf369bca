package jobs

import (
	"context"
	"errors"
	"fmt"

	"github.com/golive-app/golive/checks/evidence/source"
)

// start is where a release's range starts. Without a commit, all content is new.
type start struct {
	commit string
	reason string   // for people: "last release v1.3.0"
	notes  []string // what kept a better start from being found, with its remedy
}

// startOf returns the start that the generation began with, or finds it: all
// sections of one generation judge one range, whatever is deployed meanwhile.
func startOf(ctx context.Context, repository Repository, directory string, run Run) (start, error) {
	if known := run.Range; known != nil {
		return start{commit: known.From, reason: known.Reason}, nil
	}
	return rangeStart(ctx, repository, directory, run)
}

// rangeStart returns the commit that a release's range starts after: what was
// last deployed to production, else the last release tag of its line, else where
// its branch left the base. Why a better start could not be had is part of the
// reason.
func rangeStart(ctx context.Context, repository Repository, directory string, run Run) (start, error) {
	deployed, err := deployedStart(ctx, repository, directory, run)
	if err != nil || deployed.commit != "" {
		return deployed, err
	}
	found, err := taggedStart(ctx, repository, directory, run)
	if err == nil && found.commit == "" {
		found, err = branchedStart(ctx, directory, run)
	}
	if err != nil {
		return start{}, err
	}
	found.notes = deployed.notes
	if deployed.reason != "" {
		if found.commit == "" {
			found.notes = append(found.notes, "no range is known: "+deployed.reason+", and no release tag leads to this content")
		}
		found.reason += "; " + deployed.reason
	}
	return found, nil
}

// rangeMoved reports whether a run's range would start elsewhere by now, as after a
// deployment to production. A start that cannot be found now moves nothing.
func rangeMoved(ctx context.Context, repository Repository, run Run) (bool, error) {
	directory, err := repository.Fetch(ctx, run.Release.SHA)
	if err != nil {
		return false, fmt.Errorf("fetch %.7s: %w", run.Release.SHA, err)
	}
	before := run.Range
	run.Range = nil
	from, err := rangeStart(ctx, repository, directory, run)
	if err != nil {
		return false, err
	}
	return from.commit != "" && (before == nil || from.commit != before.From), nil
}

// branchedStart is where a release's branch left its base.
func branchedStart(ctx context.Context, directory string, run Run) (start, error) {
	if run.Base == "" {
		return start{}, nil
	}
	base, err := source.MergeBase(ctx, directory, run.Base, run.Release.SHA)
	if errors.Is(err, source.ErrNoMergeBase) || base == run.Release.SHA {
		return start{}, nil
	}
	if err != nil {
		return start{}, fmt.Errorf("merge base with %s: %w", run.Release.BaseBranch, err)
	}
	return start{commit: base, reason: "merge base with " + run.Release.BaseBranch}, nil
}

// leadsTo reports whether a commit of the mirror is in the history of another.
func leadsTo(ctx context.Context, directory, ancestor, commit string) (bool, error) {
	base, err := source.MergeBase(ctx, directory, ancestor, commit)
	if errors.Is(err, source.ErrNoMergeBase) {
		return false, nil
	}
	return err == nil && base == ancestor, err
}
