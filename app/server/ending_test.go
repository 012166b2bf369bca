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
