package publish

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
	"github.com/golive-app/golive/jobs"
)

func TestSupersedeClosesOnlyWhatIsOpenAndOurs(t *testing.T) {
	t.Parallel()
	press, told := newPress(t), inProgress(t)
	press.must(told)
	foreign := press.runs[7]
	foreign.ExternalID = "81:pr:413"
	web := target
	web.Repository.WebURL = webURL
	if err := press.publisher.Supersede(t.Context(), web, told.run.Key, headSHA, olderSHA); err != nil {
		t.Fatal(err)
	}
	for _, run := range press.runs {
		want := statusDone + " " + concludedCancelled
		switch run.Name {
		case "golive / 1 code":
			want = statusDone + " " + concludedFailure // had its verdict
		case "golive / 2 delivery":
			want = statusDone + " " + concludedSuccess
		case checks.ReadyCheck:
			want = statusOpen + " " // another release's
		}
		if got := run.Status + " " + run.Conclusion; got != want {
			t.Errorf("%s is %s, want %s", run.Name, got, want)
		}
		if run.Conclusion == concludedCancelled && (run.Title != "superseded by 77c0de1" || !strings.Contains(run.Summary, webURL+"/commit/"+olderSHA)) {
			t.Errorf("%s: %s, %s", run.Name, run.Title, run.Summary)
		}
	}
	press.calls = nil
	if err := press.publisher.Supersede(t.Context(), web, told.run.Key, headSHA, olderSHA); err != nil || press.written() != 0 {
		t.Errorf("repeated: %v, %d written", err, press.written())
	}
}

func TestTimeOutClosesWhatIsOpenForTooLong(t *testing.T) {
	t.Parallel()
	press := newPress(t)
	press.must(inProgress(t))
	if closed, err := press.publisher.TimeOut(t.Context(), target, headSHA, noon.Add(-time.Hour)); err != nil || closed != 0 {
		t.Fatalf("%d closed of those that have just begun, %v", closed, err)
	}
	closed, err := press.publisher.TimeOut(t.Context(), target, headSHA, noon)
	if err != nil || closed != 6 {
		t.Fatalf("%d closed, %v", closed, err)
	}
	run := press.run(checks.ReadyCheck)
	if run.Conclusion != concludedTimedOut {
		t.Errorf("ready is %s", run.Conclusion)
	}
	if _, err := ParseRecord(run.Text); err != nil {
		t.Errorf("the record is lost: %v", err)
	}
}

func TestReleasesOfACommit(t *testing.T) {
	t.Parallel()
	press, told := newPress(t), ready(t)
	tag := tagRelease(t)
	press.must(told, tag.run)
	press.runs = append(press.runs, &github.CheckRun{ID: 1, Name: "lint", SHA: headSHA, ExternalID: "81:pr:7"})
	keys, err := press.publisher.ReleasesOf(t.Context(), target, headSHA)
	if err != nil || fmt.Sprint(keys) != fmt.Sprint([]jobs.Key{told.run.Key, tag.run.Key}) {
		t.Errorf("got %v, %v", keys, err)
	}
	if keys, err := press.publisher.ReleasesOf(t.Context(), target, olderSHA); err != nil || len(keys) != 0 {
		t.Errorf("another commit: %v, %v", keys, err)
	}
}

func TestNotARelease(t *testing.T) {
	t.Parallel()
	press := newPress(t)
	for range 2 {
		if err := press.publisher.PublishNotRelease(t.Context(), target, checks.Release{SHA: headSHA}, config.DefaultPolicy().Release, nil); err != nil {
			t.Fatal(err)
		}
	}
	if len(press.runs) != 1 || press.written() != 1 || press.run(checks.ReadyCheck).Conclusion != concludedSuccess || len(press.comments) != 0 {
		t.Fatalf("%d check runs, %d written", len(press.runs), press.written())
	}
	press.must(notReady(t))
	if err := press.publisher.PublishNotRelease(t.Context(), target, checks.Release{SHA: headSHA}, config.DefaultPolicy().Release, nil); err != nil {
		t.Fatal(err)
	}
	if run := press.run(checks.ReadyCheck); run.Conclusion != concludedFailure {
		t.Errorf("a commit that a release claims became %s", run.Conclusion)
	}
}

func TestWhatCountsAsAReleaseIsThePolicysToSay(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		patterns config.ReleasePatterns
		says     string
	}{
		"the defaults": {config.DefaultPolicy().Release, "pull requests from `release/*`, `hotfix/*`, 2 more; pull requests labelled `release`; tags `release/v*`; pull requests with the title of a release." +
			" This is none, so nothing was checked and nothing is blocked. Label it `release` if it is one."},
		"another label":    {config.ReleasePatterns{Labels: []string{"ship-it"}}, "judges releases: pull requests labelled `ship-it`. This is none, so nothing was checked and nothing is blocked. Label it `ship-it` if it is one."},
		"no label":         {config.ReleasePatterns{Tags: []string{"v*"}}, "judges releases: tags `v*`. This is none, so nothing was checked and nothing is blocked."},
		"nothing at all":   {config.ReleasePatterns{}, "the policy in force takes nothing for one. This is none, so nothing was checked and nothing is blocked."},
		"a hostile policy": {config.ReleasePatterns{Labels: []string{"`@everyone` <img src=x>"}}, "labelled <code>&#96;&#64;everyone&#96; &#60;img src=x&#62;</code>. This is none"},
	} {
		press := newPress(t)
		if err := press.publisher.PublishNotRelease(t.Context(), target, checks.Release{SHA: headSHA}, test.patterns, nil); err != nil {
			t.Fatal(err)
		}
		if summary := press.run(checks.ReadyCheck).Summary; !strings.Contains(summary, test.says) || len(test.patterns.Labels) == 0 && strings.Contains(summary, "Label it") {
			t.Errorf("%s: %s", name, summary)
		}
	}
}

func TestProblemIsSaidInCheckRunsAndComment(t *testing.T) {
	t.Parallel()
	press, told := newPress(t), inProgress(t)
	press.must(told)
	say := func() {
		t.Helper()
		err := press.publisher.PublishProblem(context.Background(), target, told.run.Key, headSHA, "the repository is too large",
			"It has 2,000,001 files, golive reads 2,000,000.\n\nLeave generated files out, or ask whoever runs golive. <b>@all</b>")
		if err != nil {
			t.Fatal(err)
		}
	}
	say()
	if run := press.run(checks.ReadyCheck); run.Conclusion != concludedFailure || run.Title != "Can't tell — the repository is too large" {
		t.Errorf("%s %s", run.Conclusion, run.Title)
	}
	for _, run := range press.runs {
		if run.Status != statusDone {
			t.Errorf("%s is left open", run.Name)
		}
	}
	if len(press.comments) != 1 {
		t.Fatalf("%d comments", len(press.comments))
	}
	golden(t, "problem.md", press.comments[0].Body)
	press.calls = nil
	if say(); press.written() != 0 {
		t.Errorf("repeated: %q", press.calls)
	}
	press.must(told)
	if !strings.Contains(press.comments[0].Body, "checking 41 items") {
		t.Errorf("the next run did not take the comment back: %.120s", press.comments[0].Body)
	}
}
