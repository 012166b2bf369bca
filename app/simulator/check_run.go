package simulator

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// checkRun is the state of one check run.
type checkRun struct {
	id          int64
	suite       int64
	app         *application
	name        string
	headSHA     string
	externalID  string
	detailsURL  string
	status      string
	conclusion  string
	startedAt   time.Time
	completedAt time.Time
	title       string
	summary     string
	text        string
	annotations []Annotation
	actions     []Action
}

// CheckRun is a snapshot of one check run.
type CheckRun struct {
	ID, SuiteID            int64
	App                    string // slug
	Name, HeadSHA          string
	ExternalID, DetailsURL string
	Status, Conclusion     string
	StartedAt, CompletedAt time.Time
	Title, Summary, Text   string
	Annotations            []Annotation
	Actions                []Action
}

// Annotation is one annotation in the API's own form.
type Annotation struct {
	Path        string `json:"path"`
	StartLine   int    `json:"start_line"`
	EndLine     int    `json:"end_line"`
	StartColumn *int   `json:"start_column"`
	EndColumn   *int   `json:"end_column"`
	Level       string `json:"annotation_level"`
	Title       string `json:"title"`
	Message     string `json:"message"`
	RawDetails  string `json:"raw_details"`
}

// Action is one button of a check run.
type Action struct {
	Label       string `json:"label"`
	Description string `json:"description"`
	Identifier  string `json:"identifier"`
}

// CheckRuns are all check runs on a commit, of every App, oldest first.
func (g *GitHub) CheckRuns(fullName, sha string) ([]CheckRun, error) {
	var found []CheckRun
	err := g.withRepository(fullName, func(r *repository) error {
		for _, id := range sortedKeys(r.checkRuns) {
			if run := r.checkRuns[id]; sha == "" || run.headSHA == sha {
				found = append(found, run.snapshot())
			}
		}
		return nil
	})
	return found, err
}

func (run *checkRun) snapshot() CheckRun {
	return CheckRun{
		ID: run.id, SuiteID: run.suite, App: run.app.slug, Name: run.name, HeadSHA: run.headSHA, ExternalID: run.externalID, DetailsURL: run.detailsURL,
		Status: run.status, Conclusion: run.conclusion, StartedAt: run.startedAt, CompletedAt: run.completedAt,
		Title: run.title, Summary: run.summary, Text: run.text,
		Annotations: slices.Clone(run.annotations), Actions: slices.Clone(run.actions),
	}
}

// ReportCheckRun makes a check run of another App (say "github-actions"), or
// updates the one with that name on that commit. An empty status means
// completed when there is a conclusion, else in_progress. It sends
// check_run.created or check_run.completed.
func (g *GitHub) ReportCheckRun(fullName, app, sha, name, status, conclusion string) (int64, error) {
	var id int64
	err := g.withRepository(fullName, func(r *repository) error {
		if r.git.commit(sha) != sha {
			return fmt.Errorf("simulator: no commit %q", sha)
		}
		by := g.application(app)
		var run *checkRun
		for _, known := range r.checkRuns {
			if known.app == by && known.headSHA == sha && known.name == name {
				run = known
			}
		}
		action := "completed"
		if run == nil {
			run, action = g.newRun(r, by, sha, name), "created"
		}
		if conclusion != "" {
			status = "completed"
		} else if status == "" {
			status = "in_progress"
		}
		run.status, run.conclusion, id = status, conclusion, run.id
		if status == "completed" {
			run.completedAt = g.now()
		}
		g.sendRun(r, run, action, app+"[bot]", object{})
		if action == "created" && status == "completed" {
			g.sendRun(r, run, "completed", app+"[bot]", object{})
		}
		g.finishSuite(r, run)
		return nil
	})
	return id, err
}

// finishSuite sends check_suite.completed when the last run of a suite ended.
func (g *GitHub) finishSuite(r *repository, run *checkRun) {
	s := r.checkSuites[run.suite]
	s.updatedAt = g.now()
	if status, _, _ := r.summarize(s); status == "completed" {
		g.sendSuite(r, s, "completed", run.app.slug+"[bot]", g.pullsAt(r, s.headSHA))
	}
}

// RerequestCheckRun is "Re-run" on one check run; it sends check_run.rerequested.
func (g *GitHub) RerequestCheckRun(fullName string, id int64, by string) error {
	return g.withRun(fullName, id, func(r *repository, run *checkRun) error {
		g.sendRun(r, run, "rerequested", by, object{})
		return nil
	})
}

// RequestedAction is a press on a check run's button; it sends
// check_run.requested_action. It fails when the run has no such button.
func (g *GitHub) RequestedAction(fullName string, id int64, identifier, by string) error {
	return g.withRun(fullName, id, func(r *repository, run *checkRun) error {
		if !slices.ContainsFunc(run.actions, func(a Action) bool { return a.Identifier == identifier }) {
			return fmt.Errorf("simulator: check run %d has no action %q", id, identifier)
		}
		g.sendRun(r, run, "requested_action", by, object{"requested_action": object{"identifier": identifier}})
		return nil
	})
}

func (g *GitHub) withRun(fullName string, id int64, act func(*repository, *checkRun) error) error {
	return g.withRepository(fullName, func(r *repository) error {
		run := r.checkRuns[id]
		if run == nil {
			return fmt.Errorf("simulator: no check run %d", id)
		}
		return act(r, run)
	})
}

// newRun adds a run. GitHub does not refuse a second run of the same name on
// the same commit, so neither is it refused here: tests can catch it.
func (g *GitHub) newRun(r *repository, app *application, sha, name string) *checkRun {
	branch := ""
	for _, i := range g.pullsAt(r, sha) {
		branch = i.pull.headRef
	}
	s := g.suite(r, app, sha, branch, "")
	run := &checkRun{id: g.id(), suite: s.id, app: app, name: name, headSHA: sha, status: "queued", startedAt: g.now()}
	r.checkRuns[run.id] = run
	return run
}

// sendRun sends one check_run event. Re-run and buttons concern our App only.
// https://docs.github.com/webhooks/webhook-events-and-payloads#check_run
func (g *GitHub) sendRun(r *repository, run *checkRun, action, by string, fields object) {
	fields["check_run"] = g.renderRun(r, run)
	if (action == "rerequested" || action == "requested_action") && run.app.slug != g.slug {
		return
	}
	g.send(r, "check_run", action, by, fields)
}

func (g *GitHub) renderRun(r *repository, run *checkRun) object {
	self := fmt.Sprintf("%s/repos/%s/check-runs/%d", g.apiURL(), r.fullName(), run.id)
	web := fmt.Sprintf("%s/%s/runs/%d", g.options.PublicURL, r.fullName(), run.id)
	s := r.checkSuites[run.suite]
	details := run.detailsURL
	if details == "" {
		details = web
	}
	pulls := g.pullsAt(r, run.headSHA)
	return object{
		"id": run.id, "node_id": nodeID("CheckRun", run.id), "name": run.name, "head_sha": run.headSHA, "external_id": run.externalID,
		"url": self, "html_url": web, "details_url": details, "status": run.status, "conclusion": orNull(run.conclusion),
		"started_at": stamp(run.startedAt), "completed_at": stamp(run.completedAt),
		"output": object{
			"title": orNull(run.title), "summary": orNull(run.summary), "text": orNull(run.text),
			"annotations_count": len(run.annotations), "annotations_url": self + "/annotations",
		},
		"check_suite": g.renderSuite(r, s, pulls), "app": g.renderApp(run.app),
		"pull_requests": list(pulls, func(i *issue) object { return g.renderPullReference(r, i) }),
	}
}

func (g *GitHub) renderAnnotation(r *repository, sha string, a Annotation) object {
	return object{
		"path": a.Path, "start_line": a.StartLine, "end_line": a.EndLine, "start_column": a.StartColumn, "end_column": a.EndColumn,
		"annotation_level": a.Level, "title": orNull(a.Title), "message": a.Message, "raw_details": orNull(a.RawDetails),
		"blob_href": fmt.Sprintf("%s/%s/blob/%s/%s", g.options.PublicURL, r.fullName(), sha, a.Path),
	}
}

// listRuns answers the runs that match, and the query's filters.
// https://docs.github.com/rest/checks/runs#list-check-runs-for-a-git-reference
func listRuns(c *call, matches func(*checkRun) bool) *answer {
	var found []*checkRun
	for _, id := range sortedKeys(c.repository.checkRuns) {
		run := c.repository.checkRuns[id]
		name, status, app := c.query.Get("check_name"), c.query.Get("status"), c.query.Get("app_id")
		if !matches(run) || name != "" && name != run.name || status != "" && status != run.status || app != "" && app != strconv.FormatInt(run.app.id, 10) {
			continue
		}
		found = append(found, run)
	}
	if c.query.Get("filter") != "all" {
		found = latestRuns(found)
	}
	slices.Reverse(found)
	return paginateIn(c, "check_runs", found, func(run *checkRun) object { return c.g.renderRun(c.repository, run) })
}

// latestRuns keeps, of each name in each suite, the newest: several Apps may
// still have the same name.
func latestRuns(runs []*checkRun) []*checkRun {
	type key struct {
		suite int64
		name  string
	}
	newest := map[key]*checkRun{}
	for _, run := range runs {
		newest[key{run.suite, run.name}] = run
	}
	return slices.DeleteFunc(slices.Clone(runs), func(run *checkRun) bool { return newest[key{run.suite, run.name}] != run })
}
