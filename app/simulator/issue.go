package simulator

import (
	"fmt"
	"hash/crc32"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// issue is an issue or, with pull, a pull request: GitHub numbers both together.
type issue struct {
	id        int64
	number    int
	title     string
	body      string
	user      string
	byApp     bool
	labels    []string
	state     string
	locked    bool
	createdAt time.Time
	updatedAt time.Time
	closedAt  time.Time
	reactions []reaction
	pull      *pull
}

// Issue is the state of an issue that is no pull request.
type Issue struct {
	ID                       int64
	Number                   int
	Title, Body, User, State string
	Labels                   []string
	CreatedAt, UpdatedAt     time.Time
}

// The page of the issues API.
const issuePage = "https://docs.github.com/rest/issues/issues"

// Issues are the issues of a repository without its pull requests, by number.
func (g *GitHub) Issues(fullName string) ([]Issue, error) {
	var found []Issue
	err := g.withRepository(fullName, func(r *repository) error {
		for _, number := range sortedKeys(r.issues) {
			if i := r.issues[number]; i.pull == nil {
				found = append(found, Issue{
					ID: i.id, Number: i.number, Title: i.title, Body: i.body, User: i.user, State: i.state,
					Labels: slices.Clone(i.labels), CreatedAt: i.createdAt, UpdatedAt: i.updatedAt,
				})
			}
		}
		return nil
	})
	return found, err
}

// OpenIssue opens an issue and sends issues.opened.
func (g *GitHub) OpenIssue(fullName, user, title, body string, labels ...string) (int, error) {
	number := 0
	err := g.withRepository(fullName, func(r *repository) error {
		made := g.newIssue(r, user, title, body, labels)
		number = made.number
		g.send(r, "issues", "opened", user, object{"issue": g.renderIssue(r, made)})
		return nil
	})
	return number, err
}

// Lock locks the conversation of an issue or pull request: the App can no
// longer comment on it.
func (g *GitHub) Lock(fullName string, number int, by string) error {
	return g.setLocked(fullName, number, by, true)
}

// Unlock unlocks the conversation.
func (g *GitHub) Unlock(fullName string, number int, by string) error {
	return g.setLocked(fullName, number, by, false)
}

func (g *GitHub) setLocked(fullName string, number int, by string, locked bool) error {
	return g.withIssue(fullName, number, func(r *repository, i *issue) error {
		i.locked = locked
		action := "unlocked"
		if locked {
			action = "locked"
		}
		g.sendIssue(r, i, action, by, object{})
		return nil
	})
}

func (g *GitHub) withIssue(fullName string, number int, change func(*repository, *issue) error) error {
	return g.withRepository(fullName, func(r *repository) error {
		i := r.issues[number]
		if i == nil {
			return fmt.Errorf("simulator: no issue or pull request %s#%d", fullName, number)
		}
		return change(r, i)
	})
}

func (g *GitHub) newIssue(r *repository, user, title, body string, labels []string) *issue {
	made := &issue{
		id: g.id(), number: r.nextNumber, title: title, body: body, user: user, labels: slices.Clone(labels),
		state: "open", createdAt: g.now(), updatedAt: g.now(),
	}
	g.account(user)
	r.nextNumber++
	r.issues[made.number] = made
	return made
}

// sendIssue sends issues or pull_request, whichever this is.
func (g *GitHub) sendIssue(r *repository, i *issue, action, by string, fields object) {
	if i.pull != nil {
		g.sendPull(r, i, action, by, fields)
		return
	}
	fields["issue"] = g.renderIssue(r, i)
	g.send(r, "issues", action, by, fields)
}

func (g *GitHub) renderLabel(r *repository, name string) object {
	id := int64(crc32.ChecksumIEEE([]byte(name))) // the same label has the same id everywhere
	return object{
		"id": id, "node_id": nodeID("Label", id), "name": name, "color": "ededed", "default": false,
		"description": "", "url": fmt.Sprintf("%s/repos/%s/labels/%s", g.apiURL(), r.fullName(), name),
	}
}

func (g *GitHub) renderIssue(r *repository, i *issue) object {
	api := fmt.Sprintf("%s/repos/%s", g.apiURL(), r.fullName())
	self := fmt.Sprintf("%s/issues/%d", api, i.number)
	comments := 0
	for _, c := range r.comments {
		if c.number == i.number {
			comments++
		}
	}
	kind := "issues"
	if i.pull != nil {
		kind = "pull"
	}
	rendered := object{
		"id": i.id, "node_id": nodeID("Issue", i.id), "number": i.number, "title": i.title, "body": orNull(i.body),
		"user": g.renderLogin(i.user), "labels": list(i.labels, func(name string) object { return g.renderLabel(r, name) }),
		"state": i.state, "state_reason": nil, "locked": i.locked, "active_lock_reason": nil,
		"assignee": nil, "assignees": []object{}, "milestone": nil, "comments": comments,
		"created_at": stamp(i.createdAt), "updated_at": stamp(i.updatedAt), "closed_at": stamp(i.closedAt),
		"author_association": g.association(r, i.user), "url": self, "repository_url": api,
		"labels_url": self + "/labels{/name}", "comments_url": self + "/comments", "events_url": self + "/events",
		"timeline_url":             self + "/timeline",
		"html_url":                 fmt.Sprintf("%s/%s/%s/%d", g.options.PublicURL, r.fullName(), kind, i.number),
		"performed_via_github_app": nil, "reactions": g.renderReactions(self, i.reactions),
	}
	if i.byApp {
		rendered["performed_via_github_app"] = g.renderApp(g.apps[g.slug])
	}
	if i.pull != nil {
		pull := fmt.Sprintf("%s/pulls/%d", api, i.number)
		web := rendered["html_url"].(string)
		rendered["draft"] = i.pull.draft
		rendered["pull_request"] = object{"url": pull, "html_url": web, "diff_url": web + ".diff", "patch_url": web + ".patch", "merged_at": stamp(i.pull.mergedAt)}
	}
	return rendered
}

func (g *GitHub) issueRoutes() []route {
	return []route{
		{"GET", "/repos/{owner}/{repo}/issues", "issues:read|pull_requests:read", listIssues},
		{"POST", "/repos/{owner}/{repo}/issues", "issues:write", createIssue},
		{"GET", "/repos/{owner}/{repo}/issues/{number}", "issues:read|pull_requests:read", onIssue(func(c *call, i *issue) *answer {
			return ok(c.g.renderIssue(c.repository, i))
		})},
		{"PATCH", "/repos/{owner}/{repo}/issues/{number}", "issues:write|pull_requests:write", onIssue(updateIssue)},
		{"POST", "/repos/{owner}/{repo}/issues/{number}/labels", "issues:write|pull_requests:write", onIssue(addLabels)},
		{"DELETE", "/repos/{owner}/{repo}/issues/{number}/labels/{label}", "issues:write|pull_requests:write", onIssue(removeLabel)},
	}
}

// onIssue finds the issue or pull request of the path.
func onIssue(serve func(*call, *issue) *answer) func(*call) *answer {
	return func(c *call) *answer {
		found := c.repository.issues[int(c.number("number"))]
		if found == nil {
			return notFound()
		}
		return serve(c, found)
	}
}

// https://docs.github.com/rest/issues/issues#list-repository-issues
func listIssues(c *call) *answer {
	state := c.query.Get("state")
	if state == "" {
		state = "open"
	}
	since, _ := time.Parse(time.RFC3339, c.query.Get("since"))
	var found []*issue
	for _, number := range sortedKeys(c.repository.issues) {
		i := c.repository.issues[number]
		creator := c.query.Get("creator")
		if state != "all" && i.state != state || creator != "" && !strings.EqualFold(creator, i.user) || i.updatedAt.Before(since) {
			continue
		}
		if labels := c.query.Get("labels"); labels != "" && !hasAll(i.labels, strings.Split(labels, ",")) {
			continue
		}
		found = append(found, i)
	}
	if c.query.Get("direction") != "asc" {
		slices.Reverse(found)
	}
	return paginate(c, found, func(i *issue) object { return c.g.renderIssue(c.repository, i) })
}

func hasAll(have, wanted []string) bool {
	for _, name := range wanted {
		if !slices.Contains(have, strings.TrimSpace(name)) {
			return false
		}
	}
	return true
}

type issueRequest struct {
	Title  *string   `json:"title"`
	Body   *string   `json:"body"`
	State  *string   `json:"state"`
	Labels *[]string `json:"labels"`
}

// createIssue enforces the same length of the body as for comments.
// https://docs.github.com/rest/issues/issues#create-an-issue
func createIssue(c *call) *answer {
	var wanted issueRequest
	if refused := c.decode(&wanted); refused != nil {
		return refused
	}
	if wanted.Title == nil || strings.TrimSpace(*wanted.Title) == "" {
		return invalid("Issue", "title", "missing_field", "title is missing", issuePage+"#create-an-issue")
	}
	if refused := wanted.check(); refused != nil {
		return refused
	}
	made := c.g.newIssue(c.repository, c.g.botLogin(), *wanted.Title, "", nil)
	made.byApp = true
	wanted.apply(made)
	c.g.sendIssue(c.repository, made, "opened", c.g.botLogin(), object{})
	return created(c.g.renderIssue(c.repository, made))
}

func (w issueRequest) check() *answer {
	if w.Body != nil && len([]rune(*w.Body)) > maxCommentBody {
		return invalid("Issue", "body", "custom", "body is too long (maximum is "+strconv.Itoa(maxCommentBody)+" characters)", issuePage)
	}
	if w.Title != nil && len([]rune(*w.Title)) > 256 {
		return invalid("Issue", "title", "custom", "title is too long (maximum is 256 characters)", issuePage)
	}
	if w.State != nil && *w.State != "open" && *w.State != "closed" {
		return refuse(issuePage, "%s is not a member of [\"open\", \"closed\"].", *w.State)
	}
	return nil
}

func (w issueRequest) apply(to *issue) {
	if w.Title != nil {
		to.title = *w.Title
	}
	if w.Body != nil {
		to.body = *w.Body
	}
	if w.Labels != nil {
		to.labels = slices.Clone(*w.Labels)
	}
}

// https://docs.github.com/rest/issues/issues#update-an-issue
func updateIssue(c *call, i *issue) *answer {
	var wanted issueRequest
	if refused := c.decode(&wanted); refused != nil {
		return refused
	}
	if refused := wanted.check(); refused != nil {
		return refused
	}
	wanted.apply(i)
	i.updatedAt = c.g.now()
	action := "edited"
	if wanted.State != nil && *wanted.State != i.state {
		i.state = *wanted.State
		action, i.closedAt = "reopened", time.Time{}
		if i.state == "closed" {
			action, i.closedAt = "closed", c.g.now()
		}
	}
	c.g.sendIssue(c.repository, i, action, c.g.botLogin(), object{})
	return ok(c.g.renderIssue(c.repository, i))
}

// https://docs.github.com/rest/issues/labels#add-labels-to-an-issue
func addLabels(c *call, i *issue) *answer {
	var wanted struct {
		Labels []string `json:"labels"`
	}
	if c.decode(&wanted) != nil { // the body may be the bare array as well
		if refused := c.decode(&wanted.Labels); refused != nil {
			return refused
		}
	}
	for _, label := range wanted.Labels {
		c.g.addLabel(c.repository, i, label, c.g.botLogin())
	}
	return ok(list(i.labels, func(name string) object { return c.g.renderLabel(c.repository, name) }))
}

// https://docs.github.com/rest/issues/labels#remove-a-label-from-an-issue
func removeLabel(c *call, i *issue) *answer {
	if !slices.Contains(i.labels, c.vars["label"]) {
		return fail(http.StatusNotFound, "Label does not exist", "https://docs.github.com/rest/issues/labels#remove-a-label-from-an-issue")
	}
	c.g.dropLabel(c.repository, i, c.vars["label"], c.g.botLogin())
	return ok(list(i.labels, func(name string) object { return c.g.renderLabel(c.repository, name) }))
}
