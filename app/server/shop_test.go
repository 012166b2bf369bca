package server_test

import "github.com/golive-app/golive/app/simulator"

// shop is the repository that the stories are about.
const shop = "acme/shop"

// enforcing is the shop's policy: its verdict counts.
const enforcing = "version: 1\nmode: enforce\n"

// openRelease gives the shop a main branch and a release pull request with the
// files, and returns the pull request.
func (w *world) openRelease(files map[string]string) simulator.PullRequest {
	w.t.Helper()
	must(w.github.Push(shop, "main", "kim", simulator.Commit{Message: "start", Files: map[string]string{
		".golive.yml": enforcing, "package.json": `{"name":"shop","version":"1.3.0"}`, "src/index.js": "export const shop = 1;\n",
	}}))(w.t)
	must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "feat: exports (#7)", Files: files}))(w.t)
	return must(w.github.OpenPullRequest(simulator.NewPullRequest{
		Repository: shop, Title: "Release v1.4.0", Body: "Exports.", Head: "release/v1.4.0", Base: "main", User: "kim",
	}))(w.t)
}

// sound is a release that what golive can judge by itself finds in order.
var sound = map[string]string{
	"src/index.js": "export const shop = 2;\n", "package.json": `{"name":"shop","version":"1.4.0"}`,
	"CHANGELOG.md": "# Changelog\n\n## [1.4.0] - 2026-11-23\n\n### Added\n\n- Exports (#7)\n",
}
