package delivery

import (
	"context"
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
)

// Naming checks delivery.naming: a release's tag (or, before it, its branch) is
// named as releases are named here, its version is new and greater than the
// last one of its line, the version files agree, and the tag can neither be
// mistaken for a branch nor moved.
type Naming struct{}

// NewNaming returns the check.
func NewNaming() *Naming { return &Naming{} }

// namingFacts are what was seen.
type namingFacts struct {
	files    []versionFile
	patterns []string // of tags, by the policy
	branches []string // globs of release branches that the policy adds

	listed    bool // the tags were read
	tags      []checks.Tag
	forge     bool   // the fields below were asked for
	ambiguous bool   // a branch has the tag's name
	branch    string // a branch that contains the tag's commit; empty: none of those tried
	tried     []string
	protected bool
	known     bool // whether protection could be read
	merged    bool // the release's pull request is merged
	unread    []string
}

// Observe reads version files and asks the forge about tags and branches.
func (n *Naming) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	files, err := readVersionFiles(ctx, subject.Source)
	if err != nil {
		return checks.Observation{}, err
	}
	facts := namingFacts{files: files, patterns: subject.Policy.Release.Tags, branches: addedBranches(subject.Policy)}
	if subject.Forge != nil && subject.Release.Kind != checks.ReleaseDirectory {
		facts.forge = true
		facts.ask(ctx, subject.Forge, subject.Release)
		if err := ctx.Err(); err != nil {
			return checks.Observation{}, fmt.Errorf("read tags and branches: %w", err)
		}
	}
	if !facts.forge && subject.Tags != nil {
		if facts.tags, err = subject.Tags.Tags(ctx); err != nil {
			return checks.Observation{}, fmt.Errorf("read the tags: %w", err)
		}
		facts.listed = true
	}
	return observeNaming(facts, subject.Release, subject.Now()), nil
}

// ask reads what the forge knows; what it does not answer is in unread.
func (f *namingFacts) ask(ctx context.Context, forge checks.Forge, release checks.Release) {
	var err error
	if f.tags, err = forge.Tags(ctx); err != nil {
		f.unread = append(f.unread, "the tags")
	}
	f.listed = err == nil
	if release.Kind == checks.ReleasePullRequest {
		pull, err := forge.PullRequest(ctx, release.Number)
		if err != nil {
			f.unread = append(f.unread, "the pull request")
		}
		f.merged = pull.Merged
		return
	}
	if release.Tag == nil {
		return
	}
	if f.ambiguous, err = forge.BranchExists(ctx, release.Tag.Name); err != nil {
		f.unread = append(f.unread, "whether a branch has the tag's name")
	}
	if f.protected, f.known, err = forge.TagsProtected(ctx, release.Tag.Name); err != nil {
		f.known = false
	}
	f.findBranch(ctx, forge, release)
}

// findBranch looks for a branch that contains the tag's commit: the default
// branch, else a release branch of the version's line.
func (f *namingFacts) findBranch(ctx context.Context, forge checks.Forge, release checks.Release) {
	candidates := append([]string{release.Repository.DefaultBranch, release.HeadBranch, release.BaseBranch}, lineBranches(release.Tag.Name)...)
	asked := map[string]bool{"": true, release.Tag.Name: true}
	for _, branch := range candidates {
		if asked[branch] {
			continue
		}
		asked[branch] = true
		exists, err := forge.BranchExists(ctx, branch)
		if err == nil && !exists {
			continue
		}
		contained := false
		if err == nil {
			contained, err = forge.Contains(ctx, branch, release.Tag.Commit)
		}
		if err != nil {
			f.unread = append(f.unread, "whether "+wording.Quoted(branch)+" contains the commit")
			continue
		}
		f.tried = append(f.tried, branch)
		if contained {
			f.branch = branch
			return
		}
	}
}
