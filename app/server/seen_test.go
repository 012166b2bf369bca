package server_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/publish"
	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/app/simulator/contract"
	"github.com/golive-app/golive/checks"
)

// must stops the test at an error of the simulator's.
func must[T any](value T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// run returns our newest check run of a name on a commit.
func (w *world) run(sha, name string) (simulator.CheckRun, bool) {
	w.t.Helper()
	var found simulator.CheckRun
	var ok bool
	for _, run := range must(w.github.CheckRuns(shop, sha))(w.t) {
		if run.Name == name && run.App == w.github.AppSlug() {
			found, ok = run, true
		}
	}
	return found, ok
}

// items returns what the check runs of a commit record of each item of its
// release, once nothing is being checked any more.
func (w *world) items(sha string) map[checks.ItemID]publish.ItemRecord {
	w.t.Helper()
	return w.itemsOf(sha, "")
}

// itemsOf is items of one of several releases, by its key.
func (w *world) itemsOf(sha, key string) map[checks.ItemID]publish.ItemRecord {
	w.t.Helper()
	items := map[checks.ItemID]publish.ItemRecord{}
	record := must(publish.ParseRecord(w.verdict(sha).Text))(w.t)
	for _, release := range record.Releases {
		if key == "" || key == release.Key {
			for _, item := range release.Items {
				items[item.Item] = item
			}
		}
	}
	return items
}

// checklist returns the comments of ours that carry the marker.
func (w *world) checklists(number int) []simulator.Comment {
	w.t.Helper()
	var ours []simulator.Comment
	for _, comment := range must(w.github.Comments(shop, number))(w.t) {
		if comment.ByApp && strings.HasPrefix(comment.Body, "<!-- golive:v1") {
			ours = append(ours, comment)
		}
	}
	return ours
}

// replies returns our comments that are no checklist, nor tell people by themselves.
func (w *world) replies(number int) []string {
	w.t.Helper()
	var ours []string
	for _, comment := range must(w.github.Comments(shop, number))(w.t) {
		if comment.ByApp && !strings.HasPrefix(comment.Body, "<!-- golive:v1") && !strings.HasPrefix(comment.Body, "<!-- golive-notice:v1") {
			ours = append(ours, comment.Body)
		}
	}
	return ours
}

// reactions returns ours on a comment.
func (w *world) reactions(number int, comment int64) []string {
	w.t.Helper()
	var ours []string
	for _, one := range must(w.github.Comments(shop, number))(w.t) {
		if one.ID != comment {
			continue
		}
		for _, reaction := range one.Reactions {
			ours = append(ours, reaction.Content)
		}
	}
	return ours
}

// conform holds every request that golive made against GitHub's description.
func (w *world) conform(description *contract.Description) {
	w.t.Helper()
	seen := map[string]bool{}
	for _, request := range w.github.Requests() {
		if request.Git {
			continue
		}
		header := http.Header{"Content-Type": {"application/json"}, "Accept": request.Header["Accept"]}
		if err := description.Check(w.t.Context(), request.Method, request.Path, request.Query.Encode(), header, request.Body); err != nil && !seen[err.Error()] {
			seen[err.Error()] = true
			w.t.Errorf("%v", err)
		}
	}
}
