package config_test

import (
	"slices"
	"testing"

	"github.com/golive-app/golive/config"
)

func TestDifferences(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		before, after string
		want          []config.Difference
	}{
		"the same":                            {"mode: enforce\n", "mode: enforce\n", nil},
		"the same, in another order and case": {"release: {labels: [a, b]}\nroles: {qa: ['@mia']}\n", "roles: {qa: [Mia]}\nrelease: {labels: [b, a]}\n", nil},
		"a mode":                              {"", "mode: enforce\n", []config.Difference{{Path: "mode", Before: "observe", After: "enforce"}}},
		"a short list":                        {"", "release: {tags: [release/v*, v*]}\n", []config.Difference{{Path: "release.tags", Before: "release/v*", After: "release/v*, v*"}}},
		"a list that is gone":                 {"", "release: {tags: []}\n", []config.Difference{{Path: "release.tags", Before: "release/v*", After: "none"}}},
		"one entry of many":                   {"release: {labels: [a, b, c, d, e]}\n", "release: {labels: [a, b, c, d, f]}\n", []config.Difference{{Path: "release.labels", Before: "e and 4 others", After: "f and 4 others"}}},
		"one more of many":                    {"release: {labels: [a, b, c, d, e]}\n", "release: {labels: [a, b, c, d, e, f]}\n", []config.Difference{{Path: "release.labels", Before: "5 others", After: "f and 5 others"}}},
		"an environment":                      {"", "environments: {staging: {url: https://x}}\n", []config.Difference{{Path: "environments.staging.url", Before: "none", After: "https://x"}}},
		"a role that is new":                  {"", "roles: {senior: ['@dana']}\n", []config.Difference{{Path: "roles.senior", Before: "none", After: "@dana"}}},
		"another holder of it":                {"roles: {senior: ['@dana']}\n", "roles: {senior: ['@lee']}\n", []config.Difference{{Path: "roles.senior", Before: "@dana", After: "@lee"}}},
		"a minimum":                           {"", "items: {code.coverage: {minimum: 70}}\n", []config.Difference{{Path: "items.code.coverage.minimum", Before: "80", After: "70"}}},
		"a minimum that was the built-in one": {"", "items: {code.coverage: {minimum: 80}}\n", nil},
		"a minimum of what changed":           {"", "items: {code.coverage: {changed: 95}}\n", []config.Difference{{Path: "items.code.coverage.changed", Before: "80", After: "95"}}},
		"a closed secret": {"", "secrets: {closed: [{fingerprint: 3fa9c1d2-0b8e57c4d19a6f23e8410c7d, as: revoked, because: rotated, until: '2026-12-31'}]}\n", []config.Difference{
			{Path: "secrets.closed", Before: "none", After: "3fa9c1d2-0b8e57c4d19a6f23e8410c7d as revoked until 2026-12-31 (rotated)"},
		}},
		"several, in the file's order": {"roles: {sre: [a], qa: [b]}\n", "roles: {sre: [c], qa: [d]}\nmode: enforce\nrelease: {labels: []}\n", []config.Difference{
			{Path: "mode", Before: "observe", After: "enforce"}, {Path: "release.labels", Before: "release", After: "none"},
			{Path: "roles.qa", Before: "b", After: "d"}, {Path: "roles.sre", Before: "a", After: "c"},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			read := func(file string) config.Policy {
				policy, err := config.DecodePolicy([]byte("version: 1\n"+file), config.DefaultPolicy())
				if err != nil {
					t.Fatal(err)
				}
				return policy
			}
			if got := read(test.before).Differences(read(test.after)); !slices.Equal(got, test.want) {
				t.Errorf("got  %+v\nwant %+v", got, test.want)
			}
		})
	}
}

// What is written into a Run and read again has no empty lists any more.
func TestNoListAndAnEmptyOneAreTheSame(t *testing.T) {
	t.Parallel()
	none, empty := config.Policy{}, config.Policy{Roles: map[string][]string{"qa": {}}}
	empty.Release.Tags = []string{}
	if got := none.Differences(empty); got != nil {
		t.Errorf("%+v", got)
	}
}
