package checks_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
)

func TestWhichCommitsCountForAnItem(t *testing.T) {
	t.Parallel()
	const release, head, base = "a1b2c3d4e5", "b1b2c3d4e5", "c1b2c3d4e5"
	books := []checks.Difference{{Path: "CHANGELOG.md", Kind: checks.DiffersInChangelog}, {Path: "package.json", Kind: checks.DiffersInVersion}}
	subject := checks.Subject{Release: checks.Release{SHA: release}, Content: &checks.Content{Tree: "t", Commits: []checks.ContentCommit{
		{SHA: release, Origin: checks.OriginRelease},
		{SHA: head, Origin: checks.OriginHead, Number: 12},
		{SHA: base, Origin: checks.OriginHistory, Differs: books},
		{SHA: "d1b2c3d4e5", Origin: checks.OriginHistory, Differs: append(books[:2:2], checks.Difference{Path: "a_test.go", Kind: checks.DiffersInTests})},
	}}}
	for name, test := range map[string]struct {
		subject  checks.Subject
		ignoring []checks.DifferenceKind
		want     string
	}{
		"only the released one, where nothing else is known": {checks.Subject{Release: checks.Release{SHA: release}}, nil, "a1b2c3d"},
		"none, for what is no commit":                        {checks.Subject{}, nil, ""},
		"those with an equal tree":                           {subject, nil, "a1b2c3d b1b2c3d"},
		"and those that differ in the release's books":       {subject, checks.ReleaseBooks(), "a1b2c3d b1b2c3d c1b2c3d"},
		"of which every path has to be one that does not matter": {
			subject, []checks.DifferenceKind{checks.DiffersInVersion}, "a1b2c3d b1b2c3d",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, commit := range test.subject.Commits(test.ignoring...) {
				got = append(got, commit.SHA[:7])
			}
			if got := strings.Join(got, " "); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestWhereAFactComesFromIsSaid(t *testing.T) {
	t.Parallel()
	const sha = "a1b2c3d4e5"
	for want, commit := range map[string]checks.ContentCommit{
		"": {SHA: sha, Origin: checks.OriginRelease},
		"`a1b2c3d`, the head of #12, which has the same content":         {SHA: sha, Origin: checks.OriginHead, Number: 12},
		"`a1b2c3d`, as which #12 was merged, which has the same content": {SHA: sha, Origin: checks.OriginMerge, Number: 12},
		"`a1b2c3d`, which has the same content":                          {SHA: sha, Origin: checks.OriginHistory},
		"`a1b2c3d`: only `CHANGELOG.md` differs": {
			SHA: sha, Origin: checks.OriginHistory, Differs: []checks.Difference{{Path: "CHANGELOG.md", Kind: checks.DiffersInChangelog}},
		},
		"`a1b2c3d`, the head of #12: only `package.json`'s version differs": {
			SHA: sha, Origin: checks.OriginHead, Number: 12, Differs: []checks.Difference{{Path: "package.json", Kind: checks.DiffersInVersion}},
		},
		"`a1b2c3d`: only `CHANGELOG.md` and `package.json`'s version differ": {
			SHA: sha, Origin: checks.OriginHistory, Differs: []checks.Difference{{Path: "CHANGELOG.md", Kind: checks.DiffersInChangelog}, {Path: "package.json", Kind: checks.DiffersInVersion}},
		},
	} {
		if got := commit.Words(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}
