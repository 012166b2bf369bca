package server_test

import (
	"regexp"
	"testing"

	"github.com/golive-app/golive/app/simulator"
)

func TestAReleaseThatEndsBeforeAllWasJudgedSaysSo(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]struct {
		how  func(*world, int)
		says string
	}{
		"closed": {func(w *world, number int) { w.do(w.github.ClosePullRequest(shop, number, "kim")) }, "**CLOSED before all was judged**"},
		"merged": {func(w *world, number int) { must(w.github.Merge(shop, number, "squash", "dana"))(w.t) }, "**MERGED before all was judged**"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, inMemory)
			release := make(chan struct{})
			w.github.Inject(simulator.Fault{Kind: simulator.Delay, Method: "GET", Path: regexp.MustCompile(`/pulls/[0-9]+/reviews$`), Times: 1, Release: release})
			pull := w.openRelease(sound)
			w.says(pull.Number, "checking 41 items")
			end.how(w, pull.Number)
			w.says(pull.Number, end.says)
			close(release)
			w.settled()
			w.says(pull.Number, end.says)
		})
	}
}

// golive is never the only way to merge; that somebody took another one stays on the record,
// on the pull request and on the tag that its content gets.
func TestAMergePastGoliveStaysOnTheRecord(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	w.begin("release/v*", nil, "release/v1.3.0")
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	w.settled()
	merged := must(w.github.Merge(shop, pull.Number, "squash", "dana"))(t)
	w.since(pull.Number, "was merged past golive, which said that it is not ready")
	_, _, err := w.github.CreateTag(shop, "release/v1.4.0", merged, "Release v1.4.0", "kim")
	w.do(err)
	w.verdict(merged)
	w.since(pull.Number, "release/v1.4.0", "was merged past golive, which said that it is not ready")
}
