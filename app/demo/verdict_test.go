package demo_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/demo"
	"github.com/golive-app/golive/app/demo/shop"
	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

const marker = "<!-- golive:v1 run=1 pr=1 -->\n"

func TestAwaitVerdictWaitsForTheCheckRunAndTheComment(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	scene := prepare(t, s, demo.Options{})
	opened, err := scene.OpenReleasePullRequest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	sha := opened.HeadSHA
	comments := fmt.Sprintf("/issues/%d/comments", opened.Number)
	if _, err := s.ReportCheckRun(scene.Repository.FullName, "github-actions", sha, checks.ReadyCheck, "", "success"); err != nil {
		t.Fatal(err) // another App's check run of the same name is no verdict
	}
	if _, err := s.Comment(scene.Repository.FullName, opened.Number, "mallory", marker+"## golive · **READY**\n"+sha[:7]); err != nil {
		t.Fatal(err) // nor is another one's comment
	}
	s.reportRun(scene, sha, "golive / 1 code", "in_progress", "")

	// What golive does next happens when the scene has told of what came before.
	var comment int64
	next := map[string]func(){
		"golive / 1 code in_progress 0/1": func() { s.reportRun(scene, sha, checks.ReadyCheck, "in_progress", "") },
		"golive / ready in_progress 0/2": func() {
			s.comment(scene, "POST", comments, "a reply that is not the verdict, on "+sha[:7])
			comment = s.comment(scene, "POST", comments, marker+"## 🚦 golive · v1.4.0 · checking 41 items… 12 done\n`"+sha[:7]+"`")
			s.reportRun(scene, sha, "golive / 1 code", "", "failure")
		},
		"golive / 1 code completed 1/2": func() { s.reportRun(scene, sha, checks.ReadyCheck, "", "failure") },
		"golive / ready completed 2/2": func() {
			s.comment(scene, "PATCH", fmt.Sprintf("/issues/comments/%d", comment), marker+"## 🚦 golive · v1.4.0 · **NOT READY**\n`"+sha[:7]+"`")
		},
	}
	var told []string
	outcome, err := scene.AwaitVerdict(t.Context(), func(run simulator.CheckRun, done, total int) {
		line := fmt.Sprintf("%s %s %d/%d", run.Name, run.Status, done, total)
		told = append(told, line)
		if next[line] == nil {
			t.Fatalf("told %q, after %q", line, told)
		}
		next[line]()
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(told) != 4 || outcome.Conclusion != "failure" || outcome.Commit != sha || outcome.Number != opened.Number || len(outcome.CheckRuns) != 2 {
		t.Errorf("told %q, got %+v", told, outcome)
	}
	if !strings.Contains(outcome.Comment, "**NOT READY**") {
		t.Errorf("got the comment %q", outcome.Comment)
	}
}

func TestAwaitVerdictSpeaksOfTheNewCommitAfterAPush(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	scene := prepare(t, s, demo.Options{})
	opened, err := scene.OpenReleasePullRequest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	comment := s.comment(scene, "POST", fmt.Sprintf("/issues/%d/comments", opened.Number), marker+"## golive · **NOT READY**\n`"+opened.HeadSHA[:7]+"`")
	s.reportRun(scene, opened.HeadSHA, checks.ReadyCheck, "", "failure")
	if _, err := scene.AwaitVerdict(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	fixed, err := scene.PushFix(t.Context(), shop.Fixed)
	if err != nil {
		t.Fatal(err)
	}
	s.reportRun(scene, fixed, checks.ReadyCheck, "", "action_required")
	outcome, err := scene.AwaitVerdict(t.Context(), func(simulator.CheckRun, int, int) {
		s.comment(scene, "PATCH", fmt.Sprintf("/issues/comments/%d", comment), marker+"## golive · **WAITING**\n`"+fixed[:7]+"`")
	})
	if err != nil || outcome.Commit != fixed || outcome.Conclusion != "action_required" || !strings.Contains(outcome.Comment, "WAITING") {
		t.Errorf("got %+v, %v", outcome, err)
	}
}

func TestAwaitVerdictEndsWithItsContextAndSaysHowFarItIs(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	scene := prepare(t, s, demo.Options{})
	if _, err := scene.AwaitVerdict(t.Context(), nil); err == nil {
		t.Error("there is no pull request to wait for")
	}
	opened, err := scene.OpenReleasePullRequest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	stages := []struct {
		arrange func()
		says    string
	}{
		{func() {}, "golive has made no check run"},
		{func() { s.reportRun(scene, opened.HeadSHA, checks.ReadyCheck, "in_progress", "") }, "golive / ready is not completed"},
		{func() { s.reportRun(scene, opened.HeadSHA, checks.ReadyCheck, "", "success") }, "golive has written no comment"},
		{func() {
			s.comment(scene, "POST", fmt.Sprintf("/issues/%d/comments", opened.Number), marker+"## golive · checking 41 items…\n"+opened.HeadSHA)
		}, "comment is not up to date"},
	}
	for _, stage := range stages {
		stage.arrange()
		outcome, err := scene.AwaitVerdict(ended, nil)
		if err == nil {
			t.Fatal("a verdict out of nothing")
		}
		if !errors.Is(err, demo.ErrNoVerdict) || !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), stage.says) || outcome.Commit != opened.HeadSHA {
			t.Errorf("got %v, want %q", err, stage.says)
		}
	}
}

// The publisher's own golden files: what it writes is what the scene waits for.
func TestPublishedCommentsAreUnderstood(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../publish/testdata/comment_*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("no comments of app/publish: %v", err)
	}
	s := newStage(t)
	scene := prepare(t, s, demo.Options{})
	opened, err := scene.OpenReleasePullRequest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.reportRun(scene, opened.HeadSHA, checks.ReadyCheck, "", "failure")
	id := s.comment(scene, "POST", fmt.Sprintf("/issues/%d/comments", opened.Number), "…")
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		published := strings.ReplaceAll(string(body), "a1b2c3d", opened.HeadSHA[:7])
		s.comment(scene, "PATCH", fmt.Sprintf("/issues/comments/%d", id), published)
		_, err = scene.AwaitVerdict(ended, nil)
		checking := slices.Contains([]string{"comment_in_progress.md", "comment_first_run.md"}, filepath.Base(file)) && strings.Contains(published, "· checking ")
		if (err != nil) != checking {
			t.Errorf("%s: got %v", file, err)
		}
	}
}

func TestApprovalComesFromSomeoneWhoWroteNothing(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	scene := prepare(t, s, demo.Options{})
	if err := scene.Approve(t.Context()); err == nil {
		t.Error("approved what is not open")
	}
	if _, err := scene.OpenReleasePullRequest(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.listen()
	if err := scene.Approve(t.Context()); err != nil {
		t.Fatal(err)
	}
	if events := s.delivered(); !slices.Contains(events, "pull_request_review.submitted") {
		t.Errorf("got %v", events)
	}
}
