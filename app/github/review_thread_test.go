package github

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/jobs"
)

func TestUnresolvedThreads(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	opened := w.propose("refunds")
	for number := range 230 {
		id, err := w.OpenThread("acme/shop", opened.Number, "dana", "refunds.txt", number+1)
		must(t, err)
		if number%100 != 3 { // one on each of three pages stays open
			must(t, w.ResolveThread("acme/shop", opened.Number, id))
		}
	}
	_, err := w.OpenThread("acme/shop", opened.Number, "helper[bot]", "refunds.txt", 0)
	must(t, err)
	found, err := w.repository().UnresolvedThreads(w.ctx, opened.Number)
	must(t, err)
	var lines []string
	for _, one := range found {
		lines = append(lines, fmt.Sprintf("%s:%d %s %v", one.Path, one.Line, one.Author, one.Bot))
		if !strings.Contains(one.Link, "#discussion_r") {
			t.Errorf("its address is %q", one.Link)
		}
	}
	equal(t, "conversations", strings.Join(lines, "\n"), "refunds.txt:4 dana false\nrefunds.txt:104 dana false\nrefunds.txt:204 dana false\nrefunds.txt:0 helper[bot] true")
	if _, err := w.repository().UnresolvedThreads(w.ctx, 999); !errors.Is(err, jobs.ErrGone) {
		t.Errorf("of no pull request: %v", err)
	}
}

func TestConversationsWithoutEndAreAnError(t *testing.T) {
	t.Parallel()
	f := newFake(t, "")
	f.HandleFunc("POST /graphql", func(writer http.ResponseWriter, _ *http.Request) {
		page := map[string]any{"hasNextPage": true, "endCursor": `a"b`}
		answer(writer, 200, map[string]any{"data": map[string]any{"repository": map[string]any{"pullRequest": map[string]any{"reviewThreads": map[string]any{"pageInfo": page, "nodes": []any{}}}}}})
	})
	if _, err := f.repository(t, "").UnresolvedThreads(t.Context(), 5); err == nil || !strings.Contains(err.Error(), "too many") {
		t.Errorf("%v", err)
	}
}

func TestALongPullRequestIsReadToItsEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var commits []simulator.Commit
	for number := range 120 {
		commits = append(commits, simulator.Commit{Message: fmt.Sprint("part ", number), Files: map[string]string{fmt.Sprintf("part%d.txt", number): "x"}})
	}
	_, err := w.Push("acme/shop", "long", "ada", commits...)
	must(t, err)
	opened, err := w.OpenPullRequest(simulator.NewPullRequest{Repository: "acme/shop", Title: "Long", Head: "long", User: "ada"})
	must(t, err)
	for range 105 {
		_, err = w.Review("acme/shop", opened.Number, "dana", "CHANGES_REQUESTED", "")
		must(t, err)
	}
	_, err = w.Review("acme/shop", opened.Number, "dana", "APPROVED", "")
	must(t, err)
	found, err := w.repository().Histories(w.ctx, []int{opened.Number})
	must(t, err)
	one := found[0]
	if len(one.Commits) != 120 || len(one.Reviews) != 106 || len(one.Paths) != 120 || one.Partial != "" || one.Reviews[105].State != "APPROVED" {
		t.Errorf("%d commits, %d reviews, %d paths, %q", len(one.Commits), len(one.Reviews), len(one.Paths), one.Partial)
	}
}
