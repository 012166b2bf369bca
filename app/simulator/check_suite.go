package simulator

import (
	"fmt"
	"slices"
	"time"
)

// checkSuite gathers the check runs of one App on one commit.
type checkSuite struct {
	id         int64
	app        *application
	headSHA    string
	headBranch string // empty is null: nobody pushed the commit as a branch's tip
	before     string
	createdAt  time.Time
	updatedAt  time.Time
}

// suite finds or makes the suite of an App for a commit.
func (g *GitHub) suite(r *repository, app *application, sha, branch, before string) *checkSuite {
	for _, id := range sortedKeys(r.checkSuites) {
		if s := r.checkSuites[id]; s.app == app && s.headSHA == sha {
			return s
		}
	}
	made := &checkSuite{id: g.id(), app: app, headSHA: sha, headBranch: branch, before: before, createdAt: g.now(), updatedAt: g.now()}
	r.checkSuites[made.id] = made
	return made
}

// requestSuite makes our App's suite for a pushed commit, as GitHub does for
// each App with checks:write, and sends check_suite.requested.
// https://docs.github.com/rest/guides/using-the-rest-api-to-interact-with-checks#about-check-suites
func (g *GitHub) requestSuite(r *repository, branch, before string, head revision, by string) {
	for _, i := range g.installations {
		if i.sees(r) && i.permissions["checks"] == "write" {
			made := g.suite(r, g.apps[g.slug], head.sha, branch, before)
			g.sendSuite(r, made, "requested", by, g.pullsAt(r, head.sha))
			return
		}
	}
}

// RerequestCheckSuite is "Re-run all checks" for our App on a commit; it sends
// check_suite.rerequested. bare leaves pull_requests empty and head_branch
// null, as GitHub does for commits of forks and tags.
func (g *GitHub) RerequestCheckSuite(fullName, sha, by string, bare bool) error {
	return g.withRepository(fullName, func(r *repository) error {
		for _, id := range sortedKeys(r.checkSuites) {
			s := r.checkSuites[id]
			if s.headSHA != sha || s.app.slug != g.slug {
				continue
			}
			pulls := g.pullsAt(r, sha)
			if bare {
				copied := *s
				copied.headBranch = ""
				s, pulls = &copied, nil
			}
			g.sendSuite(r, s, "rerequested", by, pulls)
			return nil
		}
		return fmt.Errorf("simulator: no check suite of the App on %s", sha)
	})
}

func (g *GitHub) sendSuite(r *repository, s *checkSuite, action, by string, pulls []*issue) {
	rendered := g.renderWholeSuite(r, s, pulls)
	g.send(r, "check_suite", action, by, object{"check_suite": rendered})
}

// pullsAt are the open pull requests with this head, without those from forks:
// https://docs.github.com/rest/checks/suites
func (g *GitHub) pullsAt(r *repository, sha string) []*issue {
	var found []*issue
	for _, number := range sortedKeys(r.issues) {
		if i := r.issues[number]; i.pull != nil && i.state == "open" && i.pull.head == r && i.pull.headSHA == sha {
			found = append(found, i)
		}
	}
	return found
}

// renderPullReference is the short form of a pull request in checks.
func (g *GitHub) renderPullReference(r *repository, i *issue) object {
	repo := object{"id": r.id, "url": fmt.Sprintf("%s/repos/%s", g.apiURL(), r.fullName()), "name": r.name}
	return object{
		"id": i.id, "number": i.number, "url": fmt.Sprintf("%s/repos/%s/pulls/%d", g.apiURL(), r.fullName(), i.number),
		"head": object{"ref": i.pull.headRef, "sha": i.pull.headSHA, "repo": repo},
		"base": object{"ref": i.pull.baseRef, "sha": i.pull.baseSHA, "repo": repo},
	}
}

// summarize derives a suite's state: the worst conclusion once all are completed.
// https://docs.github.com/rest/guides/using-the-rest-api-to-interact-with-checks#about-check-suites
func (r *repository) summarize(s *checkSuite) (status, conclusion string, runs int) {
	order := []string{"", "skipped", "neutral", "success", "cancelled", "stale", "timed_out", "action_required", "failure"}
	status, worst := "queued", 0
	for _, run := range r.checkRuns {
		if run.suite != s.id {
			continue
		}
		if runs++; runs == 1 {
			status = "completed"
		}
		if run.status != "completed" {
			status = "in_progress"
		}
		worst = max(worst, slices.Index(order, run.conclusion))
	}
	if status != "completed" {
		return status, "", runs
	}
	return status, order[worst], runs
}

// renderSuite renders a suite as check runs show it.
func (g *GitHub) renderSuite(r *repository, s *checkSuite, pulls []*issue) object {
	self := fmt.Sprintf("%s/repos/%s/check-suites/%d", g.apiURL(), r.fullName(), s.id)
	status, conclusion, _ := r.summarize(s)
	return object{
		"id": s.id, "node_id": nodeID("CheckSuite", s.id), "head_branch": orNull(s.headBranch), "head_sha": s.headSHA,
		"status": status, "conclusion": orNull(conclusion), "url": self, "before": orNull(s.before), "after": s.headSHA,
		"pull_requests": list(pulls, func(i *issue) object { return g.renderPullReference(r, i) }), "app": g.renderApp(s.app),
		"created_at": stamp(s.createdAt), "updated_at": stamp(s.updatedAt),
	}
}

func (g *GitHub) suiteRoutes() []route {
	return []route{
		{"GET", "/repos/{owner}/{repo}/commits/{ref*}/check-suites", "checks:read", listSuites},
		{"GET", "/repos/{owner}/{repo}/check-suites/{id}", "checks:read", func(c *call) *answer {
			s := c.repository.checkSuites[c.number("id")]
			if s == nil {
				return notFound()
			}
			return ok(c.g.renderListedSuite(c.repository, s))
		}},
		{"GET", "/repos/{owner}/{repo}/check-suites/{id}/check-runs", "checks:read", func(c *call) *answer {
			return listRuns(c, func(run *checkRun) bool { return run.suite == c.number("id") })
		}},
	}
}

func (g *GitHub) renderListedSuite(r *repository, s *checkSuite) object {
	rendered := g.renderWholeSuite(r, s, g.pullsAt(r, s.headSHA))
	rendered["repository"] = g.renderRepository(r)
	return rendered
}

// renderWholeSuite adds what only suites themselves show.
func (g *GitHub) renderWholeSuite(r *repository, s *checkSuite, pulls []*issue) object {
	rendered := g.renderSuite(r, s, pulls)
	_, _, runs := r.summarize(s)
	rendered["latest_check_runs_count"], rendered["check_runs_url"] = runs, rendered["url"].(string)+"/check-runs"
	rendered["rerequestable"], rendered["runs_rerequestable"] = true, true
	if head, err := r.git.commitAt(s.headSHA, false); err == nil {
		rendered["head_commit"] = g.renderSimpleCommit(head)
	}
	return rendered
}

// https://docs.github.com/rest/checks/suites#list-check-suites-for-a-git-reference
func listSuites(c *call) *answer {
	sha := c.repository.git.commit(c.vars["ref"])
	if sha == "" {
		return noCommit(c.vars["ref"])
	}
	var found []*checkSuite
	for _, id := range sortedKeys(c.repository.checkSuites) {
		s := c.repository.checkSuites[id]
		if s.headSHA == sha && (c.query.Get("app_id") == "" || c.query.Get("app_id") == fmt.Sprint(s.app.id)) {
			found = append(found, s)
		}
	}
	return paginateIn(c, "check_suites", found, func(s *checkSuite) object { return c.g.renderListedSuite(c.repository, s) })
}

func noCommit(ref string) *answer {
	return fail(422, "No commit found for SHA: "+ref, checkPage)
}
