package publish

import (
	"errors"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
	"github.com/golive-app/golive/jobs"
)

// editOf is what a pull request makes of the policy: the file before and after.
func editOf(t testing.TB, before, after string) jobs.PolicyEdit {
	t.Helper()
	edit := jobs.PolicyEdit{File: config.PolicyFile, Ref: "main", Change: jobs.PolicyChanged, Authors: []string{"ada", "kim"}}
	var err error
	if edit.Before, err = config.DecodePolicy([]byte(before), config.DefaultPolicy()); err != nil {
		t.Fatal(err)
	}
	edit.After, err = config.DecodePolicy([]byte(after), config.DefaultPolicy())
	var invalid *config.PolicyError
	if errors.As(err, &invalid) {
		edit.Problems, edit.Wrong = invalid.Problems, len(invalid.Problems)
	} else if err != nil {
		t.Fatal(err)
	}
	return edit
}

const (
	enforcing = "version: 1\nmode: enforce\nroles:\n  qa: [\"@mia\"]\n"
	observed  = "version: 1\nmode: observe\n"
	mistaken  = "version: 1\nmode: enforce\nrelase:\n  tags: [\"v*\"]\nmodus: observe\n"
	weakened  = "version: 1\nmode: observe\nrelease:\n  tags: []\nenvironments:\n  staging:\n    url: https://staging.acme.dev\nroles:\n  qa: [\"@kim\", \"@lee\"]\n"
)

// wrongEdit is a release that would be ready and breaks the policy.
func wrongEdit(t testing.TB) *story {
	s := ready(t)
	s.run.PolicyEdits = []jobs.PolicyEdit{editOf(t, enforcing, mistaken)}
	if s.run.PolicyEdits[0].Wrong < 2 {
		t.Fatalf("%d problems: %v", s.run.PolicyEdits[0].Wrong, s.run.PolicyEdits[0].Problems)
	}
	return s
}

// weakerEdit is a release that would turn its gate off.
func weakerEdit(t testing.TB) *story {
	s := ready(t)
	s.run.PolicyEdits = []jobs.PolicyEdit{editOf(t, enforcing, weakened)}
	return s
}

// strongerEdit is a first policy, which would block this release.
func strongerEdit(t testing.TB) *story {
	s := observing(t)
	edit := editOf(t, "", enforcing)
	edit.Change = jobs.PolicyAdded
	edit.Looked, edit.Past = true, []jobs.PastRelease{
		{Name: "v1.3.9", After: checks.StandingReady}, {Name: "v1.3.8", After: checks.StandingNotReady}, {Name: "v1.3.7", After: checks.StandingWaiting},
	}
	s.run.PolicyEdits = []jobs.PolicyEdit{edit}
	return s
}

func TestAPullRequestThatIsNoReleaseIsToldWhatItDoesToThePolicy(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		edits       []jobs.PolicyEdit
		conclusion  string
		title       string
		annotations int
	}{
		"no edit":                           {nil, concludedSuccess, "Not a release PR — nothing to check", 0},
		"wrong, where it may block":         {[]jobs.PolicyEdit{editOf(t, enforcing, mistaken)}, concludedFailure, "The policy edit has 2 errors · not a release PR", 2},
		"wrong, where golive observes":      {[]jobs.PolicyEdit{editOf(t, observed, mistaken)}, concludedSuccess, "observing — the policy edit has 2 errors · not a release PR", 2},
		"one error":                         {[]jobs.PolicyEdit{editOf(t, enforcing, "version: 1\nmode: block\n")}, concludedFailure, "The policy edit has 1 error · not a release PR", 1},
		"stricter":                          {[]jobs.PolicyEdit{editOf(t, observed, enforcing)}, concludedSuccess, "Not a release PR — it edits the policy: see what it would do", 0},
		"weaker":                            {[]jobs.PolicyEdit{editOf(t, enforcing, weakened)}, concludedSuccess, "Not a release PR — ⚠ it weakens the policy: see what it would do", 0},
		"one file of two could not be used": {[]jobs.PolicyEdit{editOf(t, enforcing, observed), editOf(t, enforcing, "version: 1\nmode: block\n")}, concludedFailure, "The policy edit has 1 error · not a release PR", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			press := newPress(t)
			pull := checks.Release{Kind: checks.ReleasePullRequest, SHA: headSHA, Number: 9, HeadBranch: "chore/policy", Title: "chore: policy"}
			pull.Repository.WebURL = webURL
			for range 2 {
				if err := press.publisher.PublishNotRelease(t.Context(), target, pull, config.DefaultPolicy().Release, test.edits); err != nil {
					t.Fatal(err)
				}
			}
			run := press.run(checks.ReadyCheck)
			if run.Conclusion != test.conclusion || run.Title != test.title || press.written() != 1 || len(press.marks[run.ID]) != test.annotations || len(press.comments) != 0 {
				t.Errorf("%s %q, %d written, %d annotations, %d comments", run.Conclusion, run.Title, press.written(), len(press.marks[run.ID]), len(press.comments))
			}
			if name == "wrong, where it may block" || name == "weaker" {
				golden(t, "not_release_"+strings.Fields(strings.ReplaceAll(name, ",", ""))[0]+".md", run.Summary)
			}
			if err := press.publisher.PublishNotRelease(t.Context(), target, pull, config.DefaultPolicy().Release, nil); err != nil || press.run(checks.ReadyCheck).Title != "Not a release PR — nothing to check" {
				t.Errorf("without the edit: %q, %v", press.run(checks.ReadyCheck).Title, err)
			}
		})
	}
}

func TestWhatIsWrongWithAPolicyEditIsAnnotatedOnce(t *testing.T) {
	t.Parallel()
	press, told := newPress(t), wrongEdit(t)
	press.must(told)
	told.run.Version++
	press.must(told)
	run := press.run(checks.ReadyCheck)
	marks := press.marks[run.ID]
	if run.Conclusion != concludedFailure || !strings.HasPrefix(run.Title, "NOT READY — the policy edit has 2 errors") || len(marks) != 2 {
		t.Fatalf("%s %q, %d annotations", run.Conclusion, run.Title, len(marks))
	}
	first := marks[0]
	if first.Path != config.PolicyFile || first.StartLine != 3 || first.EndLine != 3 || first.StartColumn != 1 || first.Level != "failure" || !strings.Contains(first.Message, "release") {
		t.Errorf("%+v", first)
	}
	told.run.Policy.Mode = "observe"
	press.must(told)
	if run := press.run(checks.ReadyCheck); run.Conclusion != concludedSuccess || !strings.Contains(run.Title, "the policy edit has 2 errors") {
		t.Errorf("observing: %s %q", run.Conclusion, run.Title)
	}
}

func TestAProblemWithoutAPlaceMarksTheFirstLine(t *testing.T) {
	t.Parallel()
	made := editAnnotations([]jobs.PolicyEdit{{File: config.PolicyFile, Wrong: 2, Problems: []config.Problem{
		{Problem: "the file is too large"}, {Line: 4, Problem: "no column", Path: "mode"},
	}}})
	if len(made) != 2 || made[0].StartLine != 1 || made[0].StartColumn != 0 || made[1].StartLine != 4 || made[1].StartColumn != 0 || made[1].Title != "policy · mode" {
		t.Errorf("%+v", made)
	}
}

func TestAHugePolicyEditIsCutToWhatPeopleRead(t *testing.T) {
	t.Parallel()
	s := ready(t)
	words := strings.Repeat("😀", 5000)
	edit := jobs.PolicyEdit{File: config.PolicyFile, Ref: "main", Wrong: 4000}
	for line := range 50 {
		edit.Problems = append(edit.Problems, config.Problem{Line: line + 1, Column: 1, Problem: words, Advice: words})
	}
	wide := editOf(t, enforcing, observed)
	wide.After.Roles = map[string][]string{}
	for index := range 2000 {
		wide.After.Release.Tags = append(wide.After.Release.Tags, words)
		wide.After.Roles["qa"] = append(wide.After.Roles["qa"], strings.Repeat("k", index%30+1))
	}
	s.run.PolicyEdits = []jobs.PolicyEdit{edit, wide}
	press := newPress(t)
	press.must(s)
	body := press.comments[0].Body
	if len(body) > maxComment || !strings.Contains(body, "and 3990 more") || !strings.Contains(body, "READY TO GO LIVE?") {
		t.Errorf("%d bytes: %.3000s", len(body), body)
	}
}
