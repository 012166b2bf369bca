package server_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// notices returns our replies that tell people something by themselves, of one kind.
func (w *world) notices(number int, kind string) []string {
	w.t.Helper()
	var told []string
	for _, comment := range must(w.github.Comments(shop, number))(w.t) {
		if comment.ByApp && strings.HasPrefix(comment.Body, "<!-- golive-notice:v1 kind="+kind+" ") {
			told = append(told, comment.Body)
		}
	}
	return told
}

// waive has dana accept items as they are.
func (w *world) waive(number int, items ...checks.ItemID) {
	w.t.Helper()
	for _, item := range items {
		w.command(number, "dana", "/golive waive "+string(item)+" until "+inDays(7)+" because it was looked at on paper", done)
	}
}

// forget starts golive anew over a Redis that knows nothing, and waits for what it
// judges.
func (w *world) forget(sha string) {
	w.t.Helper()
	first := w.runOf(sha)
	w.stop(w.server)
	w.startInMemory()
	w.start()
	waitFor(w.t, "a golive that knows nothing judges again", func() bool { return w.runOf(sha) != first && w.runOf(sha) != "" })
	w.settled()
}

func TestPeopleAreToldOnceWhenSomethingTurnsForThem(t *testing.T) {
	t.Parallel()
	w := newWorldWithout(t, inMemory)
	w.sweep = sweepSoon
	w.start()
	files := maps.Clone(sound)
	files["ROLLBACK.md"] = "# Rollback\n\nOwner: @dana. Run `make rollback`, which takes 5 minutes.\n\n1. `kubectl rollout undo deployment/shop`\n2. Watch the error rate for 10 minutes.\n"
	must(w.github.Push(shop, "main", "kim", simulator.Commit{Message: "policy", Files: map[string]string{".golive.yml": enforcing}}))(t)
	pull := w.openRelease(files)
	w.verdict(pull.HeadSHA)
	must(w.github.Push(shop, "main", "kim", simulator.Commit{Message: "roles", Files: map[string]string{".golive.yml": enforcing + "roles: {release-manager: [\"@dana\", \"@lee\", \"@kim\"]}\n"}}))(t)
	w.command(pull.Number, "kim", "/golive rerun all", done)
	w.becomes(pull.HeadSHA, "delivery.rollback", checks.NeedsSignOff)
	w.settled()
	told := func(when, kind string, want int) []string {
		t.Helper()
		notices := w.notices(pull.Number, kind)
		if len(notices) != want {
			t.Fatalf("%s: %d replies %q, want %d: %q", when, len(notices), kind, want, notices)
		}
		return notices
	}
	told("while something fails", "ask", 0)
	failing := []checks.ItemID{"code.review", "delivery.pipeline"}
	w.waive(pull.Number, failing...)
	waitFor(t, "people are asked", func() bool { return len(w.notices(pull.Number, "ask")) > 0 })
	w.settled()
	if ask := told("once nothing fails", "ask", 1)[0]; !strings.Contains(ask, "@dana") || !strings.Contains(ask, "@lee") || strings.Contains(ask, "@kim") ||
		!strings.Contains(ask, "`/golive sign-off delivery.rollback LINK`") {
		t.Errorf("all who hold the role and wrote nothing are asked: %s", ask)
	}
	w.forget(pull.HeadSHA)
	told("after all was forgotten", "ask", 1)
	another := w.startAnother()

	w.command(pull.Number, "dana", "/golive sign-off delivery.rollback https://example.com/plan", done)
	var open []checks.ItemID
	for id, item := range w.items(pull.HeadSHA) {
		if item.Verdict == checks.Unknown {
			open = append(open, id)
		}
	}
	told("while people are missing", "ready", 0)
	w.waive(pull.Number, open...)
	waitFor(t, "the release is ready", func() bool { run, _ := w.run(pull.HeadSHA, checks.ReadyCheck); return run.Conclusion == "success" })
	waitFor(t, "people are told", func() bool { return len(w.notices(pull.Number, "ready")) > 0 })
	w.settled()
	told("by two golives at work on it", "ready", 1)
	w.stop(another)
	w.forget(pull.HeadSHA)
	told("after all was forgotten", "ready", 1)

	files["ROLLBACK.md"] += "\n3. Tell #support.\n"
	newer := must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "more", Files: files}))(t)
	w.verdict(newer)
	waitFor(t, "people are told that it is ready no more", func() bool { return len(w.notices(pull.Number, "not%2Dready")) > 0 })
	w.settled()
	told("of the newer commit", "not%2Dready", 1)
	waitFor(t, "who signed is asked to look again", func() bool { return len(w.notices(pull.Number, "ask")) > 1 })
	w.forget(newer)
	asks := told("of the newer commit", "ask", 2)
	if last := asks[1]; !strings.Contains(last, "@dana") || strings.Contains(last, "@lee") || !strings.Contains(last, "ROLLBACK.md has changed since, in "+newer[:7]) {
		t.Errorf("who signed looks again: %s", last)
	}
	told("once in all", "ready", 1)
}

func TestNobodyIsToldWhileGoliveObserves(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	must(w.github.Push(shop, "main", "kim", simulator.Commit{Message: "observe", Files: map[string]string{".golive.yml": "version: 1\nmode: observe\nroles: {release-manager: [\"@dana\"]}\n"}}))(t)
	w.command(pull.Number, "kim", "/golive rerun all", done)
	waitFor(t, "golive observes", func() bool {
		run, _ := w.run(pull.HeadSHA, checks.ReadyCheck)
		return strings.HasPrefix(run.Title, "observing")
	})
	w.waive(pull.Number, "code.review", "delivery.pipeline")
	w.settled()
	for _, kind := range []string{"ask", "ready", "not%2Dready"} {
		if told := w.notices(pull.Number, kind); len(told) > 0 {
			t.Errorf("%q", told)
		}
	}
}
