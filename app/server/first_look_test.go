package server_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// newHistory starts a GitHub whose shop has commits and tags already, before
// anybody installs golive: nothing of that is delivered.
func newHistory(t *testing.T, queue string, tags ...string) (w *world, tagged []string, head string) {
	t.Helper()
	w = newWorldWithout(t, queue)
	w.main()
	for _, tag := range tags {
		commit := must(w.github.Push(shop, "main", "kim", simulator.Commit{
			Message: "feat: " + tag, Files: map[string]string{"src/" + strings.ReplaceAll(tag, "/", "-") + ".js": "export const feature = 1;\n"},
		}))(t)
		_, _, err := w.github.CreateTag(shop, tag, commit, "", "kim")
		w.do(err)
		tagged = append(tagged, commit)
	}
	head = must(w.github.Push(shop, "main", "kim", simulator.Commit{Message: "feat: gift cards", Files: map[string]string{
		"src/gift.js": "export function gift() {\n  debugger;\n}\n",
	}}))(t)
	w.flush()
	w.start()
	return w, tagged, head
}

// installed has GitHub say that the App was installed: the simulator installs it
// before golive listens.
func (w *world) installed() {
	w.t.Helper()
	w.do(w.github.SuspendInstallation(w.install, "dana"))
	w.flush()
	w.do(w.github.UnsuspendInstallation(w.install, "dana"))
	w.settled()
}

// looked waits for the first look at a commit and sees to it that it blocks
// nothing: eight check runs that succeed.
func (w *world) looked(sha, at string) simulator.CheckRun {
	w.t.Helper()
	ready := w.verdict(sha)
	runs := must(w.github.CheckRuns(shop, sha))(w.t)
	if len(runs) != 8 {
		w.t.Errorf("%d check runs on %.7s", len(runs), sha)
	}
	for _, run := range runs {
		if run.Status != "completed" || run.Conclusion != "success" || !strings.HasPrefix(run.Title, "first look at "+at+" — would be ") {
			w.t.Errorf("%s: %s, %s, %q", run.Name, run.Status, run.Conclusion, run.Title)
		}
		if !strings.Contains(run.ExternalID, ":look:") {
			w.t.Errorf("%s belongs to %q", run.Name, run.ExternalID)
		}
		if at := strings.Index(run.Summary+run.Text, "/golive "); at >= 0 {
			w.t.Errorf("%s names a command, and there is nowhere to type one: …%.80s", run.Name, (run.Summary + run.Text)[at:])
		}
	}
	return ready
}

// silent sees to it that nobody was written to.
func (w *world) silent() {
	w.t.Helper()
	if issues := must(w.github.Issues(shop))(w.t); len(issues) > 0 {
		w.t.Errorf("an issue nobody asked for: %q", issues[0].Title)
	}
	for _, request := range w.github.Requests() {
		if request.Method != "GET" && !request.Git && (strings.Contains(request.Path, "/comments") || strings.Contains(request.Path, "/issues")) {
			w.t.Errorf("golive wrote: %s %s", request.Method, request.Path)
		}
	}
	w.unharmed()
}

func TestAFirstLookIsTakenOnInstallation(t *testing.T) {
	t.Parallel()
	for _, queue := range queues {
		t.Run(queue, func(t *testing.T) {
			t.Parallel()
			w, tagged, head := newHistory(t, queue, "release/v1.9.0", "release/v1.10.0")
			w.installed()
			ready := w.looked(head, "main")
			if !strings.Contains(ready.Title, "would be NOT READY (") {
				t.Errorf("ready says %q", ready.Title)
			}
			for _, words := range []string{"**This is a first look**", "blocks nothing", "golive init", "`release/*`", "`release/v*`", "src/gift.js", "1 commit since `" + tagged[1][:7] + "` (last release release/v1.10.0)"} {
				if !strings.Contains(ready.Summary, words) {
					t.Errorf("the summary lacks %q:\n%s", words, ready.Summary)
				}
			}
			tag := w.looked(tagged[1], "tag release/v1.10.0")
			if !strings.Contains(tag.Summary, "1 commit since `"+tagged[0][:7]+"` (last release release/v1.9.0)") || strings.Contains(tag.Summary, "src/gift.js") {
				t.Errorf("the tag's look is not about what it released:\n%s", tag.Summary)
			}
			if runs := must(w.github.CheckRuns(shop, tagged[0]))(t); len(runs) > 0 {
				t.Errorf("an older tag was looked at: %q", runs[0].Title)
			}
			w.silent()
		})
	}
}

func TestAFirstLookAtTheTagsThatARepositoryHas(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		tags []string
		want int // index of the tag that is looked at; -1: none
		says string
	}{
		"none":                                 {nil, -1, ""},
		"of another pattern than the policy's": {[]string{"v1.9.0", "v1.10.0", "nightly"}, 1, "The tags here follow `v*`"},
		"of several packages, the later":       {[]string{"api/v5.0.0", "web/v1.2.3"}, 1, "The tags here follow `web/v*`"},
		"without a version":                    {[]string{"nightly", "latest"}, -1, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, tagged, head := newHistory(t, inMemory, test.tags...)
			w.installed()
			ready := w.looked(head, "main")
			if test.want < 0 && strings.Contains(ready.Summary, " since ") {
				t.Errorf("with no tag all content is new:\n%s", ready.Summary)
			}
			if test.want >= 0 && (!strings.Contains(ready.Summary, test.says) || !strings.Contains(ready.Summary, "(last release "+test.tags[test.want]+")")) {
				t.Errorf("the range starts elsewhere, or nothing says %q:\n%s", test.says, ready.Summary)
			}
			for index, commit := range tagged {
				if index == test.want {
					w.looked(commit, "tag "+test.tags[index])
				} else if runs := must(w.github.CheckRuns(shop, commit))(t); len(runs) > 0 {
					t.Errorf("%s was looked at", test.tags[index])
				}
			}
			w.silent()
		})
	}
}

func TestATagOnTheHeadOfTheBranchIsOneLook(t *testing.T) {
	t.Parallel()
	w := newWorldWithout(t, inMemory)
	head := w.main()
	_, _, err := w.github.CreateTag(shop, "release/v1.4.0", head, "Release v1.4.0", "kim")
	w.do(err)
	w.flush()
	w.start()
	w.installed()
	w.looked(head, "main")
	w.silent()
}

func TestAFirstLookAtARepositoryWithoutCommitsIsNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	w.installed()
	embedded := 0
	if !w.inMemory {
		embedded = 1 // the queue that does not outlive the process is warned of
	}
	if log := w.log.String(); strings.Count(log, "level=WARN") > embedded {
		t.Errorf("an empty repository is nothing to warn of:\n%s", log)
	}
	w.silent()
}

// wrote counts the requests that changed check runs.
func (w *world) wrote() int {
	count := 0
	for _, request := range w.github.Requests() {
		if request.Method != "GET" && strings.Contains(request.Path, "/check-runs") {
			count++
		}
	}
	return count
}

func TestAFirstLookIsNotRepeated(t *testing.T) {
	t.Parallel()
	for name, again := range map[string]func(w *world){
		"another event": func(w *world) { w.installed() },
		"a redelivery": func(w *world) {
			for _, delivery := range w.github.Deliveries() {
				if delivery.Event == "installation" {
					w.do(w.github.Redeliver(delivery.ID))
				}
			}
			w.settled()
		},
		"a restart that forgot everything": func(w *world) { w.restart(); w.installed() },
		"a sweep after that": func(w *world) {
			w.sweep = sweepSoon
			w.restart()
			waitFor(w.t, "two sweeps have seen it", func() bool { return strings.Count(w.log.String(), `msg="task done" task=sweep:repository`) > 2 })
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, tagged, head := newHistory(t, inMemory, "release/v1.9.0")
			w.installed()
			w.looked(head, "main")
			w.looked(tagged[0], "tag release/v1.9.0")
			w.settled()
			before := w.itemsAt(head)
			w.github.ForgetRequests()
			again(w)
			if count := w.wrote(); count > 0 {
				t.Errorf("%d check runs were written again", count)
			}
			if after := w.itemsAt(head); after["code.secrets"] != before["code.secrets"] {
				t.Error("it was looked at again")
			}
			w.silent()
		})
	}
}

func TestARepositoryThatIsAddedLaterGetsAFirstLook(t *testing.T) {
	t.Parallel()
	w, _, head := newHistory(t, inMemory)
	must(w.github.CreateRepository("acme", "other", ""))(t)
	w.do(w.github.SelectRepositories(w.install, "dana", "acme/other"))
	w.settled()
	if runs := must(w.github.CheckRuns(shop, head))(t); len(runs) > 0 {
		t.Fatalf("a repository that was taken out was looked at: %q", runs[0].Title)
	}
	w.do(w.github.SelectRepositories(w.install, "dana", "acme/other", shop))
	w.looked(head, "main")
	w.silent()
}

func TestAReleaseTakesOverWhatWasLookedAt(t *testing.T) {
	t.Parallel()
	released := func(t *testing.T, w *world, sha, kind string) {
		t.Helper()
		waitFor(t, "the release has its verdict", func() bool {
			run, _ := w.run(sha, checks.ReadyCheck)
			return run.Status == "completed" && run.Conclusion == "failure" && strings.HasPrefix(run.Title, "NOT READY")
		})
		w.settled()
		runs := must(w.github.CheckRuns(shop, sha))(t)
		if len(runs) != 8 {
			t.Errorf("%d check runs", len(runs))
		}
		for _, run := range runs {
			if !strings.Contains(run.ExternalID, kind) || strings.Contains(run.Title+run.Summary+run.Text, "first look") || strings.Contains(run.Text, ":look:") {
				t.Errorf("%s of %q: %q", run.Name, run.ExternalID, run.Title)
			}
		}
		// The look does not come back.
		w.installed()
		if run, _ := w.run(sha, checks.ReadyCheck); run.Conclusion != "failure" {
			t.Errorf("%s, %q", run.Conclusion, run.Title)
		}
		w.unharmed()
	}
	t.Run("a pull request", func(t *testing.T) {
		t.Parallel()
		w, tagged, head := newHistory(t, inMemory, "release/v1.9.0")
		w.installed()
		w.looked(head, "main")
		w.do(w.github.SetBranch(shop, "release/v2.0.0", "kim", head))
		w.do(w.github.SetBranch(shop, "production", "kim", tagged[0]))
		w.do(w.github.SetBranch(shop, "production", "kim", tagged[0]))
		pull := must(w.github.OpenPullRequest(simulator.NewPullRequest{Repository: shop, Title: "Release v2.0.0", Head: "release/v2.0.0", Base: "production", User: "kim"}))(t)
		must(w.github.Push(shop, "production", "kim", simulator.Commit{Message: "policy", Files: map[string]string{".golive.yml": enforcing}}))(t)
		released(t, w, pull.HeadSHA, ":pr:")
		// Having moved on, the release leaves no look behind to answer for it.
		older, _ := w.run(head, checks.ReadyCheck)
		newer := must(w.github.Push(shop, "release/v2.0.0", "kim", simulator.Commit{Message: "fix: rounding", Files: map[string]string{"src/round.js": "export const round = Math.round;\n"}}))(t)
		w.verdict(newer)
		w.settled()
		w.do(w.github.RerequestCheckRun(shop, older.ID, "lee"))
		waitFor(t, "a re-run there says what is judged instead", func() bool {
			run, _ := w.run(head, checks.ReadyCheck)
			return run.Title == "not run again: superseded by "+newer[:7]
		})
	})
	t.Run("a tag", func(t *testing.T) {
		t.Parallel()
		w, _, head := newHistory(t, inMemory)
		w.installed()
		w.looked(head, "main")
		_, _, err := w.github.CreateTag(shop, "release/v2.0.0", head, "", "kim")
		w.do(err)
		w.goLiveIssue("Go-live v2.0.0")
		released(t, w, head, ":tag:")
	})
}

func TestAPullRequestThatIsNoReleaseSaysSoOnACommitThatWasLookedAt(t *testing.T) {
	t.Parallel()
	w, tagged, head := newHistory(t, inMemory, "release/v1.9.0")
	w.installed()
	w.looked(head, "main")
	w.do(w.github.SetBranch(shop, "production", "kim", tagged[0]))
	must(w.github.OpenPullRequest(simulator.NewPullRequest{Repository: shop, Title: "Deploy", Head: "main", Base: "production", User: "kim"}))(t)
	waitFor(t, "it is said to be none", func() bool {
		run, _ := w.run(head, checks.ReadyCheck)
		return run.Conclusion == "success" && strings.HasPrefix(run.Title, "Not a release PR")
	})
	code, _ := w.run(head, "golive / 1 code")
	w.do(w.github.RerequestCheckRun(shop, code.ID, "lee"))
	w.settled()
	if run, _ := w.run(head, checks.ReadyCheck); run.Status != "completed" || !strings.HasPrefix(run.Title, "Not a release PR") {
		t.Errorf("the look took it back: %s, %q", run.Status, run.Title)
	}
	w.silent()
}

func TestRerunOfAFirstLookLooksAgain(t *testing.T) {
	t.Parallel()
	for name, ask := range map[string]func(w *world, head string){
		"one check run": func(w *world, head string) {
			run, _ := w.run(head, "golive / 1 code")
			w.do(w.github.RerequestCheckRun(shop, run.ID, "lee"))
		},
		"all": func(w *world, head string) { w.do(w.github.RerequestCheckSuite(shop, head, "lee", true)) },
		"button": func(w *world, head string) {
			run, _ := w.run(head, checks.ReadyCheck)
			w.do(w.github.RequestedAction(shop, run.ID, "rerun_failed", "lee"))
		},
		"all, after a restart that forgot everything": func(w *world, head string) {
			w.restart()
			w.do(w.github.RerequestCheckSuite(shop, head, "lee", true))
		},
		"all, after the branch moved on": func(w *world, head string) {
			must(w.github.Push(shop, "main", "kim", simulator.Commit{Message: "docs: words", Files: map[string]string{"README.md": "# Shop\n"}}))(w.t)
			w.do(w.github.RerequestCheckSuite(shop, head, "lee", true))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, _, head := newHistory(t, inMemory, "release/v1.9.0")
			w.installed()
			w.looked(head, "main")
			before := w.itemsAt(head)
			ask(w, head)
			waitFor(t, "it was looked at again", func() bool {
				now := w.itemsAt(head)
				return now["code.debug-leftovers"] != "" && now["code.debug-leftovers"] != before["code.debug-leftovers"]
			})
			w.settled()
			w.looked(head, "main")
			w.silent()
		})
	}
}

func TestAnUninstalledAppDropsItsFirstLooks(t *testing.T) {
	t.Parallel()
	w, _, _ := newHistory(t, inMemory)
	release := make(chan struct{})
	w.github.Inject(simulator.Fault{Kind: simulator.Delay, Method: "POST", Path: regexp.MustCompile(`/check-runs$`), Times: 1, Release: release})
	w.do(w.github.SuspendInstallation(w.install, "dana"))
	w.flush()
	w.do(w.github.UnsuspendInstallation(w.install, "dana"))
	waitFor(t, "it is about to be shown", func() bool {
		return slices.ContainsFunc(w.github.Requests(), func(request simulator.Request) bool {
			return request.Method == "POST" && strings.HasSuffix(request.Path, "/check-runs")
		})
	})
	w.do(w.github.DeleteInstallation(w.install, "dana"))
	close(release)
	w.settled()
	w.unharmed()
}

// What a first look costs of the installation's limit, whatever the number of
// repositories: an organisation's thirty are half of 5,000 an hour.
// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
func TestAFirstLookIsCheap(t *testing.T) {
	t.Parallel()
	w, tagged, head := newHistory(t, inMemory, "release/v1.8.0", "release/v1.9.0")
	w.github.ForgetRequests()
	w.installed()
	w.looked(head, "main")
	w.looked(tagged[1], "tag release/v1.9.0")
	w.settled()
	counted, total := map[string]int{}, 0
	for _, request := range w.github.Requests() {
		if request.Git || strings.Contains(request.Path, "/access_tokens") || request.Status == http.StatusNotModified {
			continue // these count against no limit
		}
		counted[fmt.Sprintf("%s %s", request.Method, request.Path)]++
		total++
	}
	const most = 80
	if total > most {
		t.Errorf("%d requests for a repository with two looks, at most %d: %v", total, most, counted)
	}
	t.Logf("%d requests: %v", total, counted)
}
