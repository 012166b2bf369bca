package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	gh "github.com/google/go-github/v66/github"

	"github.com/golive-app/golive/jobs"
)

// MergeBase returns the commit at which head left base, each a branch or a
// commit; jobs.ErrGone where they have no commit in common, or one is not there.
// https://docs.github.com/en/rest/commits/commits#compare-two-commits
func (r *Repository) MergeBase(ctx context.Context, base, head string) (string, error) {
	var comparison struct {
		MergeBase struct {
			SHA string `json:"sha"`
		} `json:"merge_base_commit"`
	}
	err := r.get(ctx, fmt.Sprintf("/compare/%s...%s?per_page=1", escape(base), escape(head)), &comparison)
	var answer *gh.ErrorResponse
	if errors.As(err, &answer) && status(err) == http.StatusNotFound && strings.Contains(strings.ToLower(answer.Message), "no common ancestor") {
		return "", fmt.Errorf("github: %s: %s and %s have no commit in common: %w", r.Describe().FullName(), base, short(head), jobs.ErrGone)
	}
	if err != nil {
		return "", r.explain(err, "compare %s with %s", base, short(head))
	}
	if !isObjectID(comparison.MergeBase.SHA) {
		return "", fmt.Errorf("github: %s: compare %s with %s: GitHub gave no merge base", r.Describe().FullName(), base, short(head))
	}
	return comparison.MergeBase.SHA, nil
}
