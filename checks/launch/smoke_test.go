package launch

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
)

var smokeItem = checks.Item{ID: "launch.smoke-checklist", Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E2}, Role: checks.RoleQA}

func TestSmoke(t *testing.T) {
	t.Parallel()
	const (
		whole = "import { test } from '@playwright/test'\ntest('checkout @smoke', async ({ page, request }) => {\n  await page.goto('/')\n  await request.get('/api/health')\n})\n"
		runs  = "on: push\njobs:\n  smoke:\n    runs-on: x\n    steps: [{run: npx playwright test --grep @smoke}]\n"
		steps = "# After a deployment\n\n- [ ] open the shop\n- [ ] log in\n- [ ] buy something\n"
		page  = "export default () => <p/>\n"
	)
	for name, c := range map[string]struct {
		files map[string]string
		want  checks.Verdict
		rules string
	}{
		"a tagged test that is run":           {map[string]string{"e2e/shop.spec.ts": whole, ".github/workflows/ci.yml": runs, "src/a.tsx": page}, checks.Pass, ""},
		"a tagged test that nothing runs":     {map[string]string{"e2e/shop.spec.ts": whole}, checks.Warn, "smoke.not-run"},
		"an API's script, and no pages":       {map[string]string{"scripts/smoke.sh": "curl -f https://shop.example/health\n", ".github/workflows/ci.yml": runs}, checks.Pass, ""},
		"an API's script beside pages":        {map[string]string{"scripts/smoke.sh": "curl -f https://shop.example/health\n", ".github/workflows/ci.yml": runs, "src/a.tsx": page}, checks.Warn, "smoke.no-page"},
		"pages alone":                         {map[string]string{"e2e/smoke.spec.ts": "cy.visit('/')\n", ".github/workflows/ci.yml": runs}, checks.Warn, "smoke.no-api"},
		"a collection of Postman":             {map[string]string{"shop.postman_collection.json": `{"item":[{"request":{"method":"GET"}}]}`, ".github/workflows/ci.yml": runs}, checks.Pass, ""},
		"prose":                               {map[string]string{"docs/post-deploy.md": steps}, checks.Warn, "smoke.prose"},
		"a heading without steps":             {map[string]string{"docs/smoke-checklist.md": "# Smoke tests\n\nTo be written.\n"}, checks.Fail, "smoke.empty"},
		"a test for smoke detectors":          {map[string]string{"src/smokedetector.test.ts": "expect(alarm()).toBe(true)\n"}, checks.Unknown, ""},
		"tests that are none for deployments": {map[string]string{"e2e/shop.spec.ts": strings.ReplaceAll(whole, " @smoke", "")}, checks.Unknown, ""},
		"nothing":                             {map[string]string{"main.go": "package main"}, checks.Unknown, ""},
		"another's documents":                 {map[string]string{"vendor/x/smoke.md": steps}, checks.Unknown, ""},
		"the workflow is no test":             {map[string]string{".github/workflows/smoke.yml": "on: push\njobs: {a: {runs-on: x, steps: [{run: curl https://shop.example}]}}\n"}, checks.Unknown, ""},
	} {
		forge := &checkstest.Forge{CI: checkstest.CI{
			Runs: map[string][]checks.WorkflowRun{checkstest.Head: {{ID: 1}}}, Jobs: map[int64][]checks.WorkflowJob{1: {{Name: "build", State: checks.CIFailure}, {Name: "smoke", State: checks.CISuccess}}},
		}}
		source := checkstest.Tree(c.files)
		source.Classes = map[string]checks.PathClass{"vendor/x/smoke.md": checks.ClassVendored}
		result := checkstest.Judge(t, smokeItem, NewSmoke(), checkstest.Subject(source, checkstest.PullRequest(), checkstest.On(forge)))
		var rules []string
		for _, finding := range result.Findings {
			rules = append(rules, finding.Rule)
		}
		if result.Verdict() != c.want || c.rules != "" && !slices.Contains(rules, c.rules) || c.rules == "" && len(rules) > 0 {
			t.Errorf("%s: %v %v %+v", name, result.Verdict(), rules, result.Evidence)
		}
	}
	for state, want := range map[checks.CIState]checks.Verdict{checks.CIFailure: checks.Fail, checks.CISkipped: checks.Warn, checks.CIInProgress: checks.Warn, checks.CISuccess: checks.Pass} {
		forge := &checkstest.Forge{CI: checkstest.CI{Runs: map[string][]checks.WorkflowRun{checkstest.Head: {{ID: 1}}}, Jobs: map[int64][]checks.WorkflowJob{1: {{Name: "smoke (chrome)", State: state}}}}}
		files := checkstest.Tree(map[string]string{"e2e/shop.spec.ts": whole, ".github/workflows/ci.yml": runs})
		if result := checkstest.Judge(t, smokeItem, NewSmoke(), checkstest.Subject(files, checkstest.PullRequest(), checkstest.On(forge))); result.Verdict() != want {
			t.Errorf("run and %s: %v", state, result.Verdict())
		}
		forge.Failing = map[string]error{"WorkflowRuns": checkstest.ErrForge}
		if result := checkstest.Judge(t, smokeItem, NewSmoke(), checkstest.Subject(files, checkstest.PullRequest(), checkstest.On(forge))); result.Verdict() != checks.Warn {
			t.Errorf("what ran cannot be read: %v", result.Verdict())
		}
	}
	many := checkstest.Tree(map[string]string{"e2e/shop.spec.ts": whole, ".github/workflows/ci.yml": runs})
	cut := &checkstest.Forge{CI: checkstest.CI{Runs: map[string][]checks.WorkflowRun{}}}
	for id := range int64(50) {
		cut.CI.Runs[checkstest.Head] = append(cut.CI.Runs[checkstest.Head], checks.WorkflowRun{ID: id + 1, Path: ".github/workflows/ci.yml"})
	}
	if result := checkstest.Judge(t, smokeItem, NewSmoke(), checkstest.Subject(many, checkstest.PullRequest(), checkstest.On(cut))); !strings.Contains(result.Findings[0].Message, "none of the 40 newest workflow runs") {
		t.Errorf("what was not looked at is said: %+v", result.Findings)
	}
	crowd := map[string]string{"z/smoke.spec.ts": whole}
	for number := range 500 {
		crowd[fmt.Sprintf("tests/a%d.test.ts", number)] = "it('works')"
	}
	crowded := checkstest.Judge(t, smokeItem, NewSmoke(), checkstest.Subject(checkstest.Tree(crowd)))
	if !slices.ContainsFunc(crowded.Evidence, func(one checks.Evidence) bool { return one.Path == "z/smoke.spec.ts" }) ||
		!slices.ContainsFunc(crowded.Evidence, func(one checks.Evidence) bool {
			return strings.Contains(one.Summary, "101 files of tests are beyond golive's limits")
		}) {
		t.Errorf("among hundreds of tests: %+v", crowded.Evidence)
	}
	source := checkstest.Tree(map[string]string{"docs/post-deploy.md": steps})
	source.Failing = map[string]error{"docs/post-deploy.md": checkstest.ErrForge}
	if result := checkstest.Judge(t, smokeItem, NewSmoke(), checkstest.Subject(source)); result.Verdict() != checks.Unknown {
		t.Errorf("a document that cannot be read: %v", result.Verdict())
	}
	if result := checkstest.Judge(t, smokeItem, NewSmoke(), checks.Subject{Now: checkstest.Subject(source).Now}); result.Verdict() != checks.Unknown {
		t.Errorf("without a source: %v", result.Verdict())
	}
}
