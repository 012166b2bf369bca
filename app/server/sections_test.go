package server_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

func TestAGateIsTurnedOnSectionBySection(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	const observing = "version: 1\nmode: observe\nrelease: {tags: [\"v*\"]}\n"
	push := func(branch, message string, files map[string]string) string {
		return must(w.github.Push(shop, branch, "kim", simulator.Commit{Message: message, Files: files}))(t)
	}
	earlier := push("main", "start", map[string]string{".golive.yml": observing, "package.json": `{"name":"shop","version":"1.3.0"}`, "src/index.js": "console.log('left over');\n"})
	if _, _, err := w.github.CreateTag(shop, "v1.3.0", earlier, "", "kim"); err != nil {
		t.Fatal(err)
	}
	w.verdict(earlier)

	// Somebody proposes to enforce one section, and sees what that would have meant.
	push("gate", "security and code block", map[string]string{".golive.yml": observing + "sections: {code: enforce}\n"})
	edit := must(w.github.OpenPullRequest(simulator.NewPullRequest{Repository: shop, Title: "chore: gate", Head: "gate", Base: "main", User: "kim"}))(t)
	ready := w.verdict(edit.HeadSHA)
	for _, words := range []string{"block releases that are not ready, by 1 of 7 sections (code)", "of the one earlier release that golive judged, it would have held back `v1.3.0 (NOT READY)`"} {
		if !strings.Contains(ready.Summary, words) {
			t.Errorf("the preview does not say %q:\n%s", words, ready.Summary)
		}
	}

	push("main", "the gate is merged", map[string]string{".golive.yml": observing + "sections: {code: enforce}\n"})
	push("release/v1.4.0", "feat: exports", map[string]string{"src/index.js": "export const shop = 2;\nconsole.log('left over');\n", "package.json": `{"name":"shop","version":"1.4.0"}`})
	pull := must(w.github.OpenPullRequest(simulator.NewPullRequest{Repository: shop, Title: "Release v1.4.0", Head: "release/v1.4.0", Base: "main", User: "kim"}))(t)
	if ready := w.verdict(pull.HeadSHA); ready.Conclusion != "failure" || !strings.HasPrefix(ready.Title, "NOT READY") || !strings.Contains(ready.Title, "by code alone") {
		t.Errorf("%s, %q", ready.Conclusion, ready.Title)
	}
	if run, _ := w.run(pull.HeadSHA, "golive / 7 other"); run.Conclusion != "success" || !strings.HasPrefix(run.Title, "observing — would be") {
		t.Errorf("a section that is observed: %s, %q", run.Conclusion, run.Title)
	}
	if run, _ := w.run(pull.HeadSHA, "golive / 1 code"); run.Conclusion != "failure" {
		t.Errorf("a section that is enforced: %s, %q", run.Conclusion, run.Title)
	}
	w.waive(pull.Number, "code.review")
	w.becomes(pull.HeadSHA, "code.review", checks.Waived)
	for id, item := range w.items(pull.HeadSHA) {
		if strings.HasPrefix(string(id), "code.") && item.Verdict == checks.Unknown {
			w.waive(pull.Number, id)
		}
	}
	waitFor(t, "the release is ready by the one section", func() bool {
		run, _ := w.run(pull.HeadSHA, checks.ReadyCheck)
		return run.Conclusion == "success" && strings.HasPrefix(run.Title, "READY") && strings.HasSuffix(run.Title, "by code alone")
	})
	if delivery := w.items(pull.HeadSHA)["delivery.pipeline"]; delivery.Verdict != checks.Fail {
		t.Errorf("what is observed is still judged: %s", delivery.Verdict)
	}
}
