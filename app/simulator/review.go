package simulator

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// review is one review of a pull request.
type review struct {
	id          int64
	user        string
	state       string // APPROVED, CHANGES_REQUESTED, COMMENTED or DISMISSED
	body        string
	commit      string
	submittedAt time.Time
}

// Review is a snapshot of one review.
type Review struct {
	ID                int64
	User, State, Body string // State as in the API: "APPROVED", …
	Commit            string // that was reviewed
	SubmittedAt       time.Time
}

// Reviews are the reviews of a pull request, oldest first.
func (g *GitHub) Reviews(fullName string, number int) ([]Review, error) {
	var found []Review
	err := g.withPull(fullName, number, func(_ *repository, i *issue) error {
		found = list(i.pull.reviews, func(r *review) Review {
			return Review{ID: r.id, User: r.user, State: r.state, Body: r.body, Commit: r.commit, SubmittedAt: r.submittedAt}
		})
		return nil
	})
	return found, err
}

// Review submits a review of the present head: state is APPROVED,
// CHANGES_REQUESTED or COMMENTED. It sends pull_request_review.submitted and
// returns the review's id.
func (g *GitHub) Review(fullName string, number int, user, state, body string) (int64, error) {
	var id int64
	err := g.withPull(fullName, number, func(r *repository, i *issue) error {
		if !slices.Contains([]string{"APPROVED", "CHANGES_REQUESTED", "COMMENTED"}, state) {
			return fmt.Errorf("simulator: no review state %q", state)
		}
		if state != "COMMENTED" && strings.EqualFold(user, i.user) {
			return fmt.Errorf("simulator: %s cannot review their own pull request", user)
		}
		made := &review{id: g.id(), user: user, state: state, body: body, commit: i.pull.headSHA, submittedAt: g.now()}
		id = made.id
		i.pull.reviews = append(i.pull.reviews, made)
		i.updatedAt = g.now()
		g.sendReview(r, i, made, "submitted", user)
		return nil
	})
	return id, err
}

// DismissReview dismisses a review and sends pull_request_review.dismissed.
func (g *GitHub) DismissReview(fullName string, number int, id int64, by string) error {
	return g.withPull(fullName, number, func(r *repository, i *issue) error {
		for _, found := range i.pull.reviews {
			if found.id == id {
				found.state = "DISMISSED"
				i.updatedAt = g.now()
				g.sendReview(r, i, found, "dismissed", by)
				return nil
			}
		}
		return fmt.Errorf("simulator: no review %d", id)
	})
}

// RequestReview asks a user for a review and sends pull_request.review_requested.
func (g *GitHub) RequestReview(fullName string, number int, reviewer, by string) error {
	return g.withPull(fullName, number, func(r *repository, i *issue) error {
		i.pull.requested = append(i.pull.requested, reviewer)
		g.sendPull(r, i, "review_requested", by, object{"requested_reviewer": g.renderLogin(reviewer)})
		return nil
	})
}

// sendReview writes the state in small letters, as this event does and the API does not.
// https://docs.github.com/webhooks/webhook-events-and-payloads#pull_request_review
func (g *GitHub) sendReview(r *repository, i *issue, reviewed *review, action, by string) {
	rendered := g.renderReview(r, i, reviewed)
	rendered["state"] = strings.ToLower(reviewed.state)
	g.send(r, "pull_request_review", action, by, object{"review": rendered, "pull_request": g.renderPull(r, i, false)})
}

func (g *GitHub) renderReview(r *repository, i *issue, reviewed *review) object {
	web := fmt.Sprintf("%s/%s/pull/%d", g.options.PublicURL, r.fullName(), i.number)
	pull := fmt.Sprintf("%s/repos/%s/pulls/%d", g.apiURL(), r.fullName(), i.number)
	return object{
		"id": reviewed.id, "node_id": nodeID("PullRequestReview", reviewed.id), "user": g.renderLogin(reviewed.user), "body": reviewed.body,
		"state": reviewed.state, "commit_id": reviewed.commit, "submitted_at": stamp(reviewed.submittedAt),
		"html_url": fmt.Sprintf("%s#pullrequestreview-%d", web, reviewed.id), "pull_request_url": pull,
		"author_association": g.association(r, reviewed.user),
		"_links":             object{"html": object{"href": fmt.Sprintf("%s#pullrequestreview-%d", web, reviewed.id)}, "pull_request": object{"href": pull}},
	}
}
