package jobs

import (
	"context"
	"errors"
	"fmt"

	"github.com/golive-app/golive/checks"
)

// resolved is what the forge says about a release now. Whatever a delivery
// claimed is not trusted: deliveries come late, twice and out of order.
type resolved struct {
	release  checks.Release
	governed governing
	isOpen   bool   // the pull request is open, the tag exists
	claimed  bool   // the policy takes it for a release
	follows  string // of a first look: see Run.Follows
	base     string // commit of a pull request's base branch; empty for a tag
	edits    []PolicyEdit
	carriers []Carrier
	ended    Ending // why it is open no more
}

// resolve reads a release from the forge.
func resolve(ctx context.Context, repository Repository, kept policies, key Key) (resolved, error) {
	if key.Tag != "" {
		return resolveTag(ctx, repository, kept, key)
	}
	return resolvePullRequest(ctx, repository, kept, key)
}

func resolvePullRequest(ctx context.Context, repository Repository, kept policies, key Key) (resolved, error) {
	pull, err := repository.PullRequest(ctx, key.Number)
	if err != nil {
		return resolved{}, fmt.Errorf("read pull request #%d: %w", key.Number, err)
	}
	description := repository.Describe()
	state := resolved{
		isOpen: pull.Open, base: pull.Base,
		release: checks.Release{
			Repository: description, Service: key.Service, Kind: checks.ReleasePullRequest,
			Ref: fmt.Sprintf("refs/pull/%d/head", pull.Number), SHA: pull.Head, Number: pull.Number,
			Version: checks.VersionIn(pull.HeadBranch, pull.Title), Title: pull.Title, Author: pull.Author,
			HeadBranch: pull.HeadBranch, BaseBranch: pull.BaseBranch, Fork: pull.Fork, Labels: pull.Labels,
		},
	}
	if !pull.Open {
		state.ended = EndClosed
		if pull.Merged {
			state.ended = EndMerged
		}
		return state, nil
	}
	state.governed, err = governingPolicy(ctx, repository, kept, trustedRef(key, pull, description))
	if err != nil {
		return resolved{}, err
	}
	_, state.claimed = state.governed.policy.Release.MatchPullRequest(pull.HeadBranch, pull.Title, pull.Labels)
	state.edits, err = policyEdits(ctx, repository, state.governed, pull)
	if err != nil {
		return resolved{}, err
	}
	return state, nil
}

func resolveTag(ctx context.Context, repository Repository, kept policies, key Key) (resolved, error) {
	description := repository.Describe()
	state := resolved{release: checks.Release{
		Repository: description, Service: key.Service, Kind: checks.ReleaseTag, Ref: "refs/tags/" + key.Tag,
		Version: checks.VersionIn(key.Tag),
	}}
	tag, err := repository.Tag(ctx, key.Tag)
	if errors.Is(err, ErrGone) {
		state.ended = EndDeleted
		return state, nil // a tag that vanished is closed, no matter what
	}
	if err != nil {
		return resolved{}, fmt.Errorf("read tag %s: %w", key.Tag, err)
	}
	state.isOpen, state.release.Tag, state.release.SHA = true, &tag, tag.Commit
	state.governed, err = governingPolicy(ctx, repository, kept, trustedRef(key, checks.PullRequest{}, description))
	if err != nil {
		return resolved{}, err
	}
	state.claimed = state.governed.policy.Release.MatchTag(key.Tag)
	if !state.claimed {
		return state, nil
	}
	pulls, err := repository.PullRequestsWith(ctx, tag.Commit)
	if err != nil && !errors.Is(err, ErrGone) {
		return resolved{}, fmt.Errorf("pull requests of %s: %w", tag.Commit, err)
	}
	state.carriers = carriersOf(pulls, tag.Commit)
	if pull, found := carrier(state.governed, pulls, tag.Commit); found {
		state.release.Number, state.release.Title, state.release.Author = pull.Number, pull.Title, pull.Author
		state.release.HeadBranch, state.release.BaseBranch = pull.HeadBranch, pull.BaseBranch
	}
	return state, nil
}

// carrier picks the release pull request that a tag's commit came from: the one
// whose merge or head it is before one that merely contains it.
func carrier(governed governing, pulls []checks.PullRequest, commit string) (checks.PullRequest, bool) {
	var found checks.PullRequest
	for _, pull := range pulls {
		if _, release := governed.policy.Release.MatchPullRequest(pull.HeadBranch, pull.Title, pull.Labels); !release {
			continue
		}
		if pull.Head == commit || pull.MergeSHA == commit {
			return pull, true
		}
		if found.Number == 0 {
			found = pull
		}
	}
	return found, found.Number != 0
}
