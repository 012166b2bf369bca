package code

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
)

// Review checks code.review: a senior who wrote nothing in the release's pull
// request approved the content that goes live, nobody's request for changes is
// open, and every other pull request of the range was approved so before it was
// merged. Conversations that nobody resolved, and a branch that would take a merge
// without an approval, are worth a warning.
//
// GitHub keeps an approval after new commits unless a rule says otherwise, so
// each approval is held against the commit it was given on
// (https://docs.github.com/rest/pulls/reviews).
type Review struct{}

// NewReview returns the check.
func NewReview() *Review { return &Review{} }

// reviewFacts are what the forge says of one pull request.
type reviewFacts struct {
	pull         checks.PullRequest
	standing     []checks.Review // each person's last word, oldest first
	commits      []checks.PullCommit
	holding      []checks.ContentCommit       // that hold what is released, but for a release's books
	permissions  map[string]checks.Permission // of the people in standing; a login that could not be read is not in it
	unread       []string                     // logins whose permission could not be read
	same         map[string]bool              // see rangeFacts
	roles        []string                     // who the policy names senior; empty: maintainers, administrators, and owners of what is changed
	holders      checks.Holders               // of that role, with the members of its teams
	paths        []string                     // that the pull request changes, where owners are asked for
	owners       *ownership                   // nil: not asked for, or there are none
	owning       []string                     // who approved so that it counts since they own all of the paths
	unreadTeams  []string                     // on whose members that hangs
	ownersUnread bool                         // it hangs on what could not be read
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
	case release.Number == 0 && len(spanOf(subject)) == 0:
		return noPullRequest(release), nil
	}
	var observation checks.Observation
	var facts reviewFacts
	if release.Number != 0 {
		var what string
		var err error
		if facts, what, err = readReviews(ctx, subject); err != nil {
			if ctx.Err() != nil {
				return checks.Observation{}, ctx.Err()
			}
			return unreadReviews(fmt.Sprintf("%s of #%d", what, release.Number), err), nil
		}
		observation = observeReviews(facts, release, subject.Now())
	}
	hygiene := readHygiene(ctx, subject, facts.pull)
	if ctx.Err() != nil {
		return checks.Observation{}, ctx.Err()
	}
	if len(spanOf(subject)) == 0 {
		hygiene.observe(&observation)
		return observation, nil
	}
	way, err := readRangeReviews(ctx, subject, facts.commits)
	if ctx.Err() != nil {
		return checks.Observation{}, ctx.Err()
	}
	if err != nil {
		return joinReviews(observation, unreadReviews("How the commits of the range came into it", err)), nil
	}
	joined := joinReviews(observation, observeRange(way, release, subject.Now()))
	hygiene.observe(&joined)
	return joined, nil
}

// spanOf lists the commits of the release's range; none where it is not known.
func spanOf(subject checks.Subject) []checks.Commit {
	if subject.Range == nil {
		return nil
	}
	return subject.Range.Commits
}

// unreadReviews says what could not be read, and what it takes to read it.
func unreadReviews(what string, err error) checks.Observation {
	remedy := "Try `/golive rerun code.review`; if it stays, see that the App may read pull requests (`pull_requests: read`)."
	if errors.Is(err, checks.ErrForbidden) {
		remedy = "Grant the App `pull_requests: read` under \"Permissions & events\" and accept it, then `/golive rerun code.review`: it decides who approved what of this release."
	}
	return checks.Observation{
		Headline: "GitHub did not answer",
		Missing:  []checks.Missing{{Connection: checks.ConnectionForge, Reason: what + " could not be read from GitHub.", Remedy: remedy}},
	}
}

// joinReviews puts what is seen of the range to what is seen of the release's own
// pull request. The words of what decides come first.
func joinReviews(own, span checks.Observation) checks.Observation {
	joined := checks.Observation{
		Evidence: slices.Concat(own.Evidence, span.Evidence), Findings: slices.Concat(own.Findings, span.Findings), Missing: slices.Concat(own.Missing, span.Missing),
		Headline: own.Headline, Why: own.Why, Remedy: own.Remedy, LookAgain: max(own.LookAgain, span.LookAgain),
	}
	errs := func(of checks.Observation) []checks.Finding {
		return slices.DeleteFunc(slices.Clone(of.Findings), func(finding checks.Finding) bool { return finding.Severity != checks.SeverityError })
	}
	found := errs(span)
	switch {
	case len(errs(own)) > 0:
	case len(found) > 0:
		joined.Headline, joined.Why, joined.Remedy = rangeHeadline(found, span.Evidence[0].Sample), wording.Capital(found[0].Message)+".", found[0].Remedy
		if more := len(found) - 1; more > 0 {
			joined.Why = strings.TrimSuffix(joined.Why, ".") + fmt.Sprintf("; and %d more.", more)
		}
	case len(own.Missing) > 0:
	case len(span.Missing) > 0:
		joined.Headline, joined.Why, joined.Remedy = span.Headline, "", ""
	case len(span.Findings) > 0:
		joined.Headline = rangeHeadline(span.Findings, span.Evidence[0].Sample)
		joined.Why, joined.Remedy = wording.Capital(span.Findings[0].Message)+".", span.Findings[0].Remedy
	case len(span.Evidence) > 0 && span.Evidence[0].Sample > 0 && own.Headline != "":
		joined.Headline = fmt.Sprintf("%s; %d of %d of the range", own.Headline, span.Evidence[0].Sample, span.Evidence[0].Sample)
	case len(span.Evidence) > 0 && span.Evidence[0].Sample > 0:
		joined.Headline = fmt.Sprintf("all %s of the range approved", wording.Counted(span.Evidence[0].Sample, "pull request", "pull requests"))
	}
	return joined
}

// rangeHeadline counts what the range's findings are about, of how many pull
// requests.
func rangeHeadline(findings []checks.Finding, pulls int) string {
	counts := map[string]int{}
	for _, finding := range findings {
		counts[finding.Rule]++
	}
	var parts []string
	if count := counts["review.unreviewed"]; count > 0 {
		parts = append(parts, fmt.Sprintf("%d of %s merged without a review", count, wording.Counted(pulls, "pull request", "pull requests")))
	}
	for _, one := range []struct{ rule, one, many string }{
		{"review.direct-push", "commit pushed directly", "commits pushed directly"},
		{"review.after-merge", "pull request approved after its merge", "pull requests approved after their merge"},
		{"review.changes-requested", "pull request merged over a request for changes", "pull requests merged over requests for changes"},
	} {
		if counts[one.rule] > 0 {
			parts = append(parts, wording.Counted(counts[one.rule], one.one, one.many))
		}
	}
	return strings.Join(parts, ", ")
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
	facts.standing, facts.holding = lastWords(reviews), subject.Commits(checks.ReleaseBooks()...)
	facts.permissions = map[string]checks.Permission{}
	for _, review := range facts.standing {
		if departed(review) {
			continue
		}
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
	facts.holders = readSeniors(ctx, subject.Forge, facts.roles, facts.standing)
	if mayOwn(facts.standing, facts.permissions, facts.roles) {
		facts.readOwners(ctx, subject.Forge)
	}
	facts.same = map[string]bool{}
	for _, review := range facts.standing {
		if review.State != checks.ReviewApproved || !movedOn(facts.commits, review.Commit) {
			continue
		}
		// What cannot be compared, as it is not on GitHub any more, stays outdated.
		if same, err := subject.Forge.SamePatch(ctx, facts.pull, review.Commit, facts.pull.Head); err == nil && same {
			facts.same[patchKey(number, review.Commit)] = true
		}
	}
	return facts, "", nil
}

// movedOn reports whether a pull request may still bring what was approved although
// its head is another commit: the approved one is gone, as a rebase leaves it, or
// something was merged in after it. Whether it does, only the patches tell: what a
// merge says of itself its author wrote.
func movedOn(commits []checks.PullCommit, approved string) bool {
	if approved == "" {
		return false
	}
	at := slices.IndexFunc(commits, func(commit checks.PullCommit) bool { return commit.SHA == approved })
	return at < 0 || slices.ContainsFunc(commits[at+1:], func(commit checks.PullCommit) bool { return commit.Parents > 1 })
}

// readOwners asks who owns what the pull request changes. A list of its paths that
// is not whole proves nothing, and then nobody is senior by it.
func (f *reviewFacts) readOwners(ctx context.Context, forge checks.Forge) {
	histories, err := forge.Histories(ctx, []int{f.pull.Number})
	if err != nil || len(histories) != 1 || strings.Contains(histories[0].Partial, "files") {
		f.owners = &ownership{failed: true}
		return
	}
	f.paths = histories[0].Paths
	f.owners = readOwnership(ctx, forge, f.pull.BaseBranch, f.paths)
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
			last[reviewerKey(review)] = review
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
