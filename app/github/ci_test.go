package github

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	gh "github.com/google/go-github/v66/github"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

func TestWorkflowRunsAndTheirJobs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := w.push("main", map[string]string{"a.txt": "a"})
	report := func(run simulator.WorkflowRun) int64 {
		id, err := w.ReportWorkflowRun("acme/shop", run, "ada")
		must(t, err)
		return id
	}
	old := report(simulator.WorkflowRun{SHA: w.first, Branch: "main", Workflow: "CI", Jobs: []simulator.WorkflowJob{
		{Name: "build", Conclusion: "success", Steps: []simulator.WorkflowStep{{Name: "Compile", Conclusion: "success"}, {Name: "Upload", Conclusion: "skipped"}}},
		{Name: "test (1.22)", Conclusion: "skipped"},
	}})
	report(simulator.WorkflowRun{SHA: other, Branch: "main"})
	fresh := report(simulator.WorkflowRun{SHA: w.first, Path: ".github/workflows/deploy.yml", Event: "workflow_dispatch", Jobs: []simulator.WorkflowJob{{Name: "deploy"}}})
	r := w.repository()
	runs, err := r.WorkflowRuns(w.ctx, w.first)
	must(t, err)
	if len(runs) != 2 || runs[0].ID != fresh || runs[0].State != checks.CIInProgress || runs[0].Path != ".github/workflows/deploy.yml" || runs[0].Event != "workflow_dispatch" ||
		runs[1].ID != old || runs[1].State != checks.CISuccess || runs[1].Workflow != "CI" || runs[1].Attempt != 1 || runs[1].Branch != "main" || runs[1].Link == "" || runs[1].StartedAt.IsZero() {
		t.Errorf("runs: %+v", runs)
	}
	found, err := r.WorkflowJobs(w.ctx, old)
	must(t, err)
	if len(found) != 2 || found[0].Name != "build" || found[0].State != checks.CISuccess || found[1].State != checks.CISkipped || found[0].Link == "" {
		t.Errorf("jobs: %+v", found)
	}
	equal(t, "steps", found[0].Steps, []checks.WorkflowStep{{Number: 1, Name: "Compile", State: checks.CISuccess}, {Number: 2, Name: "Upload", State: checks.CISkipped}})
	of, err := r.RunsOfWorkflow(w.ctx, ".github/workflows/deploy.yml", time.Now().AddDate(0, 0, -90))
	must(t, err)
	if len(of) != 1 || of[0].ID != fresh {
		t.Errorf("of one workflow: %+v", of)
	}
	if of, err = r.RunsOfWorkflow(w.ctx, "none.yml", time.Now()); err != nil || len(of) != 0 {
		t.Errorf("of a workflow that is not there: %+v, %v", of, err)
	}
	report(simulator.WorkflowRun{ID: old, SHA: w.first, Jobs: []simulator.WorkflowJob{{Name: "build", Conclusion: "success"}, {Name: "test (1.22)", Conclusion: "failure"}}})
	report(simulator.WorkflowRun{ID: old, SHA: w.first, Jobs: []simulator.WorkflowJob{{Name: "build", Conclusion: "success"}, {Name: "test (1.22)", Conclusion: "success"}}})
	var ended []checks.CIState
	for attempt := 1; attempt <= 3; attempt++ {
		of, err := r.AttemptJobs(w.ctx, old, attempt)
		must(t, err)
		ended = append(ended, of[1].State)
	}
	equal(t, "how a job ended in each attempt", ended, []checks.CIState{checks.CISkipped, checks.CIFailure, checks.CISuccess})
	if one, err := r.WorkflowRun(w.ctx, old); err != nil || one.ID != old || one.Attempt != 3 || one.Commit != w.first || one.State != checks.CISuccess {
		t.Errorf("one run: %+v, %v", one, err)
	}
	if _, err := r.WorkflowRun(w.ctx, 1); !errors.Is(err, jobs.ErrGone) {
		t.Errorf("no run: %v", err)
	}
	if _, err := r.AttemptJobs(w.ctx, old, 4); !errors.Is(err, jobs.ErrGone) {
		t.Errorf("jobs of an attempt that was not made: %v", err)
	}
	if _, err := r.WorkflowJobs(w.ctx, 1); !errors.Is(err, jobs.ErrGone) {
		t.Errorf("jobs of no run: %v", err)
	}
}

func TestCheckRunsAndStatusesOfOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.publishing().CreateCheckRun(w.ctx, CheckRun{Name: "golive / ready", SHA: w.first, Status: "completed", Conclusion: "success"})
	must(t, err)
	for range 2 {
		_, err = w.ReportCheckRun("acme/shop", "circleci", w.first, "unit", "", "failure")
		must(t, err)
	}
	_, err = w.ReportWorkflowRun("acme/shop", simulator.WorkflowRun{SHA: w.first, Jobs: []simulator.WorkflowJob{{Name: "build", Conclusion: "failure"}}}, "ada")
	must(t, err)
	_, err = w.ReportWorkflowRun("acme/shop", simulator.WorkflowRun{SHA: w.first, Event: "pull_request", Jobs: []simulator.WorkflowJob{{Name: "build", Conclusion: "success"}}}, "ada")
	must(t, err)
	r := w.repository()
	runs, err := r.CheckRuns(w.ctx, w.first)
	must(t, err)
	var shown []string
	for _, run := range runs {
		shown = append(shown, fmt.Sprintf("%s/%s %s contested=%v", run.App, run.Name, run.State, run.Contested))
	}
	equal(t, "check runs", shown, []string{"circleci/unit failure contested=false", "github-actions/build success contested=true"})

	for _, state := range []string{"pending", "failure", "success"} {
		must(t, w.SetStatus("acme/shop", w.first, "ci/jenkins", state, "build 12", "jenkins"))
	}
	must(t, w.SetStatus("acme/shop", w.first, "ci/travis", "pending", "", "travis"))
	statuses, err := r.CommitStatuses(w.ctx, w.first)
	must(t, err)
	if len(statuses) != 2 || statuses[0].Context != "ci/jenkins" || statuses[0].State != checks.StatusSuccess || statuses[0].Creator != "jenkins" || statuses[0].Description != "build 12" || statuses[1].State != checks.StatusPending {
		t.Errorf("statuses: %+v", statuses)
	}
}

func TestRequiredChecks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.repository()
	if required, err := r.RequiredChecks(w.ctx, "main"); err != nil || len(required.Checks)+len(required.Workflows)+len(required.Unread) != 0 {
		t.Errorf("of an unprotected branch: %+v, %v", required, err)
	}
	required := func(parameters map[string]any) map[string]any {
		return map[string]any{"type": "required_status_checks", "parameters": parameters}
	}
	for _, enforcement := range []string{"active", "evaluate"} {
		_, err := w.AddRuleset("acme/shop", simulator.Ruleset{Target: "branch", Enforcement: enforcement, Include: []string{"~DEFAULT_BRANCH"}, Rules: []map[string]any{
			{"type": "deletion"},
			required(map[string]any{"required_status_checks": []any{map[string]any{"context": enforcement, "integration_id": 15368}, map[string]any{"context": "build"}}}),
			{"type": "workflows", "parameters": map[string]any{"workflows": []any{map[string]any{"path": ".github/workflows/ci.yml", "repository_id": 4}}}},
		}})
		must(t, err)
	}
	must(t, w.SetProtection("acme/shop", "main", map[string]any{"required_status_checks": map[string]any{
		"contexts": []any{"build", "lint"}, "checks": []any{map[string]any{"context": "build", "app_id": nil}, map[string]any{"context": "lint", "app_id": 15368}},
	}}))
	found, err := r.RequiredChecks(w.ctx, "main")
	must(t, err)
	equal(t, "checks", found.Checks, []checks.RequiredCheck{{Name: "active", App: 15368}, {Name: "build"}, {Name: "lint", App: 15368}})
	equal(t, "workflows", found.Workflows, []string{".github/workflows/ci.yml"})
	if len(found.Unread) != 0 {
		t.Errorf("unread: %v", found.Unread)
	}
}

func TestRequiredChecksThatGitHubDoesNotShow(t *testing.T) {
	t.Parallel()
	f := newFake(t, "")
	f.HandleFunc("GET /repos/acme/shop/rules/branches/main", func(writer http.ResponseWriter, _ *http.Request) {
		answer(writer, 403, message("Upgrade to GitHub Pro or make this repository public to enable this feature."))
	})
	f.HandleFunc("GET /repos/acme/shop/branches/main", func(writer http.ResponseWriter, _ *http.Request) {
		answer(writer, 200, map[string]any{"name": "main", "protected": true, "protection": map[string]any{"required_status_checks": map[string]any{
			"enforcement_level": "everyone", "contexts": []any{"old"}, "checks": []any{},
		}}})
	})
	found, err := f.repository(t, "").RequiredChecks(t.Context(), "main")
	must(t, err)
	if len(found.Unread) != 1 || !strings.HasPrefix(found.Unread[0], "rulesets: ") || len(found.Checks) != 1 || found.Checks[0].Name != "old" {
		t.Errorf("%+v", found)
	}
}

func TestCIThatCannotBeRead(t *testing.T) {
	t.Parallel()
	asked := func(r *Repository) map[string]error {
		failures := map[string]error{}
		_, failures["check runs"] = r.CheckRuns(t.Context(), fakeCommit)
		_, failures["statuses"] = r.CommitStatuses(t.Context(), fakeCommit)
		_, failures["runs"] = r.WorkflowRuns(t.Context(), fakeCommit)
		_, failures["jobs"] = r.WorkflowJobs(t.Context(), 7)
		_, failures["a run"] = r.WorkflowRun(t.Context(), 7)
		_, failures["jobs of an attempt"] = r.AttemptJobs(t.Context(), 7, 1)
		_, failures["runs of a workflow"] = r.RunsOfWorkflow(t.Context(), "ci.yml", time.Time{})
		return failures
	}
	for name, c := range map[string]struct {
		status int
		body   any
		header string
		is     error
		says   string
	}{
		"without the permission":      {403, message("Resource not accessible by integration"), "actions=read", jobs.ErrForbidden, "actions: read"},
		"of a server that is down":    {500, message("Server Error"), "", nil, "500"},
		"in another shape":            {200, map[string]any{"message": "ok"}, "", nil, ""},
		"as a page and not an answer": {200, "<html>", "", nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t, "")
			f.HandleFunc("GET /repos/acme/shop/", func(writer http.ResponseWriter, _ *http.Request) {
				if c.header != "" {
					writer.Header().Set("X-Accepted-GitHub-Permissions", c.header)
				}
				answer(writer, c.status, c.body)
			})
			for what, err := range asked(f.repository(t, "")) {
				if err == nil || c.is != nil && !errors.Is(err, c.is) || c.is == nil && errors.Is(err, jobs.ErrForbidden) || !strings.Contains(err.Error(), c.says) {
					t.Errorf("%s: %v", what, err)
				}
			}
		})
	}
}

const fakeCommit = "1234567890123456789012345678901234567890"

func TestRunsBeyondWhatGitHubListsAreAnError(t *testing.T) {
	t.Parallel()
	f := newFake(t, "")
	f.HandleFunc("GET /repos/acme/shop/actions/runs", func(writer http.ResponseWriter, request *http.Request) {
		page := 0
		_, _ = fmt.Sscan(request.URL.Query().Get("page"), &page)
		if page < 10 {
			writer.Header().Set("Link", fmt.Sprintf(`<http://%s/repos/acme/shop/actions/runs?page=%d>; rel="next"`, request.Host, page+1))
		}
		runs := []any{}
		for n := range 100 {
			runs = append(runs, map[string]any{"id": page*100 + n, "head_sha": fakeCommit})
		}
		answer(writer, 200, map[string]any{"total_count": 1234, "workflow_runs": runs})
	})
	if runs, err := f.repository(t, "").WorkflowRuns(t.Context(), fakeCommit); err == nil || !strings.Contains(err.Error(), "1000 of 1234") {
		t.Errorf("%d runs, %v", len(runs), err)
	}
}

func TestRunsOfOtherCommitsAreNotTaken(t *testing.T) {
	t.Parallel()
	f := newFake(t, "")
	f.HandleFunc("GET /repos/acme/shop/actions/runs", func(writer http.ResponseWriter, _ *http.Request) {
		answer(writer, 200, map[string]any{"total_count": 1, "workflow_runs": []any{map[string]any{"id": 1, "head_sha": strings.Repeat("a", 40), "status": "completed", "conclusion": "success"}}})
	})
	if runs, err := f.repository(t, "").WorkflowRuns(t.Context(), fakeCommit); err != nil || len(runs) != 0 {
		t.Errorf("%+v, %v", runs, err)
	}
}

func TestGolivesOwnCheckRunsAreNoCI(t *testing.T) {
	t.Parallel()
	run := func(app int64, name string) *gh.CheckRun {
		return &gh.CheckRun{ID: gh.Int64(app), Name: gh.String(name), App: &gh.App{ID: gh.Int64(app), Slug: gh.String(fmt.Sprint("app-", app))}}
	}
	found := []*gh.CheckRun{run(7, checks.ReadyCheck), run(7, "golive / 1 code"), run(9, "build"), run(9, "golive / lint")}
	for ours, want := range map[int64]string{7: "build golive / lint", 0: "build golive / lint", 9: "golive / 1 code golive / ready"} {
		var names []string
		for _, one := range newestCheckRuns(found, ours) {
			names = append(names, one.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("of App %d: %q, want %q", ours, got, want)
		}
	}
}
