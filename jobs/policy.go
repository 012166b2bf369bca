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

// governingPolicy reads the policy from a ref that the release's author does
// not control. Absent, unreachable and invalid are three different things: no
// file means the defaults, an unreachable one is an error to try again, and an
// invalid one leaves the defaults in force and is shown until it is mended.
func governingPolicy(ctx context.Context, repository Repository, ref string) (governing, error) {
	defaults := config.DefaultPolicy()
	held := governing{policy: defaults, source: checks.PolicySource{
		Source: "built-in defaults", Ref: ref, Hash: defaults.Hash(), Mode: string(defaults.Mode),
	}}
	data, err := repository.ReadFile(ctx, config.PolicyFile, ref)
	if errors.Is(err, fs.ErrNotExist) {
		return held, nil
	}
	if err != nil {
		return governing{}, fmt.Errorf("read %s at %s: %w", config.PolicyFile, ref, err)
	}
	policy, err := config.DecodePolicy(data)
	var invalid *config.PolicyError
	if errors.As(err, &invalid) {
		held.problem = invalid.Error()
		return held, nil
	}
	if err != nil {
		return governing{}, err
	}
	return governing{policy: policy, source: checks.PolicySource{
		Source: repository.Describe().FullName() + ":" + config.PolicyFile, Ref: ref, Hash: policy.Hash(), Mode: string(policy.Mode),
	}}, nil
}

// trustedRef returns the branch a release's policy is read from: the base branch
// of a pull request, the default branch for a tag.
func trustedRef(key Key, pull checks.PullRequest, repository checks.Repository) string {
	if key.Tag == "" && pull.BaseBranch != "" {
		return pull.BaseBranch
	}
	return repository.DefaultBranch
}
