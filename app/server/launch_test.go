package server_test

import (
	"maps"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// What end-to-end tests, smoke tests and a drill showed on the content decides three
// items; a repository that keeps a table is asked for its backups.
func TestWhatTestsAndDrillsShowedDecidesTheirItems(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	files := maps.Clone(sound)
	files["e2e/shop.spec.ts"] = "import { test } from '@playwright/test';\ntest('shop @smoke', async ({ page, request }) => {\n  await page.goto('/');\n  await request.get('/health');\n});\n"
	files[".github/workflows/e2e.yml"] = "name: E2E\non: push\njobs:\n  smoke:\n    runs-on: ubuntu-latest\n    steps: [{run: npx playwright test --grep @smoke}]\n"
	files[".github/workflows/restore.yml"] = "name: Restore drill\non: schedule\njobs:\n  restore:\n    runs-on: ubuntu-latest\n    steps: [{run: ./restore}]\n"
	files["infra/database.tf"] = "resource \"aws_db_instance\" \"shop\" {\n  backup_retention_period = 35\n  storage_encrypted       = true\n  deletion_protection     = true\n}\n"
	pull := w.openRelease(files)
	w.verdict(pull.HeadSHA)
	w.becomes(pull.HeadSHA, "launch.smoke-checklist", checks.Warn)
	w.becomes(pull.HeadSHA, "launch.qa-checklist", checks.Unknown)
	w.becomes(pull.HeadSHA, "infrastructure.backup", checks.NeedsSignOff)
	report := func(name, path, job string) int64 {
		return must(w.github.ReportWorkflowRun(shop, simulator.WorkflowRun{
			Workflow: name, Path: path, SHA: pull.HeadSHA, Branch: "release/v1.4.0", Jobs: []simulator.WorkflowJob{{Name: job, Conclusion: "success"}},
		}, "kim"))(t)
	}
	run := report("E2E", ".github/workflows/e2e.yml", "smoke")
	must(w.github.UploadArtifact(simulator.NewArtifact{Repository: shop, Run: run, SHA: pull.HeadSHA, Name: "playwright-report", Files: map[string]string{
		"junit.xml": `<testsuites><testsuite name="shop.spec.ts"><testcase name="logs in with a password"/><testcase name="places an order"/><testcase name="shows the 404 page"/></testsuite></testsuites>`,
	}}))(t)
	report("Restore drill", ".github/workflows/restore.yml", "restore")
	w.command(pull.Number, "dana", "/golive rerun all", done)
	w.becomes(pull.HeadSHA, "launch.smoke-checklist", checks.Pass)
	w.becomes(pull.HeadSHA, "launch.qa-checklist", checks.Pass)
	w.becomes(pull.HeadSHA, "infrastructure.backup", checks.Pass)
}

// A repository that keeps nothing has nothing to back up.
func TestBackupsDoNotApplyWhereNothingIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	w.becomes(pull.HeadSHA, "infrastructure.backup", checks.NotApplicable)
}
