package jobs

import (
	"context"
	"errors"
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
)

// Carrier is a pull request by which a tag's commit came to where it is, a release's
// or not. Its head and its merge may hold what is released.
type Carrier struct {
	Number int    `json:"number"`
	Head   string `json:"head"`
	Merge  string `json:"merge,omitempty"`
}

// mostCarriers bounds how many pull requests' heads are looked at.
const mostCarriers = 5

// carriersOf picks the pull requests whose head or merge may have the content of a
// commit: those that it was merged by first.
func carriersOf(pulls []checks.PullRequest, commit string) []Carrier {
	var direct, others []Carrier
	for _, pull := range pulls {
		one := Carrier{Number: pull.Number, Head: pull.Head}
		if pull.Merged {
			one.Merge = pull.MergeSHA
		}
		switch {
		case one.Head == commit || one.Merge == commit:
			direct = append(direct, one)
		case pull.Merged: // an open one that merely holds the commit comes and goes
			others = append(others, one)
		}
	}
	all := append(direct, others...)
	return all[:min(len(all), mostCarriers)]
}

// holdersOf finds the commits that hold a run's content, fetching the heads of the
// pull requests that carry it where they are not here: a squash or a rebase leaves
// them out of the history.
func holdersOf(ctx context.Context, repository Repository, directory string, run Run) (content *checks.Content, notes []string, err error) {
	var candidates []checks.ContentCommit
	for _, carrier := range run.Carriers {
		for _, candidate := range []checks.ContentCommit{
			{SHA: carrier.Merge, Origin: checks.OriginMerge, Number: carrier.Number},
			{SHA: carrier.Head, Origin: checks.OriginHead, Number: carrier.Number},
		} {
			if candidate.SHA == "" || candidate.SHA == run.Release.SHA {
				continue
			}
			_, err := repository.Fetch(ctx, candidate.SHA)
			switch {
			case ctx.Err() != nil || isLimited(err):
				return nil, nil, fmt.Errorf("fetch %.7s of #%d: %w", candidate.SHA, carrier.Number, err)
			case err == nil:
				candidates = append(candidates, candidate)
			case !errors.Is(err, ErrGone): // what is gone holds nothing to be asked about
				notes = append(notes, fmt.Sprintf("%.7s of #%d could not be fetched, so what is recorded there does not count: %s", candidate.SHA, carrier.Number, cause(err)))
			}
		}
	}
	content, err = source.ReadContent(ctx, directory, run.Release.SHA, candidates)
	return content, notes, err
}

// namedBy returns the pull request that a commit names as the one it was merged by, where
// that one says so too: a tag follows a merge within seconds, and a forge takes a while
// until it lists by which pull request a commit came.
func namedBy(ctx context.Context, repository Repository, commit string) ([]checks.PullRequest, error) {
	directory, err := repository.Fetch(ctx, commit)
	if ctx.Err() != nil || isLimited(err) {
		return nil, fmt.Errorf("fetch %.7s: %w", commit, err)
	}
	if err != nil {
		return nil, nil // whoever needs the content says why it cannot be had
	}
	read, err := source.ReadCommit(ctx, directory, commit)
	if err != nil {
		return nil, ctx.Err()
	}
	number, named := checks.MergedAs(read.Subject)
	if !named {
		return nil, nil
	}
	pull, err := repository.PullRequest(ctx, number)
	switch {
	case errors.Is(err, ErrGone): // an issue of that number
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("read pull request #%d: %w", number, err)
	case !pull.Merged || pull.MergeSHA != commit:
		return nil, nil
	}
	return []checks.PullRequest{pull}, nil
}
