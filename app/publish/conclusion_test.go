package publish

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/golive-app/golive/app/command"
	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

func TestConclusion(t *testing.T) {
	t.Parallel()
	security := checks.Sections()[2]
	unconnected := lacking(checks.ConnectionStaging, "No staging environment is known.", stagingRemedy)
	halfProven := checks.Observation{Evidence: []checks.Evidence{saw(checks.E1, checks.Supports, "a middleware is named")}}
	tests := map[string]struct {
		tell               func(*story)
		ready, section     string // conclusion and title
		readyAt, sectionAt string
	}{
		"all in order": {
			func(*story) {}, concludedSuccess, concludedSuccess, "READY — v1.4.0 @ a1b2c3d", "Pass — 6 pass",
		},
		"one item fails": {
			func(s *story) {
				s.sees("security.headers", failing("no HSTS", "", found("headers.hsts", "", 0, "no HSTS", "")))
			}, concludedFailure, concludedFailure, "NOT READY — 1 failing", "NOT READY — 1 failing · 5 pass",
		},
		"a blocking item could not be judged": {
			func(s *story) { s.sees("security.headers", unconnected) },
			concludedFailure, concludedFailure, "Can't tell — 1 of 41 not judged: Staging environment", "Can't tell — 1 of 6 not judged: Staging environment",
		},
		"nothing of the section could be judged": {
			func(s *story) {
				for _, item := range s.catalogue.Items {
					if item.Section == checks.SectionSecurity {
						s.sees(item.ID, unconnected)
					}
				}
			}, concludedFailure, concludedFailure, "Can't tell — 6 of 41 not judged: Staging environment", "Can't tell — 6 of 6 not judged: Staging environment",
		},
		"an item that only warns could not be judged": {
			func(s *story) { s.sees("launch.fallback-ui", unconnected) }, concludedSuccess, concludedSuccess, "READY — v1.4.0 @ a1b2c3d", "Pass — 6 pass",
		},
		"golive failed": {
			func(s *story) {
				s.run.Results["security.headers"] = checks.Broken(s.item("security.headers"), checks.ReleasePullRequest, "INC-1", "")
			}, concludedFailure, concludedFailure, "Can't tell — 1 of 41 not judged", "Can't tell — 1 of 6 not judged",
		},
		"evidence of other content": {
			func(s *story) {
				s.run.Results["security.headers"] = checks.Outdated(s.run.Results["security.headers"], "older")
			}, concludedFailure, concludedFailure, "Can't tell — 1 of 41 not judged", "Can't tell — 1 of 6 not judged",
		},
		"only people are missing": {
			func(s *story) { s.sees("security.headers", halfProven) },
			concludedAction, concludedAction, "Waiting for people — 1 sign-off", "Waiting for people — 1 sign-off · 5 pass",
		},
		"people and a connection are missing": {
			func(s *story) { s.sees("security.headers", halfProven); s.sees("security.rate-limit", unconnected) },
			concludedFailure, concludedFailure, "Can't tell — 1 of 41 not judged: Staging environment, 1 needs a person", "Can't tell — 1 of 6 not judged: Staging environment",
		},
		"people are missing and something fails": {
			func(s *story) {
				s.sees("security.headers", halfProven)
				s.sees("security.rate-limit", failing("none", "", found("ratelimit.none", "", 0, "none", "")))
			}, concludedFailure, concludedFailure, "NOT READY — 1 failing, 1 needs a person", "NOT READY — 1 failing, 1 needs a person · 4 pass",
		},
		"warnings only": {
			func(s *story) {
				for _, id := range []checks.ItemID{"security.headers", "security.injection"} {
					observation := passing(s.item(id))
					observation.Findings = []checks.Finding{{Rule: "x", Severity: checks.SeverityWarning, Message: "m"}}
					s.sees(id, observation).becomes(id, checks.Warn)
				}
			}, concludedSuccess, concludedSuccess, "READY — v1.4.0 @ a1b2c3d · 2 warnings", "⚠ 2 warnings · 4 pass",
		},
		"still being checked": {
			func(s *story) {
				s.run.Finished = time.Time{}
				s.run.Results["security.headers"] = checks.Pending(s.item("security.headers"), checks.ReleasePullRequest)
			}, "", "", "Checking 41 items… 40 done", "Checking 6 items… 5 done",
		},
		"another section is still being checked": {
			func(s *story) {
				s.run.Finished = time.Time{}
				s.run.Results["code.review"] = checks.Pending(s.item("code.review"), checks.ReleasePullRequest)
			}, "", concludedSuccess, "Checking 41 items… 40 done", "Pass — 6 pass",
		},
		"the deadline passed": {
			func(s *story) {
				s.run.Finished, s.run.Deadline = time.Time{}, noon.Add(-time.Second)
				s.run.Results["security.headers"] = checks.Pending(s.item("security.headers"), checks.ReleasePullRequest)
			}, concludedFailure, concludedFailure, "Can't tell — 1 of 41 not judged", "Can't tell — 1 of 6 not judged",
		},
		"a result is missing": {
			func(s *story) { delete(s.run.Results, "security.headers") },
			concludedFailure, concludedFailure, "Can't tell — 1 of 41 not judged", "Can't tell — 1 of 6 not judged",
		},
		"no result at all": {
			func(s *story) { s.run.Results = nil },
			concludedFailure, concludedFailure, "Can't tell — 35 of 41 not judged", "Can't tell — 6 of 6 not judged",
		},
		"observing what fails": {
			func(s *story) {
				s.run.Policy.Mode = "observe"
				s.sees("security.headers", failing("no HSTS", "", found("headers.hsts", "", 0, "no HSTS", "")))
				s.sees("code.review", unconnected)
			}, concludedSuccess, concludedSuccess, "observing — would be NOT READY (2) · 39 pass", "observing — would be NOT READY (1) · 5 pass",
		},
		"observing what is ready": {
			func(s *story) { s.run.Policy.Mode = "observe" },
			concludedSuccess, concludedSuccess, "observing — would be READY · 41 pass", "observing — would be READY · 6 pass",
		},
		"observing and still being checked": {
			func(s *story) {
				s.run.Policy.Mode, s.run.Finished = "observe", time.Time{}
				s.run.Results["security.headers"] = checks.Pending(s.item("security.headers"), checks.ReleasePullRequest)
			}, "", "", "Checking 41 items… 40 done", "Checking 6 items… 5 done",
		},
		"an unknown mode does not enforce": {
			func(s *story) {
				s.run.Policy.Mode = ""
				s.sees("security.headers", unconnected)
			}, concludedSuccess, concludedSuccess, "observing — would be CAN'T TELL (1) · 40 pass", "observing — would be CAN'T TELL (1) · 5 pass",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			told := newStory(t)
			test.tell(told)
			pages := told.pages()
			for _, side := range []struct {
				section           *checks.Section
				conclusion, title string
			}{{nil, test.ready, test.readyAt}, {&security, test.section, test.sectionAt}} {
				shown := newView(pages, side.section, "")
				if shown.conclusion != side.conclusion || shown.title != side.title {
					t.Errorf("%s: %q %q, want %q %q", shown.name, shown.conclusion, shown.title, side.conclusion, side.title)
				}
				if (shown.status == statusOpen) != (side.conclusion == "") {
					t.Errorf("%s: status %s", shown.name, shown.status)
				}
			}
		})
	}
}

func TestSeveralReleasesOfACommitShowTheWorst(t *testing.T) {
	t.Parallel()
	told := ready(t)
	tag := tagRelease(t).run
	views := views(told.pages(tag), "")
	shown := views[len(views)-1]
	if shown.conclusion != concludedFailure || !strings.HasPrefix(shown.title, "NOT READY") || !strings.Contains(shown.title, "READY — v1.4.0") {
		t.Errorf("%s %q", shown.conclusion, shown.title)
	}
	if !strings.Contains(shown.summary, "This commit carries 2 releases") {
		t.Errorf("the summary names one release only:\n%s", shown.summary)
	}
	record, err := ParseRecord(shown.text)
	if err != nil || len(record.Releases) != 2 {
		t.Errorf("record of %d releases, %v", len(record.Releases), err)
	}
	open := newView(told.pages(tag, inProgress(t).run), nil, "")
	if open.status != statusOpen {
		t.Errorf("one of three is not over, and the check run is %s", open.status)
	}
	observed := observing(t).run
	if shown := newView(told.pages(observed), nil, ""); shown.conclusion != concludedSuccess {
		t.Errorf("an observing release blocks: %s %q", shown.conclusion, shown.title)
	}
	for _, others := range [][]jobs.Run{{tag}, {tag, observed}, {tag, tag, tag, tag, tag, tag, tag, tag, tag}} {
		for _, shown := range newViews(told, others) {
			if utf8.RuneCountInString(shown.title) > maxTitle || len(shown.text) > maxOutput || len(shown.summary) > maxOutput {
				t.Errorf("%s: title of %d, text of %d bytes", shown.name, utf8.RuneCountInString(shown.title), len(shown.text))
			}
		}
	}
}

func newViews(told *story, others []jobs.Run) []view { return views(told.pages(others...), "") }

func TestWhereALoadTestIsOffered(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*jobs.Run)
		want   bool
	}{
		"one that failed":               {func(*jobs.Run) {}, true},
		"one that golive could not run": {func(run *jobs.Run) { run.Load = &checks.LoadTest{State: checks.LoadRefused} }, true},
		"none in the policy":            {func(run *jobs.Run) { run.Rules.Load.TargetRPS = 0 }, false},
		"one that waits":                {func(run *jobs.Run) { run.Load = &checks.LoadTest{State: checks.LoadWaiting} }, false},
		"one under way":                 {func(run *jobs.Run) { run.Load = &checks.LoadTest{State: checks.LoadRunning} }, false},
		"of what is no release yet":     {func(run *jobs.Run) { run.Key = jobs.Key{Repository: run.Key.Repository, Look: strings.Repeat("a", 40)} }, false},
		"of what is judged no more":     {func(run *jobs.Run) { run.Ended = jobs.EndClosed }, false},
		"of what passed":                {func(run *jobs.Run) { run.Results[jobs.LoadItem] = ready(t).run.Results[jobs.LoadItem] }, false},
	} {
		told := notReady(t)
		told.sees("performance.load", failing("7,420 of 10,000 rps", "Raise the pool.", found("load.missed", "", 0, "p99 2.3 s", "")))
		told.run.Rules.Load.TargetRPS = 10000
		test.change(&told.run)
		shown := map[string]bool{}
		for _, one := range views(told.pages(), "") {
			shown[one.name] = slices.ContainsFunc(one.actions, func(action github.Action) bool { return action.Identifier == command.ActionRunLoadTest })
		}
		if shown["golive / ready"] != test.want || shown["golive / 4 performance"] != test.want || shown["golive / 1 code"] {
			t.Errorf("%s: the button stands on %v, want %t", name, shown, test.want)
		}
	}
}

func TestButtonsKeepTheForgesLimits(t *testing.T) {
	t.Parallel()
	for name, tell := range map[string]func(testing.TB) *story{"not ready": notReady, "ready": ready, "in progress": inProgress, "waiting": waiting} {
		for _, shown := range views(tell(t).pages(), "") {
			if shown.status == statusOpen && len(shown.actions) > 0 || len(shown.actions) > 3 {
				t.Errorf("%s, %s: %d buttons while %s", name, shown.name, len(shown.actions), shown.status)
			}
			for _, action := range shown.actions {
				if utf8.RuneCountInString(action.Label) > 20 || utf8.RuneCountInString(action.Identifier) > 20 || utf8.RuneCountInString(action.Description) > 40 {
					t.Errorf("%s: %+v", shown.name, action)
				}
			}
		}
	}
}
