package simulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-github/v66/github"
)

func TestWorkflowRunsAreAnsweredAsGitHubDescribesThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	head := w.commit("main", "start", "a.txt", "a")
	id, err := w.ReportWorkflowRun("acme/shop", WorkflowRun{SHA: head, Branch: "main", Workflow: "CI", Jobs: []WorkflowJob{
		{Name: "build", Conclusion: "success", Steps: []WorkflowStep{{"Build", "success"}}}, {Name: "test"},
	}}, "kim")
	check(t, err)
	check(t, w.SetStatus("acme/shop", head, "ci/outside", "success", "fine", "kim"))
	_, err = w.AddRuleset("acme/shop", Ruleset{Target: "branch", Include: []string{"~ALL"}, Rules: []map[string]any{
		{"type": "required_status_checks", "parameters": map[string]any{"strict_required_status_checks_policy": false, "required_status_checks": []any{map[string]any{"context": "test"}}}},
		{"type": "workflows", "parameters": map[string]any{"workflows": []any{map[string]any{"path": ".github/workflows/ci.yml", "repository_id": 1}}}},
	}})
	check(t, err)
	check(t, w.SetProtection("acme/shop", "main", map[string]any{"required_status_checks": map[string]any{
		"contexts": []any{"build"}, "checks": []any{map[string]any{"context": "build", "app_id": nil}},
	}}))
	for path, template := range map[string]string{
		"actions/runs?head_sha=" + head:                       "actions/runs",
		fmt.Sprintf("actions/runs/%d", id):                    "actions/runs/{run_id}",
		fmt.Sprintf("actions/runs/%d/jobs?filter=latest", id): "actions/runs/{run_id}/jobs",
		fmt.Sprintf("actions/runs/%d/attempts/1/jobs", id):    "actions/runs/{run_id}/attempts/{attempt_number}/jobs",
		"actions/workflows/ci.yml/runs?created=>=2020-01-01":  "actions/workflows/{workflow_id}/runs",
		"commits/" + head + "/check-runs":                     "commits/{ref}/check-runs",
		"commits/" + head + "/statuses":                       "commits/{ref}/statuses",
		"rules/branches/main":                                 "rules/branches/{branch}",
		"branches/main":                                       "branches/{branch}",
	} {
		body := w.body("repos/acme/shop/" + path)
		if err := describe(t).CheckAnswer(http.MethodGet, "/repos/{owner}/{repo}/"+template, http.StatusOK, body); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestAWorkflowRunIsRunAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{Events: append(DefaultEvents(), "workflow_run")})
	head := w.commit("main", "start", "a.txt", "a")
	w.events()
	report := func(id int64, conclusions ...string) int64 {
		run := WorkflowRun{ID: id, SHA: head, Branch: "main"}
		for n, conclusion := range conclusions {
			run.Jobs = append(run.Jobs, WorkflowJob{Name: fmt.Sprintf("job %d", n), Conclusion: conclusion})
		}
		made, err := w.ReportWorkflowRun("acme/shop", run, "kim")
		check(t, err)
		return made
	}
	id := report(0, "success", "failure")
	report(id, "success", "")
	report(id, "success", "skipped")
	runs, _, err := w.client.Actions.ListRepositoryWorkflowRuns(w.ctx, "acme", "shop", &github.ListWorkflowRunsOptions{HeadSHA: head})
	check(t, err)
	if runs.GetTotalCount() != 1 || runs.WorkflowRuns[0].GetRunAttempt() != 2 || runs.WorkflowRuns[0].GetConclusion() != "success" || runs.WorkflowRuns[0].GetPreviousAttemptURL() == "" {
		t.Errorf("%+v", runs.WorkflowRuns)
	}
	shown, _, err := w.client.Checks.ListCheckRunsForRef(w.ctx, "acme", "shop", head, nil)
	check(t, err)
	if shown.GetTotal() != 2 {
		t.Errorf("%d check runs are the latest", shown.GetTotal())
	}
	var conclusions []string
	for _, event := range w.events() {
		if event.event != "workflow_run" {
			continue
		}
		var payload struct {
			Run struct {
				Status     string  `json:"status"`
				Conclusion *string `json:"conclusion"`
			} `json:"workflow_run"`
		}
		check(t, json.Unmarshal(event.body, &payload))
		conclusions = append(conclusions, payload.Run.Status)
	}
	if fmt.Sprint(conclusions) != "[completed in_progress completed]" {
		t.Errorf("events of the run: %v", conclusions)
	}
	if _, err := w.ReportWorkflowRun("acme/shop", WorkflowRun{ID: 1, SHA: head}, "kim"); err == nil {
		t.Error("a run that is not there has a further attempt")
	}
	if _, err := w.ReportWorkflowRun("acme/shop", WorkflowRun{SHA: "abc"}, "kim"); err == nil {
		t.Error("a run of a commit that is not there")
	}
}
