package checks_test

import (
	"testing"

	"github.com/golive-app/golive/checks"
)

func TestVersionIn(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"release/v1.4.0":                         "1.4.0",
		"release/1.4.0":                          "1.4.0",
		"hotfix/v1.3.10":                         "1.3.10",
		"chore(main): release 2.0.0":             "2.0.0",
		"chore: release api-gateway v0.9.1":      "0.9.1",
		"Release v1.4.0 🚀":                       "1.4.0",
		"release/v1.4.0-rc.1":                    "1.4.0-rc.1",
		"@acme/shop@3.2.1":                       "3.2.1",
		"v1.4.0+build.7":                         "1.4.0+build.7",
		"release-please--branches--main":         "",
		"release/2026":                           "",
		"release/v2":                             "",
		"bump 10.0.0.1 to the allow list":        "",
		"release/v01.4.0":                        "",
		"":                                       "",
		"feature/upgrade-node20.11.1-and-others": "",
	} {
		if got := checks.VersionIn(text); got != want {
			t.Errorf("VersionIn(%q) = %q, want %q", text, got, want)
		}
	}
	if got := checks.VersionIn("main", "Release v1.4.0"); got != "1.4.0" {
		t.Errorf("the first text with a version counts: %q", got)
	}
}

func TestCompareVersions(t *testing.T) {
	t.Parallel()
	ordered := []string{"no version", "0.9.0", "1.0.0-rc.1", "1.0.0", "1.2.0", "1.10.0"}
	for index := 1; index < len(ordered); index++ {
		if checks.CompareVersions(ordered[index-1], ordered[index]) >= 0 || checks.CompareVersions(ordered[index], ordered[index-1]) <= 0 {
			t.Errorf("%s must come before %s", ordered[index-1], ordered[index])
		}
	}
}
