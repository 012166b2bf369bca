package server_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// inDays is the day so many days from now, as people type it.
func inDays(days int) string { return time.Now().UTC().AddDate(0, 0, days).Format(time.DateOnly) }

// leftover is the item that untidy fails.
const leftover = checks.ItemID("code.debug-leftovers")

// untidy is a release that is sound but for a debug statement.
func untidy() map[string]string {
	files := maps.Clone(sound)
	files["src/index.js"] = "console.log('here');\n"
	return files
}

// comments waits until golive's comment says all of the words.
func (w *world) comments(number int, words ...string) {
	w.t.Helper()
	waitFor(w.t, "the comment says "+strings.Join(words, ", "), func() bool {
		body := w.checklists(number)[0].Body
		for _, word := range words {
			if !strings.Contains(body, word) {
				return false
			}
		}
		return true
	})
}

func TestAWaiverIsGivenByWhoMayAndTakenBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(untidy())
	w.verdict(pull.HeadSHA)
	w.do(w.github.SetPermission(shop, "kim", "maintain"))
	on := func(item, date, reason string) string { return "/golive waive " + item + " until " + date + reason }
	const because = " because it goes out with the next build, @sam knows"
	for _, refusal := range []struct{ login, body, reason string }{
		{"kim", on("debug-leftovers", inDays(7), because), "author of this release"},
		{"lee", on("debug-leftovers", inDays(7), because), "maintain or admin"},
		{"rio", on("debug-leftovers", inDays(7), because), "maintain or admin"},
		{"dana", on("debug-leftovers", inDays(-1), because), "is past"},
		{"dana", on("debug-leftovers", inDays(31), because), "30 days at most"},
		{"dana", on("debug-leftovers", inDays(7), ""), "why?"},
		{"dana", on("debug-leftovers", inDays(7), " because so"), "15 characters or more"},
		{"dana", on("debug-leftover", inDays(7), because), "did you mean `code.debug-leftovers`?"},
		{"dana", on("code.secrets", inDays(7), because), "can never be waived"},
		{"dana", on("launch.changelog", inDays(7), because), "there is nothing to waive"},
	} {
		w.command(pull.Number, refusal.login, refusal.body, refused)
		w.answered(pull.Number, refusal.reason)
	}
	for _, reply := range w.replies(pull.Number) {
		if strings.Contains(strings.TrimSpace(reply), "\n") {
			t.Errorf("a refusal of more than one line: %q", reply)
		}
	}
	if got := w.items(pull.HeadSHA)[leftover]; got.Verdict != checks.Fail || got.Waiver != nil {
		t.Errorf("after all refusals it is %s, %+v", got.Verdict, got.Waiver)
	}
	w.command(pull.Number, "dana", on("debug-leftovers", inDays(7), because), done)
	w.becomes(pull.HeadSHA, leftover, checks.Waived)
	w.comments(pull.Number, "waived by @\u200ddana until **"+inDays(7)+"**", "goes out with the next build, @\u200dsam knows", "without it ❌ fail", "🕊 1 waiver")
	if section, _ := w.run(pull.HeadSHA, "golive / 1 code"); !strings.Contains(section.Title, "1 waived") {
		t.Errorf("the section's title counts no waiver: %q", section.Title)
	}
	w.command(pull.Number, "rio", "/golive status", done)
	w.answered(pull.Number, "waived by `dana`", "without it: ❌ fail")
	w.command(pull.Number, "lee", "/golive revoke debug-leftovers because it matters", refused)
	w.answered(pull.Number, "was waived by `dana`")
	w.command(pull.Number, "dana", "/golive revoke debug-leftovers because it matters", done)
	w.becomes(pull.HeadSHA, leftover, checks.Fail)
}

func TestAWaiverEndsOnItsDay(t *testing.T) {
	t.Parallel()
	w := newWorldWithout(t, inMemory)
	w.sweep = sweepSoon
	w.start()
	pull := w.openRelease(untidy())
	w.verdict(pull.HeadSHA)
	day := inDays(0)
	w.command(pull.Number, "dana", "/golive waive debug-leftovers until "+day+" because it goes out with the next build", done)
	w.becomes(pull.HeadSHA, leftover, checks.Waived)
	w.ahead.Store(int64(24 * time.Hour))
	w.becomes(pull.HeadSHA, leftover, checks.Fail)
	w.comments(pull.Number, "`code.debug-leftovers`: the waiver of @\u200ddana **holds no longer**: it ended on "+day)
}

func TestAWaiverEndsWithItsComment(t *testing.T) {
	t.Parallel()
	for name, take := range map[string]func(w *world, comment int64) error{
		"deleted": func(w *world, comment int64) error { return w.github.DeleteComment(shop, comment, "dana") },
		"edited": func(w *world, comment int64) error {
			return w.github.EditComment(shop, comment, "dana", "/golive waive debug-leftovers until "+inDays(30)+" because it never matters at all")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, inMemory)
			pull := w.openRelease(untidy())
			w.verdict(pull.HeadSHA)
			comment := w.command(pull.Number, "dana", "/golive waive debug-leftovers until "+inDays(1)+" because it goes out with the next build", done)
			written := time.Now().Unix()
			w.becomes(pull.HeadSHA, leftover, checks.Waived)
			waitFor(t, "an edit is told from the writing: GitHub counts in seconds", func() bool { return time.Now().Unix() > written })
			w.do(take(w, comment))
			w.becomes(pull.HeadSHA, leftover, checks.Fail)
		})
	}
}

func TestAWaiverOfAFailCoversNoOtherContent(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(untidy())
	w.verdict(pull.HeadSHA)
	undecided := checks.ItemID("monitoring.metrics")
	for _, item := range []checks.ItemID{leftover, undecided} {
		w.command(pull.Number, "dana", "/golive waive "+string(item)+" until "+inDays(7)+" because it goes out with the next build", done)
		w.becomes(pull.HeadSHA, item, checks.Waived)
	}
	books := must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "docs: changelog", Files: map[string]string{
		"CHANGELOG.md": "# Changelog\n\n## [1.4.0] - 2026-11-24\n\n### Added\n\n- Exports (#7)\n",
	}}))(t)
	w.becomes(books, leftover, checks.Waived)
	worse := must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "feat: more", Files: map[string]string{"src/more.js": "console.log('more');\n"}}))(t)
	w.becomes(worse, leftover, checks.Fail)
	w.comments(pull.Number, "**holds no longer**: waived on "+pull.HeadSHA[:7]+", and the content has changed since")
	if got := w.items(worse)[undecided].Verdict; got != checks.Waived {
		t.Errorf("what nothing was known of is %s", got)
	}
}

func TestOfTwoWaiversAtOnceTheLaterStands(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	w.setRoles(map[string]string{"alex": "admin"})
	pull := w.openRelease(untidy())
	w.verdict(pull.HeadSHA)
	answers := w.atOnce(pull.Number, "/golive waive debug-leftovers until "+inDays(7)+" because it goes out with the next build", "dana", "alex")
	if len(answers[done]) == 0 {
		t.Fatalf("answered were %v", answers)
	}
	last := answers[done][len(answers[done])-1] // one that came while the other was judged is told so
	waitFor(t, "the later one stands", func() bool {
		kept := w.items(pull.HeadSHA)[leftover]
		return kept.Verdict == checks.Waived && kept.Waiver != nil && kept.Waiver.Comment == last
	})
}

func TestAClosedPullRequestIsNotWaived(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(untidy())
	w.verdict(pull.HeadSHA)
	w.do(w.github.ClosePullRequest(shop, pull.Number, "kim"))
	w.settled()
	w.command(pull.Number, "dana", "/golive waive debug-leftovers until "+inDays(7)+" because it goes out with the next build", refused)
	w.answered(pull.Number, "this pull request is closed")
	if got := w.items(pull.HeadSHA)[leftover].Verdict; got != checks.Fail {
		t.Errorf("it is %s", got)
	}
}
