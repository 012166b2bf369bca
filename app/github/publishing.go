package github

import (
	"context"
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// Publishing is what golive writes on one repository: check runs, comments,
// issues and reactions. No request that creates something is repeated by
// itself, since it may have worked; the caller looks first and tries again.
type Publishing struct {
	repository *Repository
}

// Publishing returns the writing side of a target. The names in the target are
// not trusted to be present ones; its ids are.
func (h *Hub) Publishing(ctx context.Context, target jobs.Target) (*Publishing, error) {
	repository, err := h.open(ctx, target.Installation, target.Repository.ID)
	if err != nil {
		return nil, err
	}
	return &Publishing{repository: repository}, nil
}

// Describe returns the repository's present names.
func (p *Publishing) Describe() checks.Repository { return p.repository.Describe() }

// AppID is our App: what it wrote is ours.
func (p *Publishing) AppID() int64 { return p.repository.hub.options.AppID }

// CommitsBetween lists the commits that head has and base has not, with the
// accounts GitHub links to them: who wrote a release that no pull request
// carries. A list that is not whole is an error.
// https://docs.github.com/en/rest/commits/commits#compare-two-commits
func (p *Publishing) CommitsBetween(ctx context.Context, base, head string) ([]checks.PullCommit, error) {
	found, total, err := p.repository.compare(ctx, base, head)
	if err == nil && len(found) < total {
		err = fmt.Errorf("GitHub lists %d of %d commits", len(found), total)
	}
	if err != nil {
		return nil, p.repository.explain(err, "commits between %s and %s", short(base), short(head))
	}
	return pullCommits(found), nil
}
