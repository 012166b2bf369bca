package demo

import (
	"context"
	"fmt"

	"github.com/golive-app/golive/app/demo/shop"
	"github.com/golive-app/golive/app/simulator"
)

// runPipeline tells GitHub that the shop's workflow ran on a commit of the release
// branch, and how: nothing is run here, as nothing of the shop's code ever is. Its
// jobs, steps and artifact are those of .github/workflows/ci.yml.
func (s *Scene) runPipeline(ctx context.Context, state shop.State, commit string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	steps := func(names ...string) []simulator.WorkflowStep {
		all := make([]simulator.WorkflowStep, len(names))
		for index, name := range names {
			all[index] = simulator.WorkflowStep{Name: name, Conclusion: "success"}
		}
		return all
	}
	name := s.Repository.FullName
	run, err := s.github.ReportWorkflowRun(name, simulator.WorkflowRun{
		Path: ".github/workflows/ci.yml", Workflow: "ci", Event: "push", Branch: s.HeadBranch, SHA: commit,
		Jobs: []simulator.WorkflowJob{
			{Name: "build", Conclusion: "success", Steps: steps("Run actions/checkout@v5", "Run actions/setup-node@v5", "Run npm ci", "Run npm run lint", "Run npm run build")},
			{Name: "test", Conclusion: "success", Steps: steps("Run actions/checkout@v5", "Run actions/setup-node@v5", "Run npm ci", "Run npm test", "Run actions/upload-artifact@v4")},
		},
	}, shop.Author)
	if err != nil {
		return fmt.Errorf("run the pipeline: %w", err)
	}
	coverage, err := shop.CoverageSummary(state)
	if err != nil {
		return fmt.Errorf("run the pipeline: %w", err)
	}
	_, err = s.github.UploadArtifact(simulator.NewArtifact{
		Repository: name, Run: run, SHA: commit, Name: "coverage", Files: map[string]string{"coverage-summary.json": coverage},
	})
	if err != nil {
		return fmt.Errorf("run the pipeline: %w", err)
	}
	return nil
}
