package server_test

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/publish"
	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/app/simulator/contract"
	"github.com/golive-app/golive/checks"
)

// onEachQueue tells a story over the embedded queue and over a real one.
func onEachQueue(t *testing.T, story func(t *testing.T, queue string)) {
	t.Helper()
	for _, queue := range queues {
		t.Run(queue, func(t *testing.T) {
			t.Parallel()
			story(t, queue)
		})
	}
}

func TestAReleasePullRequestGoesInAndItsChecklistComesOut(t *testing.T) {
	t.Parallel()
	onEachQueue(t, func(t *testing.T, queue string) {
		w := newWorld(t, queue)
		pull := w.openRelease(map[string]string{
			"src/index.js":    "export const shop = 2;\nconsole.log('here', shop);\n",
			".env.production": "DATABASE_URL=postgres://shop:s3cr3t-9f2k1@db.internal/shop\n",
		})
		ready := w.verdict(pull.HeadSHA)
		if ready.Conclusion != "failure" || !strings.Contains(ready.Title, "NOT READY") {
			t.Errorf("golive / ready: %s, %q", ready.Conclusion, ready.Title)
		}
		names := []string{checks.ReadyCheck}
		for _, section := range checks.Sections() {
			names = append(names, section.Check)
		}
		runs := must(w.github.CheckRuns(shop, pull.HeadSHA))(t)
		if len(runs) != len(names) {
			t.Errorf("%d check runs, want %d: never two of one name", len(runs), len(names))
		}
		for _, name := range names {
			run, found := w.run(pull.HeadSHA, name)
			if !found || run.Status != "completed" || slices.Contains([]string{"", "neutral", "skipped"}, run.Conclusion) {
				t.Errorf("%s: found %v, %s, %s", name, found, run.Status, run.Conclusion)
			}
		}
		code, _ := w.run(pull.HeadSHA, "golive / 1 code")
		if !slices.ContainsFunc(code.Annotations, func(a simulator.Annotation) bool { return a.Path == "src/index.js" && a.StartLine == 2 }) {
			t.Errorf("no annotation on the console call: %+v", code.Annotations)
		}
		lists := w.checklists(pull.Number)
		if len(lists) != 1 {
			t.Fatalf("%d checklist comments", len(lists))
		}
		body := lists[0].Body
		for _, wanted := range []string{
			"NOT READY", "READY TO GO LIVE?", "Code clean and stable", "Load test passed", "Monitoring in place", "Rollback plan confirmed",
			"Stakeholders notified", "src/index.js:2", ".env.production", "CHANGELOG.md", "Environments and deployments", "Load plan",
		} {
			if !strings.Contains(body, wanted) {
				t.Errorf("the comment lacks %q", wanted)
			}
		}
		if strings.Contains(body, "s3cr3t-9f2k1") || strings.Contains(w.log.String(), "s3cr3t-9f2k1") {
			t.Error("a secret's value left the repository")
		}
	})
}

func TestAnApprovalChangesItsItemAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	before := w.items(pull.HeadSHA)
	if before["code.review"].Verdict != checks.Fail {
		t.Fatalf("nobody has approved, and code.review is %s", before["code.review"].Verdict)
	}
	must(w.github.Review(shop, pull.Number, "dana", "APPROVED", "fine"))(t)
	waitFor(t, "the approval shows", func() bool {
		run, _ := w.run(pull.HeadSHA, "golive / 1 code")
		return run.Status == "completed" && strings.Contains(run.Text, "approved by @\u200ddana")
	})
	waitFor(t, "the comment shows it too", func() bool {
		return strings.Contains(w.checklists(pull.Number)[0].Body, "approved by @\u200ddana")
	})
	w.becomes(pull.HeadSHA, "code.review", checks.Pass) // the record stands in the check run that turns last
	for id, now := range w.items(pull.HeadSHA) {
		switch {
		case id == "code.review" && now.Verdict != checks.Pass:
			t.Errorf("code.review is %s", now.Verdict)
		case id != "code.review" && !reflect.DeepEqual(now, before[id]):
			t.Errorf("%s was looked at again: %+v, before %+v", id, now, before[id])
		}
	}
}

func TestOfTwoPushesOnlyTheNewerGetsAVerdict(t *testing.T) {
	t.Parallel()
	onEachQueue(t, func(t *testing.T, queue string) {
		w := newWorld(t, queue)
		pull := w.openRelease(sound)
		newer := must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "fix: rounding", Files: map[string]string{"src/round.js": "export const round = Math.round;\n"}}))(t)
		ready := w.verdict(newer)
		if ready.Conclusion == "cancelled" {
			t.Errorf("the newer commit: %s", ready.Conclusion)
		}
		waitFor(t, "nothing is open on the older commit", func() bool {
			for _, run := range must(w.github.CheckRuns(shop, pull.HeadSHA))(t) {
				if run.Status != "completed" {
					return false
				}
			}
			return true
		})
		waitFor(t, "the one comment is about the newer commit", func() bool {
			lists := w.checklists(pull.Number)
			return len(lists) == 1 && strings.Contains(lists[0].Body, newer[:7])
		})
	})
}

func TestAFixTurnsFindingsIntoPasses(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(map[string]string{"src/index.js": "debugger;\n"})
	first := w.verdict(pull.HeadSHA)
	if !strings.Contains(first.Title, "NOT READY") {
		t.Errorf("first: %q", first.Title)
	}
	fixed := must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "fix: leftovers", Files: sound}))(t)
	w.verdict(fixed)
	waitFor(t, "the comment tells what changed since the last run", func() bool {
		body := w.checklists(pull.Number)[0].Body
		return strings.Contains(body, "fixed") && strings.Contains(body, "code.debug-leftovers")
	})
}

func TestAnOrdinaryPullRequestGetsItsCheckAndNoComment(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	must(w.github.Push(shop, "main", "kim", simulator.Commit{Message: "start", Files: map[string]string{"a.js": "1\n"}}))(t)
	must(w.github.Push(shop, "feat/exports", "kim", simulator.Commit{Message: "feat", Files: map[string]string{"a.js": "2\n"}}))(t)
	pull := must(w.github.OpenPullRequest(simulator.NewPullRequest{Repository: shop, Title: "feat: exports", Head: "feat/exports", User: "kim"}))(t)
	ready := w.verdict(pull.HeadSHA)
	if ready.Conclusion != "success" || !strings.Contains(strings.ToLower(ready.Title), "not a release") {
		t.Errorf("%s, %q", ready.Conclusion, ready.Title)
	}
	if runs := must(w.github.CheckRuns(shop, pull.HeadSHA))(t); len(runs) != 1 {
		t.Errorf("%d check runs, want the one that a ruleset may require", len(runs))
	}
	if comments := must(w.github.Comments(shop, pull.Number))(t); len(comments) != 0 {
		t.Errorf("%d comments on a pull request that is no release", len(comments))
	}
	w.do(w.github.Label(shop, pull.Number, "release", "dana"))
	waitFor(t, "the label makes it a release", func() bool { return len(w.checklists(pull.Number)) == 1 })
}

func TestWithoutAPolicyGoliveObserves(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	must(w.github.Push(shop, "main", "kim", simulator.Commit{Message: "start", Files: map[string]string{"a.js": "1\n"}}))(t)
	must(w.github.Push(shop, "release/v1.0.0", "kim", simulator.Commit{Message: "feat", Files: map[string]string{"a.js": "debugger\n"}}))(t)
	pull := must(w.github.OpenPullRequest(simulator.NewPullRequest{Repository: shop, Title: "Release v1.0.0", Head: "release/v1.0.0", User: "kim"}))(t)
	ready := w.verdict(pull.HeadSHA)
	if ready.Conclusion != "success" || !strings.Contains(ready.Title, "observing") || !strings.Contains(ready.Title, "NOT READY") {
		t.Errorf("%s, %q", ready.Conclusion, ready.Title)
	}
}

func TestAPolicyInTheReleaseItselfDoesNotHold(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	files := map[string]string{".golive.yml": "version: 1\nmode: observe\n", "src/index.js": "debugger;\n"}
	pull := w.openRelease(files)
	if ready := w.verdict(pull.HeadSHA); ready.Conclusion != "failure" {
		t.Errorf("the release turned its own gate off: %s, %q", ready.Conclusion, ready.Title)
	}
}

func TestABrokenPolicyIsSaidWithItsLineAndOpensNoGate(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	must(w.github.Push(shop, "main", "kim", simulator.Commit{Message: "start", Files: map[string]string{".golive.yml": "version: 1\nmodus: enforce\n", "a.js": "1\n"}}))(t)
	must(w.github.Push(shop, "release/v1.0.0", "kim", simulator.Commit{Message: "feat", Files: sound}))(t)
	pull := must(w.github.OpenPullRequest(simulator.NewPullRequest{Repository: shop, Title: "Release v1.0.0", Head: "release/v1.0.0", User: "kim"}))(t)
	ready := w.verdict(pull.HeadSHA)
	if ready.Conclusion != "failure" || !strings.Contains(ready.Summary, "line 2") {
		t.Errorf("%s, %q, %q", ready.Conclusion, ready.Title, ready.Summary)
	}
}

func TestTwoReleasesOnOneCommitShowTheWorst(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	_, commit, err := w.github.CreateTag(shop, "release/v1.4.0", pull.HeadSHA, "Release v1.4.0", "kim")
	w.do(err)
	if commit != pull.HeadSHA {
		t.Fatalf("tag on %s", commit)
	}
	waitFor(t, "both releases stand on the ready check", func() bool {
		run, _ := w.run(pull.HeadSHA, checks.ReadyCheck)
		return run.Status == "completed" && strings.Contains(run.Summary, "This commit carries 2 releases; the worst one decides.")
	})
	// The tag's own verdict is in the same check runs, with that of the pull request.
	run, _ := w.run(pull.HeadSHA, checks.ReadyCheck)
	record, err := publish.ParseRecord(run.Text)
	if err != nil || len(record.Releases) != 2 || run.Conclusion != "failure" {
		t.Errorf("%s with a record of %d releases, error %v", run.Conclusion, len(record.Releases), err)
	}
	runs := must(w.github.CheckRuns(shop, pull.HeadSHA))(t)
	if len(runs) != 8 {
		t.Errorf("%d check runs on the commit", len(runs))
	}
}

func TestEveryRequestIsOneThatGitHubUnderstands(t *testing.T) {
	t.Parallel()
	directory := os.Getenv("GOLIVE_OPENAPI")
	if directory == "" {
		t.Skip("GitHub's description is not here: `make test` fetches it and sets GOLIVE_OPENAPI")
	}
	description, err := contract.Load(filepath.Join(directory, "generated", "api.github.com.json"))
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, inMemory)
	pull := w.openRelease(map[string]string{"src/index.js": "console.log(1);\n"})
	w.verdict(pull.HeadSHA)
	must(w.github.Review(shop, pull.Number, "dana", "APPROVED", ""))(t)
	comment := must(w.github.Comment(shop, pull.Number, "lee", "/golive status"))(t)
	waitFor(t, "the command is answered", func() bool { return slices.Contains(w.reactions(pull.Number, comment), "rocket") })
	signed := must(w.github.Comment(shop, pull.Number, "dana", "/golive sign-off delivery.rollback https://example.com/plan"))(t)
	waitFor(t, "the sign-off is taken", func() bool { return slices.Contains(w.reactions(pull.Number, signed), "rocket") })
	fixed := must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "fix", Files: sound}))(t)
	w.verdict(fixed)
	_, tagged, err := w.github.CreateTag(shop, "release/v1.4.0", fixed, "Release v1.4.0", "kim")
	w.do(err)
	w.verdict(tagged)
	w.conform(description)
	token := regexp.MustCompile(`gh[a-z]_[A-Za-z0-9]{20,}|eyJ[A-Za-z0-9_-]{20,}`)
	if leaked := token.FindString(w.log.String()); leaked != "" {
		t.Error("a token stands in the log")
	}
}
