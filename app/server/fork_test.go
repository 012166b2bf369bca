package server_test

import (
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/app/publish"
	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// openFork gives the shop a main branch, and a release pull request from a fork of it.
func (w *world) openFork() simulator.PullRequest {
	w.t.Helper()
	must(w.github.Push(shop, "main", "kim", simulator.Commit{Message: "start", Files: map[string]string{
		".golive.yml": enforcing, "package.json": `{"name":"shop","version":"1.3.0"}`,
	}}))(w.t)
	must(w.github.Fork(shop, "mallory"))(w.t)
	w.pushFork(sound)
	return must(w.github.OpenPullRequest(simulator.NewPullRequest{
		Repository: shop, Title: "Release v1.4.0", Head: "mallory:release/v1.4.0", Base: "main", User: "mallory",
	}))(w.t)
}

func (w *world) pushFork(files map[string]string) string {
	w.t.Helper()
	return must(w.github.Push("mallory/shop", "release/v1.4.0", "mallory", simulator.Commit{Message: "feat: exports", Files: files}))(w.t)
}

// approval is the approval that the verdict on a commit records.
func (w *world) approval(sha string) *publish.ForkApprovalRecord {
	w.t.Helper()
	run, found := w.run(sha, checks.ReadyCheck)
	if !found {
		return nil
	}
	record, err := publish.ParseRecord(run.Text)
	if err != nil || len(record.Releases) == 0 {
		return nil
	}
	return record.Releases[0].Approval
}

func TestAForksCommitIsApprovedByWhoMayAndOneAtATime(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openFork()
	w.verdict(pull.HeadSHA)
	w.comments(pull.Number, "**From a fork**", "touches nothing outside", "write permission", "`/golive approve "+pull.HeadSHA[:7]+"`")
	for _, refusal := range []struct{ login, body, reason string }{
		{"mallory", "/golive approve", "people with write permission"},
		{"rio", "/golive approve", "people with write permission"},
		{"dana", "/golive approve 0123456", "is not what the pull request stands at"},
	} {
		w.command(pull.Number, refusal.login, refusal.body, refused)
		w.answered(pull.Number, refusal.reason)
	}
	w.do(w.github.SetPermission(shop, "mallory", "maintain"))
	w.command(pull.Number, "mallory", "/golive approve", refused)
	w.answered(pull.Number, "you are an author of this release")
	if got := w.approval(pull.HeadSHA); got != nil {
		t.Fatalf("after all refusals it is approved: %+v", got)
	}

	comment := w.command(pull.Number, "lee", "/golive approve "+pull.HeadSHA[:7], done)
	w.comments(pull.Number, "**From a fork, approved**: @\u200dlee has approved")
	waitFor(t, "the approval is recorded", func() bool { // the comment may be shown before the check run
		got := w.approval(pull.HeadSHA)
		return got != nil && got.By == "lee" && got.Comment == comment && got.Commit == pull.HeadSHA
	})
	w.command(pull.Number, "dana", "/golive approve", refused)
	w.answered(pull.Number, "was approved by `lee`")

	newer := w.pushFork(map[string]string{"src/more.js": "export const more = 1;\n"})
	w.verdict(newer)
	w.comments(pull.Number, "`/golive approve "+newer[:7]+"`", "The approval by @\u200dlee was of", "does not cover it")
	w.command(pull.Number, "dana", "/golive approve "+pull.HeadSHA[:7], refused)
	w.command(pull.Number, "dana", "/golive approve", done)
	w.comments(pull.Number, "@\u200ddana has approved")
}

func TestTheApprovalOfAForksCommitEndsWithItsComment(t *testing.T) {
	t.Parallel()
	for name, take := range map[string]func(w *world, comment int64) error{
		"deleted": func(w *world, comment int64) error { return w.github.DeleteComment(shop, comment, "dana") },
		"edited": func(w *world, comment int64) error {
			return w.github.EditComment(shop, comment, "dana", "/golive approve, but later")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, inMemory)
			pull := w.openFork()
			w.verdict(pull.HeadSHA)
			comment := w.command(pull.Number, "dana", "/golive approve", done)
			written := time.Now().Unix()
			w.comments(pull.Number, "**From a fork, approved**")
			waitFor(t, "an edit is told from the writing: GitHub counts in seconds", func() bool { return time.Now().Unix() > written })
			w.do(take(w, comment))
			w.comments(pull.Number, "touches nothing outside")
			waitFor(t, "it is recorded no more", func() bool { return w.approval(pull.HeadSHA) == nil })
		})
	}
}

func TestTheApprovalOfAForksCommitIsOnGitHub(t *testing.T) {
	t.Parallel()
	w := newWorldWithout(t, inMemory)
	w.sweep = sweepSoon
	w.start()
	pull := w.openFork()
	w.verdict(pull.HeadSHA)
	w.command(pull.Number, "dana", "/golive approve", done)
	w.comments(pull.Number, "**From a fork, approved**")
	waitFor(t, "the approval is recorded", func() bool { return w.approval(pull.HeadSHA) != nil })
	before, first := w.approval(pull.HeadSHA), w.runOf(pull.HeadSHA)
	w.restart()
	waitFor(t, "the release is judged anew", func() bool { return w.runOf(pull.HeadSHA) != first })
	w.verdict(pull.HeadSHA)
	if got := w.approval(pull.HeadSHA); got == nil || *got != *before {
		t.Errorf("it is %+v, before %+v", got, before)
	}
	newer := w.pushFork(map[string]string{"src/more.js": "export const more = 1;\n"})
	w.verdict(newer)
	if got := w.approval(newer); got != nil && got.Commit == newer {
		t.Errorf("the next commit is approved: %+v", got)
	}
	if body := w.checklists(pull.Number)[0].Body; strings.Contains(body, "From a fork, approved") {
		t.Error("the comment calls the next commit approved")
	}
}
