package server_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// story is what happens to one release while nobody hears of it, and returns its
// last commit.
func (w *world) story() (pull simulator.PullRequest, head string) {
	w.t.Helper()
	pull = w.openRelease(leftovers(3))
	must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "fix: leftovers", Files: sound}))(w.t)
	first := must(w.github.Review(shop, pull.Number, "lee", "CHANGES_REQUESTED", "why?"))(w.t)
	w.do(w.github.Label(shop, pull.Number, "release", "dana"))
	head = must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "fix: rounding (#8)", Files: map[string]string{"src/round.js": "export const round = Math.round;\n"}}))(w.t)
	w.do(w.github.DismissReview(shop, pull.Number, first, "dana"))
	must(w.github.Review(shop, pull.Number, "dana", "APPROVED", ""))(w.t)
	w.do(w.github.Unlabel(shop, pull.Number, "release", "dana"))
	return pull, head
}

// verdicts are what the items of a commit come to.
func (w *world) verdicts(sha string) map[checks.ItemID]checks.Verdict {
	w.t.Helper()
	verdicts := map[checks.ItemID]checks.Verdict{}
	for id, item := range w.items(sha) {
		verdicts[id] = item.Verdict
	}
	return verdicts
}

func TestTheVerdictDoesNotDependOnTheOrderOfDeliveries(t *testing.T) {
	t.Parallel()
	inOrder := newWorld(t, inMemory)
	_, head := inOrder.story()
	inOrder.becomes(head, "code.review", checks.Pass)
	inOrder.settled()
	want := inOrder.verdicts(head)
	for seed := range uint64(2) {
		t.Run(fmt.Sprintf("order %d", seed), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, queues[seed%2])
			random := rand.New(rand.NewPCG(seed, 1))
			w.github.HoldDeliveries()
			pull, head := w.story()
			w.github.ReleaseDeliveries(func(deliveries []simulator.Delivery) []simulator.Delivery {
				for range 4 { // some arrive twice
					deliveries = append(deliveries, deliveries[random.IntN(len(deliveries))])
				}
				random.Shuffle(len(deliveries), func(i, j int) { deliveries[i], deliveries[j] = deliveries[j], deliveries[i] })
				return deliveries
			})
			w.becomes(head, "code.review", checks.Pass)
			w.settled()
			for id, verdict := range w.verdicts(head) {
				if verdict != want[id] {
					t.Errorf("%s is %s, in order it is %s", id, verdict, want[id])
				}
			}
			w.oneOfEach(pull.Number, head)
		})
	}
}

// oneOfEach sees to it that a release has one comment, and its commit one check
// run of each name.
func (w *world) oneOfEach(number int, sha string) {
	w.t.Helper()
	if lists := w.checklists(number); len(lists) != 1 || !strings.Contains(lists[0].Body, sha[:7]) {
		w.t.Errorf("%d comments, or one about another commit than %s", len(lists), sha[:7])
	}
	names := map[string]int{}
	for _, run := range must(w.github.CheckRuns(shop, sha))(w.t) {
		names[run.Name]++
	}
	for name, count := range names {
		if count != 1 {
			w.t.Errorf("%d check runs %q", count, name)
		}
	}
	if len(names) != 8 {
		w.t.Errorf("%d check runs, want 8: %v", len(names), names)
	}
}

func TestEventsAtOnceMakeOneOfEach(t *testing.T) {
	t.Parallel()
	onEachQueue(t, func(t *testing.T, queue string) {
		w := newWorldWithout(t, queue)
		w.sweep = sweepSoon
		w.start()
		if queue == "redis-server" {
			w.startAnother() // two replicas share the queue
		}
		w.github.HoldDeliveries()
		pull, head := w.story()
		w.github.ReleaseDeliveries(func(deliveries []simulator.Delivery) []simulator.Delivery {
			var together sync.WaitGroup
			for _, delivery := range deliveries {
				together.Go(func() {
					w.sends(delivery.Event, delivery.GUID+"-at-once", w.github.WebhookSecret(), delivery.Payload)
				})
			}
			together.Wait()
			return deliveries
		})
		w.becomes(head, "code.review", checks.Pass)
		w.settled()
		w.oneOfEach(pull.Number, head)
	})
}

func TestGitHubFailingNowAndThenMakesOneOfEach(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	for _, fault := range []simulator.Fault{
		{Kind: simulator.ServerError, Method: "POST", Times: 2, Skip: 1}, {Kind: simulator.ConnectionReset, Method: "POST", Times: 1, Skip: 4},
		{Kind: simulator.ServerError, Method: "PATCH", Times: 2, Skip: 3, Status: 500}, {Kind: simulator.ConnectionReset, Method: "GET", Times: 2, Skip: 5},
	} {
		w.github.Inject(fault)
	}
	pull, head := w.story()
	w.becomes(head, "code.review", checks.Pass)
	waitFor(t, "the comment is about the last commit", func() bool {
		lists := w.checklists(pull.Number)
		return len(lists) == 1 && strings.Contains(lists[0].Body, head[:7])
	})
	w.oneOfEach(pull.Number, head)
}
