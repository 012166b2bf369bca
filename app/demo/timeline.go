package demo

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/golive-app/golive/app/simulator"
)

// EntryKind is what an entry of the timeline is.
type EntryKind string

// The kinds of entries.
const (
	EntryComment  EntryKind = "comment"
	EntryReview   EntryKind = "review"
	EntryPush     EntryKind = "push"   // to the pull request's branch
	EntryPolicy   EntryKind = "policy" // a push to the base branch
	EntryTag      EntryKind = "tag"
	EntryDeployed EntryKind = "deployed"
	EntryClosed   EntryKind = "closed"
	EntryReopened EntryKind = "reopened"
)

// Entry is one thing that happened to the pull request.
type Entry struct {
	ID        int64 // grows with time, unlike At, which has whole seconds
	Kind      EntryKind
	At        time.Time
	User      string
	ByGolive  bool
	Checklist bool   // golive's one comment
	Edited    bool   // of a comment
	Body      string // Markdown of a comment or review
	State     string // of a review or deployment, as in the API
	Commit    string
	Subject   string // of the pushed commit, or the tag's name
	Reactions []simulator.Reaction
}

// timeline puts what people and golive wrote and what GitHub delivered into the
// order in which it happened. The simulated GitHub numbers all of it in one
// sequence.
func timeline(scene *Scene, deliveries []simulator.Delivery, comments []simulator.Comment, reviews []simulator.Review) []Entry {
	var entries []Entry
	for _, comment := range comments {
		entries = append(entries, Entry{
			ID: comment.ID, Kind: EntryComment, At: comment.CreatedAt, User: comment.User, ByGolive: comment.ByApp,
			Checklist: isChecklist(comment), Edited: comment.UpdatedAt.After(comment.CreatedAt), Body: comment.Body, Reactions: comment.Reactions,
		})
	}
	for _, review := range reviews {
		entries = append(entries, Entry{
			ID: review.ID, Kind: EntryReview, At: review.SubmittedAt, User: review.User, Body: review.Body, State: review.State, Commit: review.Commit,
		})
	}
	for _, delivery := range deliveries {
		if entry, tells := scene.told(delivery); tells {
			entries = append(entries, entry)
		}
	}
	slices.SortFunc(entries, func(a, b Entry) int { return cmp.Compare(a.ID, b.ID) })
	return entries
}

// isChecklist tells golive's one comment from its other words and from those of
// others who write its marker.
func isChecklist(comment simulator.Comment) bool {
	return comment.ByApp && strings.HasPrefix(comment.Body, commentMarker)
}

// checklistComment returns golive's one comment.
func checklistComment(comments []simulator.Comment) string {
	for _, comment := range comments {
		if isChecklist(comment) {
			return comment.Body
		}
	}
	return ""
}

// payload is what the timeline reads of a delivery.
type payload struct {
	Ref, After string
	Deleted    bool
	HeadCommit struct{ ID, Message string } `json:"head_commit"`
	Sender     struct{ Login string }
	Status     struct {
		State     string
		CreatedAt time.Time `json:"created_at"`
	} `json:"deployment_status"`
	Deployment struct{ SHA, Environment string }
}

// told returns what a delivery tells people, if it does: comments and reviews
// are there already.
func (s *Scene) told(delivery simulator.Delivery) (Entry, bool) {
	event := delivery.Event + "." + delivery.Action
	switch event {
	case "push.", "pull_request.closed", "pull_request.reopened", "deployment_status.created":
	default:
		return Entry{}, false
	}
	var read payload
	if delivery.Redelivery || json.Unmarshal(delivery.Payload, &read) != nil {
		return Entry{}, false
	}
	entry := Entry{ID: delivery.ID, At: delivery.DeliveredAt, User: read.Sender.Login, Commit: read.HeadCommit.ID}
	entry.Subject, _, _ = strings.Cut(read.HeadCommit.Message, "\n")
	switch tag, isTag := strings.CutPrefix(read.Ref, "refs/tags/"); {
	case event == "pull_request.closed":
		entry.Kind = EntryClosed
	case event == "pull_request.reopened":
		entry.Kind = EntryReopened
	case event == "deployment_status.created":
		entry.Kind, entry.State, entry.Commit, entry.Subject = EntryDeployed, read.Status.State, read.Deployment.SHA, read.Deployment.Environment
	case read.Deleted:
		return Entry{}, false
	case isTag:
		entry.Kind, entry.Subject = EntryTag, tag
	case read.Ref == "refs/heads/"+s.HeadBranch:
		entry.Kind = EntryPush
	case read.Ref == "refs/heads/"+s.BaseBranch:
		entry.Kind = EntryPolicy
	default:
		return Entry{}, false
	}
	return entry, true
}
