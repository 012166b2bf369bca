package demo

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// Phase is how far a live demo is.
type Phase string

// The phases.
const (
	Starting Phase = "starting"
	Playing  Phase = "playing"
	Failed   Phase = "failed"
)

// Snapshot is what people see of a live demo at one moment. Text that comes from
// the repository or from people is as they wrote it: whoever shows it escapes it.
type Snapshot struct {
	Phase Phase
	Doing string // while Starting or Failed: what is going on, for people
	Play  int    // counts from 1; "start over" begins the next one

	IsShop        bool
	Why           string // how the release was found
	Repository    string // "owner/name"
	RepositoryURL string // where golive's texts link to
	Pull          simulator.PullRequest
	Opened        time.Time
	Commits       []Commit // of the pull request, newest first
	Timeline      []Entry  // oldest first, after the opening post
	CheckRuns     []simulator.CheckRun
	Ready         Verdict                          // of the head
	Verdicts      map[checks.ItemID]checks.Verdict // of its items
	Comment       string                           // golive's one comment, Markdown; empty before it is there
	Tags          []Tag                            // newest first
	Issues        []Issue
	Mode          string               // of the policy on the base branch: "enforce", "observe"
	AsksForLoad   bool                 // the same policy asks for a load test
	Staging       *StagingState        // nil where none is served
	Deliveries    []simulator.Delivery // the last ones, newest first, without echoes of what golive wrote
	Delivered     int                  // how many there were
	Echoes        int                  // and how many echoes
	Offers        []Offer              // what people can do now, and what not
}

// Verdict is what the check run golive / ready says of a commit.
type Verdict struct {
	Status     string // "queued", "in_progress", "completed"; empty: there is no check run
	Conclusion string // "success", "failure", …; empty while it runs
	Title      string
}

// Commit is one commit of the release with its verdict.
type Commit struct {
	SHA, Author, Subject string
	At                   time.Time
	Ready                Verdict
}

// Tag is a tag with the verdict of its commit.
type Tag struct {
	Name, Commit string
	Ready        Verdict
}

// Issue is an issue that golive opened for a tag without a pull request.
type Issue struct {
	Number      int
	Title, Body string
	Comments    []simulator.Comment
}

// deliveriesShown is how many deliveries a snapshot has.
const deliveriesShown = 12

// snapshot looks at everything once.
func (s *Stage) snapshot(ctx context.Context) (Snapshot, error) {
	scene := s.Scene
	name := scene.Repository.FullName
	seen := Snapshot{
		Phase: Playing, IsShop: scene.staging != nil, Why: scene.Why, Repository: name, RepositoryURL: strings.TrimSuffix(scene.Repository.CloneURL, ".git"),
	}
	opened, err := scene.pullRequest(ctx)
	if errors.Is(err, errNotOpen) {
		seen.Phase, seen.Doing = Starting, "opening the release pull request"
		return seen, nil
	}
	if err != nil {
		return seen, err
	}
	seen.Pull, seen.Opened = opened, scene.openedAt()
	runs, err := s.GitHub.CheckRuns(name, "")
	if err != nil {
		return seen, err
	}
	verdicts := s.verdicts(runs)
	seen.CheckRuns, seen.Ready = s.own(runs, opened.HeadSHA), verdicts[opened.HeadSHA]
	for _, run := range seen.CheckRuns {
		if run.Name == checks.ReadyCheck && run.Status == "completed" {
			seen.Verdicts = recorded(run.Text)
		}
	}
	deliveries := s.GitHub.Deliveries()
	comments, err := s.GitHub.Comments(name, opened.Number)
	if err != nil {
		return seen, err
	}
	reviews, err := s.GitHub.Reviews(name, opened.Number)
	if err != nil {
		return seen, err
	}
	seen.Comment = checklistComment(comments)
	seen.Timeline = timeline(scene, deliveries, comments, reviews)
	references, err := s.history.read(ctx, scene, opened)
	if err != nil {
		return seen, err
	}
	seen.Commits, seen.Tags, seen.Mode, seen.AsksForLoad = slices.Clone(references.commits), slices.Clone(references.tags), references.mode, references.load
	for index, commit := range seen.Commits {
		seen.Commits[index].Ready = verdicts[commit.SHA]
	}
	for index, tag := range seen.Tags {
		seen.Tags[index].Ready = verdicts[tag.Commit]
	}
	if seen.Issues, err = s.issues(name); err != nil {
		return seen, err
	}
	seen.Staging = s.visits.state(ctx, scene)
	for _, delivery := range slices.Backward(deliveries) {
		switch {
		case isEcho(delivery):
			seen.Echoes++
		case len(seen.Deliveries) < deliveriesShown:
			seen.Deliveries = append(seen.Deliveries, delivery)
			fallthrough
		default:
			seen.Delivered++
		}
	}
	seen.Offers = s.offers(seen, reviews)
	return seen, nil
}

// own returns golive's check runs on a commit, by name.
func (s *Stage) own(runs []simulator.CheckRun, commit string) []simulator.CheckRun {
	var own []simulator.CheckRun
	for _, run := range runs {
		if run.App == s.GitHub.AppSlug() && run.HeadSHA == commit {
			own = append(own, run)
		}
	}
	slices.SortStableFunc(own, func(a, b simulator.CheckRun) int { return cmp.Compare(a.Name, b.Name) })
	return own
}

// verdicts returns what golive / ready says, by commit.
func (s *Stage) verdicts(runs []simulator.CheckRun) map[string]Verdict {
	verdicts := map[string]Verdict{}
	for _, run := range runs {
		if run.App == s.GitHub.AppSlug() && run.Name == checks.ReadyCheck {
			verdicts[run.HeadSHA] = Verdict{run.Status, run.Conclusion, run.Title}
		}
	}
	return verdicts
}

func (s *Stage) issues(name string) ([]Issue, error) {
	listed, err := s.GitHub.Issues(name)
	if err != nil {
		return nil, err
	}
	var issues []Issue
	for _, issue := range listed {
		comments, err := s.GitHub.Comments(name, issue.Number)
		if err != nil {
			return nil, err
		}
		issues = append(issues, Issue{issue.Number, issue.Title, issue.Body, comments})
	}
	return issues, nil
}
