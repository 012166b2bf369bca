package jobs

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
)

// builtIn names the policy that stands in no file.
const builtIn = "built-in defaults"

// governing is the policy that holds for a release, and where it came from.
type governing struct {
	policy  config.Policy
	source  checks.PolicySource
	problem string // why a file does not hold, a line each; empty where all hold, or none is there

	organisation config.Policy // what the repository's own file lies over
	own          policyFile    // the repository's own file
	common       policyFile    // the owner's, for all of their repositories
}

// policies remember the last policy file of each ref that could be used.
type policies interface {
	// LastPolicy returns that file; nothing where none is known.
	LastPolicy(ctx context.Context, repository int64, ref string) ([]byte, error)
	// KeepPolicy remembers it; no file forgets what was remembered.
	KeepPolicy(ctx context.Context, repository int64, ref string, file []byte) error
	// LacksCommonPolicy reports whether it is known that an owner keeps no file for
	// all of their repositories, and NoteCommonPolicy remembers it for a short time.
	LacksCommonPolicy(ctx context.Context, owner string) (bool, error)
	NoteCommonPolicy(ctx context.Context, owner string, present bool) error
}

// governingPolicy reads the policy from places that the release's author does
// not control: the repository's file at a trusted ref, over that of the owner
// for all of their repositories, over the defaults. Of each file, absent,
// unreachable and invalid are three different things: without it what lies below
// holds, an unreachable one is an error to try again, and an invalid one leaves
// its last good one in force, or else what lies below, and is shown until it is
// mended.
func governingPolicy(ctx context.Context, repository Repository, kept policies, ref string) (governing, error) {
	var governed governing
	var err error
	if governed.common, err = commonPolicy(ctx, repository, kept); err != nil {
		return governing{}, err
	}
	below, err := governed.common.over(ctx, kept, config.DefaultPolicy())
	if err != nil {
		return governing{}, err
	}
	if governed.own, err = ownPolicy(ctx, repository, ref); err != nil {
		return governing{}, err
	}
	above, err := governed.own.over(ctx, kept, below.policy)
	if err != nil {
		return governing{}, err
	}
	governed.policy, governed.organisation = above.policy, below.policy
	governed.problem = joinLines(above.problem, below.problem)
	governed.source = checks.PolicySource{Source: builtIn, Ref: ref, Hash: above.policy.Hash(), Mode: string(above.policy.Mode)}
	switch {
	case above.source != "" && below.source != "":
		governed.source.Source = above.source + " over " + below.source
	case above.source != "":
		governed.source.Source = above.source
	case below.source != "":
		governed.source.Source, governed.source.Ref = below.source, governed.common.ref
	}
	return governed, nil
}

// ownPolicy reads a repository's own policy file at a ref.
func ownPolicy(ctx context.Context, repository Repository, ref string) (policyFile, error) {
	description := repository.Describe()
	file := policyFile{owner: description.Owner, name: description.FullName() + ":" + config.PolicyFile, repository: description.ID, ref: ref, place: ref}
	data, err := repository.ReadFile(ctx, config.PolicyFile, ref)
	return file.read(data, err)
}

// commonPolicy reads the policy file of the repository's owner.
func commonPolicy(ctx context.Context, repository Repository, kept policies) (policyFile, error) {
	description := repository.Describe()
	if !strings.EqualFold(description.Name, ".github") { // which keeps the file itself
		if lacking, err := kept.LacksCommonPolicy(ctx, description.Owner); err != nil || lacking {
			return policyFile{}, err
		}
	}
	found, err := repository.OrganisationFile(ctx, config.OrganisationPolicyFile)
	file := policyFile{
		owner:      description.Owner,
		name:       found.Repository.FullName() + ":" + config.OrganisationPolicyFile,
		repository: found.Repository.ID, ref: found.Ref,
		// A ref holds no colon, so the repository's own policy has another place.
		place: found.Ref + ":" + config.OrganisationPolicyFile,
	}
	if found.Repository.ID == 0 {
		file.name = description.Owner + "/.github:" + config.OrganisationPolicyFile
	}
	if file, err = file.read(found.Data, err); err != nil {
		return policyFile{}, err
	}
	return file, kept.NoteCommonPolicy(ctx, description.Owner, file.present)
}

// policyFile is one file of the policy as it was read.
type policyFile struct {
	name       string // "acme/shop:.golive.yml"
	owner      string // of the repository
	repository int64  // that it stands in; 0: not known
	ref        string
	place      string // under which the last good one is remembered
	present    bool
	data       []byte
	refused    error // a *config.PolicyError that is known without decoding it
}

// read notes what came of reading the file; what is returned as an error is to
// be tried again.
func (f policyFile) read(data []byte, err error) (policyFile, error) {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return f, nil
	case errors.Is(err, ErrTooLarge):
		f.present = true
		f.refused = &config.PolicyError{Problems: []config.Problem{{Problem: "the file is too large to be read", Advice: "a policy is some dozen lines"}}}
		return f, nil
	case err != nil:
		return policyFile{}, fmt.Errorf("read the policy %s at %s: %w", f.name, f.ref, err)
	}
	f.present, f.data = true, data
	return f, nil
}

// decode returns the policy that the file makes of what lies below it. An
// absent one changes nothing.
func (f policyFile) decode(below config.Policy) (config.Policy, error) {
	switch {
	case !f.present:
		return below, nil
	case f.refused != nil:
		return config.Policy{}, f.refused
	}
	return config.DecodePolicyOf(f.owner, f.data, below)
}

// heldPolicy is what one file came to.
type heldPolicy struct {
	policy  config.Policy
	source  string // the file; empty: nothing of it holds
	problem string // a line for each; empty: it can be used, or is absent
}

// over puts the file over what lies below it, or its last good one where it
// cannot be used.
func (f policyFile) over(ctx context.Context, kept policies, below config.Policy) (heldPolicy, error) {
	policy, err := f.decode(below)
	var invalid *config.PolicyError
	switch {
	case errors.As(err, &invalid):
		return f.last(ctx, kept, below, invalid)
	case err != nil:
		return heldPolicy{}, err
	}
	if f.repository != 0 {
		if err := kept.KeepPolicy(ctx, f.repository, f.place, f.data); err != nil {
			return heldPolicy{}, err
		}
	}
	if !f.present {
		return heldPolicy{policy: below}, nil
	}
	return heldPolicy{policy: policy, source: f.name}, nil
}

// last returns what the last good one comes to, or else what lies below.
func (f policyFile) last(ctx context.Context, kept policies, below config.Policy, invalid *config.PolicyError) (heldPolicy, error) {
	var lines []string
	for _, problem := range firstProblems(invalid.Problems) {
		lines = append(lines, joinWords(f.name, problem.Place())+": "+problem.Text())
	}
	if more := len(invalid.Problems) - len(lines); more > 0 {
		lines = append(lines, fmt.Sprintf("%s: %d more", f.name, more))
	}
	held := heldPolicy{policy: below, problem: joinLines(lines...)}
	data, err := kept.LastPolicy(ctx, f.repository, f.place)
	if err != nil || len(data) == 0 {
		return held, err
	}
	if policy, err := config.DecodePolicyOf(f.owner, data, below); err == nil { // else good for an earlier version of golive, not for this one
		held.policy, held.source = policy, f.name+" (the last that could be used)"
	}
	return held, nil
}

// trustedRef returns the branch a release's policy is read from: the base branch
// of a pull request, the default branch for a tag.
func trustedRef(key Key, pull checks.PullRequest, repository checks.Repository) string {
	if key.Tag == "" && pull.BaseBranch != "" {
		return pull.BaseBranch
	}
	return repository.DefaultBranch
}

// maxProblems is how many problems of a file are told: its author mends some and
// is told of the others then.
const maxProblems = 50

func firstProblems(problems []config.Problem) []config.Problem {
	return problems[:min(len(problems), maxProblems)]
}

func joinWords(words ...string) string { return joinNotEmpty(" ", words) }

func joinLines(lines ...string) string { return joinNotEmpty("\n", lines) }

func joinNotEmpty(separator string, parts []string) string {
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, separator)
}
