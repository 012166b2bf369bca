package demo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/golive-app/golive/app/publish"
	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// ErrNoVerdict is returned when the time ends before golive's verdict is there.
// The outcome beside it holds what was there.
var ErrNoVerdict = errors.New("no verdict yet")

// Outcome is what golive says of the release, as people see it on GitHub.
type Outcome struct {
	Number     int                              // of the pull request
	Commit     string                           // that was judged
	Comment    string                           // golive's comment, Markdown
	Title      string                           // of the check run golive / ready
	Conclusion string                           // of the same: "success", "failure", "action_required", …
	CheckRuns  []simulator.CheckRun             // golive's own on the commit, by name
	Verdicts   map[checks.ItemID]checks.Verdict // what their records say of each item
}

// Progress is told of every check run of golive's whose state changed, and of
// how many are done.
type Progress func(run simulator.CheckRun, done, total int)

// AwaitVerdict waits until golive has judged the head of the release pull
// request: until the check run golive / ready is completed and the comment
// speaks of that commit and is not "checking" any more. progress may be nil; it
// is called from this goroutine. When ctx ends first, the error is ErrNoVerdict
// with the context's.
func (s *Scene) AwaitVerdict(ctx context.Context, progress Progress) (Outcome, error) {
	return s.await(ctx, progress, Outcome.settled)
}

// AwaitReady waits as AwaitVerdict does, until the release is ready.
func (s *Scene) AwaitReady(ctx context.Context, progress Progress) (Outcome, error) {
	return s.await(ctx, progress, func(seen Outcome) bool { return seen.settled() && seen.Conclusion == "success" })
}

// AwaitItem waits as AwaitVerdict does, until an item stands at a verdict.
func (s *Scene) AwaitItem(ctx context.Context, item checks.ItemID, verdict checks.Verdict, progress Progress) (Outcome, error) {
	return s.await(ctx, progress, func(seen Outcome) bool { return seen.settled() && seen.Verdicts[item] == verdict })
}

// await waits until what is seen of the head is as it is wanted.
func (s *Scene) await(ctx context.Context, progress Progress, wanted func(Outcome) bool) (Outcome, error) {
	return s.awaitOn(ctx, "", progress, wanted)
}

// awaitOn waits until what is seen of a commit is as it is wanted; empty: of the head.
func (s *Scene) awaitOn(ctx context.Context, commit string, progress Progress, wanted func(Outcome) bool) (Outcome, error) {
	ticker := time.NewTicker(s.options.Interval)
	defer ticker.Stop()
	known := map[string]string{}
	for {
		outcome, err := s.lookAt(commit)
		if err != nil {
			return outcome, err
		}
		report(outcome.CheckRuns, known, progress)
		if wanted(outcome) {
			return outcome, nil
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return outcome, fmt.Errorf("%w: %s: %w", ErrNoVerdict, outcome.state(), ctx.Err())
		}
	}
}

// AwaitCommit waits until golive has judged a commit that is not the head of the
// release pull request: a tag's, or another pull request's. The comment in the outcome
// is still the release's.
func (s *Scene) AwaitCommit(ctx context.Context, commit string, progress Progress) (Outcome, error) {
	return s.awaitOn(ctx, commit, progress, func(seen Outcome) bool { return seen.Conclusion != "" })
}

// look reads what is there of the pull request's head now.
func (s *Scene) look() (Outcome, error) { return s.lookAt("") }

// lookAt reads what is there of a commit; empty: of the pull request's head.
func (s *Scene) lookAt(commit string) (Outcome, error) {
	opened, err := s.pullRequest(context.Background())
	if err != nil {
		return Outcome{}, err
	}
	outcome := Outcome{Number: opened.Number, Commit: cmp.Or(commit, opened.HeadSHA)}
	runs, err := s.github.CheckRuns(s.Repository.FullName, outcome.Commit)
	if err != nil {
		return outcome, err
	}
	for _, run := range runs {
		if run.App == s.github.AppSlug() {
			outcome.CheckRuns = append(outcome.CheckRuns, run)
		}
	}
	slices.SortStableFunc(outcome.CheckRuns, func(a, b simulator.CheckRun) int { return cmp.Compare(a.Name, b.Name) })
	for _, run := range outcome.CheckRuns {
		if run.Name == checks.ReadyCheck && run.Status == "completed" {
			outcome.Title, outcome.Conclusion = run.Title, run.Conclusion
			outcome.Verdicts = recorded(run.Text)
		}
	}
	comments, err := s.github.Comments(s.Repository.FullName, opened.Number)
	if err != nil {
		return outcome, err
	}
	for _, comment := range comments {
		if comment.ByApp && strings.HasPrefix(comment.Body, commentMarker) {
			outcome.Comment = comment.Body
		}
	}
	return outcome, nil
}

// recorded reads what a check run's record says of each item.
func recorded(text string) map[checks.ItemID]checks.Verdict {
	record, err := publish.ParseRecord(text)
	if err != nil {
		return nil // it carries none
	}
	verdicts := map[checks.ItemID]checks.Verdict{}
	for _, release := range record.Releases {
		for _, item := range release.Items {
			verdicts[item.Item] = item.Verdict
		}
	}
	return verdicts
}

// commentMarker begins golive's one comment; its other words are replies.
const commentMarker = "<!-- golive:"

// settled reports whether verdict and comment are there, for this commit.
func (o Outcome) settled() bool {
	return o.Conclusion != "" && strings.Contains(o.Comment, o.Commit[:min(7, len(o.Commit))]) && !stillChecking(o.Comment)
}

// stillChecking reports whether a comment's headline says so.
func stillChecking(comment string) bool {
	for line := range strings.Lines(comment) {
		if strings.HasPrefix(line, "## ") {
			return strings.Contains(line, " · checking ")
		}
	}
	return false
}

// state says in a few words how far golive is.
func (o Outcome) state() string {
	switch {
	case len(o.CheckRuns) == 0:
		return "golive has made no check run"
	case o.Conclusion == "":
		return checks.ReadyCheck + " is not completed"
	case o.Comment == "":
		return "golive has written no comment"
	default:
		return "golive's comment is not up to date"
	}
}

// report tells progress what changed since the last look.
func report(runs []simulator.CheckRun, known map[string]string, progress Progress) {
	done := 0
	for _, run := range runs {
		if run.Status == "completed" {
			done++
		}
	}
	for _, run := range runs {
		state := run.HeadSHA + " " + run.Status + " " + run.Conclusion + " " + run.Title
		if known[run.Name] == state {
			continue
		}
		known[run.Name] = state
		if progress != nil {
			progress(run, done, len(runs))
		}
	}
}
