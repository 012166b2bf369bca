package server_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// signed is an item that people sign here: no machine decides it, and it judges none of
// a release's books.
const signed = checks.ItemID("infrastructure.load-balancer")

// way is how a team brings its content to a tag.
type way struct {
	pattern  string            // of its tags
	start    map[string]string // files of main beside the code
	earlier  []string          // tags of releases before
	branch   string            // of the release pull request
	title    string            //
	books    map[string]string // what the release pull request writes
	dropped  []string          // and deletes
	rewrites map[string]string // and writes anew once people have signed
	method   string            // of its merge
	tag      string            // of the release
	since    string            // the tag that the range starts at
	commits  int               // of the range of the tag
}

// waysToRelease are those of the common tools.
var waysToRelease = map[string]way{
	"release-please with one package": {
		pattern: "v*", start: map[string]string{"package.json": `{"name":"shop","version":"1.3.0"}`, ".release-please-manifest.json": `{".":"1.3.0"}`},
		earlier: []string{"v1.3.0"}, branch: "release-please--branches--main", title: "chore(main): release 1.4.0",
		books:    map[string]string{"package.json": `{"name":"shop","version":"1.4.0"}`, ".release-please-manifest.json": `{".":"1.4.0"}`, "CHANGELOG.md": log("1.4.0", "basket")},
		rewrites: map[string]string{"CHANGELOG.md": log("1.4.0", "a basket")},
		method:   "squash", tag: "v1.4.0", since: "v1.3.0", commits: 2,
	},
	"release-please with a manifest of several packages": {
		pattern: "*-v*", start: map[string]string{".release-please-manifest.json": `{"api":"2.0.0","web":"5.0.0"}`, "api/package.json": `{"name":"api","version":"2.0.0"}`},
		earlier: []string{"api-v2.0.0", "web-v5.0.0"}, branch: "release-please--branches--main--components--api", title: "chore(main): release api 2.1.0",
		books:    map[string]string{"api/package.json": `{"name":"api","version":"2.1.0"}`, ".release-please-manifest.json": `{"api":"2.1.0","web":"5.0.0"}`, "api/CHANGELOG.md": log("2.1.0", "basket")},
		rewrites: map[string]string{"api/CHANGELOG.md": log("2.1.0", "a basket")},
		method:   "merge", tag: "api-v2.1.0", since: "api-v2.0.0", commits: 4,
	},
	"changesets": {
		pattern: "*@*", start: map[string]string{"package.json": `{"name":"shop","version":"1.3.0"}`, ".changeset/brave-dogs-run.md": "---\n\"shop\": minor\n---\n\nbasket\n"},
		earlier: []string{"shop@1.3.0"}, branch: "changeset-release/main", title: "Version Packages",
		books: map[string]string{"package.json": `{"name":"shop","version":"1.4.0"}`, "CHANGELOG.md": log("1.4.0", "basket")}, dropped: []string{".changeset/brave-dogs-run.md"},
		rewrites: map[string]string{"CHANGELOG.md": log("1.4.0", "a basket")},
		method:   "rebase", tag: "shop@1.4.0", since: "shop@1.3.0", commits: 3,
	},
	"a release branch that is squashed": {
		pattern: "release/v*", start: map[string]string{"package.json": `{"name":"shop","version":"1.3.0"}`},
		earlier: []string{"release/v1.3.0"}, branch: "release/v1.4.0", title: "Release v1.4.0",
		books:    map[string]string{"package.json": `{"name":"shop","version":"1.4.0"}`, "CHANGELOG.md": log("1.4.0", "basket")},
		rewrites: map[string]string{"README.md": "# Shop\n"},
		method:   "squash", tag: "release/v1.4.0", since: "release/v1.3.0", commits: 2,
	},
}

func log(version, entry string) string {
	return fmt.Sprintf("# Changelog\n\n## [%s] - 2026-11-23\n\n### Added\n\n- %s (#1)\n", version, entry)
}

// begin gives main its start and the tags of the releases before.
func (w *world) begin(pattern string, start map[string]string, earlier ...string) {
	w.t.Helper()
	files := map[string]string{".golive.yml": enforcing + "release:\n  tags: [\"" + pattern + "\"]\n", "src/index.js": "export const shop = 1;\n"}
	for name, content := range start {
		files[name] = content
	}
	first := must(w.github.Push(shop, "main", "kim", simulator.Commit{Message: "start", Files: files}))(w.t)
	w.github.HoldDeliveries() // they are history
	for _, name := range earlier {
		_, _, err := w.github.CreateTag(shop, name, first, "Release "+name, "kim")
		w.do(err)
	}
	w.github.ReleaseDeliveries(func([]simulator.Delivery) []simulator.Delivery { return nil })
}

func TestFromTheReleasePullRequestToItsTag(t *testing.T) {
	t.Parallel()
	for name, way := range waysToRelease {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, inMemory)
			w.begin(way.pattern, way.start, way.earlier...)
			w.merge("basket", "squash", "dana")
			must(w.github.Push(shop, way.branch, "kim", simulator.Commit{Message: way.title, Files: way.books, Delete: way.dropped}))(t)
			pull := must(w.github.OpenPullRequest(simulator.NewPullRequest{Repository: shop, Title: way.title, Head: way.branch, User: "kim"}))(t)
			w.verdict(pull.HeadSHA)
			w.since(pull.Number, "last release "+way.since)
			w.command(pull.Number, "dana", "/golive sign-off "+string(signed)+" https://example.com/plan", done)
			w.becomes(pull.HeadSHA, signed, checks.Pass)

			// The tool writes its books anew: what people said holds on.
			head := must(w.github.Push(shop, way.branch, "kim", simulator.Commit{Message: way.title, Files: way.rewrites}))(t)
			must(w.github.Review(shop, pull.Number, "dana", "APPROVED", ""))(t)
			w.becomes(head, signed, checks.Pass)
			w.since(pull.Number, head[:7], "carried over from `"+pull.HeadSHA[:7]+"`: only", "differs")

			merged := must(w.github.Merge(shop, pull.Number, way.method, "dana"))(t)
			_, _, err := w.github.CreateTag(shop, way.tag, merged, "Release", "kim")
			w.do(err)
			w.becomes(merged, "code.review", checks.Pass)
			w.since(pull.Number, way.tag, merged[:7], fmt.Sprintf("%d commits since", way.commits), "last release "+way.since, "1 of 1 of the range",
				"carried over from `"+pull.HeadSHA[:7]+"`")
			if got := w.items(merged)[signed]; got.Verdict != checks.Pass || got.SignOff == nil || got.SignOff.By != "dana" {
				t.Errorf("the sign-off at the tag is %s, %+v", got.Verdict, got.SignOff)
			}
			if issues := must(w.github.Issues(shop))(t); len(issues) > 0 {
				t.Errorf("an issue besides the pull request: %+v", issues)
			}
		})
	}
}

func TestAHotfixOfAnOldLineIsItsOwnRange(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	w.begin("release/v*", map[string]string{"package.json": `{"name":"shop","version":"1.3.0"}`}, "release/v1.3.0")
	old := must(w.github.Push(shop, "1.3.x", "kim"))(t)
	// develop goes on, and its release is merged to main and back.
	must(w.github.Push(shop, "develop", "kim"))(t)
	must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "feat: basket", Files: map[string]string{"src/basket.js": "export default 1;\n"}}))(t)
	release := must(w.github.OpenPullRequest(simulator.NewPullRequest{Repository: shop, Title: "Release v1.4.0", Head: "release/v1.4.0", Base: "main", User: "kim"}))(t)
	must(w.github.Review(shop, release.Number, "dana", "APPROVED", ""))(t)
	merged := must(w.github.Merge(shop, release.Number, "merge", "dana"))(t)
	w.do(w.github.DeleteBranch(shop, "release/v1.4.0", "dana"))
	back := must(w.github.OpenPullRequest(simulator.NewPullRequest{Repository: shop, Title: "Merge back v1.4.0", Head: "main", Base: "develop", User: "kim"}))(t)
	must(w.github.Merge(shop, back.Number, "merge", "dana"))(t)
	_, _, err := w.github.CreateTag(shop, "release/v1.4.0", merged, "Release v1.4.0", "kim")
	w.do(err)
	w.becomes(merged, "code.review", checks.Pass)
	w.since(release.Number, "release/v1.4.0", "2 commits since `"+old[:7]+"`", "last release release/v1.3.0")

	must(w.github.Push(shop, "hotfix/v1.3.1", "kim", simulator.Commit{Message: "fix: rounding", Parent: old, Files: map[string]string{"src/round.js": "export default 1;\n"}}))(t)
	hotfix := must(w.github.OpenPullRequest(simulator.NewPullRequest{Repository: shop, Title: "Hotfix v1.3.1", Head: "hotfix/v1.3.1", Base: "1.3.x", User: "kim"}))(t)
	must(w.github.Review(shop, hotfix.Number, "dana", "APPROVED", ""))(t)
	w.becomes(hotfix.HeadSHA, "code.review", checks.Warn) // no rule asks for approvals on the old line
	w.since(hotfix.Number, "1 commit since `"+old[:7]+"`", "last release release/v1.3.0")
	fixed := must(w.github.Merge(shop, hotfix.Number, "merge", "dana"))(t)
	_, _, err = w.github.CreateTag(shop, "release/v1.3.1", fixed, "Release v1.3.1", "kim")
	w.do(err)
	w.becomes(fixed, "code.review", checks.Warn)
	w.since(hotfix.Number, "release/v1.3.1", "2 commits since `"+old[:7]+"`")
	if body := w.checklists(release.Number)[0].Body; strings.Contains(body, "v1.3.1") {
		t.Error("the hotfix is shown on the release of the newer line")
	}
}

func TestATrunkIsReleasedByItsTagsAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	w.begin("v*", map[string]string{"package.json": `{"name":"shop","version":"1.3.0"}`}, "v1.3.0")
	w.merge("basket", "squash", "dana")
	w.merge("refunds", "merge", "dana")
	last := w.merge("exports", "rebase", "dana")
	tip := must(w.github.PullRequest(shop, last.Number))(t).MergeCommitSHA
	_, _, err := w.github.CreateTag(shop, "v1.4.0", tip, "", "kim")
	w.do(err)
	issue := w.goLiveIssue("Go-live v1.4.0")
	w.becomes(tip, "code.review", checks.Pass)
	w.since(issue.Number, "4 commits since", "last release v1.3.0", "all 3 pull requests of the range approved")
	w.command(issue.Number, "dana", "/golive sign-off "+string(signed)+" https://example.com/plan", done)
	w.becomes(tip, signed, checks.Pass)
}
