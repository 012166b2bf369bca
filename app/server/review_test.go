package server_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

func TestAnOpenConversationAndAnOpenBranchAreWarnedOf(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	w.do(w.github.RemoveRuleset(shop, w.rules))
	w.main()
	pull := w.openRelease(sound)
	thread := must(w.github.OpenThread(shop, pull.Number, "dana", "CHANGELOG.md", 3))(t)
	must(w.github.Review(shop, pull.Number, "dana", "APPROVED", ""))(t)
	w.becomes(pull.HeadSHA, "code.review", checks.Warn)
	w.since(pull.Number, "no rule asks for approvals", "open conversations")
	w.do(w.github.ResolveThread(shop, pull.Number, thread))
	w.do(w.github.SetProtection(shop, "main", map[string]any{"required_pull_request_reviews": map[string]any{"required_approving_review_count": 1}}))
	// What protects it classically golive may not read: that is no warning.
	w.command(pull.Number, "dana", "/golive rerun code.review", done)
	w.becomes(pull.HeadSHA, "code.review", checks.Pass)
}

// A verdict that no rule asks for holds nobody back: the checklist says so until one does.
func TestAVerdictThatIsNotRequiredIsSaidToHoldNobodyBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	w.main()
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	w.since(pull.Number, "does not require", checks.ReadyCheck, "can be merged all the same")
	must(w.github.AddRuleset(shop, simulator.Ruleset{Name: "ready", Target: "branch", Include: []string{"~DEFAULT_BRANCH"}, Rules: []map[string]any{{
		"type": "required_status_checks", "parameters": map[string]any{"required_status_checks": []any{map[string]any{"context": checks.ReadyCheck, "integration_id": w.github.AppID()}}},
	}}}))(t)
	head := must(w.github.Push(shop, pull.HeadRef, "kim", simulator.Commit{Message: "fix: prices", Files: map[string]string{"src/price.js": "export const price = 2;\n"}}))(t)
	w.verdict(head)
	waitFor(t, "the checklist is of the new commit and says nothing of the rules any more", func() bool {
		lists := w.checklists(pull.Number)
		return len(lists) == 1 && strings.Contains(lists[0].Body, head[:7]) && !strings.Contains(lists[0].Body, "does not require")
	})
}

func TestATeamOfThePolicyReviewsAndSigns(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "embedded")
	for _, team := range []string{"senior", "managers"} {
		w.github.AddTeamMember("acme", team, "lee")
	}
	w.main()
	w.keep(enforcing + "roles: {senior: [\"@acme/senior\"], release-manager: [\"@acme/managers\"]}\n")
	pull := w.propose("release/v1.5.0", map[string]string{"src/refund.js": "export const refund = 3;\n", "ROLLBACK.md": "# Rollback\n\nDeploy the last tag.\n"})
	must(w.github.Review(shop, pull.Number, "dana", "APPROVED", ""))(t)
	w.becomes(pull.HeadSHA, "code.review", checks.Fail)
	w.since(pull.Number, "@dana approved, but is not senior here")
	must(w.github.Review(shop, pull.Number, "lee", "APPROVED", ""))(t)
	w.becomes(pull.HeadSHA, "code.review", checks.Pass)
	w.command(pull.Number, "dana", "/golive sign-off delivery.rollback https://example.com/plan", refused)
	w.command(pull.Number, "lee", "/golive sign-off delivery.rollback https://example.com/plan", done)
	w.becomes(pull.HeadSHA, "delivery.rollback", checks.Pass)
	// Without the permission nobody is confirmed, and nobody is refuted.
	w.do(w.github.SetInstallationPermissions(w.install, "dana", map[string]string{
		"metadata": "read", "contents": "read", "pull_requests": "write", "checks": "write", "issues": "write",
	}))
	w.command(pull.Number, "kim", "/golive rerun all", done)
	w.becomes(pull.HeadSHA, "code.review", checks.Unknown)
	w.since(pull.Number, "organisation permission `members: read`")
	waitFor(t, "the sign-off of a team that cannot be read does not count", func() bool {
		return w.items(pull.HeadSHA)["delivery.rollback"].Verdict != checks.Pass
	})
}
