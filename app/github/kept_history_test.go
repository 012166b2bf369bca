package github

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// asksOf returns what of pull requests GraphQL was asked for: "history" for all of
// one, "updated" for when it changed last.
func (w *world) asksOf() []string {
	var asked []string
	for _, request := range w.Requests() {
		if !strings.HasSuffix(request.Path, "/graphql") {
			continue
		}
		for line := range strings.Lines(string(request.Body)) {
			for field := range strings.SplitSeq(line, `\n`) {
				name, wanted, found := strings.Cut(field, ": pullRequest(number: ")
				switch {
				case !found:
				case strings.Contains(wanted, "...history"):
					asked = append(asked, name+" history")
				default:
					asked = append(asked, name+" updated")
				}
			}
		}
	}
	w.ForgetRequests()
	return asked
}

func TestMergedPullRequestsAreReadAgainOnlyWhenTheyChanged(t *testing.T) {
	t.Parallel()
	var passed atomic.Int64 // minutes
	began := time.Now()
	now := func() time.Time { return began.Add(time.Duration(passed.Load()) * time.Minute) }
	w := newWorld(t, func(simulated *simulator.Options, options *Options) { simulated.Now, options.Now = now, now })
	open := func(name string) simulator.PullRequest {
		_, err := w.Push("acme/shop", name, "kim", simulator.Commit{Message: name, Files: map[string]string{name: name}})
		must(t, err)
		pull, err := w.OpenPullRequest(simulator.NewPullRequest{Repository: "acme/shop", Title: name, Head: name, User: "kim"})
		must(t, err)
		return pull
	}
	merged, also, unmerged := open("a"), open("b"), open("c")
	for _, pull := range []simulator.PullRequest{merged, also} {
		_, err := w.Merge("acme/shop", pull.Number, "squash", "kim")
		must(t, err)
	}
	passed.Add(1)
	r := w.repository()
	numbers := []int{merged.Number, also.Number, unmerged.Number}
	read := func() []checks.PullHistory {
		t.Helper()
		histories, err := r.Histories(w.ctx, numbers)
		must(t, err)
		for index, history := range histories {
			if history.Number != numbers[index] || len(history.Commits) != 1 || len(history.Paths) != 1 {
				t.Errorf("%d: %+v", numbers[index], history)
			}
		}
		return histories
	}
	w.ForgetRequests()
	first := read()
	equal(t, "the first time", w.asksOf(), []string{"p1 history", "p2 history", "p3 history"})
	first[0].Commits[0].SHA, first[0].Paths[0] = "changed", "by who asked"
	if again := read(); again[0].Commits[0].SHA == "changed" || again[0].Paths[0] != "a" {
		t.Error("what is kept was given away")
	}
	equal(t, "the next time", w.asksOf(), []string{"p1 updated", "p2 updated", "p3 history"})
	passed.Add(1)
	review, err := w.Review("acme/shop", also.Number, "dana", "APPROVED", "")
	must(t, err)
	passed.Add(1)
	if again := read(); len(again[1].Reviews) != 1 || again[1].Reviews[0].State != checks.ReviewApproved {
		t.Errorf("after a review: %+v", again[1].Reviews)
	}
	equal(t, "after a review", w.asksOf(), []string{"p1 updated", "p2 updated", "p2 history", "p3 history"})
	passed.Add(1)
	must(t, w.DismissReview("acme/shop", also.Number, review, "dana"))
	if again := read(); again[1].Reviews[0].State != checks.ReviewDismissed {
		t.Errorf("after it was dismissed: %+v", again[1].Reviews)
	}
}

func TestAPullRequestOfAMomentAgoIsNotKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.Push("acme/shop", "a", "kim", simulator.Commit{Message: "a", Files: map[string]string{"a": "a"}})
	must(t, err)
	pull, err := w.OpenPullRequest(simulator.NewPullRequest{Repository: "acme/shop", Title: "a", Head: "a", User: "kim"})
	must(t, err)
	_, err = w.Merge("acme/shop", pull.Number, "squash", "kim")
	must(t, err)
	r := w.repository()
	for range 2 {
		w.ForgetRequests()
		_, err := r.Histories(w.ctx, []int{pull.Number})
		must(t, err)
		equal(t, "asked for", w.asksOf(), []string{"p1 history"})
	}
}
