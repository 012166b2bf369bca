package simulator

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
)

// WorkflowRun is a run of GitHub Actions as a test or a demo tells it.
type WorkflowRun struct {
	ID       int64  // 0: a new run; else a further attempt of that one, with these jobs
	Path     string // of the workflow's file; ".github/workflows/ci.yml" when empty
	Workflow string // its name; the path when empty
	Event    string // "push" when empty
	Branch   string // of the head
	SHA      string // the head commit
	// Conclusion of the run; empty: it is derived from its jobs, and the run is
	// in progress as long as one of them is, and queued without any.
	Conclusion string
	Jobs       []WorkflowJob
}

// WorkflowJob is one job of a WorkflowRun.
type WorkflowJob struct {
	Name       string
	Conclusion string // empty: in progress
	Steps      []WorkflowStep
}

// WorkflowStep is one step of a WorkflowJob.
type WorkflowStep struct{ Name, Conclusion string }

// workflowRun is one run with its last attempt's jobs, and those of the attempts before.
type workflowRun struct {
	id, number, suite      int64
	attempt                int
	path, name             string
	event, branch, sha     string
	status, conclusion     string
	createdAt, startedAt   time.Time
	updatedAt              time.Time
	jobs                   []*workflowJob
	earlier                [][]*workflowJob // by attempt, from the first
	actor, triggeringActor string
}

type workflowJob struct {
	id, checkRun           int64
	name                   string
	status, conclusion     string
	steps                  []WorkflowStep
	startedAt, completedAt time.Time
}

const actionsApp = "github-actions"

// ReportWorkflowRun records a run of a workflow, or a further attempt of one,
// with its jobs. Each job is a check run of the App "github-actions" too, in the
// suite of its run. It sends workflow_run and the events of checks.
func (g *GitHub) ReportWorkflowRun(fullName string, wanted WorkflowRun, by string) (int64, error) {
	var id int64
	err := g.withRepository(fullName, func(r *repository) error {
		if r.git.commit(wanted.SHA) != wanted.SHA {
			return fmt.Errorf("simulator: no commit %q", wanted.SHA)
		}
		run, err := g.workflowRun(r, wanted, by)
		if err != nil {
			return err
		}
		id = run.id
		run.jobs = nil
		for _, job := range wanted.Jobs {
			run.jobs = append(run.jobs, g.runJob(r, run, job))
		}
		run.status, run.conclusion = summarizeJobs(run.jobs, wanted.Conclusion)
		action := map[string]string{"completed": "completed", "in_progress": "in_progress", "queued": "requested"}[run.status]
		g.send(r, "workflow_run", action, by, object{"workflow_run": g.renderWorkflowRun(r, run), "workflow": g.renderWorkflow(r, run)})
		s := r.checkSuites[run.suite]
		if s.updatedAt = g.now(); run.status == "completed" && len(run.jobs) > 0 {
			g.sendSuite(r, s, "completed", by, g.pullsAt(r, s.headSHA))
		}
		return nil
	})
	return id, err
}

// workflowRun finds or makes the run and opens its next attempt.
func (g *GitHub) workflowRun(r *repository, wanted WorkflowRun, by string) (*workflowRun, error) {
	if wanted.ID != 0 {
		at := slices.IndexFunc(r.workflowRuns, func(run *workflowRun) bool { return run.id == wanted.ID })
		if at < 0 {
			return nil, fmt.Errorf("simulator: no workflow run %d", wanted.ID)
		}
		run := r.workflowRuns[at]
		if run.sha != wanted.SHA {
			return nil, fmt.Errorf("simulator: workflow run %d is of %s", run.id, run.sha)
		}
		if run.status == "completed" {
			run.attempt++
			run.earlier = append(run.earlier, run.jobs)
			run.startedAt = g.now()
		}
		run.updatedAt, run.triggeringActor = g.now(), by
		return run, nil
	}
	run := &workflowRun{
		id: g.id(), number: int64(len(r.workflowRuns)) + 1, attempt: 1, path: wanted.Path, name: wanted.Workflow,
		event: wanted.Event, branch: wanted.Branch, sha: wanted.SHA,
		createdAt: g.now(), startedAt: g.now(), updatedAt: g.now(), actor: by, triggeringActor: by,
	}
	if run.path == "" {
		run.path = ".github/workflows/ci.yml"
	}
	if run.name == "" {
		run.name = run.path
	}
	if run.event == "" {
		run.event = "push"
	}
	// Each run has a suite of its own, unlike what other Apps report.
	s := &checkSuite{id: g.id(), app: g.application(actionsApp), headSHA: run.sha, headBranch: run.branch, createdAt: g.now(), updatedAt: g.now()}
	r.checkSuites[s.id], run.suite = s, s.id
	r.workflowRuns = append(r.workflowRuns, run)
	return run, nil
}

// runJob makes a job and the check run that it is shown as. In a further attempt
// it is another check run of the same suite and name.
func (g *GitHub) runJob(r *repository, run *workflowRun, wanted WorkflowJob) *workflowJob {
	job := &workflowJob{name: wanted.Name, status: "in_progress", conclusion: wanted.Conclusion, steps: wanted.Steps, startedAt: g.now()}
	shown := &checkRun{id: g.id(), suite: run.suite, app: g.application(actionsApp), name: wanted.Name, headSHA: run.sha, status: "in_progress", startedAt: g.now()}
	action := "created"
	if wanted.Conclusion != "" {
		job.status, job.completedAt, action = "completed", g.now(), "completed"
		shown.status, shown.conclusion, shown.completedAt = "completed", wanted.Conclusion, g.now()
	}
	job.id, job.checkRun = shown.id, shown.id // GitHub gives both the same id
	r.checkRuns[shown.id] = shown
	g.sendRun(r, shown, action, actionsApp+"[bot]", object{})
	return job
}

// summarizeJobs derives a run's state. Skipped jobs do not make a run red, and a
// run whose jobs were all skipped is skipped.
func summarizeJobs(jobs []*workflowJob, conclusion string) (status, derived string) {
	if conclusion != "" {
		return "completed", conclusion
	}
	if len(jobs) == 0 {
		return "queued", ""
	}
	order := []string{"skipped", "neutral", "success", "cancelled", "timed_out", "action_required", "failure"}
	worst := 0
	for _, job := range jobs {
		if job.status != "completed" {
			return "in_progress", ""
		}
		worst = max(worst, slices.Index(order, job.conclusion))
	}
	return "completed", order[worst]
}

func (g *GitHub) workflowID(run *workflowRun) int64 {
	id := int64(0)
	for _, c := range run.path {
		id = id*31 + int64(c)
	}
	return id & 0x7fffffff
}

func (g *GitHub) renderWorkflow(r *repository, run *workflowRun) object {
	id := g.workflowID(run)
	self := fmt.Sprintf("%s/repos/%s/actions/workflows/%d", g.apiURL(), r.fullName(), id)
	return object{
		"id": id, "node_id": nodeID("Workflow", id), "name": run.name, "path": run.path, "state": "active", "url": self,
		"html_url":   fmt.Sprintf("%s/%s/blob/%s/%s", g.options.PublicURL, r.fullName(), r.defaultBranch, run.path),
		"badge_url":  fmt.Sprintf("%s/%s/actions/workflows/%s/badge.svg", g.options.PublicURL, r.fullName(), path.Base(run.path)),
		"created_at": stamp(r.createdAt), "updated_at": stamp(r.createdAt),
	}
}

func (g *GitHub) renderWorkflowRun(r *repository, run *workflowRun) object {
	self := fmt.Sprintf("%s/repos/%s/actions/runs/%d", g.apiURL(), r.fullName(), run.id)
	rendered := object{
		"id": run.id, "node_id": nodeID("WorkflowRun", run.id), "name": run.name, "path": run.path, "display_title": run.name, "run_number": run.number,
		"run_attempt": run.attempt, "event": run.event, "head_branch": orNull(run.branch), "head_sha": run.sha, "status": run.status, "conclusion": orNull(run.conclusion),
		"workflow_id": g.workflowID(run), "check_suite_id": run.suite, "check_suite_node_id": nodeID("CheckSuite", run.suite),
		"url": self, "html_url": fmt.Sprintf("%s/%s/actions/runs/%d", g.options.PublicURL, r.fullName(), run.id), "pull_requests": []object{},
		"created_at": stamp(run.createdAt), "updated_at": stamp(run.updatedAt), "run_started_at": stamp(run.startedAt),
		"actor": g.renderAccount(g.account(run.actor)), "triggering_actor": g.renderAccount(g.account(run.triggeringActor)),
		"jobs_url": self + "/jobs", "logs_url": self + "/logs", "artifacts_url": self + "/artifacts", "cancel_url": self + "/cancel", "rerun_url": self + "/rerun",
		"check_suite_url": fmt.Sprintf("%s/repos/%s/check-suites/%d", g.apiURL(), r.fullName(), run.suite), "previous_attempt_url": nil,
		"workflow_url":         fmt.Sprintf("%s/repos/%s/actions/workflows/%d", g.apiURL(), r.fullName(), g.workflowID(run)),
		"referenced_workflows": []object{}, "repository": g.renderRepository(r), "head_repository": g.renderRepository(r),
	}
	if run.attempt > 1 {
		rendered["previous_attempt_url"] = fmt.Sprintf("%s/attempts/%d", self, run.attempt-1)
	}
	if head, err := r.git.commitAt(run.sha, false); err == nil {
		rendered["head_commit"] = g.renderSimpleCommit(head)
	}
	return rendered
}

func (g *GitHub) renderWorkflowJob(r *repository, run *workflowRun, attempt int, job *workflowJob) object {
	self := fmt.Sprintf("%s/repos/%s/actions", g.apiURL(), r.fullName())
	number := 0
	return object{
		"id": job.id, "node_id": nodeID("CheckRun", job.id), "run_id": run.id, "run_url": fmt.Sprintf("%s/runs/%d", self, run.id), "run_attempt": attempt,
		"name": job.name, "head_sha": run.sha, "head_branch": orNull(run.branch), "workflow_name": run.name, "status": job.status, "conclusion": orNull(job.conclusion),
		"url": fmt.Sprintf("%s/jobs/%d", self, job.id), "html_url": fmt.Sprintf("%s/%s/actions/runs/%d/job/%d", g.options.PublicURL, r.fullName(), run.id, job.id),
		"check_run_url": fmt.Sprintf("%s/repos/%s/check-runs/%d", g.apiURL(), r.fullName(), job.checkRun),
		"created_at":    stamp(job.startedAt), "started_at": stamp(job.startedAt), "completed_at": stamp(job.completedAt),
		"labels": []string{"ubuntu-latest"}, "runner_id": nil, "runner_name": nil, "runner_group_id": nil, "runner_group_name": nil,
		"steps": list(job.steps, func(step WorkflowStep) object {
			number++
			status := "completed"
			if step.Conclusion == "" {
				status = "in_progress"
			}
			return object{"number": number, "name": step.Name, "status": status, "conclusion": orNull(step.Conclusion), "started_at": stamp(job.startedAt), "completed_at": stamp(job.completedAt)}
		}),
	}
}

func (g *GitHub) workflowRoutes() []route {
	const runs = "/repos/{owner}/{repo}/actions/runs"
	onRun := func(serve func(*call, *workflowRun) *answer) func(*call) *answer {
		return func(c *call) *answer {
			at := slices.IndexFunc(c.repository.workflowRuns, func(run *workflowRun) bool { return run.id == c.number("id") })
			if at < 0 {
				return notFound()
			}
			return serve(c, c.repository.workflowRuns[at])
		}
	}
	return []route{
		{"GET", runs, "actions:read", func(c *call) *answer { return listWorkflowRuns(c, func(*workflowRun) bool { return true }) }},
		{"GET", runs + "/{id}", "actions:read", onRun(func(c *call, run *workflowRun) *answer { return ok(c.g.renderWorkflowRun(c.repository, run)) })},
		{"GET", runs + "/{id}/jobs", "actions:read", onRun(func(c *call, run *workflowRun) *answer {
			return listJobs(c, run, run.attempt)
		})},
		{"GET", runs + "/{id}/attempts/{attempt}/jobs", "actions:read", onRun(func(c *call, run *workflowRun) *answer {
			return listJobs(c, run, int(c.number("attempt")))
		})},
		{"GET", "/repos/{owner}/{repo}/actions/workflows/{workflow}/runs", "actions:read", func(c *call) *answer {
			wanted := c.vars["workflow"]
			of := func(run *workflowRun) bool {
				return path.Base(run.path) == wanted || fmt.Sprint(c.g.workflowID(run)) == wanted
			}
			if !slices.ContainsFunc(c.repository.workflowRuns, of) {
				return notFound()
			}
			return listWorkflowRuns(c, of)
		}},
	}
}

// listJobs answers the jobs of one attempt.
// https://docs.github.com/rest/actions/workflow-jobs#list-jobs-for-a-workflow-run-attempt
func listJobs(c *call, run *workflowRun, attempt int) *answer {
	if attempt < 1 || attempt > run.attempt {
		return notFound()
	}
	jobs := run.jobs
	if attempt <= len(run.earlier) {
		jobs = run.earlier[attempt-1]
	}
	return paginateIn(c, "jobs", jobs, func(job *workflowJob) object { return c.g.renderWorkflowJob(c.repository, run, attempt, job) })
}

// listWorkflowRuns answers the runs that match, newest first, and the query's
// filters. "created" is understood as ">=DATE" alone.
// https://docs.github.com/rest/actions/workflow-runs#list-workflow-runs-for-a-repository
func listWorkflowRuns(c *call, matches func(*workflowRun) bool) *answer {
	since, err := time.Parse(time.DateOnly, strings.TrimPrefix(c.query.Get("created"), ">="))
	if err != nil {
		since = time.Time{}
	}
	var found []*workflowRun
	for _, run := range c.repository.workflowRuns {
		is := func(parameter string, values ...string) bool {
			wanted := c.query.Get(parameter)
			return wanted == "" || slices.Contains(values, wanted)
		}
		if matches(run) && is("head_sha", run.sha) && is("branch", run.branch) && is("event", run.event) && is("status", run.status, run.conclusion) && !run.createdAt.Before(since) {
			found = append(found, run)
		}
	}
	slices.Reverse(found)
	return paginateIn(c, "workflow_runs", found, func(run *workflowRun) object { return c.g.renderWorkflowRun(c.repository, run) })
}
