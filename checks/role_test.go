package checks_test

import (
	"testing"

	"github.com/golive-app/golive/checks"
)

// What people read names a person and what is seen, not a word of the policy or a grade
// alone.
func TestWhoSignsAndWhatItTakesInWords(t *testing.T) {
	t.Parallel()
	for role, want := range map[checks.Role]string{
		checks.RoleSRE: "an SRE", checks.RoleSecurity: "a security engineer", checks.RoleReleaseManager: "a release manager", "chef": "somebody of the role chef",
	} {
		if got := role.Somebody(); got != want {
			t.Errorf("%s is %q, want %q", role, got, want)
		}
	}
	for minimum, want := range map[checks.Minimum]string{
		{Attestation: true}:                   "a person's word (A)",
		{Grade: checks.E4}:                    "a look at the running service (E4)",
		{Grade: checks.E3, Attestation: true}: "a record of GitHub or CI (E3) or a person's word (A)",
	} {
		if got := minimum.Takes(); got != want {
			t.Errorf("%s takes %q, want %q", minimum, got, want)
		}
	}
}
