package github

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	gh "github.com/google/go-github/v66/github"

	"github.com/golive-app/golive/checks"
)

// WorkflowRuns lists the runs for a commit, the newest first.
// https://docs.github.com/en/rest/actions/workflow-runs#list-workflow-runs-for-a-repository
func (r *Repository) WorkflowRuns(ctx context.Context, commit string) ([]checks.WorkflowRun, error) {
	query := url.Values{"head_sha": {commit}, "exclude_pull_requests": {"true"}}
	found, err := listIn[*gh.WorkflowRun](ctx, r, "workflow_runs", "/actions/runs?"+query.Encode())
	if err != nil {
		return nil, r.explain(err, "workflow runs of %s", short(commit))
	}
	// A filter that is ignored is a wrong answer, and other content's success.
	found = slices.DeleteFunc(found, func(one *gh.WorkflowRun) bool { return one.GetHeadSHA() != commit })
	return workflowRuns(found), nil
}

// WorkflowRun returns one run as its last attempt left it.
// https://docs.github.com/en/rest/actions/workflow-runs#get-a-workflow-run
func (r *Repository) WorkflowRun(ctx context.Context, run int64) (checks.WorkflowRun, error) {
	var found gh.WorkflowRun
	err := r.get(ctx, fmt.Sprintf("/actions/runs/%d", run), &found)
	if err == nil && found.GetID() != run {
		err = fmt.Errorf("the answer is of run %d", found.GetID())
	}
	if err != nil {
		return checks.WorkflowRun{}, r.explain(err, "workflow run %d", run)
	}
	return workflowRuns([]*gh.WorkflowRun{&found})[0], nil
}

// RunsOfWorkflow lists the runs of one workflow since a time, the newest first,
// at most a hundred. GitHub names the workflow by its file's name.
// https://docs.github.com/en/rest/actions/workflow-runs#list-workflow-runs-for-a-workflow
func (r *Repository) RunsOfWorkflow(ctx context.Context, file string, since time.Time) ([]checks.WorkflowRun, error) {
	query := url.Values{"created": {">=" + since.UTC().Format("2006-01-02")}, "exclude_pull_requests": {"true"}, "per_page": {fmt.Sprint(perPage)}}
	var page struct {
		Runs *[]*gh.WorkflowRun `json:"workflow_runs"`
	}
	_, err := r.request(ctx, http.MethodGet, "/actions/workflows/"+url.PathEscape(path.Base(file))+"/runs?"+query.Encode(), nil, &page)
	if status(err) == http.StatusNotFound {
		return nil, r.absent(ctx, err, "runs of workflow %s", path.Base(file))
	}
	if err == nil && page.Runs == nil {
		err = fmt.Errorf("the answer has no %q", "workflow_runs")
	}
	if err != nil {
		return nil, r.explain(err, "runs of workflow %s", path.Base(file))
	}
	return workflowRuns(slices.DeleteFunc(*page.Runs, func(one *gh.WorkflowRun) bool { return one.GetCreatedAt().Before(since) })), nil
}

func workflowRuns(found []*gh.WorkflowRun) []checks.WorkflowRun {
	runs := make([]checks.WorkflowRun, len(found))
	for i, one := range found {
		file, _, _ := strings.Cut(one.GetPath(), "@") // "ci.yml@refs/heads/main" where it is called from elsewhere
		runs[i] = checks.WorkflowRun{
			ID: one.GetID(), Workflow: clean(one.GetName(), 200), Path: clean(file, 300), Title: clean(one.GetDisplayTitle(), 200), Event: clean(one.GetEvent(), 100),
			Branch: clean(one.GetHeadBranch(), 250), Commit: one.GetHeadSHA(), Attempt: max(1, one.GetRunAttempt()),
			State:     ciState(one.GetStatus(), one.GetConclusion()),
			CreatedAt: one.GetCreatedAt().Time, StartedAt: one.GetRunStartedAt().Time, UpdatedAt: one.GetUpdatedAt().Time, Link: one.GetHTMLURL(),
		}
	}
	slices.SortStableFunc(runs, func(a, b checks.WorkflowRun) int { return cmp.Compare(b.ID, a.ID) })
	return runs
}

// WorkflowJobs lists the jobs of the last attempt of a run.
// https://docs.github.com/en/rest/actions/workflow-jobs#list-jobs-for-a-workflow-run
func (r *Repository) WorkflowJobs(ctx context.Context, run int64) ([]checks.WorkflowJob, error) {
	return r.workflowJobs(ctx, fmt.Sprintf("/actions/runs/%d/jobs?filter=latest", run), fmt.Sprintf("jobs of workflow run %d", run))
}

// AttemptJobs lists the jobs of one attempt of a run.
// https://docs.github.com/en/rest/actions/workflow-jobs#list-jobs-for-a-workflow-run-attempt
func (r *Repository) AttemptJobs(ctx context.Context, run int64, attempt int) ([]checks.WorkflowJob, error) {
	return r.workflowJobs(ctx, fmt.Sprintf("/actions/runs/%d/attempts/%d/jobs", run, attempt), fmt.Sprintf("jobs of attempt %d of workflow run %d", attempt, run))
}

func (r *Repository) workflowJobs(ctx context.Context, address, what string) ([]checks.WorkflowJob, error) {
	found, err := listIn[*gh.WorkflowJob](ctx, r, "jobs", address)
	if err != nil {
		return nil, r.explain(err, "%s", what)
	}
	jobs := make([]checks.WorkflowJob, len(found))
	for i, one := range found {
		jobs[i] = checks.WorkflowJob{
			ID: one.GetID(), Name: clean(one.GetName(), 300), State: ciState(one.GetStatus(), one.GetConclusion()),
			StartedAt: one.GetStartedAt().Time, CompletedAt: one.GetCompletedAt().Time, Link: one.GetHTMLURL(),
		}
		for _, step := range one.Steps {
			jobs[i].Steps = append(jobs[i].Steps, checks.WorkflowStep{
				Number: int(step.GetNumber()), Name: clean(step.GetName(), 300), State: ciState(step.GetStatus(), step.GetConclusion()),
			})
		}
	}
	return jobs, nil
}
