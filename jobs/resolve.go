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
	state := describePull(repository.Describe(), key, pull)
	if !pull.Open {
		return state, nil
	}
	if err := state.govern(ctx, repository, kept, key, pull); err != nil {
		return resolved{}, err
	}
	state.edits, err = policyEdits(ctx, repository, state.governed, pull)
	if err != nil {
		return resolved{}, err
	}
	return state, nil
}

// describePull is what a pull request says of its release, without a policy.
func describePull(repository checks.Repository, key Key, pull checks.PullRequest) resolved {
	state := resolved{
		isOpen: pull.Open, base: pull.Base,
		release: checks.Release{
			Repository: repository, Service: key.Service, Kind: checks.ReleasePullRequest,
			Ref: fmt.Sprintf("refs/pull/%d/head", pull.Number), SHA: pull.Head, Number: pull.Number,
			Version: checks.VersionIn(pull.HeadBranch, pull.Title), Title: pull.Title, Author: pull.Author,
			HeadBranch: pull.HeadBranch, BaseBranch: pull.BaseBranch, Fork: pull.Fork, Labels: pull.Labels,
		},
	}
	switch {
	case pull.Open:
	case pull.Merged:
		state.ended = EndMerged
	default:
		state.ended = EndClosed
	}
	return state
}

// govern reads the policy that holds for a pull request.
func (s *resolved) govern(ctx context.Context, repository Repository, kept policies, key Key, pull checks.PullRequest) error {
	var err error
	if s.governed, err = governingPolicy(ctx, repository, kept, trustedRef(key, pull, repository.Describe())); err != nil {
		return err
	}
	_, s.claimed = s.governed.policy.Release.MatchPullRequest(pull.HeadBranch, pull.Title, pull.Labels)
	return nil
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
	err = state.carry(ctx, repository)
	return state, err
}

// carry finds the release pull request that a tag's content came from.
func (s *resolved) carry(ctx context.Context, repository Repository) error {
	commit := s.release.SHA
	pulls, err := repository.PullRequestsWith(ctx, commit)
	if err != nil && !errors.Is(err, ErrGone) {
		return fmt.Errorf("pull requests of %s: %w", commit, err)
	}
	if len(pulls) == 0 {
		if pulls, err = namedBy(ctx, repository, commit); err != nil {
			return err
		}
	}
	s.carriers = carriersOf(pulls, commit)
	if pull, found := carrier(s.governed, pulls, commit); found {
		s.release.Number, s.release.Title, s.release.Author = pull.Number, pull.Title, pull.Author
		s.release.HeadBranch, s.release.BaseBranch = pull.HeadBranch, pull.BaseBranch
	}
	return nil
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
