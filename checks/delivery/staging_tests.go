package delivery

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/environment"
	"github.com/golive-app/golive/checks/evidence/manifest/workflow"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// lookedAt counts what was looked through for tests of staging.
type lookedAt struct{ checks, workflows, statuses int }

func (l lookedAt) words() string {
	return fmt.Sprintf("%s, %s and %s", wording.Counted(l.checks, "check run", "check runs"), wording.Counted(l.workflows, "workflow run", "workflow runs"), wording.Counted(l.statuses, "status", "statuses"))
}

// testNames match what people call tests of something that runs.
var testNames = regex.New(`(?i)\b(?:e2e|end[-_ ]?to[-_ ]?end|smoke|acceptance|uat|playwright|cypress|post[-_ ]?deploy(?:ment)?|staging[-_ ]?tests?|tests?[-_ ]?(?:on[-_ ]?)?staging|verify|verification|newman|postman|k6|synthetics?|checkly|integration)\b`)

// stagedTests are the tests that workflows declare to run once staging runs.
type stagedTests struct {
	workflows map[string]bool // by path: every run is one
	jobs      []testJobs
}

// testJobs are such jobs of one workflow.
type testJobs struct {
	flow workflow.Workflow
	ids  map[string]bool
}

// readDeclared finds the jobs with tests that start by a deployment or stand behind
// the job that deploys.
func readDeclared(pipelines workflow.Pipelines, staging string) stagedTests {
	found := stagedTests{workflows: map[string]bool{}}
	deploying := map[string]bool{} // workflows that deploy to it, by name
	toStaging := func(job workflow.Job) bool {
		return job.Environment != "" && (strings.EqualFold(job.Environment, staging) || environment.StageOf(job.Environment) == environment.Staging)
	}
	for _, flow := range pipelines.Workflows {
		if slices.ContainsFunc(flow.Jobs, toStaging) {
			deploying[flow.Name] = true
		}
	}
	for _, flow := range pipelines.Workflows {
		started := slices.ContainsFunc(flow.Triggers, func(trigger workflow.Trigger) bool {
			return trigger.Event == "deployment_status" || trigger.Event == "workflow_run" && slices.ContainsFunc(trigger.Workflows, func(name string) bool { return deploying[name] })
		})
		behind := map[string]bool{} // jobs that deploy, or wait for one that does
		for range flow.Jobs {       // in whatever order they stand
			for _, job := range flow.Jobs {
				if toStaging(job) || slices.ContainsFunc(job.Needs, func(need string) bool { return behind[need] }) {
					behind[job.ID] = true
				}
			}
		}
		ids := map[string]bool{}
		for _, job := range flow.Jobs {
			tests := job.Does(workflow.StageTest) || testNames.MatchString(job.Name) || testNames.MatchString(job.ID)
			switch {
			case job.Never || !tests:
			case started:
				found.workflows[flow.Path] = true
			case behind[job.ID] && !toStaging(job):
				ids[job.ID] = true
			}
		}
		if len(ids) > 0 {
			found.jobs = append(found.jobs, testJobs{flow, ids})
		}
	}
	return found
}

// job reports whether a check run is that of such a job.
func (s stagedTests) job(name string) bool {
	return slices.ContainsFunc(s.jobs, func(one testJobs) bool {
		job, found := one.flow.Match(name)
		return found && one.ids[job.ID]
	})
}

// readTests gathers the runs of tests on the deployed commit that began after it was
// live.
func (f *stagingFacts) readTests(ctx context.Context, subject checks.Subject) error {
	var declared stagedTests
	if subject.Source != nil {
		pipelines, err := workflow.Read(ctx, subject.Source)
		if err != nil {
			return fmt.Errorf("look for tests of staging: %w", err)
		}
		declared = readDeclared(pipelines, f.environment)
		f.declared = len(declared.workflows)+len(declared.jobs) > 0
	}
	after := func(at time.Time) bool { return !at.IsZero() && !at.Before(f.live.at.Add(-time.Second)) }
	runs, err := subject.Forge.CheckRuns(ctx, f.live.Commit)
	if err != nil {
		f.refused("the check runs on staging's commit", "checks: read", err)
	}
	f.looked.checks = len(runs)
	for _, run := range runs {
		if (testNames.MatchString(run.Name) || declared.job(run.Name)) && after(run.StartedAt) && run.State != checks.CISkipped {
			f.tests = append(f.tests, stagedTest{run.Name, run.State, cmp.Or(run.CompletedAt, run.StartedAt), run.Link})
		}
	}
	workflows, err := subject.Forge.WorkflowRuns(ctx, f.live.Commit)
	if err != nil {
		f.refused("the workflow runs on staging's commit", "actions: read", err)
	}
	f.looked.workflows = len(workflows)
	for _, run := range workflows {
		if (testNames.MatchString(run.Workflow) || testNames.MatchString(run.Path) || declared.workflows[run.Path]) && after(run.StartedAt) && run.State != checks.CISkipped {
			f.tests = append(f.tests, stagedTest{run.Workflow, run.State, cmp.Or(run.UpdatedAt, run.StartedAt), run.Link})
		}
	}
	// What runs elsewhere reports by a status.
	statuses, err := subject.Forge.CommitStatuses(ctx, f.live.Commit)
	if err != nil {
		f.refused("the statuses of staging's commit", "statuses: read", err)
	}
	f.looked.statuses = len(statuses)
	for _, status := range statuses {
		if testNames.MatchString(status.Context) && after(status.UpdatedAt) {
			f.tests = append(f.tests, stagedTest{status.Context, stateOf(status.State), status.UpdatedAt, status.Link})
		}
	}
	slices.SortStableFunc(f.tests, func(a, b stagedTest) int { return b.at.Compare(a.at) })
	return nil
}
