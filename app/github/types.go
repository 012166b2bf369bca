package github

import "time"

// CheckRun is one check run of ours on a commit.
// https://docs.github.com/en/rest/checks/runs
type CheckRun struct {
	ID               int64
	Name             string
	SHA              string
	Status           string // "queued", "in_progress" or "completed"
	Conclusion       string // set only with Status "completed"
	Title            string
	Summary          string // Markdown, at most 65,535 bytes
	Text             string // Markdown, at most 65,535 bytes
	DetailsURL       string
	ExternalID       string
	StartedAt        time.Time
	CompletedAt      time.Time
	Annotations      []Annotation // what is to be added, at most MaxAnnotations a call; not filled when read
	Actions          []Action     // buttons, at most MaxActions; an update without any leaves those that stand
	AnnotationsCount int          // how many the forge holds
	URL              string       // page for people
}

// Annotation marks lines of one file in a check run.
type Annotation struct {
	Path        string
	StartLine   int
	EndLine     int
	StartColumn int // 0: none; the forge takes columns only where the annotation is on one line
	EndColumn   int
	Level       string // "notice", "warning" or "failure"
	Title       string
	Message     string
	Details     string // shown below the message as it is; at most 64 KB
}

// Action is a button on a completed check run.
type Action struct {
	Label       string // at most 20 characters
	Description string // at most 40 characters
	Identifier  string // at most 20 characters
}

// Limits of a check run, from its "actions" and "output" parameters.
// https://docs.github.com/en/rest/checks/runs#create-a-check-run
const (
	MaxAnnotations = 50
	MaxActions     = 3
)

// Comment is a comment on a pull request or an issue.
type Comment struct {
	ID        int64
	Body      string
	Login     string
	Bot       bool
	AppID     int64 // the App that wrote it; 0 where no App did
	CreatedAt time.Time
	UpdatedAt time.Time // differs from CreatedAt once it was edited
	URL       string
	Number    int // issue or pull request it stands on
}

// Issue is an issue that our App opened.
type Issue struct {
	Number int
	Title  string
	Body   string
	Open   bool
	URL    string
}
