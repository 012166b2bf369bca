package code

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
)

// Review checks code.review: a senior who wrote nothing in the release's pull
// request approved the content that goes live, and nobody's request for changes
// is open.
//
// GitHub keeps an approval after new commits unless a rule says otherwise, so
// each approval is held against the commit it was given on
// (https://docs.github.com/rest/pulls/reviews).
type Review struct{}

// NewReview returns the check.
func NewReview() *Review { return &Review{} }

// reviewFacts are what the forge says of one pull request.
type reviewFacts struct {
	pull        checks.PullRequest
	standing    []checks.Review // each person's last word, oldest first
	commits     []checks.PullCommit
	permissions map[string]checks.Permission // of the people in standing; a login that could not be read is not in it
	unread      []string                     // logins whose permission could not be read
	roles       []string                     // who the policy names senior; empty: maintainers and administrators
}

// Observe reads the pull request's reviews and commits.
func (r *Review) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	release := subject.Release
	if subject.Forge == nil {
		return checks.Observation{
			Headline: "reviews are on GitHub",
			Missing: []checks.Missing{{
				Connection: checks.ConnectionForge,
				Reason:     "Reviews are kept on GitHub, which golive is not connected to here.",
				Remedy:     "Install the GitHub App on the repository and open the release as a pull request or tag.",
			}},
		}, nil
	}
	switch {
	case release.Kind == checks.ReleaseBranch:
		// Nothing is released yet, so nothing has been passed by either.
		return checks.Observation{
			Headline: "no release pull request yet",
			Missing: []checks.Missing{{
				Connection: checks.ConnectionForge,
				Reason:     "No release pull request is open, so there is nothing yet that somebody could approve.",
				Remedy:     "Open the release's pull request and have a senior approve it.",
			}},
		}, nil
	case release.Number == 0:
		return noPullRequest(release), nil
	}
	facts, what, err := readReviews(ctx, subject)
	if err != nil {
		if ctx.Err() != nil {
			return checks.Observation{}, ctx.Err()
		}
		return checks.Observation{
			Headline: "GitHub did not answer",
			Missing: []checks.Missing{{
				Connection: checks.ConnectionForge,
				Reason:     fmt.Sprintf("%s of #%d could not be read from GitHub.", what, release.Number),
				Remedy:     "Try `/golive rerun code.review`; if it stays, see that the App may read pull requests.",
			}},
		}, nil
	}
	return observeReviews(facts, release, subject.Now()), nil
}

func noPullRequest(release checks.Release) checks.Observation {
	return checks.Observation{
		Headline: "no pull request leads to this content",
		Why:      "The content of " + wording.Quoted(release.Name()) + " was merged by no pull request that golive can find, so nobody can have reviewed it there.",
		Findings: []checks.Finding{{
			Rule: "review.no-pull-request", Severity: checks.SeverityError, Grade: checks.E3,
			Message: "no pull request leads to this content", Fingerprint: checks.Fingerprint("review.no-pull-request", release.Tree),
			Remedy: "Open a pull request with this content, have a senior approve it, and tag the merged commit.",
		}},
		Remedy: "Open a pull request with this content, have a senior approve it, and tag the merged commit.",
	}
}

// readReviews asks the forge. An error comes with what could not be read.
func readReviews(ctx context.Context, subject checks.Subject) (facts reviewFacts, what string, err error) {
	number := subject.Release.Number
	if facts.pull, err = subject.Forge.PullRequest(ctx, number); err != nil {
		return facts, "The pull request", err
	}
	reviews, err := subject.Forge.Reviews(ctx, number)
	if err != nil {
		return facts, "The reviews", err
	}
	if facts.commits, err = subject.Forge.PullCommits(ctx, number); err != nil {
		return facts, "The commits", err
	}
	facts.standing = lastWords(reviews)
	facts.permissions = map[string]checks.Permission{}
	for _, review := range facts.standing {
		permission, err := subject.Forge.Permission(ctx, review.Login)
		if err != nil {
			if ctx.Err() != nil {
				return facts, "The permissions", ctx.Err()
			}
			facts.unread = append(facts.unread, review.Login)
			continue
		}
		facts.permissions[review.Login] = permission
	}
	facts.roles = subject.Policy.Roles[string(checks.RoleSenior)]
	return facts, "", nil
}

// lastWords keeps each person's last review that says yes or no: comments do
// not take an approval back, and a dismissal does.
func lastWords(reviews []checks.Review) []checks.Review {
	ordered := slices.Clone(reviews)
	slices.SortStableFunc(ordered, func(a, b checks.Review) int { return a.SubmittedAt.Compare(b.SubmittedAt) })
	last := map[string]checks.Review{}
	for _, review := range ordered {
		switch review.State {
		case checks.ReviewApproved, checks.ReviewChangesRequested, checks.ReviewDismissed:
			last[strings.ToLower(review.Login)] = review
		}
	}
	var standing []checks.Review
	for _, review := range last {
		if review.State != checks.ReviewDismissed {
			standing = append(standing, review)
		}
	}
	slices.SortFunc(standing, func(a, b checks.Review) int {
		return cmp.Or(a.SubmittedAt.Compare(b.SubmittedAt), cmp.Compare(a.Login, b.Login))
	})
	return standing
}
