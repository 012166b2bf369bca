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

// branch returns the commit of a branch. The ref is asked for and not the
// branch: that address redirects the former name of a renamed one.
func (r *Repository) branch(ctx context.Context, name string) (string, error) {
	var reference gh.Reference
	if err := r.get(ctx, "/git/ref/heads/"+escape(name), &reference); err != nil {
		return "", err
	}
	if reference.GetRef() != "refs/heads/"+name {
		return "", nil // a prefix of others
	}
	return reference.GetObject().GetSHA(), nil
}

// BranchExists reports whether a branch of exactly this name exists.
func (r *Repository) BranchExists(ctx context.Context, name string) (bool, error) {
	if name == "" {
		return false, nil
	}
	commit, err := r.branch(ctx, name)
	if err == nil {
		return commit != "", nil
	}
	if err = r.absent(ctx, err, "branch %s", name); errors.Is(err, jobs.ErrEmpty) {
		return false, nil
	}
	return false, err
}

// Contains reports whether a commit is reachable from a branch: the branch
// compared to it is then identical, or it is behind the branch.
// https://docs.github.com/en/rest/commits/commits#compare-two-commits
func (r *Repository) Contains(ctx context.Context, branch, commit string) (bool, error) {
	head, err := r.branch(ctx, branch)
	if err != nil {
		return false, r.explain(err, "branch %s", branch)
	}
	if head == "" {
		return false, fmt.Errorf("github: %s: branch %s: %w", r.Describe().FullName(), branch, jobs.ErrGone)
	}
	if head == commit {
		return true, nil
	}
	var comparison struct {
		Status string `json:"status"`
	}
	err = r.get(ctx, fmt.Sprintf("/compare/%s...%s?per_page=1", escape(head), escape(commit)), &comparison)
	var answer *gh.ErrorResponse
	if errors.As(err, &answer) && status(err) == http.StatusNotFound && strings.Contains(strings.ToLower(answer.Message), "no common ancestor") {
		return false, nil
	}
	if err != nil {
		return false, r.explain(err, "compare %s with %s", branch, short(commit))
	}
	return comparison.Status == "behind" || comparison.Status == "identical", nil
}

// CommitOf resolves a branch, tag or commit to its commit id. A full ref
// ("refs/heads/main", "refs/tags/v1") is not mistaken for another kind; of a
// short name GitHub takes the branch.
// https://docs.github.com/en/rest/commits/commits#get-a-commit
func (r *Repository) CommitOf(ctx context.Context, ref string) (string, error) {
	if ref == "" {
		return "", fmt.Errorf("github: %w: a ref without a name", jobs.ErrGone)
	}
	commit, err := r.commitOf(ctx, strings.TrimPrefix(ref, "refs/"))
	if err != nil {
		return "", r.explain(err, "ref %s", ref)
	}
	if !isObjectID(commit) {
		return "", fmt.Errorf("github: %s: ref %s: GitHub gave no commit id", r.Describe().FullName(), ref)
	}
	return commit, nil
}

func (r *Repository) commitOf(ctx context.Context, ref string) (string, error) {
	content, _, err := r.raw(ctx, "/commits/"+escape(ref), "application/vnd.github.sha", 64)
	return strings.TrimSpace(string(content)), err
}
