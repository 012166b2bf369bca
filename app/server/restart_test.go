package server_test

import (
	"net/http"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/publish"
	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// leftovers are files with more findings than one request may annotate.
func leftovers(count int) map[string]string {
	return map[string]string{"src/index.js": strings.Repeat("console.log('here');\n", count)}
}

// onlyOnce complains about annotations that stand twice on a check run.
func (w *world) onlyOnce(sha, name string, want int) {
	w.t.Helper()
	run, _ := w.run(sha, name)
	lines := map[string]int{}
	for _, annotation := range run.Annotations {
		lines[annotation.Path+":"+strconv.Itoa(annotation.StartLine)]++
	}
	if len(run.Annotations) != want || len(lines) != want {
		w.t.Errorf("%d annotations in %d places, want %d once each", len(run.Annotations), len(lines), want)
	}
}

func TestAStopInTheMiddleIsFinishedByTheNextWorker(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]simulator.Fault{
		"while items are judged":        {Method: "GET", Path: regexp.MustCompile(`/pulls/[0-9]+/reviews$`)},
		"while a section is published":  {Method: "PATCH", Path: regexp.MustCompile(`/check-runs/`), Skip: 2},
		"while the comment is written":  {Method: "POST", Path: regexp.MustCompile(`/comments$`)},
		"while check runs are created":  {Method: "POST", Path: regexp.MustCompile(`/check-runs$`), Skip: 3},
		"while annotations are batched": {Method: "PATCH", Path: regexp.MustCompile(`/check-runs/`), Skip: 8},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, "redis-server")
			release := make(chan struct{})
			fault.Kind, fault.Release = simulator.Delay, release
			w.github.Inject(fault)
			w.github.ForgetRequests()
			pull := w.openRelease(leftovers(120))
			waitFor(t, "GitHub holds a request back", func() bool {
				for _, request := range w.github.Requests() {
					if request.Status == 0 && !request.Git && request.Method == fault.Method && fault.Path.MatchString(request.Path) {
						return true
					}
				}
				return false
			})
			w.stop(w.server)
			if run, found := w.run(pull.HeadSHA, checks.ReadyCheck); found && run.Status == "completed" {
				t.Errorf("a stop is no verdict: %s, %q", run.Conclusion, run.Title)
			}
			close(release)
			w.github.ClearFaults()
			w.start()
			if ready := w.verdict(pull.HeadSHA); ready.Conclusion != "failure" {
				t.Errorf("%s, %q", ready.Conclusion, ready.Title)
			}
			waitFor(t, "the comment tells the verdict", func() bool {
				lists := w.checklists(pull.Number)
				return len(lists) > 0 && strings.Contains(lists[0].Body, "NOT READY")
			})
			if lists := w.checklists(pull.Number); len(lists) != 1 {
				t.Errorf("%d comments", len(lists))
			}
			if runs := must(w.github.CheckRuns(shop, pull.HeadSHA))(t); len(runs) != 8 {
				t.Errorf("%d check runs", len(runs))
			}
			w.onlyOnce(pull.HeadSHA, "golive / 1 code", 120)
		})
	}
}

func TestAfterRedisWasLostGitHubTellsTheSame(t *testing.T) {
	t.Parallel()
	w := newWorldWithout(t, inMemory)
	w.sweep = sweepSoon
	w.start()
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	w.command(pull.Number, "dana", "/golive sign-off delivery.rollback https://example.com/plan -- read it", done)
	w.becomes(pull.HeadSHA, "delivery.rollback", checks.Pass)
	taken := w.command(pull.Number, "dana", "/golive sign-off infrastructure.load-balancer https://example.com/balancer", done)
	w.becomes(pull.HeadSHA, "infrastructure.load-balancer", checks.Pass)
	w.command(pull.Number, "dana", "/golive waive code.review until "+inDays(7)+" because it was reviewed on paper", done)
	w.becomes(pull.HeadSHA, "code.review", checks.Waived)
	gone := w.command(pull.Number, "dana", "/golive waive monitoring.metrics until "+inDays(7)+" because the dashboards come on Monday", done)
	w.becomes(pull.HeadSHA, "monitoring.metrics", checks.Waived)
	for _, item := range []string{"launch.qa-checklist", "code.coverage"} {
		w.command(pull.Number, "lee", "/golive na "+item+" because the shop serves nobody but us", done)
	}
	w.command(pull.Number, "dana", "/golive approve-na launch.qa-checklist", done)
	w.becomes(pull.HeadSHA, "launch.qa-checklist", checks.NotApplicable)
	w.settled()
	before, first := w.items(pull.HeadSHA), w.runOf(pull.HeadSHA)
	w.stop(w.server)
	w.do(w.github.EditComment(shop, taken, "lee", "/golive sign-off infrastructure.load-balancer https://example.com/other"))
	w.do(w.github.DeleteComment(shop, gone, "dana"))
	w.startInMemory() // another Redis, with nothing in it
	w.start()
	waitFor(t, "the release is judged anew", func() bool { return w.runOf(pull.HeadSHA) != first })
	now := w.items(pull.HeadSHA)
	for id, item := range before {
		switch {
		case id == "infrastructure.load-balancer" && now[id].Verdict != checks.Unknown:
			t.Errorf("a sign-off whose comment somebody edited came back: %s", now[id].Verdict)
		case id == "monitoring.metrics" && now[id].Verdict == checks.Waived:
			t.Error("a waiver whose comment was deleted came back")
		case id != "infrastructure.load-balancer" && id != "monitoring.metrics" && now[id].Verdict != item.Verdict:
			t.Errorf("%s is %s, before %s", id, now[id].Verdict, item.Verdict)
		}
	}
	if got, want := now["delivery.rollback"].SignOff, before["delivery.rollback"].SignOff; got == nil || *got != *want {
		t.Errorf("the sign-off is %+v, before %+v", got, want)
	}
	if got, want := now["code.review"].Waiver, before["code.review"].Waiver; got == nil || *got != *want {
		t.Errorf("the waiver is %+v, before %+v", got, want)
	}
	for _, item := range []checks.ItemID{"launch.qa-checklist", "code.coverage"} {
		if got, want := now[item].Exclusion, before[item].Exclusion; want == nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s is called n/a by %+v, before %+v", item, got, want)
		}
	}
	waitFor(t, "the comment tells what changed since the run that was forgotten", func() bool {
		lists := w.checklists(pull.Number)
		return len(lists) == 1 && strings.Contains(lists[0].Body, "<b>Since run #\u200d1</b> (<code>"+pull.HeadSHA[:7]+"</code>") &&
			strings.Contains(lists[0].Body, "| `infrastructure.load-balancer` | ✅ pass | ❔ unknown") && strings.Contains(lists[0].Body, "run #\u200d2,")
	})
	if runs := must(w.github.CheckRuns(shop, pull.HeadSHA))(t); len(runs) != 8 {
		t.Errorf("%d check runs", len(runs))
	}
}

// runOf returns the id of the run that the verdict on a commit comes from; empty
// while there is none.
func (w *world) runOf(sha string) string {
	w.t.Helper()
	run, found := w.run(sha, checks.ReadyCheck)
	if !found || run.Status != "completed" {
		return ""
	}
	record, err := publish.ParseRecord(run.Text)
	if err != nil || len(record.Releases) == 0 {
		return ""
	}
	return record.Releases[0].Run
}

// status is what a path of golive's answers with.
func (w *world) status(path string) int {
	w.t.Helper()
	response, err := http.Get("http://" + w.server.Address() + path)
	if err != nil {
		return 0
	}
	_ = response.Body.Close()
	return response.StatusCode
}

func TestARedisThatComesUpLaterCostsNothing(t *testing.T) {
	t.Parallel()
	w := newWorldWithout(t, inMemory)
	redis := newRedis(t)
	w.settings.RedisURL, w.sweep = "redis://"+redis.address+"/0", sweepSoon
	w.start()
	if got := w.status("/ready"); got != http.StatusServiceUnavailable {
		t.Errorf("/ready is %d without Redis", got)
	}
	if got := w.status("/health"); got != http.StatusOK {
		t.Errorf("/health is %d without Redis: the process is well", got)
	}
	pull := w.openRelease(sound)
	w.flush()
	for _, delivery := range w.github.Deliveries() {
		if delivery.Event == "pull_request" && delivery.StatusCode != http.StatusServiceUnavailable {
			t.Errorf("%s %s was answered %d: GitHub would never deliver it again", delivery.Event, delivery.Action, delivery.StatusCode)
		}
	}
	redis.start()
	waitFor(t, "/ready", func() bool { return w.status("/ready") == http.StatusOK })
	w.verdict(pull.HeadSHA)
}

func TestARedisThatDiesInTheMiddleCostsNothing(t *testing.T) {
	t.Parallel()
	w := newWorldWithout(t, inMemory)
	redis := newRedis(t)
	redis.start()
	w.settings.RedisURL, w.sweep = "redis://"+redis.address+"/0", sweepSoon
	w.start()
	release := make(chan struct{})
	w.github.Inject(simulator.Fault{Kind: simulator.Delay, Method: "PATCH", Path: regexp.MustCompile(`/check-runs/`), Times: 1, Release: release})
	pull := w.openRelease(leftovers(60))
	waitFor(t, "golive publishes", func() bool {
		for _, request := range w.github.Requests() {
			if request.Method == "PATCH" && request.Status == 0 {
				return true
			}
		}
		return false
	})
	redis.kill()
	waitFor(t, "/ready says so", func() bool { return w.status("/ready") == http.StatusServiceUnavailable })
	newer := must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "fix", Files: map[string]string{"src/more.js": "console.log(1);\n"}}))(t)
	w.flush()
	close(release)
	redis.start()
	waitFor(t, "/ready", func() bool { return w.status("/ready") == http.StatusOK })
	if ready := w.verdict(newer); ready.Conclusion != "failure" {
		t.Errorf("%s, %q", ready.Conclusion, ready.Title)
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
		return len(lists) == 1 && strings.Contains(lists[0].Body, newer[:7]) && strings.Contains(lists[0].Body, "NOT READY")
	})
	w.onlyOnce(newer, "golive / 1 code", 61)
}
