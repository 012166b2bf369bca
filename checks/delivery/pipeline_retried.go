package delivery

import (
	"context"
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/workflow"
	"github.com/golive-app/golive/checks/wording"
)

// maxAttempts is how many earlier attempts of one run are looked at.
const maxAttempts = 3

// askEarlier reads how the attempts before the last one of a green run ended.
func (f *pipelineFacts) askEarlier(ctx context.Context, forge checks.Forge, run checks.WorkflowRun) [][]checks.WorkflowJob {
	if run.State != checks.CISuccess {
		return nil
	}
	var earlier [][]checks.WorkflowJob
	for attempt := run.Attempt - 1; attempt >= 1 && len(earlier) < maxAttempts; attempt-- {
		jobs, err := forge.AttemptJobs(ctx, run.ID, attempt)
		if err != nil {
			f.fail(unreadAttempts, err)
			break
		}
		earlier = append(earlier, jobs)
	}
	return earlier
}

// failedBefore counts how often a job did not succeed for the same commit before the run
// that counts: in earlier attempts of it, and in older runs of the workflow by the same event.
func (f *pipelineFacts) failedBefore(run ciRun, name string) int {
	before := append([][]checks.WorkflowJob(nil), run.earlier...)
	for _, content := range f.contents {
		for _, other := range content.runs {
			if other.ID != run.ID && other.Path == run.Path && other.Event == run.Event && other.Commit == run.Commit && other.CreatedAt.Before(run.CreatedAt) {
				before = append(before, other.jobs)
			}
		}
	}
	failed := 0
	for _, jobs := range before {
		for _, job := range jobs {
			if job.Name == name && (job.State == checks.CIFailure || job.State == checks.CITimedOut) {
				failed++
			}
		}
	}
	return failed
}

// retried says which jobs are green because they were run until they were.
func (p *pipeline) retried() {
	for _, job := range p.jobs {
		if job.failed == 0 || !green(job) || !job.does(workflow.StageTest) && !job.does(workflow.StageBuild) {
			continue
		}
		p.find("retried", checks.SeverityWarning, job.path, job.job.Line,
			fmt.Sprintf("%s failed %s on %s before it was green: nothing was changed in between", job.words(), wording.Counted(job.failed, "time", "times"), p.on(job)),
			"Find what is not stable and mend it: whoever is used to run it again will do so when it is right.")
	}
}
