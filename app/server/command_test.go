package server_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// Reactions that golive answers a command with.
const (
	seen    = "eyes"
	done    = "rocket"
	refused = "confused"
)

// answered waits for a reply of ours that holds all of the words.
func (w *world) answered(number int, words ...string) {
	w.t.Helper()
	waitFor(w.t, "a reply says "+strings.Join(words, ", "), func() bool {
		return slices.ContainsFunc(w.replies(number), func(reply string) bool {
			return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(reply, word) })
		})
	})
}

func TestARerunIsForThoseWhoMayWriteAndForTheAuthor(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	before := w.itemsAt(pull.HeadSHA)
	reader := w.command(pull.Number, "rio", "/golive rerun code", refused)
	w.answered(pull.Number, "/golive rerun code", "write permission")
	if got := w.reactions(pull.Number, reader); slices.Contains(got, done) || !slices.Contains(got, seen) {
		t.Errorf("a reader's rerun got %q", got)
	}
	if now := w.itemsAt(pull.HeadSHA); now["code.debug-leftovers"] != before["code.debug-leftovers"] {
		t.Error("a refused rerun looked again")
	}
	writer := w.command(pull.Number, "lee", "/golive rerun code", done)
	waitFor(t, "the section was looked at again", func() bool {
		return w.itemsAt(pull.HeadSHA)["code.debug-leftovers"] != before["code.debug-leftovers"]
	})
	if now := w.itemsAt(pull.HeadSHA); now["launch.changelog"] != before["launch.changelog"] {
		t.Error("a rerun of one section looked at another one")
	}
	if got := w.reactions(pull.Number, writer); !slices.Contains(got, seen) {
		t.Errorf("the receipt is not shown: %q", got)
	}
	w.command(pull.Number, "kim", "/golive rerun all", done)
	waitFor(t, "everything was looked at again", func() bool {
		return w.itemsAt(pull.HeadSHA)["launch.changelog"] != before["launch.changelog"]
	})
	if runs := must(w.github.CheckRuns(shop, pull.HeadSHA))(t); len(runs) != 8 {
		t.Errorf("%d check runs after reruns", len(runs))
	}
}

// itemsAt tells when each item of a commit was observed.
func (w *world) itemsAt(sha string) map[checks.ItemID]string {
	w.t.Helper()
	at := map[checks.ItemID]string{}
	for id, item := range w.items(sha) {
		at[id] = item.ObservedAt.String()
	}
	return at
}

func TestWhatIsNoCommandIsIgnored(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	issue := must(w.github.OpenIssue(shop, "lee", "golive is slow", ""))(t)
	ignored := map[int64]int{}
	say := func(number int, login, body string) int64 {
		comment := must(w.github.Comment(shop, number, login, body))(t)
		ignored[comment] = number
		return comment
	}
	say(pull.Number, "renovate[bot]", "/golive rerun all")
	say(pull.Number, "lee", "```\n/golive rerun all\n```")
	say(pull.Number, "lee", "> /golive rerun all")
	say(pull.Number, "lee", "one could say /golive rerun all")
	say(pull.Number, "lee", "thanks\n/golive rerun all")
	say(issue, "rio", "/golive status")
	edited := say(pull.Number, "lee", "nothing to see")
	w.do(w.github.EditComment(shop, edited, "dana", "/golive rerun all"))
	// A command that is executed after all of these shows that they were passed by.
	w.command(pull.Number, "lee", "/golive status", done)
	w.settled()
	for comment, number := range ignored {
		if got := w.reactions(number, comment); len(got) > 0 {
			t.Errorf("comment %d on #%d got %q", comment, number, got)
		}
	}
	if comments := must(w.github.Comments(shop, issue))(t); len(comments) != 1 {
		t.Errorf("%d comments on a plain issue", len(comments))
	}
	if replies := w.replies(pull.Number); len(replies) != 1 {
		t.Errorf("%d replies, want that to the one command: %q", len(replies), replies)
	}
}

func TestACommandIsAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	w.command(pull.Number, "rio", "/golive status", done)
	w.answered(pull.Number, "Code clean and stable", "Rollback plan confirmed")
	w.command(pull.Number, "rio", "/golive explain launch.changelog", done)
	w.answered(pull.Number, "launch.changelog", "CHANGELOG.md")
	w.command(pull.Number, "rio", "/golive help", done)
	w.answered(pull.Number, "/golive status", "/golive explain")
	w.command(pull.Number, "lee", "/golive rerum", refused)
	w.answered(pull.Number, "rerum", "rerun")
	w.command(pull.Number, "lee", "/golive explain code.secrts", refused)
	w.answered(pull.Number, "code.secrts", "code.secrets")
}

func TestASignOffIsGivenByWhoMayAndTakenBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	w.do(w.github.SetPermission(shop, "kim", "maintain"))
	w.command(pull.Number, "kim", "/golive sign-off delivery.rollback https://example.com/plan", refused)
	w.answered(pull.Number, "author of this release")
	w.command(pull.Number, "lee", "/golive sign-off delivery.rollback https://example.com/plan", refused)
	w.answered(pull.Number, "maintain or admin")
	w.command(pull.Number, "dana", "/golive sign-off delivery.rollback https://example.com/plan -- read it twice", done)
	w.becomes(pull.HeadSHA, "delivery.rollback", checks.Pass)
	waitFor(t, "the comment says who signed", func() bool {
		body := w.checklists(pull.Number)[0].Body
		return strings.Contains(body, "says so") && strings.Contains(body, "attested") && strings.Contains(body, "https://example.com/plan")
	})
	w.command(pull.Number, "dana", "/golive revoke delivery.rollback because the plan has a gap", done)
	w.becomes(pull.HeadSHA, "delivery.rollback", checks.Unknown)
}

func TestASignOffHoldsUntilWhatItIsAboutChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	files := map[string]string{"ROLLBACK.md": "# Rollback\n\nkubectl rollout undo\n"}
	for path, content := range sound {
		files[path] = content
	}
	pull := w.openRelease(files)
	w.verdict(pull.HeadSHA)
	w.command(pull.Number, "dana", "/golive sign-off delivery.rollback https://example.com/plan", done)
	w.becomes(pull.HeadSHA, "delivery.rollback", checks.Pass)
	code := must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "fix: rounding", Files: map[string]string{"src/round.js": "export const round = Math.floor;\n"}}))(t)
	if got := w.items(code)["delivery.rollback"]; got.Verdict != checks.Pass || got.SignOff == nil || got.SignOff.Commit != pull.HeadSHA {
		t.Errorf("after a commit that touches nothing it is about: %s, %+v", got.Verdict, got.SignOff)
	}
	plan := must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "docs: another plan", Files: map[string]string{"ROLLBACK.md": "# Rollback\n\nAsk Kim.\n"}}))(t)
	if got := w.items(plan)["delivery.rollback"]; got.Verdict == checks.Pass {
		t.Errorf("after a commit to the plan it still is %s", got.Verdict)
	}
	waitFor(t, "the comment says why it holds no longer", func() bool {
		return strings.Contains(w.checklists(pull.Number)[0].Body, "ROLLBACK.md has changed since")
	})
}

func TestASignOffEndsWithItsComment(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	deleted := w.command(pull.Number, "dana", "/golive sign-off delivery.rollback https://example.com/plan", done)
	w.becomes(pull.HeadSHA, "delivery.rollback", checks.Pass)
	w.do(w.github.DeleteComment(shop, deleted, "dana"))
	w.becomes(pull.HeadSHA, "delivery.rollback", checks.Unknown)
}

func TestAButtonDoesWhatTheCommandDoes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(sound)
	ready := w.verdict(pull.HeadSHA)
	w.do(w.github.RequestedAction(shop, ready.ID, "rerun_failed", "rio"))
	w.answered(pull.Number, "rio", "write permission")
	before := w.items(pull.HeadSHA)["code.review"]
	w.do(w.github.RequestedAction(shop, ready.ID, "rerun_failed", "lee"))
	waitFor(t, "what failed is looked at again", func() bool { return w.items(pull.HeadSHA)["code.review"].ObservedAt != before.ObservedAt })
}
