package server_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

func TestACodeOwnerOfTheTrustedBranchSigns(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	push := func(branch string, files map[string]string) string {
		return must(w.github.Push(shop, branch, "kim", simulator.Commit{Message: "change", Files: files}))(t)
	}
	push("main", map[string]string{
		".golive.yml": enforcing + "roles: {release-manager: [\"codeowners:ops/\"], sre: [\"codeowners:nobody/\"]}\n", "CODEOWNERS": "* @kim\n/ops/ @lee\n/nobody/\n",
		"package.json": `{"name":"shop","version":"1.3.0"}`, "src/index.js": "export const shop = 1;\n",
	})
	push("release/v1.4.0", map[string]string{
		"CODEOWNERS": "/ops/ @dana\n", "package.json": `{"name":"shop","version":"1.4.0"}`, "src/index.js": "export const shop = 2;\n",
	})
	pull := must(w.github.OpenPullRequest(simulator.NewPullRequest{Repository: shop, Title: "Release v1.4.0", Head: "release/v1.4.0", Base: "main", User: "kim"}))(t)
	w.verdict(pull.HeadSHA)
	w.command(pull.Number, "dana", "/golive sign-off delivery.rollback https://example.com/plan", refused)
	w.command(pull.Number, "lee", "/golive sign-off delivery.rollback https://example.com/plan", done)
	w.becomes(pull.HeadSHA, "delivery.rollback", checks.Pass)
	w.command(pull.Number, "dana", "/golive sign-off performance.load https://example.com/load", refused)
	replies := strings.Join(w.replies(pull.Number), "\n")
	for _, words := range []string{"the role `release-manager`, here: `lee`", "the role `sre`, here: `codeowners:nobody/: nobody`"} {
		if !strings.Contains(replies, words) {
			t.Errorf("no reply says %q: %s", words, replies)
		}
	}
	w.comments(pull.Number, "CODEOWNERS of main names no login and no team for nobody/, so nobody holds the role sre by that")
}
