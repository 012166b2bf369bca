package checks

import (
	"context"
	"time"
)

// CIReader tells what continuous integration did with a commit. golive's own
// check runs are in none of the answers: readiness must not wait for itself.
//
// An error is never "none": it wraps ErrForbidden where golive lacks the
// permission, and names it.
type CIReader interface {
	// CheckRuns lists the check runs on a commit, of every App but golive: of
	// each App and name the newest. By App and name.
	CheckRuns(ctx context.Context, commit string) ([]CheckRun, error)
	// CommitStatuses lists the statuses of a commit: of each context the newest.
	// By context.
	CommitStatuses(ctx context.Context, commit string) ([]CommitStatus, error)
	// WorkflowRuns lists the runs of the forge's own pipelines for a commit, the
	// newest first, each as its last attempt left it.
	WorkflowRuns(ctx context.Context, commit string) ([]WorkflowRun, error)
	// WorkflowRun returns one run as its last attempt left it.
	WorkflowRun(ctx context.Context, run int64) (WorkflowRun, error)
	// WorkflowJobs lists the jobs of the last attempt of a run.
	WorkflowJobs(ctx context.Context, run int64) ([]WorkflowJob, error)
	// AttemptJobs lists the jobs of one attempt of a run, counted from 1.
	AttemptJobs(ctx context.Context, run int64, attempt int) ([]WorkflowJob, error)
	// RunsOfWorkflow lists the runs of one workflow, named by its file, since a
	// time, the newest first, at most a hundred. A workflow that never ran, or
	// that is not there, has none.
	RunsOfWorkflow(ctx context.Context, path string, since time.Time) ([]WorkflowRun, error)
	// RequiredChecks tells what must have passed before a branch is merged into.
	RequiredChecks(ctx context.Context, branch string) (RequiredChecks, error)
}

// CIState tells how far a run, job or step is, and how it ended. It is the
// forge's conclusion, or its status as long as there is none.
// https://docs.github.com/rest/checks/runs
type CIState string

// The states. Whatever else a forge says means that it has not ended.
const (
	CIQueued         CIState = "queued"
	CIInProgress     CIState = "in_progress"
	CISuccess        CIState = "success"
	CIFailure        CIState = "failure"
	CINeutral        CIState = "neutral"
	CICancelled      CIState = "cancelled"
	CISkipped        CIState = "skipped"
	CITimedOut       CIState = "timed_out"
	CIActionRequired CIState = "action_required"
	CIStale          CIState = "stale"
	CIStartupFailure CIState = "startup_failure"
)

// Ended reports whether nothing more comes of it. "Action required" waits for a
// person.
func (s CIState) Ended() bool {
	switch s {
	case CISuccess, CINeutral, CISkipped:
		return true
	}
	return s.Red()
}

// Red reports whether it ended and did not do what it should.
func (s CIState) Red() bool {
	switch s {
	case CIFailure, CICancelled, CITimedOut, CIStale, CIStartupFailure:
		return true
	}
	return false
}

// CheckRun is one check run of an App.
type CheckRun struct {
	ID          int64
	App         string // slug, "github-actions"
	AppID       int64
	Name        string
	Title       string // of what it says, "82.31% (+0.12%) compared to 1a2b3c4"
	State       CIState
	StartedAt   time.Time
	CompletedAt time.Time
	Link        string
	// Contested: an older run of the same App and name, in another suite, ended
	// otherwise. It was superseded, or it is a job of the same name in another
	// workflow; the check runs alone do not tell which.
	Contested bool
}

// StatusState is what a commit status says.
// https://docs.github.com/rest/commits/statuses
type StatusState string

// The states of a commit status.
const (
	StatusError   StatusState = "error"
	StatusFailure StatusState = "failure"
	StatusPending StatusState = "pending"
	StatusSuccess StatusState = "success"
)

// CommitStatus is one status of a commit. Whoever may write to the repository
// can set one.
type CommitStatus struct {
	Context     string
	State       StatusState
	Description string
	Creator     string // login
	UpdatedAt   time.Time
	Link        string
}

// WorkflowRun is one run of a pipeline that the forge itself runs.
type WorkflowRun struct {
	ID        int64
	Workflow  string // its name
	Path      string // of its file, ".github/workflows/ci.yml"
	Title     string // what people see: of a commit or pull request, or as the workflow words it
	Event     string // what started it: "push", "pull_request", "schedule", …
	Branch    string
	Commit    string
	Attempt   int // from 1
	State     CIState
	CreatedAt time.Time
	StartedAt time.Time // of the last attempt
	UpdatedAt time.Time
	Link      string
}

// WorkflowJob is one job of a run.
type WorkflowJob struct {
	ID          int64
	Name        string // as people see it: with its matrix, and behind the caller's name where it is in a reusable workflow
	State       CIState
	StartedAt   time.Time
	CompletedAt time.Time
	Link        string
	Steps       []WorkflowStep
}

// WorkflowStep is one step of a job.
type WorkflowStep struct {
	Number int
	Name   string
	State  CIState
}

// RequiredChecks is what a branch requires of a commit, by rulesets and by
// classic branch protection. Each can be unreadable while the other is not.
type RequiredChecks struct {
	Checks    []RequiredCheck
	Workflows []string // paths of the workflow files that rulesets require, which may stand in another repository
	Queue     bool     // a ruleset has commits merged by a merge queue
	// Unread says, for each of the two that could not be read, why.
	Unread []string
}

// RequiredCheck is one check, or status, that a branch requires.
type RequiredCheck struct {
	Name string
	App  int64 // id of the App that must report it; 0: any
}
