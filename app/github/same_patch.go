package github

import (
	"context"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
)

// SamePatch reports whether two commits of a pull request bring the same change over
// where each left its base. Commits that were pushed away can still be had of GitHub
// for a while; jobs.ErrGone says that one cannot.
//
// What GitHub records as the base of a pull request is the branch's tip when it was
// opened or retargeted. A branch that took in what came onto its base since left it
// later, so the base is read as it stands; or, where the pull request was merged, as
// it stood just before that.
func (r *Repository) SamePatch(ctx context.Context, pull checks.PullRequest, one, other string) (bool, error) {
	base := pull.Base
	if !pull.Merged {
		if tip, err := r.CommitOf(ctx, "heads/"+pull.BaseBranch); err == nil {
			base = tip
		} else if ctx.Err() != nil {
			return false, err
		}
	}
	wanted := []string{one, other}
	for _, commit := range []string{base, pull.MergeSHA} {
		if commit != "" {
			wanted = append(wanted, commit)
		}
	}
	directory, err := r.Fetch(ctx, wanted...)
	if err != nil {
		return false, err
	}
	if pull.Merged && pull.MergeSHA != "" {
		if before, _, err := source.Resolve(ctx, directory, pull.MergeSHA+"^1"); err == nil {
			base = before
		}
	}
	return source.SamePatch(ctx, directory, base, one, other)
}
