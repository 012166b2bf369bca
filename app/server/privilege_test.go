package server_test

import (
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// The least that an installation may grant is enough to judge what the content says, and
// what it lacks is unknown, with the one grant that unlocks it, never against a release.
func TestTheLeastPermissionsAreEnough(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, inMemory, simulator.Options{Permissions: map[string]string{
		"metadata": "read", "contents": "read", "pull_requests": "read", "checks": "write", "issues": "write",
	}})
	w.start()
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	w.becomes(pull.HeadSHA, "code.coverage", checks.Unknown)
	w.becomes(pull.HeadSHA, "code.secrets", checks.Pass)
	w.becomes(pull.HeadSHA, "launch.changelog", checks.Pass)
	w.since(pull.Number, "`actions: read`", "`security_events: read`")
	for id, verdict := range w.verdicts(pull.HeadSHA) {
		// Nobody has approved it yet; that is the release's own matter.
		if id != "code.review" && (verdict == checks.Fail || verdict == checks.Errored) {
			t.Errorf("%s is %s for want of a permission", id, verdict)
		}
	}
}
