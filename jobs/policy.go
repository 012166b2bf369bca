package jobs

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
)

// governing is the policy that holds for a release, and where it came from.
type governing struct {
	policy  config.Policy
	source  checks.PolicySource
	problem string // why the file does not hold; empty where it does, or where there is none
}

// policies remember the last policy file of each ref that could be used.
type policies interface {
	// LastPolicy returns that file; nothing where none is known.
	LastPolicy(ctx context.Context, repository int64, ref string) ([]byte, error)
	// KeepPolicy remembers it; no file forgets what was remembered.
	KeepPolicy(ctx context.Context, repository int64, ref string, file []byte) error
}

// governingPolicy reads the policy from a ref that the release's author does
// not control. Absent, unreachable and invalid are three different things: no
// file means the defaults, an unreachable one is an error to try again, and an
// invalid one leaves the last good one of that ref in force, or else the
// defaults, and is shown until it is mended.
func governingPolicy(ctx context.Context, repository Repository, kept policies, ref string) (governing, error) {
	description := repository.Describe()
	data, err := repository.ReadFile(ctx, config.PolicyFile, ref)
	if errors.Is(err, fs.ErrNotExist) {
		return defaultPolicy(ref), kept.KeepPolicy(ctx, description.ID, ref, nil)
	}
	if err != nil {
		return governing{}, fmt.Errorf("read %s at %s: %w", config.PolicyFile, ref, err)
	}
	policy, err := config.DecodePolicy(data)
	var invalid *config.PolicyError
	switch {
	case errors.As(err, &invalid):
		held, err := lastPolicy(ctx, description, kept, ref)
		held.problem = invalid.Error()
		return held, err
	case err != nil:
		return governing{}, err
	}
	if err := kept.KeepPolicy(ctx, description.ID, ref, data); err != nil {
		return governing{}, err
	}
	return policyOf(description, policy, ref), nil
}

// lastPolicy returns the last good policy of a ref, or else the defaults.
func lastPolicy(ctx context.Context, repository checks.Repository, kept policies, ref string) (governing, error) {
	data, err := kept.LastPolicy(ctx, repository.ID, ref)
	if err != nil {
		return governing{}, err
	}
	if len(data) == 0 {
		return defaultPolicy(ref), nil
	}
	policy, err := config.DecodePolicy(data)
	if err != nil {
		return defaultPolicy(ref), nil //nolint:nilerr // good for an earlier version of golive, not for this one
	}
	held := policyOf(repository, policy, ref)
	held.source.Source += " (the last that could be used)"
	return held, nil
}

func defaultPolicy(ref string) governing {
	defaults := config.DefaultPolicy()
	return governing{policy: defaults, source: checks.PolicySource{
		Source: "built-in defaults", Ref: ref, Hash: defaults.Hash(), Mode: string(defaults.Mode),
	}}
}

func policyOf(repository checks.Repository, policy config.Policy, ref string) governing {
	return governing{policy: policy, source: checks.PolicySource{
		Source: repository.FullName() + ":" + config.PolicyFile, Ref: ref, Hash: policy.Hash(), Mode: string(policy.Mode),
	}}
}

// trustedRef returns the branch a release's policy is read from: the base branch
// of a pull request, the default branch for a tag.
func trustedRef(key Key, pull checks.PullRequest, repository checks.Repository) string {
	if key.Tag == "" && pull.BaseBranch != "" {
		return pull.BaseBranch
	}
	return repository.DefaultBranch
}
