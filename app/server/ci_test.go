package server_test

import (
	"maps"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// tested is the sound shop with a pipeline.
func tested() map[string]string {
	files := maps.Clone(sound)
	files[".github/workflows/ci.yml"] = `name: CI
on: [push, pull_request]
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: npm run build
      - run: npm test
  deploy:
    needs: test
    environment: production
    runs-on: ubuntu-latest
    steps:
      - run: fly deploy
`
	return files
}

func TestTheEndOfCIIsJudgedAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(tested())
	w.becomes(pull.HeadSHA, "delivery.pipeline", checks.Unknown) // nothing has run yet
	run := simulator.WorkflowRun{SHA: pull.HeadSHA, Branch: "release/v1.4.0", Event: "pull_request", Workflow: "CI", Jobs: []simulator.WorkflowJob{
		{Name: "test", Conclusion: "failure"}, {Name: "deploy", Conclusion: "skipped"},
	}}
	run.ID = must(w.github.ReportWorkflowRun(shop, run, "kim"))(t)
	w.becomes(pull.HeadSHA, "delivery.pipeline", checks.Fail)
	run.Jobs[0].Conclusion = "success"
	must(w.github.ReportWorkflowRun(shop, run, "kim"))(t)
	w.becomes(pull.HeadSHA, "delivery.pipeline", checks.Warn) // nothing requires the tests
}
