package publish

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
	"github.com/golive-app/golive/jobs"
)

// firstLook is a first look at main of a repository whose policy would block.
func firstLook(t testing.TB) *story {
	s := newStory(t)
	s.run.Key = jobs.Key{Repository: 81, Look: "heads/main", Commit: headSHA}
	s.run.Rules = config.DefaultPolicy()
	s.run.Release = checks.Release{
		Repository: s.run.Release.Repository, Kind: checks.ReleaseBranch, Ref: "refs/heads/main", SHA: headSHA, Tree: headTree, HeadBranch: "main",
	}
	s.sees("code.debug-leftovers", failing("1 debugger statement", "Take it out. Then `/golive rerun code.debug-leftovers`.",
		found("debug.debugger", "src/gift.js", 2, "debugger statement", "Take it out. Or comment `/golive sign-off code.debug-leftovers`."))).becomes("code.debug-leftovers", checks.Fail)
	s.sees("performance.load", later(checks.ConnectionLoadPlan)).becomes("performance.load", checks.Unknown)
	s.sees("delivery.pipeline", lacking(checks.ConnectionForge, "GitHub did not answer.", "Try `/golive rerun delivery.pipeline`.")).becomes("delivery.pipeline", checks.Unknown)
	s.sees("delivery.rollback", checks.Observation{
		Headline: "a plan, no drill", Evidence: []checks.Evidence{saw(checks.E2, checks.Supports, "ROLLBACK.md")},
	}).becomes("delivery.rollback", checks.NeedsSignOff)
	return s
}

func TestAFirstLookBlocksNothing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*story)
		title  string // of the whole verdict
	}{
		"not ready": {func(*story) {}, "first look at main — would be NOT READY (4) · 37 pass"},
		"a policy file that cannot be used": {
			func(s *story) { s.run.PolicyProblem = "line 3: unknown key" }, "first look at main — would be NOT READY (4) · 37 pass",
		},
		"a tag": {func(s *story) {
			s.run.Key.Look, s.run.Release.Kind, s.run.Release.Tag = "tags/v1.3.9", checks.ReleaseTag, &checks.Tag{Name: "v1.3.9", Commit: headSHA}
		}, "first look at tag v1.3.9 — would be NOT READY (4) · 37 pass"},
		"a name from outside": {func(s *story) { s.run.Key.Look = "heads/" + strings.Repeat("x", 300) }, "first look at " + strings.Repeat("x", longLooked) + "… — would be NOT READY (4) · 37 pass"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			press, told := newPress(t), firstLook(t)
			test.change(told)
			press.must(told)
			if len(press.runs) != 8 {
				t.Fatalf("%d check runs", len(press.runs))
			}
			for _, run := range press.runs {
				if run.Status != statusDone || run.Conclusion != concludedSuccess || !strings.HasPrefix(run.Title, "first look at ") || utf8.RuneCountInString(run.Title) > maxTitle {
					t.Errorf("%s: %s, %s, %q", run.Name, run.Status, run.Conclusion, run.Title)
				}
			}
			if ready := press.run(checks.ReadyCheck); !strings.HasPrefix(ready.Title, test.title) {
				t.Errorf("ready says %q", ready.Title)
			}
		})
	}
}

func TestAFirstLookAtWorkIsOpen(t *testing.T) {
	t.Parallel()
	told := firstLook(t)
	told.run.Results["code.secrets"] = checks.Pending(told.item("code.secrets"), told.run.Release.Kind)
	shown := told.page()
	shown.over = false
	got := shown.outcome(nil)
	if !got.open || got.title != "first look at main — checking 41 items… 40 done · 1 failing so far" {
		t.Errorf("%+v", got)
	}
}

func TestAFirstLookSaysWhatItIsAndNamesNoCommand(t *testing.T) {
	t.Parallel()
	press, told := newPress(t), firstLook(t)
	told.run.Follows = "v*"
	press.must(told)
	ready := press.run(checks.ReadyCheck)
	for _, words := range []string{
		"## 👀 golive · main · **FIRST LOOK** — would be **NOT READY**", "**This is a first look**, and no release", "It blocks nothing, whatever the policy says",
		"open a pull request from `release/*`", "label one `release`", "push a tag `release/v*`", "`golive init`",
		"The tags here follow `v*`", "What would stand between this and READY", "1 debugger statement", "Take it out.", "`src/gift.js:2`",
		"*release-manager* `delivery.rollback`", "Load plan",
	} {
		if !strings.Contains(ready.Summary, words) {
			t.Errorf("the summary lacks %q", words)
		}
	}
	for _, run := range press.runs {
		if strings.Contains(run.Summary+run.Text, "/golive ") || strings.Contains(run.Summary, "What you must do now") {
			t.Errorf("%s asks for something that cannot be done there:\n%s", run.Name, run.Summary)
		}
	}
	if told.run.Results["code.debug-leftovers"].Remedy == commandless(told.run.Results["code.debug-leftovers"].Remedy) {
		t.Error("the run itself was changed")
	}
	if t.Failed() {
		t.Log(ready.Summary)
	}
}

func TestSentencesThatNameCommandsAreLeftOut(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Take it out.": "Take it out.",
		"Take it out. Then `/golive rerun code.secrets`.":                  "Take it out.",
		"`/golive rerun code.review`":                                      "",
		"1) Rotate it. 2) Purge it. 3) `/golive rerun code.secrets`; done": "1) Rotate it. 2) Purge it.",
		"Add this:\n- one. `/golive status`\n- two.":                       "Add this:\n- one.\n- two.",
		"": "",
	} {
		if got := commandless(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

func TestAFirstLookTakesNoCheckRunFromOthers(t *testing.T) {
	t.Parallel()
	press, release := newPress(t), notReady(t)
	press.must(release)
	press.must(firstLook(t))
	if press.written() != 0 || press.run(checks.ReadyCheck).Conclusion != concludedFailure {
		t.Errorf("%d written over a release's", press.written())
	}
	// One that says that the commit is no release's stays too; the others are free.
	press = newPress(t)
	press.runs = append(press.runs, &github.CheckRun{ID: 5, Name: checks.ReadyCheck, SHA: headSHA, Status: statusDone, Conclusion: concludedSuccess, Title: "Not a release PR"})
	press.must(firstLook(t))
	if ready := press.run(checks.ReadyCheck); len(press.runs) != 8 || ready.Title != "Not a release PR" {
		t.Errorf("%d check runs, ready says %q", len(press.runs), ready.Title)
	}
}

func TestAReleaseTakesOverTheCheckRunsOfAFirstLook(t *testing.T) {
	t.Parallel()
	press, look := newPress(t), firstLook(t)
	press.must(look)
	if keys, err := press.publisher.ReleasesOf(t.Context(), target, headSHA); err != nil || len(keys) != 1 || keys[0] != look.run.Key {
		t.Errorf("got %v, %v", keys, err)
	}
	release := notReady(t)
	press.must(release)
	if len(press.runs) != 8 || press.run(checks.ReadyCheck).Conclusion != concludedFailure {
		t.Errorf("%d check runs, ready is %s", len(press.runs), press.run(checks.ReadyCheck).Conclusion)
	}
	if keys, err := press.publisher.ReleasesOf(t.Context(), target, headSHA); err != nil || len(keys) != 1 || keys[0] != release.run.Key {
		t.Errorf("after the release: %v, %v", keys, err)
	}
}
