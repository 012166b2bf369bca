package server_test

import (
	"testing"

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
