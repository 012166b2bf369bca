package server_test

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/catalogue"
)

var (
	histories = flag.Uint64("rebuild.histories", 6, "how many random histories are lived through")
	oneSeed   = flag.Uint64("rebuild.seed", 0, "live through the history of this seed alone")
)

// action is something that happens to both twins.
type action struct {
	what string
	do   func(w *twin)
}

// history makes up what happens to a release, from a seed.
type history struct {
	random   *rand.Rand
	items    []checks.Item
	fork     bool
	isClosed bool
	comments int           // that people have written
	ahead    time.Duration // of the clock
}

func pick[T any](h *history, from ...T) T { return from[h.random.IntN(len(from))] }

// next is the next thing to happen.
func (h *history) next() action {
	item := string(h.items[h.random.IntN(len(h.items))].ID)
	maintainer, anybody := pick(h, "dana", "alex"), pick(h, "dana", "alex", "kim", "lee", "rio")
	switch h.random.IntN(17) {
	case 0, 1:
		return h.push()
	case 2, 3, 4:
		link := "https://example.com/" + item
		if h.random.IntN(3) == 0 {
			link += "?" + strings.Repeat("all-of-it-", 40) // longer than a record holds
		}
		return h.says(maintainer, "/golive sign-off "+item+" "+link+" -- read it")
	case 5, 6:
		day := epoch.Add(h.ahead).AddDate(0, 0, h.random.IntN(4)).Format(time.DateOnly)
		return h.says(maintainer, "/golive waive "+item+" until "+day+" because it goes out with the next build")
	case 7:
		return h.says(pick(h, "lee", "dana"), "/golive na "+item+" because the shop serves nobody but us")
	case 8:
		return h.says(maintainer, "/golive approve-na "+item)
	case 9:
		return h.says(anybody, "/golive revoke "+item+" because it was wrong")
	case 10:
		if h.fork && h.random.IntN(2) == 0 {
			return h.says(maintainer, "/golive approve")
		}
		return h.says(anybody, "/golive rerun "+pick(h, "all", "failed", "code", item))
	case 11, 12:
		return h.changeComment()
	case 13:
		return h.policy(maintainer)
	case 14:
		role := pick(h, "write", "maintain")
		return action{"dana is " + role, func(w *twin) { w.do(w.github.SetPermission(shop, "dana", role)) }}
	case 15:
		return h.closed()
	default:
		days := time.Duration(1+h.random.IntN(2)) * 24 * time.Hour
		h.ahead += days
		return action{fmt.Sprintf("%s pass", days), func(w *twin) { w.sweep(false) }}
	}
}

// policy names other people for the roles. Whoever asks for a rerun has it read.
func (h *history) policy(by string) action {
	roles := pick(h, "", "roles:\n  release-manager: [dana]\n", "roles:\n  release-manager: [alex]\n  sre: [alex, lee]\n  security: [dana]\n")
	rerun := h.says(by, "/golive rerun all")
	return action{fmt.Sprintf("the policy says %q", roles), func(w *twin) {
		must(w.github.Push(shop, "main", "kim", simulator.Commit{Message: "policy", Files: map[string]string{".golive.yml": enforcing + roles}}))(w.t)
		w.hear()
		rerun.do(w)
	}}
}

// closed closes the pull request, or opens it again.
func (h *history) closed() action {
	if h.isClosed = !h.isClosed; h.isClosed {
		return action{"it is closed", func(w *twin) { w.do(w.github.ClosePullRequest(shop, w.pull.Number, "kim")) }}
	}
	return action{"it is opened again", func(w *twin) { w.do(w.github.ReopenPullRequest(shop, w.pull.Number, "kim")) }}
}

func (h *history) says(login, body string) action {
	h.comments++
	return action{login + ": " + body, func(w *twin) {
		w.said = append(w.said, must(w.github.Comment(shop, w.pull.Number, login, body))(w.t))
	}}
}

func (h *history) changeComment() action {
	if h.comments == 0 {
		return h.push()
	}
	which := h.random.IntN(h.comments)
	if h.random.IntN(2) == 0 {
		return action{fmt.Sprintf("comment %d is edited", which), func(w *twin) {
			_ = w.github.EditComment(shop, w.said[which], "lee", "never mind") // it may be deleted
		}}
	}
	return action{fmt.Sprintf("comment %d is deleted", which), func(w *twin) { _ = w.github.DeleteComment(shop, w.said[which], "lee") }}
}

func (h *history) push() action {
	files := map[string]string{}
	for range 1 + h.random.IntN(6) {
		item := h.items[h.random.IntN(len(h.items))]
		files[factFile(item.ID)] = pick(h, "pass", "fail", "weak", "no-need", "missing") + "\n"
	}
	switch h.random.IntN(4) {
	case 0:
		files = map[string]string{"README.md": fmt.Sprintf("# Shop %d\n", h.random.IntN(1000))}
	case 1:
		files["ROLLBACK.md"] = fmt.Sprintf("kubectl rollout undo %d\n", h.random.IntN(1000))
	}
	names := slices.Sorted(maps.Keys(files))
	repository := shop
	if h.fork {
		repository = "mallory/shop"
	}
	return action{"push of " + strings.Join(names, ", "), func(w *twin) {
		must(w.github.Push(repository, releaseBranch, "kim", simulator.Commit{Message: "more", Files: files}))(w.t)
	}}
}

// epoch is when all histories begin.
var epoch = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// TestWhoeverForgetsAllFindsTheSameOnGitHub lives through random histories twice: one
// twin loses its Redis now and then, and at no time do people see anything else of it.
func TestWhoeverForgetsAllFindsTheSameOnGitHub(t *testing.T) {
	t.Parallel()
	seeds := []uint64{*oneSeed}
	if *oneSeed == 0 {
		seeds = nil
		for seed := uint64(1); seed <= *histories; seed++ {
			seeds = append(seeds, seed)
		}
	}
	for _, seed := range seeds {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) { t.Parallel(); liveThrough(t, seed) })
	}
}

func liveThrough(t *testing.T, seed uint64) {
	h := &history{random: rand.New(rand.NewPCG(seed, 7)), fork: seed%3 == 0}
	all := catalogue.New(catalogue.Tools{}).Items()
	for range 6 { // few, so that what happens meets
		h.items = append(h.items, all[h.random.IntN(len(all))])
	}
	passed := time.Duration(0)
	now := func() time.Time { return epoch.Add(h.ahead + passed) }
	remembers, forgets := newTwin(t, now, h.fork), newTwin(t, now, h.fork)
	twins := []*twin{remembers, forgets}
	var told []string
	happens := func(one action) {
		passed += time.Minute // GitHub counts in seconds
		told = append(told, one.what)
		for _, w := range twins {
			one.do(w)
			w.hear()
		}
	}
	forget := func() {
		passed += time.Minute
		told = append(told, "everything is forgotten")
		forgets.forget()
		forgets.sweep(true)
		forgets.hear()
	}
	same := func(sha string) bool {
		want, got := remembers.state(sha), forgets.state(sha)
		if reflect.DeepEqual(want, got) && !t.Failed() {
			return true
		}
		t.Errorf("after:\n  %s\n%s\n-rebuild.seed=%d lives through it again", strings.Join(told, "\n  "), differences(want, got), seed)
		t.Logf("the log of who forgets:\n%s", forgets.log)
		return false
	}
	happens(action{"it is opened", func(*twin) {}})
	const steps = 20
	for step := 1; step <= steps; step++ {
		happens(h.next())
		if h.random.IntN(3) == 0 || step == steps {
			forget()
		}
		if !same(remembers.head()) {
			return
		}
	}
	if len(remembers.state(remembers.head()).Items) != len(all) {
		t.Error("nothing was shown")
	}
	if h.isClosed {
		return
	}
	merged, method := "", pick(h, "merge", "squash", "rebase")
	happens(action{"it is merged: " + method, func(w *twin) { merged = must(w.github.Merge(shop, w.pull.Number, method, "alex"))(t) }})
	if h.random.IntN(2) == 0 {
		forget()
	}
	happens(action{"it is tagged", func(w *twin) {
		_, _, err := w.github.CreateTag(shop, releaseBranch, merged, "Release v1.4.0", "kim")
		w.do(err)
	}})
	if same(merged) {
		forget()
		same(merged)
	}
}

// differences tells what the two show otherwise.
func differences(want, got state) string {
	var lines []string
	for name, title := range want.Checks {
		if got.Checks[name] != title {
			lines = append(lines, fmt.Sprintf("%s: %q, and of who forgets %q", name, title, got.Checks[name]))
		}
	}
	for id, item := range want.Items {
		if got.Items[id] != item {
			lines = append(lines, fmt.Sprintf("%s: %+v\n  and of who forgets %+v", id, item, got.Items[id]))
		}
	}
	if want.Approval != got.Approval {
		lines = append(lines, fmt.Sprintf("approved: %+v\n  and of who forgets %+v", want.Approval, got.Approval))
	}
	if want.Comments != got.Comments {
		lines = append(lines, fmt.Sprintf("%d comments, and of who forgets %d", want.Comments, got.Comments))
	}
	return strings.Join(lines, "\n")
}
