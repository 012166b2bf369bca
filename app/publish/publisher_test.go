package publish

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

func TestPublishMakesEightCheckRunsAndOneComment(t *testing.T) {
	t.Parallel()
	press, told := newPress(t), notReady(t)
	press.must(told)
	if len(press.runs) != 8 || len(press.comments) != 1 {
		t.Fatalf("%d check runs and %d comments", len(press.runs), len(press.comments))
	}
	if last := press.calls[len(press.calls)-1]; last != "create check run golive / ready" {
		t.Errorf("the whole verdict has to turn last, but %q did", last)
	}
	for _, run := range press.runs {
		if run.ExternalID != "81:pr:412" || run.DetailsURL != "https://golive.example/releases/81:pr:412" || run.SHA != headSHA {
			t.Errorf("%s: external id %q, details %q, commit %q", run.Name, run.ExternalID, run.DetailsURL, run.SHA)
		}
	}
	if press.state.Number != 412 || press.state.Comment == 0 || press.state.Version != told.run.Version || len(press.state.CheckRuns) != 8 {
		t.Errorf("state: %+v", press.state)
	}
}

func TestPublishSendsOnlyWhatDiffers(t *testing.T) {
	t.Parallel()
	press := newPress(t)
	press.must(notReady(t))
	press.must(notReady(t))
	if press.written() != 0 {
		t.Fatalf("the same run was written again: %q", press.calls)
	}
	told := notReady(t)
	told.sees("performance.caching", failing("no cache in front of 3 routes", ""))
	press.must(told)
	want := "update check run golive / 4 performance, update comment, update check run golive / ready"
	var wrote []string
	for _, call := range press.calls {
		if strings.HasPrefix(call, "update") || strings.HasPrefix(call, "create") {
			wrote = append(wrote, call)
		}
	}
	if got := strings.Join(wrote, ", "); got != want {
		t.Errorf("wrote %s, want %s", got, want)
	}
}

func TestProgressIsShownNowAndThenAndTheEndAtOnce(t *testing.T) {
	t.Parallel()
	press, at := newPress(t), noon
	press.publisher.options.Now = func() time.Time { return at }
	press.must(inProgress(t))
	began := press.run(checks.ReadyCheck).Title
	further := func() *story {
		told := inProgress(t)
		for _, item := range told.catalogue.Items[:20] {
			told.sees(item.ID, checks.Observation{Headline: "looked at"})
		}
		return told
	}
	at = noon.Add(time.Second)
	press.must(further())
	if title := press.run(checks.ReadyCheck).Title; title != began {
		t.Errorf("a second later it says %q", title)
	}
	at = noon.Add(progressPause)
	press.must(further())
	if title := press.run(checks.ReadyCheck).Title; title == began {
		t.Errorf("it still says %q", title)
	}
	press.must(ready(t))
	if run := press.run(checks.ReadyCheck); run.Status != statusDone {
		t.Errorf("the end waits: %s %q", run.Status, run.Title)
	}
	press.must(inProgress(t))
	if run := press.run(checks.ReadyCheck); run.Status != statusOpen {
		t.Errorf("that it is looked at again waits: %s %q", run.Status, run.Title)
	}
}

func TestPublishAfterTheStateWasLostFindsWhatStands(t *testing.T) {
	t.Parallel()
	press := newPress(t)
	press.must(notReady(t))
	press.state = jobs.PublishState{}
	press.must(waiting(t))
	if len(press.runs) != 8 || len(press.comments) != 1 {
		t.Errorf("%d check runs and %d comments", len(press.runs), len(press.comments))
	}
	if marks := len(press.marks[press.run("golive / 1 code").ID]); marks != 3 {
		t.Errorf("%d annotations, they are append-only and were 3", marks)
	}
}

func TestPublishUpdatesTheNewestOfSeveralOfOneName(t *testing.T) {
	t.Parallel()
	press := newPress(t)
	for range 2 {
		press.runs = append(press.runs, &github.CheckRun{ID: press.id(), Name: checks.ReadyCheck, SHA: headSHA, Status: statusOpen})
	}
	press.must(ready(t))
	if older, newer := press.runs[0], press.runs[1]; older.Status != statusOpen || newer.Conclusion != concludedSuccess || len(press.runs) != 9 {
		t.Errorf("older %s, newer %s %s, %d in all", older.Status, newer.Status, newer.Conclusion, len(press.runs))
	}
}

func TestPublishOnANewCommitForgetsTheOldCheckRuns(t *testing.T) {
	t.Parallel()
	press := newPress(t)
	press.must(ready(t))
	told := ready(t)
	told.run.Release.SHA = olderSHA
	press.must(told)
	if len(press.runs) != 16 || len(press.comments) != 1 {
		t.Errorf("%d check runs and %d comments", len(press.runs), len(press.comments))
	}
}

func TestPublishCreatesACheckRunAnewThatIsGone(t *testing.T) {
	t.Parallel()
	press := newPress(t)
	press.must(waiting(t))
	press.runs = press.runs[:7] // GitHub deletes old ones
	press.must(ready(t))
	if press.run(checks.ReadyCheck).Conclusion != concludedSuccess || len(press.runs) != 8 {
		t.Errorf("%d check runs", len(press.runs))
	}
}

func TestPublishStopsAtALimit(t *testing.T) {
	t.Parallel()
	press := newPress(t)
	press.refuse = func(call string) error {
		if call == "create check run golive / 3 security" {
			return &jobs.LimitedError{Until: noon.Add(time.Minute), Reason: "secondary rate limit"}
		}
		return nil
	}
	var limited *jobs.LimitedError
	if err := press.publish(ready(t)); !errors.As(err, &limited) {
		t.Fatalf("got %v", err)
	}
	if len(press.runs) != 2 || len(press.state.CheckHashes) != 2 {
		t.Errorf("%d check runs, %d remembered: nothing may be sent against a limit", len(press.runs), len(press.state.CheckHashes))
	}
	press.refuse = nil
	press.must(ready(t))
	if len(press.runs) != 8 {
		t.Errorf("%d check runs after the retry", len(press.runs))
	}
}

func TestPublishGoesOnPastOneFailure(t *testing.T) {
	t.Parallel()
	press := newPress(t)
	press.refuse = func(call string) error {
		if call == "create check run golive / 3 security" {
			return errors.New("502")
		}
		return nil
	}
	if err := press.publish(ready(t)); err == nil {
		t.Fatal("the failure is lost")
	}
	if press.run(checks.ReadyCheck).Conclusion != concludedSuccess || len(press.comments) != 1 || press.state.Version != 0 {
		t.Errorf("state %+v", press.state)
	}
}

func TestAnnotationsAreSentInBatches(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ findings, standing, requests int }{
		"fifty fit one request":      {50, 50, 1},
		"fifty-one take two":         {51, 51, 2},
		"a thousand are capped":      {1000, 500, 10},
		"none are nothing to append": {0, 0, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			press := newPress(t)
			press.must(debugStatements(t, test.findings))
			requests := 0
			for _, call := range press.calls {
				if strings.HasSuffix(call, "golive / 1 code") {
					requests++
				}
			}
			run := press.run("golive / 1 code")
			if got := len(press.marks[run.ID]); got != test.standing || requests != test.requests {
				t.Errorf("%d annotations in %d requests, want %d in %d", got, requests, test.standing, test.requests)
			}
			if dropped := test.findings - test.standing; dropped > 0 && !strings.Contains(run.Summary, fmt.Sprintf("%d more are left out", dropped)) {
				t.Errorf("nothing says that %d were dropped:\n%s", dropped, run.Summary)
			}
			if run.Status != statusDone {
				t.Errorf("the check run stayed %s", run.Status)
			}
		})
	}
}

func TestAnnotationsShowSuggestedChanges(t *testing.T) {
	t.Parallel()
	removed, rewritten := found("debug.console", "app.ts", 3, "console.log", ""), found("debug.focused-test", "app.test.ts", 7, "it.only", "")
	removed.Suggestion = &checks.Suggestion{Line: 3, EndLine: 5}
	rewritten.Suggestion = &checks.Suggestion{Line: 7, EndLine: 7, Text: "  it('pays', () => {\n"}
	press := newPress(t)
	press.must(newStory(t).sees("code.debug-leftovers", failing("debug statements", "", removed, rewritten)))
	got := map[string]string{}
	for _, mark := range press.marks[press.run("golive / 1 code").ID] {
		got[mark.Path] = mark.Details
	}
	if got["app.ts"] != "Suggested change: remove lines 3–5." || got["app.test.ts"] != "Suggested change: line 7 becomes\n\nit('pays', () => {" {
		t.Errorf("suggested: %q", got)
	}
}

func TestAnnotationsOfARetryAreNotDoubled(t *testing.T) {
	t.Parallel()
	press := newPress(t)
	count := 0
	press.refuse = func(call string) error {
		if strings.HasSuffix(call, "golive / 1 code") {
			if count++; count == 4 {
				return errors.New("connection reset")
			}
		}
		return nil
	}
	if press.publish(debugStatements(t, 230)) == nil {
		t.Fatal("the failure is lost")
	}
	run := press.run("golive / 1 code")
	if marks := len(press.marks[run.ID]); marks != 150 || run.Status != statusOpen {
		t.Fatalf("%d annotations, %s: a verdict with half of its findings may not show", marks, run.Status)
	}
	press.must(debugStatements(t, 230))
	if marks := len(press.marks[run.ID]); marks != 230 || press.run("golive / 1 code").Conclusion != concludedFailure {
		t.Errorf("%d annotations after the retry", marks)
	}
	press.must(debugStatements(t, 240))
	if marks := len(press.marks[run.ID]); marks != 240 {
		t.Errorf("%d annotations after 10 more findings", marks)
	}
}

func debugStatements(t testing.TB, count int) *story {
	told := newStory(t)
	if count == 0 {
		return told
	}
	var findings []checks.Finding
	for line := range count {
		findings = append(findings, found("debug.console", "app.ts", line+1, "`console.log`", ""))
	}
	return told.sees("code.debug-leftovers", failing("debug statements", "", findings...))
}

func TestPublishHealsACheckRunThatWasClosedMeanwhile(t *testing.T) {
	t.Parallel()
	press, told := newPress(t), ready(t)
	press.must(told)
	press.runs[7].Conclusion, press.runs[7].Title = concludedTimedOut, "Timed out"
	press.must(told)
	if press.run(checks.ReadyCheck).Conclusion != concludedSuccess || press.written() != 1 {
		t.Errorf("ready is %s after %q", press.run(checks.ReadyCheck).Conclusion, press.calls)
	}
}
