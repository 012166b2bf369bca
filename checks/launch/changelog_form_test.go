package launch_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/launch"
)

// A section for 1.4.0 is found in whatever form and place a project keeps it.
func TestChangelogForms(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		files    map[string]string
		verdict  checks.Verdict
		findings []string
	}{
		"reStructuredText":                      {map[string]string{"CHANGES.rst": "Changes\n=======\n\n.. _v1-4-0:\n\n1.4.0 (2026-11-23)\n------------------\n\nFeatures\n~~~~~~~~\n\n* Refunds (:pr:`371`)\n\n1.3.0\n-----\n* First\n"}, checks.Pass, nil},
		"with the date in a field":              {map[string]string{"Changelog.rst": ".. contents::\n\n.. _version-1.4.0:\n\n1.4.0\n=====\n\n:release-date: 2026-11-23\n:release-by: Ada\n\n- Refunds\n"}, checks.Pass, nil},
		"with a line over the title":            {map[string]string{"NEWS.rst": "=====================\n1.4.0 (2026-11-23)\n=====================\n\n- Refunds\n"}, checks.Pass, nil},
		"only targets and directives":           {map[string]string{"CHANGES.rst": "Version 1.4.0 (2026-11-23)\n--------------------------\n\n.. note::\n\n.. _x: https://x.example\n"}, checks.Fail, []string{"error changelog.empty"}},
		"still said to be unreleased":           {map[string]string{"CHANGES.rst": "Version 1.4.0\n-------------\n\nUnreleased\n\n-   Refunds\n"}, checks.Warn, []string{"warning changelog.unreleased"}},
		"AsciiDoc":                              {map[string]string{"CHANGELOG.adoc": "= Changes\n:url: https://x.example\n\n== 1.4.0 (2026-11-23) - @ada\n\nImprovements::\n\n  * Refunds (#371)\n\n== 1.3.0 (2026-10-02)\n\n  * First\n"}, checks.Pass, nil},
		"a heading in a block of AsciiDoc":      {map[string]string{"CHANGELOG.adoc": "----\n== 1.4.0 (2026-11-23)\n* Refunds\n----\n\n== 1.3.0 (2026-10-02)\n\n* First\n"}, checks.Fail, []string{"error changelog.no-section"}},
		"Debian":                                {map[string]string{"debian/changelog": "shop (1:1.4.0-2) unstable; urgency=medium\n\n  * Refunds (Closes: #371)\n\n -- Ada <ada@acme.io>  Mon, 23 Nov 2026 10:00:00 +0000\n\nshop (1.3.0-1) unstable; urgency=low\n\n  * First\n\n -- Ada <ada@acme.io>  Fri, 02 Oct 2026 10:00:00 +0000\n"}, checks.Pass, nil},
		"Debian, not released":                  {map[string]string{"debian/changelog": "shop (1.4.0-1) UNRELEASED; urgency=medium\n\n  * Refunds\n\n -- Ada <ada@acme.io>  Mon, 23 Nov 2026 10:00:00 +0000\n"}, checks.Warn, []string{"warning changelog.unreleased"}},
		"the project's own before Debian's":     {map[string]string{"debian/changelog": "shop (1.4.0-1) unstable; urgency=medium\n\n  * Package\n\n -- Ada <ada@acme.io>  Mon, 23 Nov 2026 10:00:00 +0000\n", "CHANGELOG.md": "## 1.4.0\n- Refunds\n"}, checks.Warn, []string{"warning changelog.undated"}},
		"GNU's news":                            {map[string]string{"NEWS": "Shop NEWS\n\n* Noteworthy changes in release 1.4.0 (2026-11-23) [stable]\n\n** New\n\n  Refunds of a part.\n\n* Noteworthy changes in release 1.3.0 (2026-10-02)\n\n  First.\n"}, checks.Pass, nil},
		"lines without marks":                   {map[string]string{"CHANGELOG.md": "v1.4.0 - November 23, 2026\n\n* Refunds\n\nv1.3.0 - October 2, 2026\n\n* First\n"}, checks.Pass, nil},
		"a sentence that begins with a version": {map[string]string{"CHANGELOG.md": "1.4.0 is a release that many of us have been waiting for since the summer of last year, and here it is\n"}, checks.Fail, []string{"error changelog.no-section"}},
		"marks of HTML in the title":            {map[string]string{"CHANGELOG.md": "## <i class=\"tag\"></i> 1.4.0 <i class=\"date\"></i> 2026-11-23\n- Refunds\n"}, checks.Pass, nil},
		"a file for each release":               {map[string]string{"docs/releases/1.4.0.rst": "Shop 1.4 notes\n==============\n\nReleased 2026-11-23.\n\n- Refunds\n", "docs/releases/1.3.0.rst": "Shop 1.3 notes\n==============\n- First\n"}, checks.Pass, nil},
		"a file for each line of releases":      {map[string]string{"CHANGELOG.md": "See the folder.\n", "CHANGELOG/CHANGELOG-1.4.md": "## v1.4.1 (2026-11-25)\n- Later\n\n## v1.4.0 (2026-11-23)\n- Refunds\n"}, checks.Pass, nil},
		"the line's file at the top":            {map[string]string{"CHANGELOG-1.4.md": "## 1.4.0 (2026-11-23)\n- Refunds\n", "CHANGELOG-1.3.md": "## 1.3.0 (2026-10-02)\n- First\n"}, checks.Pass, nil},
		"the line's file without it":            {map[string]string{"CHANGELOG-1.4.md": "## 1.4.1 (2026-11-25)\n- Later\n"}, checks.Fail, []string{"error changelog.missing"}},
		"another file in such a folder":         {map[string]string{"docs/releases/how-to-release.md": "# How to release\n- Tag 1.4.0\n"}, checks.Fail, []string{"error changelog.missing"}},
		"a change log that leads to others":     {map[string]string{"CHANGELOG.md": "# Changes\n\nBy channel: [stable](https://github.com/acme/shop/blob/main/changelogs/CHANGELOG_stable.md), [next](changelogs/CHANGELOG_next.md).\n", "changelogs/CHANGELOG_stable.md": "# 1.4.0 (2026-11-23)\n- Refunds\n", "changelogs/CHANGELOG_next.md": "# 1.5.0-alpha.1 (2026-11-24)\n- More\n"}, checks.Pass, nil},
		"in the documentation's sources":        {map[string]string{"docs/source/changelog.rst": "1.4.0 (2026-11-23)\n==================\n\n- Refunds\n"}, checks.Pass, nil},
		"the one that has it, of two":           {map[string]string{"HISTORY.md": "## 1.4.0 (2026-11-23)\n- Refunds\n", "CHANGELOG.md": "## 1.3.0 (2026-10-02)\n- First\n"}, checks.Pass, nil},
		"gems, each with its own":               {map[string]string{"one/CHANGELOG.md": "## Shop 1.4.0 (November 23, 2026) ##\n\n*   Refunds\n", "one/one.gemspec": "", "two/CHANGELOG.md": "## Shop 1.4.0 (November 23, 2026) ##\n\n*   No changes.\n", "two/two.gemspec": ""}, checks.Warn, []string{"warning changelog.empty"}},
		"a crate, by what it states":            {map[string]string{"one/CHANGELOG.md": "# 0.7.1 (November 23rd, 2026)\n\n- Refunds\n", "one/Cargo.toml": "[package]\nname = \"one\"\nversion = \"0.7.1\"\n"}, checks.Pass, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := checkstest.Judge(t, changelogItem, launch.NewChangelog(), checkstest.Subject(checkstest.Tree(test.files), checkstest.Tagged("release/v1.4.0", "1.4.0")))
			var found []string
			for _, one := range result.Findings {
				if one.Severity != checks.SeverityNotice {
					found = append(found, string(one.Severity)+" "+one.Rule)
				}
			}
			if result.Verdict() != test.verdict || strings.Join(found, ", ") != strings.Join(test.findings, ", ") {
				t.Errorf("%s %v (%s: %s), want %s %v", result.Verdict(), found, result.Headline, result.Why, test.verdict, test.findings)
			}
		})
	}
}

func TestChangelogOfThePartThatATagNames(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"CHANGELOG.md": "## 1.4.0 (2026-11-20)\n- The whole\n", "api/CHANGELOG.md": "## 1.4.0 (2026-11-23)\n- Refunds\n", "web/CHANGELOG.md": "## 1.3.0 (2026-10-02)\n- First\n",
	}
	for tag, want := range map[string]string{"api/v1.4.0": "api/CHANGELOG.md", "api-v1.4.0": "api/CHANGELOG.md", "release/v1.4.0": "CHANGELOG.md", "shop-1.4.0": "CHANGELOG.md"} {
		result := checkstest.Judge(t, changelogItem, launch.NewChangelog(), checkstest.Subject(checkstest.Tree(files), checkstest.Tagged(tag, "1.4.0")))
		if len(result.Evidence) == 0 || !strings.HasPrefix(result.Evidence[0].Summary, "`"+want+"` has 1 line") {
			t.Errorf("%s: %s %+v", tag, result.Verdict(), result.Evidence)
		}
	}
	scoped := map[string]string{"packages/api/CHANGELOG.md": "## 1.4.0\n- Refunds\n", "packages/api/package.json": `{"name":"@acme/api","version":"1.4.0"}`, "packages/web/CHANGELOG.md": "## 1.0.0\n- First\n", "packages/web/package.json": `{"name":"@acme/web","version":"1.1.0"}`}
	if result := checkstest.Judge(t, changelogItem, launch.NewChangelog(), checkstest.Subject(checkstest.Tree(scoped), checkstest.Tagged("@acme/api@1.4.0", "1.4.0"))); result.Verdict() != checks.Pass {
		t.Errorf("another package's missing section counts: %s %s", result.Verdict(), result.Why)
	}
}
