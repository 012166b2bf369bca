package demo_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golive-app/golive/app/demo"
	"github.com/golive-app/golive/app/demo/shop"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
)

// live runs a live demo until the test ends and returns it.
func live(t *testing.T) *demo.Live {
	t.Helper()
	var mutex sync.Mutex
	var lines []string
	made := demo.NewLive(demo.StageOptions{
		Version: "test", SyntaxCommand: projecttest.Command(),
		StopTime: time.Second, Now: time.Now, Logger: slog.New(slog.DiscardHandler),
	}, func(line string) {
		mutex.Lock()
		defer mutex.Unlock()
		lines = append(lines, line)
	})
	ctx, end := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- made.Run(ctx) }()
	t.Cleanup(func() {
		end()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		mutex.Lock()
		defer mutex.Unlock()
		if !slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, "webhook pull_request.opened: 202") }) {
			t.Errorf("the terminal was told %q", lines)
		}
		if !slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(line, "golive load http://127.0.0.1:") }) {
			t.Errorf("nobody says how to load it: %q", lines)
		}
	})
	return made
}

// comes waits until a live demo looks as it is wanted.
func comes(t *testing.T, made *demo.Live, what string, wanted func(demo.Snapshot) bool) demo.Snapshot {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	for {
		changed := made.Changed()
		seen, err := made.Snapshot(ctx)
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if wanted(seen) {
			return seen
		}
		select {
		case <-changed:
		case <-ctx.Done():
			t.Fatalf("it does not come to this: %s\nlast: %s %q of %.8s, %d deliveries, verdicts %v\n%s", what, seen.Ready.Status, seen.Ready.Title, seen.Pull.HeadSHA, len(seen.Timeline), seen.Verdicts, seen.Comment)
		}
	}
}

// actsInTime acts once it is possible: what was so a moment ago is not while golive
// looks again, as it does by itself after a deployment.
func actsInTime(t *testing.T, made *demo.Live, act demo.Act) {
	t.Helper()
	comes(t, made, string(act.Name)+" is possible", func(demo.Snapshot) bool {
		done, err := made.Act(t.Context(), act)
		if err != nil && !errors.Is(err, demo.ErrNotNow) {
			t.Fatalf("%s: %q %v", act.Name, done, err)
		}
		return err == nil
	})
}

func kinds(seen demo.Snapshot) string {
	var words []string
	for _, entry := range seen.Timeline {
		words = append(words, string(entry.Kind))
	}
	return strings.Join(words, " ")
}

func TestALiveDemoDoesWhatPeoplePress(t *testing.T) {
	t.Parallel()
	made := live(t)
	if _, err := made.Act(t.Context(), demo.Act{Name: demo.ActFix}); err != nil && !errors.Is(err, demo.ErrNotNow) {
		t.Errorf("before it is open: %v", err)
	}
	comes(t, made, "it is open", func(seen demo.Snapshot) bool { return seen.Pull.Number > 0 })
	for _, act := range []struct {
		demo.Act
		want error
	}{
		{demo.Act{Name: "dance"}, demo.ErrNotNow},
		{demo.Act{Name: demo.ActComment, User: "mallory", Text: "x"}, demo.ErrBadForm},
		{demo.Act{Name: demo.ActComment, User: "lee", Text: " \r\n "}, demo.ErrBadForm},
		{demo.Act{Name: demo.ActComment, User: "lee", Text: strings.Repeat("é", demo.MaxComment+1)}, demo.ErrBadForm},
		{demo.Act{Name: demo.ActComment, User: "lee", Text: "\xff"}, demo.ErrBadForm},
		{demo.Act{Name: demo.ActComment, User: "lee", Text: "Looks good."}, nil},
		{demo.Act{Name: demo.ActTag, Tag: "--delete"}, demo.ErrBadForm},
		{demo.Act{Name: demo.ActTag, Tag: "a/../b"}, demo.ErrBadForm},
		{demo.Act{Name: demo.ActTag, Tag: shop.LastTag}, demo.ErrNotNow},
		{demo.Act{Name: demo.ActTag, Tag: "release/v1.4.0"}, nil},
		{demo.Act{Name: demo.ActTag, Tag: "release/v1.4.0"}, demo.ErrNotNow},
		{demo.Act{Name: demo.ActReopen}, demo.ErrNotNow},
		{demo.Act{Name: demo.ActApprove}, nil},
		{demo.Act{Name: demo.ActApprove}, demo.ErrNotNow},
		{demo.Act{Name: demo.ActClose}, nil},
		{demo.Act{Name: demo.ActFix}, demo.ErrNotNow},
		{demo.Act{Name: demo.ActReopen}, nil},
		{demo.Act{Name: demo.ActEnforce}, demo.ErrNotNow},
		{demo.Act{Name: demo.ActObserve}, nil},
		{demo.Act{Name: demo.ActObserve}, demo.ErrNotNow},
		{demo.Act{Name: demo.ActRerun, Run: 1}, nil}, // decided below
	} {
		if act.Name == demo.ActObserve && act.want == nil {
			actsInTime(t, made, act.Act)
			continue
		}
		done, err := made.Act(t.Context(), act.Act)
		if act.Name == demo.ActRerun {
			if !errors.Is(err, demo.ErrBadForm) && !errors.Is(err, demo.ErrNotNow) {
				t.Errorf("a check run that is not there: %q %v", done, err)
			}
			continue
		}
		if !errors.Is(err, act.want) || err == nil && done == "" {
			t.Errorf("%+v: %q %v, want %v", act.Act, done, err, act.want)
		}
	}
	seen := comes(t, made, "all of it is told", func(seen demo.Snapshot) bool { return strings.Contains(kinds(seen), "policy") })
	ordered := kinds(seen)
	for _, pair := range [][2]string{{"comment", "tag"}, {"tag", "review"}, {"review", "closed"}, {"closed", "reopened"}, {"reopened", "policy"}} {
		if strings.Index(ordered, pair[0]) > strings.Index(ordered, pair[1]) {
			t.Errorf("%s comes after %s: %s", pair[0], pair[1], ordered)
		}
	}
	if seen.Mode != "observe" || seen.Tags[0].Name != "release/v1.4.0" || seen.Offer(demo.ActTag).Next != "release/v1.4.1" || len(seen.Commits) != 4 {
		t.Errorf("mode %s, tags %v, %d commits", seen.Mode, seen.Tags, len(seen.Commits))
	}
	comes(t, made, "observing, it succeeds", func(seen demo.Snapshot) bool { return seen.Ready.Conclusion == "success" })
	if _, err := made.Act(t.Context(), demo.Act{Name: demo.ActMerge}); err != nil {
		t.Errorf("a merge that nothing blocks: %v", err)
	}
	merged := comes(t, made, "it is merged", func(seen demo.Snapshot) bool { return seen.Pull.Merged })
	if merged.Offer(demo.ActReopen).Reason == "" || merged.Offer(demo.ActFix).Reason == "" || len(merged.Commits) == 0 {
		t.Errorf("after the merge: %+v", merged.Offers)
	}
	if _, err := made.File(t.Context(), seen.Pull.HeadSHA, "package.json"); err != nil {
		t.Error(err)
	}
	for _, commit := range []string{"HEAD", "--help", seen.Pull.HeadSHA[:8], strings.Repeat("0", 40)} {
		if _, err := made.File(t.Context(), commit, "package.json"); !errors.Is(err, demo.ErrNoSuchFile) {
			t.Errorf("%s is a commit: %v", commit, err)
		}
		if _, err := made.Change(t.Context(), commit); !errors.Is(err, demo.ErrNoSuchFile) {
			t.Errorf("%s is a commit: %v", commit, err)
		}
	}
}

func TestBothFixesReachStagingAndStartingOverTakesThemBack(t *testing.T) {
	t.Parallel()
	made := live(t)
	export := func(seen demo.Snapshot) int {
		if seen.Staging == nil || len(seen.Staging.Answers) == 0 {
			return 0
		}
		return seen.Staging.Answers[len(seen.Staging.Answers)-1].Status
	}
	comes(t, made, "staging is open to anyone", func(seen demo.Snapshot) bool { return seen.Pull.Number > 0 && export(seen) == 200 })
	for range 2 {
		if _, err := made.Act(t.Context(), demo.Act{Name: demo.ActFix}); err != nil {
			t.Fatal(err)
		}
	}
	seen := comes(t, made, "staging refuses strangers", func(seen demo.Snapshot) bool { return export(seen) == 401 })
	if reason := seen.Offer(demo.ActFix).Reason; reason != "both fixes are pushed" {
		t.Errorf("a third fix: %q", reason)
	}
	if _, err := made.Act(t.Context(), demo.Act{Name: demo.ActStartOver}); err != nil {
		t.Fatal(err)
	}
	comes(t, made, "the next play", func(seen demo.Snapshot) bool { return seen.Play == 2 && seen.Pull.Number == 1 && export(seen) == 200 })
}

func TestStartingOverTwiceAtOnceStartsOnce(t *testing.T) {
	t.Parallel()
	made := live(t)
	comes(t, made, "the first verdict", func(seen demo.Snapshot) bool { return seen.Ready.Status == "completed" })
	for range 2 {
		if _, err := made.Act(t.Context(), demo.Act{Name: demo.ActStartOver}); err != nil && !errors.Is(err, demo.ErrNotNow) {
			t.Fatal(err)
		}
	}
	seen := comes(t, made, "the second verdict", func(seen demo.Snapshot) bool { return seen.Play > 1 && seen.Ready.Status == "completed" })
	if seen.Play != 2 {
		t.Errorf("it is play %d", seen.Play)
	}
}

// Whatever of the page's steps was taken on the way, the release comes to READY, and so
// does its tag: what was changed of the policy was read by somebody, and what was
// load-tested is not again.
func TestAReleaseComesToReadyAndSoDoesItsTag(t *testing.T) {
	t.Parallel()
	engine := &recordedEngine{}
	made := loadedLive(t, engine)
	act := func(name demo.ActName) {
		t.Helper()
		actsInTime(t, made, demo.Act{Name: name, Tag: shop.ReleaseBranch})
	}
	judged := func(seen demo.Snapshot) bool { return seen.Ready.Status == "completed" }
	seen := comes(t, made, "the first verdict", judged)
	for _, early := range []demo.ActName{demo.ActSecrets, demo.ActDecide, demo.ActMerge} {
		if _, err := made.Act(t.Context(), demo.Act{Name: early}); !errors.Is(err, demo.ErrNotNow) {
			t.Errorf("%s before the fixes: %v", early, err)
		}
	}
	if seen.Ready.Conclusion != "failure" || seen.Verdicts["code.coverage"] != checks.Fail {
		t.Errorf("at first: %+v, %v", seen.Ready, seen.Verdicts)
	}
	comes(t, made, "the open export is seen on staging", func(seen demo.Snapshot) bool { return seen.Verdicts["security.authentication"] == checks.Fail })
	act(demo.ActLoad)
	comes(t, made, "it fails under load", func(seen demo.Snapshot) bool { return seen.Verdicts[demo.LoadItem] == checks.Fail })
	act(demo.ActObserve)
	act(demo.ActEnforce)
	engine.mended.Store(true)
	act(demo.ActFix)
	act(demo.ActFix)
	comes(t, made, "it passes under load", func(seen demo.Snapshot) bool { return seen.Verdicts[demo.LoadItem] == checks.Pass })
	comes(t, made, "staging answers what it should", func(seen demo.Snapshot) bool {
		return judged(seen) && seen.Verdicts["security.exposed-endpoints"] == checks.Pass && seen.Verdicts["security.authentication"] != checks.Fail
	})
	act(demo.ActApprove)
	comes(t, made, "it is reviewed", func(seen demo.Snapshot) bool {
		return judged(seen) && seen.Verdicts["code.review"] == checks.Pass && seen.Offer(demo.ActSecrets).Reason == ""
	})
	act(demo.ActSecrets)
	comes(t, made, "the secrets are closed", func(seen demo.Snapshot) bool {
		return judged(seen) && seen.Verdicts[demo.SecretsItem] == checks.Pass && seen.Offer(demo.ActDecide).Reason == ""
	})
	act(demo.ActDecide)
	seen = comes(t, made, "it is ready", func(seen demo.Snapshot) bool { return seen.Ready.Conclusion == "success" })
	if seen.Verdicts["code.coverage"] != checks.Pass {
		t.Errorf("with the tests that the fixes brought, coverage is %s", seen.Verdicts["code.coverage"])
	}
	if seen.Mode != "enforce" || !strings.HasPrefix(seen.Ready.Title, "READY — v1.4.0") || seen.Verdicts["infrastructure.env-encryption"] != checks.Waived {
		t.Errorf("%s (%s), %v", seen.Ready.Title, seen.Mode, seen.Verdicts)
	}
	tested := engine.ran.Load()
	act(demo.ActMerge)
	comes(t, made, "it is merged", func(seen demo.Snapshot) bool { return seen.Pull.Merged })
	act(demo.ActTag)
	comes(t, made, "what is known of the content holds for its tag", func(seen demo.Snapshot) bool {
		return seen.Tags[0].Name == shop.ReleaseBranch && seen.Tags[0].Ready.Conclusion == "success"
	})
	if again := engine.ran.Load() - tested; again != 0 {
		t.Errorf("the tag's content was load-tested %d times more", again)
	}
}
