package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	gh "github.com/google/go-github/v66/github"

	"github.com/golive-app/golive/checks"
)

// maxBody is what is kept of a description, in bytes; GitHub takes 65,536 characters.
const maxBody = 64 << 10

// PullRequest returns one pull request of the repository.
// https://docs.github.com/en/rest/pulls/pulls#get-a-pull-request
func (r *Repository) PullRequest(ctx context.Context, number int) (checks.PullRequest, error) {
	var found gh.PullRequest
	if err := r.get(ctx, "/pulls/"+strconv.Itoa(number), &found); err != nil {
		return checks.PullRequest{}, r.explain(err, "pull request #%d", number)
	}
	pull := r.pullRequest(&found)
	pull.Body = strings.ToValidUTF8(found.GetBody()[:min(len(found.GetBody()), maxBody)], "")
	return pull, nil
}

// OpenPullRequests lists the open pull requests.
func (r *Repository) OpenPullRequests(ctx context.Context) ([]checks.PullRequest, error) {
	found, err := list[*gh.PullRequest](ctx, r, "/pulls?state=open&sort=created&direction=asc")
	if err != nil {
		return nil, r.explain(err, "open pull requests")
	}
	open := make([]checks.PullRequest, len(found))
	for i := range found {
		open[i] = r.pullRequest(found[i])
	}
	return open, nil
}

// PullRequestsWith lists the repository's pull requests that contain a commit,
// or that a commit came from.
// https://docs.github.com/en/rest/commits/commits#list-pull-requests-associated-with-a-commit
func (r *Repository) PullRequestsWith(ctx context.Context, commit string) ([]checks.PullRequest, error) {
	found, err := list[*gh.PullRequest](ctx, r, "/commits/"+escape(commit)+"/pulls")
	if err != nil {
		return nil, r.explain(err, "pull requests with %s", short(commit))
	}
	var ours []checks.PullRequest
	for _, candidate := range found {
		// GitHub also lists those that go from here into another repository.
		if candidate.GetBase().GetRepo().GetID() == r.id {
			ours = append(ours, r.pullRequest(candidate))
		}
	}
	return ours, nil
}

func (r *Repository) pullRequest(found *gh.PullRequest) checks.PullRequest {
	labels := make([]string, len(found.Labels))
	for i, label := range found.Labels {
		labels[i] = label.GetName()
	}
	converted := checks.PullRequest{
		Number: found.GetNumber(), Title: found.GetTitle(), Author: login(found.User), AuthorBot: bot(found.User),
		Head: found.GetHead().GetSHA(), HeadBranch: found.GetHead().GetRef(),
		Base: found.GetBase().GetSHA(), BaseBranch: found.GetBase().GetRef(),
		// The head's repository is null where a fork was deleted.
		Fork:  found.GetHead().GetRepo().GetID() != r.id,
		Draft: found.GetDraft(), Open: found.GetState() == "open",
		// Lists lack "merged" and have the time.
		Merged: found.GetMerged() || found.MergedAt != nil,
		Labels: labels, Link: found.GetHTMLURL(),
	}
	if converted.Merged {
		// Until then it is GitHub's trial merge, which is on no branch.
		converted.MergeSHA = found.GetMergeCommitSHA()
	}
	return converted
}

// Reviews lists all reviews of a pull request, oldest first. Reviews that were
// not submitted yet are only ever shown to their authors.
// https://docs.github.com/en/rest/pulls/reviews#list-reviews-for-a-pull-request
func (r *Repository) Reviews(ctx context.Context, number int) ([]checks.Review, error) {
	found, err := list[*gh.PullRequestReview](ctx, r, fmt.Sprintf("/pulls/%d/reviews", number))
	if err != nil {
		return nil, r.explain(err, "reviews of #%d", number)
	}
	reviews := make([]checks.Review, len(found))
	for i, review := range found {
		reviews[i] = checks.Review{
			ID: review.GetID(), Login: login(review.User), Bot: bot(review.User), State: checks.ReviewState(review.GetState()),
			Commit: review.GetCommitID(), SubmittedAt: review.GetSubmittedAt().Time, Link: review.GetHTMLURL(),
		}
	}
	slices.SortStableFunc(reviews, func(a, b checks.Review) int { return a.SubmittedAt.Compare(b.SubmittedAt) })
	return reviews, nil
}

// maxPullCommits is where GitHub's list of a pull request's commits ends.
// https://docs.github.com/en/rest/pulls/pulls#list-commits-on-a-pull-request
const maxPullCommits = 250

// PullCommits lists the commits of a pull request, oldest first.
func (r *Repository) PullCommits(ctx context.Context, number int) ([]checks.PullCommit, error) {
	found, err := list[*gh.RepositoryCommit](ctx, r, fmt.Sprintf("/pulls/%d/commits", number))
	if err == nil && len(found) >= maxPullCommits {
		found, err = r.manyPullCommits(ctx, number)
	}
	if err != nil {
		return nil, r.explain(err, "commits of #%d", number)
	}
	return pullCommits(found), nil
}

func pullCommits(found []*gh.RepositoryCommit) []checks.PullCommit {
	commits := make([]checks.PullCommit, len(found))
	for i, commit := range found {
		commits[i] = checks.PullCommit{
			SHA: commit.GetSHA(), Tree: commit.GetCommit().GetTree().GetSHA(), Parents: len(commit.Parents),
			Author: commit.GetAuthor().GetLogin(), Committer: commit.GetCommitter().GetLogin(),
			Message: commit.GetCommit().GetMessage(),
			Person:  checks.Person{Name: commit.GetCommit().GetAuthor().GetName(), Email: commit.GetCommit().GetAuthor().GetEmail()},
		}
	}
	return commits
}

// manyPullCommits reads the commits between base and head, which are not
// limited to 250, and makes sure that they are all.
// https://docs.github.com/en/rest/commits/commits#compare-two-commits
func (r *Repository) manyPullCommits(ctx context.Context, number int) ([]*gh.RepositoryCommit, error) {
	var pull gh.PullRequest
	if err := r.get(ctx, "/pulls/"+strconv.Itoa(number), &pull); err != nil {
		return nil, err
	}
	commits, _, err := r.compare(ctx, pull.GetBase().GetSHA(), pull.GetHead().GetSHA())
	if err == nil && len(commits) < pull.GetCommits() {
		err = errors.New("GitHub lists fewer commits than the pull request has")
	}
	return commits, err
}

// compare lists the commits that head has and base has not, and how many GitHub
// says that there are.
func (r *Repository) compare(ctx context.Context, base, head string) (commits []*gh.RepositoryCommit, total int, err error) {
	commits, err = pages(func(options gh.ListOptions) ([]*gh.RepositoryCommit, *gh.Response, error) {
		var page struct {
			Total   int                    `json:"total_commits"`
			Commits []*gh.RepositoryCommit `json:"commits"`
		}
		response, err := r.request(ctx, http.MethodGet, fmt.Sprintf("/compare/%s...%s?per_page=%d&page=%d",
			escape(base), escape(head), options.PerPage, options.Page), nil, &page)
		total = page.Total
		return page.Commits, response, err
	})
	return commits, total, err
}

// login of an account; "ghost" is whom GitHub shows for a deleted one.
func login(user *gh.User) string {
	if user.GetLogin() == "" {
		return "ghost"
	}
	return user.GetLogin()
}

func bot(user *gh.User) bool { return user.GetType() == "Bot" }

func short(commit string) string { return commit[:min(len(commit), 12)] }
