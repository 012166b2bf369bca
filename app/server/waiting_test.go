package server_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/golive-app/golive/app/publish"
	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// waitFor waits until something holds.
func waitFor(t testing.TB, what string, holds func() bool) {
	t.Helper()
	waitEvery(t, 20*time.Millisecond, what, holds)
}

// waitEvery is waitFor that looks more often, to measure when it came about. The
// limit is far beyond what anything takes: it ends a test that will never pass, it
// measures nothing.
func waitEvery(t testing.TB, pause time.Duration, what string, holds func() bool) {
	t.Helper()
	deadline := time.Now().Add(10 * time.Minute)
	for !holds() {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain until %s", what)
		}
		select {
		case <-t.Context().Done():
			t.Fatal("the test has ended")
		case <-time.After(pause):
		}
	}
}

// flush waits until GitHub has delivered everything.
func (w *world) flush() {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), 2*time.Minute)
	defer cancel()
	w.do(w.github.Flush(ctx))
}

// verdict waits until the whole verdict on a commit is there, and returns its
// check run.
func (w *world) verdict(sha string) simulator.CheckRun {
	w.t.Helper()
	var ready simulator.CheckRun
	waitFor(w.t, "golive / ready on "+sha[:7]+" is completed", func() bool {
		run, found := w.run(sha, "golive / ready")
		ready = run
		return found && run.Status == "completed"
	})
	return ready
}

// becomes waits until an item of a commit's release stands at a verdict.
func (w *world) becomes(sha string, item checks.ItemID, verdict checks.Verdict) {
	w.t.Helper()
	waitFor(w.t, fmt.Sprintf("%s on %.7s is %s", item, sha, verdict), func() bool {
		run, found := w.run(sha, checks.ReadyCheck)
		if !found || run.Status != "completed" {
			return false
		}
		record, err := publish.ParseRecord(run.Text)
		return err == nil && len(record.Releases) > 0 && slices.ContainsFunc(record.Releases[0].Items, func(one publish.ItemRecord) bool {
			return one.Item == item && one.Verdict == verdict
		})
	})
}

// command writes a comment and waits for golive's reaction to it.
func (w *world) command(number int, login, body, reaction string) int64 {
	w.t.Helper()
	comment := must(w.github.Comment(shop, number, login, body))(w.t)
	what := fmt.Sprintf("%q by %s gets %q", body, login, reaction)
	waitFor(w.t, what, func() bool {
		reactions := w.reactions(number, comment)
		for _, final := range []string{done, refused} {
			if final != reaction && slices.Contains(reactions, final) {
				w.t.Fatalf("%s: it got %q", what, final)
			}
		}
		return slices.Contains(reactions, reaction)
	})
	return comment
}

// settled waits until golive has nothing to do; an edit of a comment that is put
// off may still come, and a look that golive takes again by itself, and where golive
// sweeps all the time that never ends.
func (w *world) settled() {
	w.t.Helper()
	w.flush()
	// Queues are looked at one after the other, and what goes from one that is still to be
	// looked at to one that was is in none: it is seen the second time.
	idle := 0
	waitFor(w.t, "golive has nothing left to do", func() bool {
		if w.idle() {
			idle++
		} else {
			idle = 0
		}
		return idle == 2
	})
}

// idle reports whether none of golive's queues has anything to do, as far as one look
// tells.
func (w *world) idle() bool {
	var status struct {
		Queues []struct {
			Name                              string
			Pending, Active, Scheduled, Retry int
		}
	}
	response, err := http.Get("http://" + w.server.Address() + "/status")
	if err != nil {
		return false
	}
	defer response.Body.Close()
	if json.NewDecoder(response.Body).Decode(&status) != nil {
		return false
	}
	for _, queue := range status.Queues {
		if queue.Name == "sweep" && w.sweep > 0 {
			continue
		}
		if queue.Pending+queue.Active+queue.Retry > 0 || queue.Scheduled > 0 && queue.Name != "publish" && queue.Name != "again" {
			return false
		}
	}
	return true
}
