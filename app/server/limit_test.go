package server_test

import (
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
func TestAReleaseWaitsForTheRateLimitAndGoesOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	// In the middle of its work the hour's requests are used up.
	w.github.Inject(simulator.Fault{Kind: simulator.PrimaryLimit, Skip: 12, Times: 1, Reset: time.Now().Add(8 * time.Second)})
	pull := w.openRelease(leftovers(60))
	ready := w.verdict(pull.HeadSHA)
	if ready.Conclusion != "failure" || !strings.Contains(ready.Title, "NOT READY") {
		t.Errorf("%s, %q", ready.Conclusion, ready.Title)
	}
	waitFor(t, "the comment tells the verdict", func() bool {
		lists := w.checklists(pull.Number)
		return len(lists) == 1 && strings.Contains(lists[0].Body, "NOT READY")
	})
	for id, item := range w.items(pull.HeadSHA) {
		if item.Verdict == checks.Errored {
			t.Errorf("%s: a limit is no error of golive's", id)
		}
	}
	w.oneOfEach(pull.Number, pull.HeadSHA)
	w.onlyOnce(pull.HeadSHA, "golive / 1 code", 60)
	w.unharmed()
}
