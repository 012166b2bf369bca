package launch_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/launch"
)

var changelogItem = checks.Item{
	ID: "launch.changelog", Section: checks.SectionLaunch, Kind: checks.KindAuto, Level: checks.LevelBlock,
	Minimum: checks.Minimum{Grade: checks.E2}, Role: checks.RoleReleaseManager, AbsenceDecides: true,
}

const keepAChangelog = `# Changelog

All notable changes are told here. See [Keep a Changelog](https://keepachangelog.com).

## [Unreleased]

## [1.4.0] - 2026-11-23

### Added
- Refunds of a part of an order (#371)

### Fixed
- Retries no longer loop (#374)

## [1.3.0] - 2026-10-02
- First

[1.4.0]: https://github.com/acme/shop/compare/v1.3.0...v1.4.0
`

func commit(subject string, more ...string) checks.Commit {
	return checks.Commit{SHA: "abcdef0123", Subject: subject, Body: strings.Join(more, "\n"), Parents: []string{"p"}, Author: checks.Person{Name: "Ada", Email: "ada@acme.io"}}
}

func TestChangelogSection(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		path, text string
		verdict    checks.Verdict
		findings   []string
	}{
		"Keep a Changelog":                 {"CHANGELOG.md", keepAChangelog, checks.Pass, nil},
		"a v before the number":            {"CHANGELOG.md", "## v1.4.0 (2026-11-23)\n* refunds\n", checks.Pass, nil},
		"release-please":                   {"CHANGELOG.md", "# Changelog\n\n## [1.4.0](https://github.com/acme/shop/compare/v1.3.0...v1.4.0) (2026-11-23)\n\n\n### Features\n\n* refunds ([#371](https://github.com/acme/shop/issues/371)) ([abcdef0](https://x/abcdef0))\n", checks.Pass, nil},
		"changesets, which write no date":  {"CHANGELOG.md", "# @acme/shop\n\n## 1.4.0\n\n### Minor Changes\n\n- abcdef0: refunds\n", checks.Warn, []string{"warning changelog.undated"}},
		"underlined headings":              {"HISTORY.md", "1.4.0 / 2026-11-23\n==================\n\n  * refunds\n\n1.3.0 / 2026-10-02\n==================\n\n  * first\n", checks.Pass, nil},
		"a heading of the first level":     {"CHANGES.md", "# 1.4.0 (2026-11-23)\n\n- refunds\n", checks.Pass, nil},
		"a package before the version":     {"CHANGELOG.md", "## shop@1.4.0 - 2026-11-23\n- refunds\n", checks.Pass, nil},
		"Release 1.4.0":                    {"CHANGELOG.md", "## Release 1.4.0 - November 23, 2026\n- refunds\n", checks.Pass, nil},
		"any case, in docs":                {"docs/Changelog.md", "## 1.4.0 - 2026-11-23\n- refunds\n", checks.Pass, nil},
		"the date on its own line":         {"CHANGELOG.md", "## 1.4.0\n\n_2026-11-23_\n\n- refunds\n", checks.Pass, nil},
		"Windows line ends":                {"CHANGELOG.md", "## 1.4.0 - 2026-11-23\r\n\r\n- refunds\r\n", checks.Pass, nil},
		"prose in place of a list":         {"CHANGELOG.md", "## 1.4.0 - 2026-11-23\n\nRefunds of a part of an order.\n", checks.Pass, nil},
		"no change log":                    {"README.md", "# Shop\n\n## 1.4.0 - 2026-11-23\n- x\n", checks.Fail, []string{"error changelog.missing"}},
		"one of a dependency":              {"node_modules/x/CHANGELOG.md", keepAChangelog, checks.Fail, []string{"error changelog.missing"}},
		"no section for the version":       {"CHANGELOG.md", "## [1.3.0] - 2026-10-02\n- First\n", checks.Fail, []string{"error changelog.no-section"}},
		"a longer number is another one":   {"CHANGELOG.md", "## 11.4.0 - 2026-10-02\n- x\n\n## 1.4.0-rc.1 - 2026-11-01\n- x\n", checks.Fail, []string{"error changelog.no-section"}},
		"everything is unreleased":         {"CHANGELOG.md", "## [Unreleased]\n- Refunds\n", checks.Fail, []string{"error changelog.no-section"}},
		"the version only in an entry":     {"CHANGELOG.md", "## [Unreleased]\n- will be 1.4.0\n\n```\n## 1.4.0 - 2026-11-23\n- x\n```\n", checks.Fail, []string{"error changelog.no-section"}},
		"empty":                            {"CHANGELOG.md", "## [1.4.0] - 2026-11-23\n\n### Added\n\n## [1.3.0] - 2026-10-02\n- First\n", checks.Fail, []string{"error changelog.empty"}},
		"TODO":                             {"CHANGELOG.md", "## [1.4.0] - 2026-11-23\n- TODO\n- \n", checks.Fail, []string{"error changelog.empty"}},
		"only a comment":                   {"CHANGELOG.md", "## [1.4.0] - 2026-11-23\n<!-- write\nhere -->\n", checks.Fail, []string{"error changelog.empty"}},
		"only a compare link":              {"CHANGELOG.md", "## [1.4.0] - 2026-11-23\n**Full Changelog**: https://github.com/acme/shop/compare/v1.3.0...v1.4.0\n\n[1.4.0]: https://x/y\n", checks.Fail, []string{"error changelog.empty"}},
		"an upgrade's heading is no other": {"CHANGELOG.md", "## [1.4.0] - 2026-11-23\n\n### Upgrade of React to 18.2.0 and more\n\n- refunds\n", checks.Pass, nil},
		"quotes nested very deep":          {"CHANGELOG.md", "## 1.4.0 - 2026-11-23\n- refunds\n\n" + strings.Repeat("> ", 50000) + "\n", checks.Pass, nil},
		"an entry above a rule":            {"CHANGELOG.md", "## 1.4.0 - 2026-11-23\n- bump to 1.2.0\n---\n", checks.Pass, nil},
		"a version still in work":          {"CHANGELOG.md", "## 1.4.0 [Unreleased]\n- refunds\n", checks.Warn, []string{"warning changelog.unreleased"}},
		"no date":                          {"CHANGELOG.md", "## [1.4.0]\n- refunds\n", checks.Warn, []string{"warning changelog.undated"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			subject := checkstest.Subject(checkstest.Tree(map[string]string{test.path: test.text}), checkstest.Tagged("release/v1.4.0", "1.4.0"))
			result := checkstest.Judge(t, changelogItem, launch.NewChangelog(), subject)
			if got := told(result); result.Verdict() != test.verdict || !slices.Equal(got, test.findings) {
				t.Errorf("%s %q (%s), want %s %q", result.Verdict(), got, result.Why, test.verdict, test.findings)
			}
		})
	}
}

func told(result checks.Result) []string {
	var findings []string
	for _, finding := range result.Findings {
		findings = append(findings, string(finding.Severity)+" "+finding.Rule)
	}
	return findings
}

func TestChangelogCoversTheRange(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		commits  []checks.Commit
		verdict  checks.Verdict
		findings []string
	}{
		"by number":                          {[]checks.Commit{commit("feat: anything (#371)"), commit("fix(api): whatever (#374)")}, checks.Pass, nil},
		"by the merge of a pull request":     {[]checks.Commit{commit("Merge pull request #371 from ada/x", "", "Anything")}, checks.Pass, nil},
		"by words":                           {[]checks.Commit{commit("refund a part of an order"), commit("fix: retry does not loop")}, checks.Pass, nil},
		"what needs no telling":              {[]checks.Commit{commit("chore(deps): bump x from 1 to 2 (#1)"), commit("chore: release 1.4.0"), commit("docs: typo"), commit("test: more"), commit("Merge branch 'main' into release/v1.4.0"), commit("ci: cache")}, checks.Pass, nil},
		"dependencies, told by hand":         {[]checks.Commit{commit("Bump django-stubs to 6.0.7"), commit("Bump action versions in the release workflow")}, checks.Pass, nil},
		"a bot's commits":                    {[]checks.Commit{{SHA: "c", Subject: "Update x", Author: checks.Person{Name: "renovate[bot]"}}}, checks.Pass, nil},
		"half of it":                         {[]checks.Commit{commit("feat: refunds (#371)"), commit("feat: new basket (#380)")}, checks.Warn, []string{"warning changelog.uncovered"}},
		"nothing of it":                      {[]checks.Commit{commit("feat: new basket (#380)")}, checks.Warn, []string{"warning changelog.uncovered"}},
		"a breaking change by its mark":      {[]checks.Commit{commit("feat!: remove GET /v1/prices (#374)"), commit("feat: refunds (#371)")}, checks.Pass, nil},
		"a breaking change left out":         {[]checks.Commit{commit("feat(api)!: drop the old basket (#390)"), commit("feat: refunds (#371)")}, checks.Fail, []string{"error changelog.breaking-unmentioned", "warning changelog.uncovered"}},
		"a breaking change by its footer":    {[]checks.Commit{commit("feat: basket (#391)", "text", "", "BREAKING CHANGE: the field total is gone")}, checks.Fail, []string{"error changelog.breaking-unmentioned", "warning changelog.uncovered"}},
		"a breaking change of housekeeping":  {[]checks.Commit{commit("chore!: need Node 22 (#392)")}, checks.Fail, []string{"error changelog.breaking-unmentioned", "warning changelog.uncovered"}},
		"no change at all":                   {nil, checks.Pass, nil},
		"another repository's number counts": {[]checks.Commit{commit("feat: x (acme/other#371)")}, checks.Pass, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			subject := checkstest.Subject(checkstest.Tree(map[string]string{"CHANGELOG.md": keepAChangelog}), checkstest.PullRequest(), checkstest.Adding(test.commits...))
			result := checkstest.Judge(t, changelogItem, launch.NewChangelog(), subject)
			if got := told(result); result.Verdict() != test.verdict || !slices.Equal(got, test.findings) {
				t.Errorf("%s %q (%s), want %s %q", result.Verdict(), got, result.Why, test.verdict, test.findings)
			}
		})
	}
}

func TestChangelogWithoutAVersion(t *testing.T) {
	t.Parallel()
	nameless := checkstest.Releasing(func(r *checks.Release) { r.Version, r.Title, r.HeadBranch = "", "", "develop" })
	touched := checkstest.Changing(checks.Change{Path: "CHANGELOG.md"})
	for name, test := range map[string]struct {
		text     string
		options  []checkstest.Option
		verdict  checks.Verdict
		findings []string
	}{
		"a directory: the newest section":       {keepAChangelog, nil, checks.Pass, nil},
		"a pull request: what is to come":       {"## Unreleased\n- refunds\n\n## 1.3.0\n", []checkstest.Option{checkstest.PullRequest(), nameless, touched}, checks.Pass, nil},
		"a pull request that leaves it out":     {keepAChangelog, []checkstest.Option{checkstest.PullRequest(), nameless, checkstest.Changing(checks.Change{Path: "a.go"})}, checks.Fail, []string{"error changelog.no-section"}},
		"a directory whose range leaves it out": {keepAChangelog, []checkstest.Option{nameless, checkstest.Changing(checks.Change{Path: "a.go"})}, checks.Fail, []string{"error changelog.no-section"}},
		"a file without any version":            {"# Changelog\n\nSoon.\n", nil, checks.Fail, []string{"error changelog.no-section"}},
	} {
		result := checkstest.Judge(t, changelogItem, launch.NewChangelog(), checkstest.Subject(checkstest.Tree(map[string]string{"CHANGELOG.md": test.text}), test.options...))
		if got := told(result); result.Verdict() != test.verdict || !slices.Equal(got, test.findings) {
			t.Errorf("%s: %s %q (%s), want %s %q", name, result.Verdict(), got, result.Why, test.verdict, test.findings)
		}
	}
}

func TestChangelogOfAVersionInWork(t *testing.T) {
	t.Parallel()
	text := "## v4.4-dev - Unreleased\n- refunds\n\n## v4.3 - 2026-07-01\n- x\n"
	result := checkstest.Judge(t, changelogItem, launch.NewChangelog(), checkstest.Subject(checkstest.Tree(map[string]string{"CHANGELOG.md": text})))
	if got := told(result); result.Verdict() != checks.Warn || !slices.Equal(got, []string{"warning changelog.unreleased"}) {
		t.Errorf("%s %q", result.Verdict(), got)
	}
	if want := "Give it the heading `## [4.4] - 2026-11-23` with the release."; result.Remedy != want {
		t.Errorf("remedy = %q, want %q", result.Remedy, want)
	}
}

func TestChangelogOfPackages(t *testing.T) {
	t.Parallel()
	core, web := `{"name":"@acme/core","version":"2.1.0"}`, `{"name":"@acme/web","version":"5.0.0"}`
	tells := func(version string) string {
		return "# log\n\n## " + version + "\n\n### Minor Changes\n\n- abcdef0: refunds\n"
	}
	raised := checkstest.Changing(checks.Change{Path: "packages/core/package.json"}, checks.Change{Path: "packages/core/CHANGELOG.md"})
	for name, test := range map[string]struct {
		files    map[string]string
		options  []checkstest.Option
		verdict  checks.Verdict
		findings []string
	}{
		"all tell of their version": {map[string]string{
			"packages/core/package.json": core, "packages/core/CHANGELOG.md": tells("2.1.0"), "packages/web/package.json": web, "packages/web/CHANGELOG.md": tells("5.0.0"),
		}, nil, checks.Pass, nil},
		"one does not": {map[string]string{
			"packages/core/package.json": core, "packages/core/CHANGELOG.md": tells("2.0.0"), "packages/web/package.json": web, "packages/web/CHANGELOG.md": tells("5.0.0"),
		}, nil, checks.Fail, []string{"error changelog.no-section"}},
		"one does not that the range leaves alone": {map[string]string{
			"packages/core/package.json": core, "packages/core/CHANGELOG.md": tells("2.1.0"), "packages/web/package.json": web, "packages/web/CHANGELOG.md": tells("4.0.0"),
		}, []checkstest.Option{raised}, checks.Pass, nil},
		"none that the range changes": {map[string]string{
			"packages/web/package.json": web, "packages/web/CHANGELOG.md": tells("5.0.0"),
		}, []checkstest.Option{checkstest.Changing(checks.Change{Path: "packages/web/a.ts"})}, checks.Fail, []string{"error changelog.no-section"}},
		"changesets that wait": {map[string]string{
			"packages/web/package.json": web, "packages/web/CHANGELOG.md": tells("5.0.0"), ".changeset/brave-cats.md": "---\n\"@acme/web\": minor\n---\nRefunds\n",
		}, nil, checks.Warn, []string{"warning changelog.pending"}},
		"a private package's alone": {map[string]string{
			"site/package.json": `{"name":"site","version":"0.1.0","private":true}`, "site/CHANGELOG.md": tells("0.1.0"),
		}, nil, checks.Fail, []string{"error changelog.missing"}},
		"documentation that is a package": {map[string]string{
			"docs/package.json": `{"name":"site","version":"0.1.3","private":true}`, "docs/CHANGELOG.md": tells("0.1.3"), "packages/core/package.json": core, "packages/core/CHANGELOG.md": tells("2.1.0"),
		}, nil, checks.Pass, nil},
		"one for the whole comes first": {map[string]string{
			"CHANGELOG.md": keepAChangelog, "packages/core/package.json": core, "packages/core/CHANGELOG.md": tells("2.0.0"),
		}, nil, checks.Pass, nil},
		"an example's": {map[string]string{
			"examples/a/package.json": core, "examples/a/CHANGELOG.md": tells("2.1.0"),
		}, nil, checks.Fail, []string{"error changelog.missing"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := checkstest.Judge(t, changelogItem, launch.NewChangelog(), checkstest.Subject(checkstest.Tree(test.files), test.options...))
			if got := told(result); result.Verdict() != test.verdict || !slices.Equal(got, test.findings) {
				t.Errorf("%s %q (%s), want %s %q", result.Verdict(), got, result.Why, test.verdict, test.findings)
			}
		})
	}
}

func TestChangelogThatAToolWritesWithTheRelease(t *testing.T) {
	t.Parallel()
	files := map[string]string{"CHANGELOG.md": keepAChangelog, ".release-please-manifest.json": `{".":"1.4.0"}`}
	leftOut := checkstest.Changing(checks.Change{Path: "a.go"})
	result := checkstest.Judge(t, changelogItem, launch.NewChangelog(), checkstest.Subject(checkstest.Tree(files), leftOut))
	if result.Verdict() != checks.Unknown || result.Headline != "not written yet" || !strings.Contains(result.Why, "elease-please writes `CHANGELOG.md`") {
		t.Errorf("a directory: %s %q %q", result.Verdict(), result.Headline, result.Why)
	}
	result = checkstest.Judge(t, changelogItem, launch.NewChangelog(), checkstest.Subject(checkstest.Tree(files), checkstest.PullRequest(),
		checkstest.Releasing(func(r *checks.Release) { r.Version, r.Title, r.HeadBranch = "", "", "develop" }), leftOut))
	if result.Verdict() != checks.Fail {
		t.Errorf("the release itself: %s", result.Verdict())
	}
}

func TestChangelogSuggestsTextFromTheRange(t *testing.T) {
	t.Parallel()
	subject := checkstest.Subject(checkstest.Tree(map[string]string{"a.go": ""}), checkstest.PullRequest(),
		checkstest.Adding(commit("feat: refunds of a part (#371)"), commit("fix: ``` <script> loop"), commit("feat!: drop v1 (#374)"), commit("chore(deps): bump x from 1 to 2")))
	result := checkstest.Judge(t, changelogItem, launch.NewChangelog(), subject)
	want := "```markdown\n## [1.4.0] - 2026-11-23\n\n### Breaking\n- Drop v1 (#374)\n### Added\n- Refunds of a part (#371)\n### Fixed\n- ''' <script> loop\n```"
	if !strings.HasSuffix(result.Remedy, want) {
		t.Errorf("remedy =\n%s\nwant it to end in\n%s", result.Remedy, want)
	}
}

func TestChangelogPendingChangesets(t *testing.T) {
	t.Parallel()
	files := map[string]string{"CHANGELOG.md": "## 1.3.0 - 2026-10-02\n- x\n", ".changeset/README.md": "x", ".changeset/brave-cats.md": "---\nshop: minor\n---\nRefunds\n"}
	result := checkstest.Judge(t, changelogItem, launch.NewChangelog(), checkstest.Subject(checkstest.Tree(files), checkstest.PullRequest()))
	if result.Verdict() != checks.Fail || !strings.Contains(result.Why, "1 change is in `.changeset`") || !strings.Contains(result.Remedy, "changeset version") {
		t.Errorf("%s: %s %s", result.Verdict(), result.Why, result.Remedy)
	}
	files["CHANGELOG.md"] = keepAChangelog
	if result := checkstest.Judge(t, changelogItem, launch.NewChangelog(), checkstest.Subject(checkstest.Tree(files), checkstest.PullRequest())); result.Verdict() != checks.Warn {
		t.Errorf("consumed in part: %s", result.Verdict())
	}
}

func TestChangelogUnknownWhereItIsTooLarge(t *testing.T) {
	t.Parallel()
	source := checkstest.Tree(map[string]string{"CHANGELOG.md": keepAChangelog})
	source.Limit = 10
	if result := checkstest.Judge(t, changelogItem, launch.NewChangelog(), checkstest.Subject(source, checkstest.PullRequest())); result.Verdict() != checks.Unknown {
		t.Errorf("verdict = %s", result.Verdict())
	}
}

func FuzzChangelog(f *testing.F) {
	f.Add(keepAChangelog, "feat: x (#1)")
	f.Add("1.4.0\n=====\n- \n", "Merge pull request #1 from a/b")
	f.Add("## [1.4.0](x) (2026-11-23)\n<!--", "a!: b")
	f.Fuzz(func(t *testing.T, text, subject string) {
		made := checkstest.Subject(checkstest.Tree(map[string]string{"CHANGELOG.md": text}), checkstest.PullRequest(), checkstest.Adding(commit(subject, text)))
		result := checkstest.Judge(t, changelogItem, launch.NewChangelog(), made)
		for _, finding := range result.Findings {
			if finding.Line < 0 || finding.Line > strings.Count(text, "\n")+1 {
				t.Errorf("line %d is not in the file", finding.Line)
			}
		}
	})
}
