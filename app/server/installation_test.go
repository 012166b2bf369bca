package server_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// sends delivers a payload to golive as GitHub does and returns the answer's
// status.
func (w *world) sends(event, delivery, secret string, payload []byte) int {
	w.t.Helper()
	request, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, "http://"+w.server.Address()+"/webhook", strings.NewReader(string(payload)))
	if err != nil {
		w.t.Fatal(err)
	}
	for name, value := range map[string]string{
		"Content-Type": "application/json", "X-GitHub-Event": event, "X-GitHub-Delivery": delivery,
		"X-Hub-Signature-256": simulator.Signature(secret, payload),
	} {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		w.t.Fatal(err)
	}
	_ = response.Body.Close()
	return response.StatusCode
}

// again delivers once more whatever GitHub delivered so far, under new GUIDs, and
// sees to it that golive neither fails nor keeps anything that failed.
func (w *world) again() {
	w.t.Helper()
	for _, delivery := range w.github.Deliveries() {
		if got := w.sends(delivery.Event, delivery.GUID+"-again", w.github.WebhookSecret(), delivery.Payload); got != http.StatusAccepted {
			w.t.Errorf("%s %s was answered %d", delivery.Event, delivery.Action, got)
		}
	}
	w.settled()
	w.unharmed()
}

// unharmed sees to it that no task failed for good and nothing panicked.
func (w *world) unharmed() {
	w.t.Helper()
	for line := range strings.Lines(w.log.String()) {
		if strings.Contains(line, "panic") || strings.Contains(line, "level=ERROR") || strings.Contains(line, "last=true") {
			w.t.Errorf("golive's log: %s", line)
		}
	}
}

func TestWhatGoliveCanNotReachAnyMoreHarmsNothing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		lose func(w *world) error
		says string
	}{
		"suspended":          {func(w *world) error { return w.github.SuspendInstallation(w.install, "dana") }, "release out of reach"},
		"uninstalled":        {func(w *world) error { return w.github.DeleteInstallation(w.install, "dana") }, "release out of reach"},
		"repository deleted": {func(w *world) error { return w.github.DeleteRepository(shop, "dana") }, "release out of reach"},
		"repository taken out": {func(w *world) error {
			must(w.github.CreateRepository("acme", "other", ""))(w.t)
			return w.github.SelectRepositories(w.install, "dana", "acme/other")
		}, "release out of reach"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, inMemory)
			pull := w.openRelease(sound)
			w.verdict(pull.HeadSHA)
			w.settled()
			w.do(test.lose(w))
			w.settled()
			if !strings.Contains(w.log.String(), test.says) {
				t.Errorf("the log lacks %q", test.says)
			}
			w.again()
		})
	}
}

func TestASuspensionThatEndsIsCaughtUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	w.settled()
	w.do(w.github.SuspendInstallation(w.install, "dana"))
	w.settled()
	newer := must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "fix: rounding", Files: map[string]string{"src/round.js": "export const round = Math.round;\n"}}))(t)
	w.settled()
	w.do(w.github.UnsuspendInstallation(w.install, "dana"))
	w.verdict(newer)
}

func TestARepositoryKeepsItsReleaseUnderANewName(t *testing.T) {
	t.Parallel()
	for name, move := range map[string]func(w *world) (string, error){
		"renamed": func(w *world) (string, error) {
			return "acme/store", w.github.RenameRepository(shop, "store", "dana")
		},
		"transferred": func(w *world) (string, error) {
			w.github.CreateOrganization("globex")
			w.github.CreateInstallation("globex", nil)
			return "globex/shop", w.github.TransferRepository(shop, "globex", "dana")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, inMemory)
			pull := w.openRelease(sound)
			w.verdict(pull.HeadSHA)
			w.settled()
			moved, err := move(w)
			w.do(err)
			w.settled()
			newer := must(w.github.Push(moved, "release/v1.4.0", "kim", simulator.Commit{Message: "fix: rounding", Files: map[string]string{"src/round.js": "export const round = Math.round;\n"}}))(t)
			waitFor(t, "the newer commit has its verdict", func() bool {
				return slices.ContainsFunc(must(w.github.CheckRuns(moved, newer))(t), func(run simulator.CheckRun) bool {
					return run.Name == checks.ReadyCheck && run.Status == "completed"
				})
			})
			lists := 0
			for _, comment := range must(w.github.Comments(moved, pull.Number))(t) {
				if comment.ByApp {
					lists++
				}
			}
			if lists != 1 {
				t.Errorf("%d comments of ours", lists)
			}
			w.unharmed()
		})
	}
}

func TestAPullRequestOfAForkIsReadAndNothingElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	w.main()
	fork := must(w.github.Fork(shop, "mallory"))(t)
	head := must(w.github.Push(fork.FullName, "release/v1.5.0", "mallory", simulator.Commit{Message: "feat: gift", Files: map[string]string{
		".golive.yml": "version: 1\nmode: observe\n", "src/gift.js": "debugger;\n",
	}}))(t)
	w.github.ForgetRequests()
	pull := must(w.github.OpenPullRequest(simulator.NewPullRequest{Repository: shop, Title: "Release v1.5.0", Head: "mallory:release/v1.5.0", Base: "main", User: "mallory"}))(t)
	ready := w.verdict(head)
	if ready.Conclusion != "failure" || !strings.Contains(ready.Title, "NOT READY") {
		t.Errorf("%s, %q: a fork's policy may hold", ready.Conclusion, ready.Title)
	}
	waitFor(t, "the comment stands", func() bool { return len(w.checklists(pull.Number)) == 1 })
	for _, request := range w.github.Requests() {
		if strings.Contains(request.Path, "/mallory/") {
			t.Errorf("golive went to the fork: %s %s", request.Method, request.Path)
		}
	}
	w.command(pull.Number, "mallory", "/golive sign-off delivery.rollback https://example.com/plan", refused)
}

func TestARepositoryWithoutCommitsIsLeftAlone(t *testing.T) {
	t.Parallel()
	w := newWorldWithout(t, inMemory)
	w.sweep = sweepSoon
	w.start()
	waitFor(t, "the sweep has seen it", func() bool { return strings.Contains(w.log.String(), "GET") || len(w.github.Requests()) > 3 })
	w.settled()
	w.unharmed()
}

func TestAClosedPullRequestStopsItsChecks(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	release := make(chan struct{})
	w.github.Inject(simulator.Fault{Kind: simulator.Delay, Method: "GET", Path: regexp.MustCompile(`/pulls/[0-9]+/reviews$`), Times: 1, Release: release})
	pull := w.openRelease(sound)
	waitFor(t, "it is being checked", func() bool {
		run, found := w.run(pull.HeadSHA, "golive / 1 code")
		return found && run.Status == "in_progress"
	})
	w.do(w.github.ClosePullRequest(shop, pull.Number, "kim"))
	waitFor(t, "its check runs are cancelled", func() bool {
		run, _ := w.run(pull.HeadSHA, checks.ReadyCheck)
		return run.Status == "completed" && run.Conclusion == "cancelled" && strings.Contains(run.Title, "closed")
	})
	close(release)
	w.settled()
	if run, _ := w.run(pull.HeadSHA, checks.ReadyCheck); run.Conclusion != "cancelled" {
		t.Errorf("work that was cancelled came back: %s, %q", run.Conclusion, run.Title)
	}
	w.do(w.github.ReopenPullRequest(shop, pull.Number, "kim"))
	waitFor(t, "reopened, it is judged", func() bool {
		run, _ := w.run(pull.HeadSHA, checks.ReadyCheck)
		return run.Status == "completed" && run.Conclusion == "failure"
	})
}

func TestAMergedPullRequestKeepsItsVerdict(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(sound)
	before := w.verdict(pull.HeadSHA)
	w.settled()
	must(w.github.Merge(shop, pull.Number, "merge", "dana"))(t)
	w.settled()
	if after := w.verdict(pull.HeadSHA); after.Conclusion != before.Conclusion || after.Title != before.Title {
		t.Errorf("%s, %q after the merge; before %s, %q", after.Conclusion, after.Title, before.Conclusion, before.Title)
	}
	w.unharmed()
}

// https://docs.github.com/en/enterprise-server@latest/rest/using-the-rest-api/getting-started-with-the-rest-api
func TestAnEnterpriseServerHasItsAPIBelowAPath(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, inMemory, simulator.Options{BasePath: "/api/v3"})
	w.start()
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	w.command(pull.Number, "lee", "/golive status", done)
	w.unharmed()
}
