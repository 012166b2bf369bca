package server_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// unmeasured is an item that nothing is known of in a release that is sound.
const unmeasured = checks.ItemID("infrastructure.load-balancer")

const callUnmeasured = "/golive na infrastructure.load-balancer because the shop serves nobody but us, @sam knows"

func TestWhatTwoPeopleCallNotApplicableIsSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(untidy())
	w.verdict(pull.HeadSHA)
	w.do(w.github.SetPermission(shop, "kim", "maintain"))
	for _, refusal := range []struct{ login, body, reason string }{
		{"rio", callUnmeasured, "write permission"},
		{"lee", "/golive na infrastructure.load-balancer", "why?"},
		{"lee", "/golive na debug-leftovers because the shop serves nobody but us", "the evidence says no, so it applies"},
		{"lee", "/golive na code.secrets because the shop serves nobody but us", "people cannot call it n/a"},
		{"lee", "/golive na launch.changelog because the shop serves nobody but us", "the machine has decided it"},
		{"dana", "/golive approve-na infrastructure.load-balancer", "nobody has called `infrastructure.load-balancer` n/a"},
	} {
		w.command(pull.Number, refusal.login, refusal.body, refused)
		w.answered(pull.Number, refusal.reason)
	}
	w.command(pull.Number, "lee", callUnmeasured, done)
	w.comments(pull.Number, "`infrastructure.load-balancer` does not apply, says @\u200dlee — “the shop serves nobody but us, @\u200dsam knows”", "`release-manager` or `sre`, who is not @\u200dlee", "`/golive approve-na infrastructure.load-balancer`")
	if got := w.items(pull.HeadSHA)[unmeasured].Verdict; got != checks.Unknown {
		t.Errorf("one person made it %s", got)
	}
	for _, refusal := range []struct{ login, reason string }{
		{"lee", "you have called `infrastructure.load-balancer` n/a yourself"}, {"rio", "maintain or admin"}, {"kim", "you are an author of this release"},
	} {
		w.command(pull.Number, refusal.login, "/golive approve-na infrastructure.load-balancer", refused)
		w.answered(pull.Number, refusal.reason)
	}
	approval := w.command(pull.Number, "dana", "/golive approve-na infrastructure.load-balancer", done)
	w.becomes(pull.HeadSHA, unmeasured, checks.NotApplicable)
	w.comments(pull.Number, "`infrastructure.load-balancer` is **n/a by people**: @\u200dlee says so and @\u200ddana (release-manager) agrees")
	w.do(w.github.DeleteComment(shop, approval, "dana"))
	w.becomes(pull.HeadSHA, unmeasured, checks.Unknown)
	w.comments(pull.Number, "**It changes nothing until a second person agrees**")
	w.command(pull.Number, "dana", "/golive approve-na infrastructure.load-balancer", done)
	w.becomes(pull.HeadSHA, unmeasured, checks.NotApplicable)
	w.command(pull.Number, "lee", "/golive revoke infrastructure.load-balancer because we sell to others now", done)
	w.becomes(pull.HeadSHA, unmeasured, checks.Unknown)
	waitFor(t, "the comment says nothing of it any more", func() bool {
		return !strings.Contains(w.checklists(pull.Number)[0].Body, "serves nobody but us")
	})
}

func TestWhatPeopleCallNotApplicableHoldsForItsContent(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	w.command(pull.Number, "lee", callUnmeasured, done)
	w.command(pull.Number, "dana", "/golive approve-na infrastructure.load-balancer", done)
	w.becomes(pull.HeadSHA, unmeasured, checks.NotApplicable)
	books := must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "docs: changelog", Files: map[string]string{
		"CHANGELOG.md": "# Changelog\n\n## [1.4.0] - 2026-11-24\n\n### Added\n\n- Exports (#7)\n",
	}}))(t)
	w.becomes(books, unmeasured, checks.NotApplicable)
	code := must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "feat: a shop for all", Files: map[string]string{"src/all.js": "export const all = 1;\n"}}))(t)
	w.becomes(code, unmeasured, checks.Unknown)
	w.comments(pull.Number, "by @\u200dlee and @\u200ddana, **holds no longer**: called n/a on "+pull.HeadSHA[:7]+", and the content has changed since")
}

func TestOfTwoApprovalsAtOnceOneCounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	w.setRoles(map[string]string{"alex": "admin"})
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	w.command(pull.Number, "lee", callUnmeasured, done)
	answers := w.atOnce(pull.Number, "/golive approve-na infrastructure.load-balancer", "dana", "alex")
	w.answered(pull.Number, "was approved as n/a by")
	w.becomes(pull.HeadSHA, unmeasured, checks.NotApplicable)
	said := w.items(pull.HeadSHA)[unmeasured].Exclusion
	if said == nil || said.Approval == nil || len(answers[done]) != 1 || answers[done][0] != said.Approval.Comment || len(answers[refused]) != 1 {
		t.Errorf("it counts by %+v, answered were %v", said, answers)
	}
}

// atOnce has people say the same at once, and returns their comments, the first
// before the last, by how each was answered.
func (w *world) atOnce(number int, body string, logins ...string) map[string][]int64 {
	w.t.Helper()
	var comments []int64
	for _, login := range logins {
		comments = append(comments, must(w.github.Comment(shop, number, login, body))(w.t))
	}
	answers := map[string][]int64{}
	for _, comment := range comments {
		waitFor(w.t, "all are answered", func() bool {
			reactions := w.reactions(number, comment)
			for _, answer := range []string{done, refused} {
				if slices.Contains(reactions, answer) {
					answers[answer] = append(answers[answer], comment)
					return true
				}
			}
			return false
		})
	}
	return answers
}
