package checkstest

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/golive-app/golive/checks"
)

// CI is what continuous integration did in a forge in memory; what it does not
// hold did not run.
type CI struct {
	Checks   map[string][]checks.CheckRun     // by commit
	Statuses map[string][]checks.CommitStatus // by commit
	Runs     map[string][]checks.WorkflowRun  // by commit, newest first
	Jobs     map[int64][]checks.WorkflowJob   // by run
	Attempts map[int64][][]checks.WorkflowJob // before the last one, by run, from the first
	Required map[string]checks.RequiredChecks // by branch
}

// CheckRuns lists a commit's check runs.
func (f *Forge) CheckRuns(_ context.Context, commit string) ([]checks.CheckRun, error) {
	return f.CI.Checks[commit], f.Failing["CheckRuns"]
}

// CommitStatuses lists a commit's statuses.
func (f *Forge) CommitStatuses(_ context.Context, commit string) ([]checks.CommitStatus, error) {
	return f.CI.Statuses[commit], f.Failing["CommitStatuses"]
}

// WorkflowRuns lists a commit's workflow runs.
func (f *Forge) WorkflowRuns(_ context.Context, commit string) ([]checks.WorkflowRun, error) {
	return f.CI.Runs[commit], f.Failing["WorkflowRuns"]
}

// WorkflowRun finds a run by its id.
func (f *Forge) WorkflowRun(_ context.Context, id int64) (checks.WorkflowRun, error) {
	for _, runs := range f.CI.Runs {
		for _, run := range runs {
			if run.ID == id {
				return run, f.Failing["WorkflowRun"]
			}
		}
	}
	return checks.WorkflowRun{}, cmp.Or(f.Failing["WorkflowRun"], ErrForge)
}

// WorkflowJobs lists a run's jobs.
func (f *Forge) WorkflowJobs(_ context.Context, run int64) ([]checks.WorkflowJob, error) {
	return f.CI.Jobs[run], f.Failing["WorkflowJobs"]
}

// AttemptJobs lists the jobs of an attempt of a run.
func (f *Forge) AttemptJobs(_ context.Context, run int64, attempt int) ([]checks.WorkflowJob, error) {
	if before := f.CI.Attempts[run]; attempt <= len(before) {
		return before[attempt-1], f.Failing["AttemptJobs"]
	}
	return f.CI.Jobs[run], f.Failing["AttemptJobs"]
}

// RunsOfWorkflow lists the runs of a workflow that began at that time or later.
func (f *Forge) RunsOfWorkflow(_ context.Context, path string, since time.Time) ([]checks.WorkflowRun, error) {
	var found []checks.WorkflowRun
	for _, runs := range f.CI.Runs {
		for _, run := range runs {
			if run.Path == path && !run.CreatedAt.Before(since) {
				found = append(found, run)
			}
		}
	}
	slices.SortFunc(found, func(a, b checks.WorkflowRun) int { return b.CreatedAt.Compare(a.CreatedAt) })
	return found, f.Failing["RunsOfWorkflow"]
}

// RequiredChecks returns what a branch requires.
func (f *Forge) RequiredChecks(_ context.Context, branch string) (checks.RequiredChecks, error) {
	return f.CI.Required[branch], f.Failing["RequiredChecks"]
}
