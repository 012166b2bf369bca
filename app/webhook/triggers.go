package webhook

import (
	"fmt"
	"slices"

	"github.com/golive-app/golive/app/command"
	"github.com/golive-app/golive/jobs"
)

// AppIdentity is who we are on GitHub: events of other Apps' check runs are not
// for us.
type AppIdentity struct{ ID int64 }

// TriggersOf returns what a delivery asks for; nothing for events and actions
// that golive does not know, and for payloads that lack the installation or
// repository that would be needed. The error is ErrPayload.
//
// A comment that was edited or deleted is never a command, since whoever may edit
// other people's comments could put words in their mouth; it makes golive look at
// what was signed by it.
func TriggersOf(event, delivery string, payload []byte, app AppIdentity) ([]jobs.Trigger, error) {
	triggers, _, err := read(event, delivery, payload, app)
	return triggers, err
}

// read is TriggersOf with the reason why there is nothing to do.
func read(event, delivery string, payload []byte, app AppIdentity) ([]jobs.Trigger, string, error) {
	reader, known := readers[event]
	if !known {
		_, err := prune(payload, fields{})
		return nil, "event is not used", err
	}
	triggers, ignored, err := reader(payload, app)
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", event, err)
	}
	for index := range triggers {
		triggers[index].Delivery = delivery
	}
	return triggers, ignored, nil
}

// reader reads one event's payload: triggers, or why there are none.
type reader func(payload []byte, app AppIdentity) (triggers []jobs.Trigger, ignored string, err error)

var readers = map[string]reader{
	"pull_request":              readPullRequest,
	"pull_request_review":       readReview,
	"push":                      readPush,
	"issue_comment":             readComment,
	"check_run":                 readCheckRun,
	"check_suite":               readCheckSuite,
	"status":                    readStatus,
	"deployment_status":         readDeploymentStatus,
	"merge_group":               readMergeGroup,
	"installation":              readInstallation,
	"installation_repositories": readInstallationRepositories,
	"repository":                readRepository,
}

// Why a delivery asks for nothing.
const (
	unusedAction   = "action is not used"
	noInstallation = "payload has no installation: the webhook is not the App's own"
	noRepository   = "payload has no repository"
	noSubject      = "payload lacks the id it is about"
	otherApp       = "check run or suite of another App"
)

// one returns a single trigger about a repository, filled by whoever calls.
func (e envelope) one(kind jobs.TriggerKind, fill func(*jobs.Trigger)) ([]jobs.Trigger, string, error) {
	switch {
	case e.Installation.ID <= 0:
		return nil, noInstallation, nil
	case e.Repository.ID <= 0:
		return nil, noRepository, nil
	}
	trigger := jobs.Trigger{Kind: kind, Installation: e.Installation.ID, Repository: e.Repository.ID, Sender: e.Sender.Login}
	fill(&trigger)
	return []jobs.Trigger{trigger}, "", nil
}

func readPullRequest(payload []byte, _ AppIdentity) ([]jobs.Trigger, string, error) {
	event, err := decode[pullRequestPayload](payload)
	if err != nil {
		return nil, "", err
	}
	kind := jobs.TriggerPullRequest
	switch event.Action {
	case "opened", "reopened", "synchronize", "ready_for_review", "edited", "labeled", "unlabeled":
	case "closed":
		kind = jobs.TriggerClosed
	default:
		return nil, unusedAction, nil
	}
	return event.about(kind)
}

func readReview(payload []byte, _ AppIdentity) ([]jobs.Trigger, string, error) {
	event, err := decode[pullRequestPayload](payload)
	if err != nil {
		return nil, "", err
	}
	if !slices.Contains([]string{"submitted", "edited", "dismissed"}, event.Action) {
		return nil, unusedAction, nil
	}
	if event.PullRequest.MergedAt != "" {
		return event.about(jobs.TriggerReviewOfMerged)
	}
	return event.about(jobs.TriggerReview)
}

func (p pullRequestPayload) about(kind jobs.TriggerKind) ([]jobs.Trigger, string, error) {
	if p.PullRequest.Number <= 0 {
		return nil, noSubject, nil
	}
	return p.one(kind, func(trigger *jobs.Trigger) { trigger.Number = p.PullRequest.Number })
}

func readComment(payload []byte, app AppIdentity) ([]jobs.Trigger, string, error) {
	event, err := decode[issueCommentPayload](payload)
	if err != nil {
		return nil, "", err
	}
	comment := event.Comment
	switch {
	case !slices.Contains([]string{"created", "edited", "deleted"}, event.Action):
		return nil, unusedAction, nil
	case event.Action == "created" && event.Sender.bot() || comment.User.bot():
		return nil, "comment is by a bot", nil
	case comment.App != nil && comment.App.ID == app.ID && app.ID != 0:
		return nil, "comment is our own", nil
	case event.Action == "created" && !command.Addressed(comment.Body):
		return nil, "comment holds no command", nil
	case event.Issue.Number <= 0 || comment.ID <= 0:
		return nil, noSubject, nil
	}
	if event.Action != "created" {
		return event.one(jobs.TriggerCommentChanged, func(trigger *jobs.Trigger) {
			trigger.Number, trigger.Comment = event.Issue.Number, comment.ID
		})
	}
	return event.one(jobs.TriggerCommand, func(trigger *jobs.Trigger) {
		trigger.Number, trigger.Comment, trigger.Sender = event.Issue.Number, comment.ID, comment.User.Login
	})
}

func readRepository(payload []byte, _ AppIdentity) ([]jobs.Trigger, string, error) {
	event, err := decode[envelope](payload)
	if err != nil {
		return nil, "", err
	}
	kind := jobs.TriggerRepositoryMoved
	switch event.Action {
	case "renamed", "transferred":
	case "deleted":
		kind = jobs.TriggerRepositoryGone
	default:
		return nil, unusedAction, nil
	}
	return event.one(kind, func(*jobs.Trigger) {})
}
