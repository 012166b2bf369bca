package server_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

func TestTheOneCommentIsFoundAgain(t *testing.T) {
	t.Parallel()
	w := newWorldWithout(t, inMemory)
	w.sweep = sweepSoon
	pull := w.openRelease(sound)
	for number := range 310 {
		must(w.github.Comment(shop, pull.Number, "lee", fmt.Sprintf("thought %d", number)))(t)
	}
	must(w.github.Comment(shop, pull.Number, "rio", "<!-- golive:v1 run=forged pr=1 -->\n## 🚀 golive · **READY**"))(t)
	w.start() // no delivery told of the pull request; the sweep finds it
	w.verdict(pull.HeadSHA)
	waitFor(t, "the comment stands on its fourth page", func() bool { return len(w.checklists(pull.Number)) == 1 })
	standing := w.checklists(pull.Number)[0]
	first := w.runOf(pull.HeadSHA)
	w.restart()
	waitFor(t, "a golive that knows nothing judges again", func() bool { return w.runOf(pull.HeadSHA) != first })
	waitFor(t, "it writes into the same comment", func() bool {
		lists := w.checklists(pull.Number)
		return len(lists) == 1 && lists[0].ID == standing.ID && lists[0].Body != standing.Body
	})
	if comments := must(w.github.Comments(shop, pull.Number))(t); !slices.ContainsFunc(comments, func(c simulator.Comment) bool {
		return c.User == "rio" && strings.Contains(c.Body, "**READY**")
	}) {
		t.Error("somebody else's comment was touched")
	}
}

func TestTheOneCommentIsMendedWhereAPersonTouchedIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	waitFor(t, "the comment stands", func() bool { return len(w.checklists(pull.Number)) == 1 })
	w.settled()
	standing := w.checklists(pull.Number)[0]
	w.do(w.github.EditComment(shop, standing.ID, "dana", "<!-- golive:v1 run=x pr=1 -->\n## 🚀 golive · **READY**"))
	must(w.github.Review(shop, pull.Number, "dana", "APPROVED", ""))(t)
	waitFor(t, "the edited comment tells the truth again", func() bool {
		lists := w.checklists(pull.Number)
		return len(lists) == 1 && lists[0].ID == standing.ID && strings.Contains(lists[0].Body, "approved by") && !strings.Contains(lists[0].Body, "**READY**")
	})
	w.settled()
	w.do(w.github.DeleteComment(shop, standing.ID, "dana"))
	w.command(pull.Number, "lee", "/golive rerun all", done)
	waitFor(t, "a deleted comment is written again, once", func() bool {
		lists := w.checklists(pull.Number)
		return len(lists) == 1 && lists[0].ID != standing.ID
	})
}

func TestALockedConversationKeepsNothingElseFromBeingSaid(t *testing.T) {
	t.Parallel()
	w := newWorldWithout(t, inMemory)
	w.sweep = sweepSoon
	pull := w.openRelease(sound)
	w.do(w.github.Lock(shop, pull.Number, "dana"))
	w.start()
	ready := w.verdict(pull.HeadSHA)
	if ready.Conclusion != "failure" || !strings.Contains(ready.Summary, "may not write its comment here") {
		t.Errorf("%s, %q", ready.Conclusion, ready.Summary)
	}
	w.do(w.github.Unlock(shop, pull.Number, "dana"))
	w.do(w.github.RerequestCheckRun(shop, ready.ID, "lee"))
	waitFor(t, "unlocked, the comment is written and the check run complains no more", func() bool {
		run, _ := w.run(pull.HeadSHA, checks.ReadyCheck)
		return len(w.checklists(pull.Number)) == 1 && run.Status == "completed" && !strings.Contains(run.Summary, "may not write")
	})
}

// https://docs.github.com/en/rest/checks/runs#update-a-check-run: 50 a request.
func TestEveryFindingIsAnnotatedOnceHoweverMany(t *testing.T) {
	t.Parallel()
	for found, want := range map[int]int{51: 51, 1000: 500} {
		t.Run(fmt.Sprint(found), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, inMemory)
			pull := w.openRelease(leftovers(found))
			w.verdict(pull.HeadSHA)
			w.onlyOnce(pull.HeadSHA, "golive / 1 code", want)
			code, _ := w.run(pull.HeadSHA, "golive / 1 code")
			if left := found - want; left > 0 && !strings.Contains(code.Summary, fmt.Sprint(left)) {
				t.Errorf("nothing says that %d are left out: %q", left, code.Summary)
			}
			w.do(w.github.RerequestCheckSuite(shop, pull.HeadSHA, "lee", true))
			first := w.runOf(pull.HeadSHA)
			waitFor(t, "everything was looked at again", func() bool { id := w.runOf(pull.HeadSHA); return id != "" && id != first })
			w.onlyOnce(pull.HeadSHA, "golive / 1 code", want)
		})
	}
}
