package jobs

import "github.com/golive-app/golive/checks"

// TriggerKind tells what happened on the forge.
type TriggerKind string

// The kinds of trigger.
const (
	TriggerPullRequest     TriggerKind = "pull-request"      // opened, changed, labelled: look at it again
	TriggerClosed          TriggerKind = "closed"            // a pull request was closed or merged
	TriggerReview          TriggerKind = "review"            // a review was submitted, edited or dismissed
	TriggerTag             TriggerKind = "tag"               // a tag was created or moved
	TriggerTagDeleted      TriggerKind = "tag-deleted"       //
	TriggerReviewOfMerged  TriggerKind = "review-of-merged"  // the same of a pull request that was merged: of a range, perhaps
	TriggerCI              TriggerKind = "ci"                // continuous integration finished with a commit
	TriggerDeployed        TriggerKind = "deployed"          // a deployment ended, well or not
	TriggerRefMoved        TriggerKind = "ref-moved"         // a branch or tag leads to another commit
	TriggerQueued          TriggerKind = "queued"            // a merge queue made a commit of a pull request and waits for its checks
	TriggerCommand         TriggerKind = "command"           // a comment that may hold a command
	TriggerCommentChanged  TriggerKind = "comment-changed"   // a comment was edited or deleted
	TriggerRerunCheckRun   TriggerKind = "rerun-check-run"   // "Re-run" on one check run of ours
	TriggerRerunCheckSuite TriggerKind = "rerun-check-suite" // "Re-run all" or "Re-run failed"
	TriggerAction          TriggerKind = "action"            // a button on a check run of ours
	TriggerInstalled       TriggerKind = "installed"         // the App was installed, or unsuspended
	TriggerUninstalled     TriggerKind = "uninstalled"       // removed or suspended
	TriggerRepositories    TriggerKind = "repositories"      // repositories were added to the installation
	TriggerRepositoriesOut TriggerKind = "repositories-left" // or taken from it
	TriggerRepositoryMoved TriggerKind = "repository-moved"  // renamed or transferred
	TriggerRepositoryGone  TriggerKind = "repository-gone"   // deleted
)

// Trigger is one thing that happened on the forge, reduced to ids. Whatever is
// decided from it is read again from the forge first, since deliveries arrive
// late, twice and out of order.
type Trigger struct {
	Kind         TriggerKind `json:"kind"`
	Delivery     string      `json:"delivery"` // the delivery's GUID, for the log and against duplicates
	Installation int64       `json:"installation"`
	Repository   int64       `json:"repository,omitempty"`
	Repositories []int64     `json:"repositories,omitempty"` // TriggerRepositories…: which ones
	Number       int         `json:"number,omitempty"`       // pull request or issue
	Tag          string      `json:"tag,omitempty"`          // without "refs/tags/"
	Forced       bool        `json:"forced,omitempty"`       // the tag existed and was moved
	Ref          string      `json:"ref,omitempty"`          // TriggerRefMoved: without "refs/heads/" or "refs/tags/"
	SHA          string      `json:"sha,omitempty"`          // commit of a check run or suite
	Comment      int64       `json:"comment,omitempty"`
	CheckRun     int64       `json:"check_run,omitempty"`
	CheckName    string      `json:"check_name,omitempty"`  // name of the check run
	External     string      `json:"external,omitempty"`    // its external id, as golive wrote it
	Action       string      `json:"action,omitempty"`      // identifier of the button
	Environment  string      `json:"environment,omitempty"` // TriggerDeployed: where
	Sender       string      `json:"sender,omitempty"`      // login of who did it
}

// Scope tells which items a task shall look at again.
type Scope struct {
	All    bool            `json:"all,omitempty"`    // every item, as a new generation
	Failed bool            `json:"failed,omitempty"` // everything failed, unknown, stale or in error
	Items  []checks.ItemID `json:"items,omitempty"`  // just these
	Event  checks.Event    `json:"event,omitempty"`  // those that the event can change
}

// Empty reports whether nothing was asked for beyond what changed.
func (s Scope) Empty() bool {
	return !s.All && !s.Failed && len(s.Items) == 0 && s.Event == ""
}
