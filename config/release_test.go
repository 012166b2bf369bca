package config_test

import (
	"testing"

	"github.com/golive-app/golive/config"
)

func TestMatchPullRequest(t *testing.T) {
	t.Parallel()
	patterns := config.DefaultPolicy().Release
	for name, test := range map[string]struct {
		branch, title string
		labels        []string
		want          bool
	}{
		"release branch":                    {branch: "release/v1.4.0", want: true},
		"nested release branch":             {branch: "release/shop/v1.4.0", want: true},
		"hotfix branch":                     {branch: "hotfix/1.3.5", want: true},
		"release-please":                    {branch: "release-please--branches--main--components--shop", want: true},
		"changesets":                        {branch: "changeset-release/main", want: true},
		"changesets by title":               {branch: "x", title: "Version Packages", want: true},
		"release-please by title":           {branch: "x", title: "chore(main): release 1.4.0", want: true},
		"semantic title":                    {branch: "x", title: "chore: release", want: true},
		"a plain release title":             {branch: "x", title: "Release v1.2.3", want: true},
		"label in any case":                 {branch: "x", labels: []string{"Release"}, want: true},
		"a feature that talks of a release": {branch: "feat/release-notes", title: "feat: show release 1.2 in footer", labels: []string{"release-notes"}},
		"a chore that merely says released": {branch: "x", title: "chore: released memory earlier"},
		"a branch called release":           {branch: "release", title: "prepare"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, got := patterns.MatchPullRequest(test.branch, test.title, test.labels); got != test.want {
				t.Errorf("release: %v, want %v", got, test.want)
			}
		})
	}
}

func TestMatchTag(t *testing.T) {
	t.Parallel()
	patterns := config.DefaultPolicy().Release
	for tag, want := range map[string]bool{"release/v1.4.0": true, "v1.4.0": false, "release/shop/v1": false, "pre-release/v1": false} {
		if got := patterns.MatchTag(tag); got != want {
			t.Errorf("%s: %v, want %v", tag, got, want)
		}
	}
}
