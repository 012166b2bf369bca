package github

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

func TestCheckRunsFromQueuedToCompleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.publishing()
	started := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	made, err := p.CreateCheckRun(w.ctx, CheckRun{Name: "golive / ready", SHA: w.first, Status: "queued", ExternalID: "81:pr:12", DetailsURL: "https://golive.example/r/1"})
	must(t, err)
	if made.ID == 0 || made.Status != "queued" || made.SHA != w.first || made.ExternalID != "81:pr:12" {
		t.Errorf("made %+v", made)
	}
	notes := make([]Annotation, MaxAnnotations)
	for i := range notes {
		notes[i] = Annotation{Path: "a.go", StartLine: i + 1, EndLine: i + 1, StartColumn: 2, EndColumn: 5, Level: "failure", Title: "t", Message: fmt.Sprint("m", i)}
	}
	notes[1].EndLine = 9 // over several lines: without columns
	made.Status, made.StartedAt, made.Title, made.Summary, made.Annotations = "in_progress", started, "judging", "…", notes
	_, err = p.UpdateCheckRun(w.ctx, made)
	must(t, err)
	made.Status, made.Conclusion, made.CompletedAt, made.Text = "completed", "failure", started.Add(time.Minute), "text"
	made.Annotations = []Annotation{{Path: "b.go", StartLine: 3, EndLine: 3, Level: "warning", Message: "last"}}
	made.Actions = []Action{{Label: "Re-run", Description: "Judge again what failed", Identifier: "rerun_failed"}}
	done, err := p.UpdateCheckRun(w.ctx, made)
	must(t, err)
	if done.Conclusion != "failure" || done.Title != "judging" || !done.StartedAt.Equal(started) || !done.CompletedAt.Equal(started.Add(time.Minute)) || done.AnnotationsCount != 51 {
		t.Errorf("done %+v", done)
	}
	found, err := p.Annotations(w.ctx, made.ID)
	must(t, err)
	if len(found) != 51 || found[0] != notes[0] || found[1].StartColumn != 0 || found[1].EndLine != 9 || found[50].Message != "last" {
		t.Errorf("%d annotations: %+v", len(found), found[:2])
	}
}

func TestCheckRunsAreOurs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.publishing()
	for range 101 {
		_, err := w.ReportCheckRun("acme/shop", "impostor", w.first, "golive / ready", "completed", "success")
		must(t, err)
	}
	var wanted []int64
	for range 102 { // several of one name: filter=all, and more than a page
		made, err := p.CreateCheckRun(w.ctx, CheckRun{Name: "golive / ready", SHA: w.first, Status: "queued"})
		must(t, err)
		wanted = append(wanted, made.ID)
	}
	found, err := p.CheckRuns(w.ctx, w.first)
	must(t, err)
	var ids []int64
	for _, run := range found {
		ids = append(ids, run.ID)
	}
	equal(t, "ids", ids, wanted)
	if _, err := p.CheckRuns(w.ctx, strings.Repeat("1", 40)); !errors.Is(err, jobs.ErrGone) {
		t.Errorf("of an unknown commit: %v", err)
	}
	if _, err := p.CreateCheckRun(w.ctx, CheckRun{Name: "golive / ready", SHA: strings.Repeat("1", 40), Status: "queued"}); !errors.Is(err, jobs.ErrGone) {
		t.Errorf("on an unknown commit: %v", err)
	}
}

func TestRequestOfACheckRun(t *testing.T) {
	t.Parallel()
	f := newFake(t, "/api/v3")
	bodies := map[string]map[string]any{}
	handle := func(writer http.ResponseWriter, request *http.Request) {
		body, err := io.ReadAll(request.Body)
		must(t, err)
		var sent map[string]any
		must(t, json.Unmarshal(body, &sent))
		bodies[request.Method+" "+request.URL.Path] = sent
		answer(writer, 201, map[string]any{"id": 9})
	}
	f.HandleFunc("POST /api/v3/repos/acme/shop/check-runs", handle)
	f.HandleFunc("PATCH /api/v3/repos/acme/shop/check-runs/9", handle)
	p, err := f.hub(t, "/api/v3").Publishing(t.Context(), jobs.Target{Installation: 5, Repository: checks.Repository{ID: fakeID, Owner: "former", Name: "names"}})
	must(t, err)
	_, err = p.CreateCheckRun(t.Context(), CheckRun{Name: "n", SHA: "abc", Status: "queued"})
	must(t, err)
	_, err = p.UpdateCheckRun(t.Context(), CheckRun{ID: 9, Name: "n", SHA: "abc", Status: "completed", Conclusion: "success", Title: "<ok>", Summary: "s"})
	must(t, err)
	equal(t, "create", bodies["POST /api/v3/repos/acme/shop/check-runs"], map[string]any{"name": "n", "head_sha": "abc", "status": "queued"})
	equal(t, "update", bodies["PATCH /api/v3/repos/acme/shop/check-runs/9"], map[string]any{
		"name": "n", "status": "completed", "conclusion": "success", "output": map[string]any{"title": "<ok>", "summary": "s"},
	})
}

func TestCheckRunsThatGitHubWouldRefuse(t *testing.T) {
	t.Parallel()
	fine := CheckRun{Name: "golive / ready", Status: "completed", Conclusion: "success", Title: "t"}
	must(t, fine.valid())
	for name, change := range map[string]func(*CheckRun){
		"no name":                       func(c *CheckRun) { c.Name = "" },
		"conclusion without completion": func(c *CheckRun) { c.Status = "in_progress" },
		"completion without conclusion": func(c *CheckRun) { c.Conclusion = "" },
		"51 annotations":                func(c *CheckRun) { c.Annotations = make([]Annotation, 51) },
		"output without title":          func(c *CheckRun) { c.Title, c.Summary = "", "s" },
		"four buttons":                  func(c *CheckRun) { c.Actions = make([]Action, 4) },
		"long label":                    func(c *CheckRun) { c.Actions = []Action{{strings.Repeat("é", 21), "d", "i"}} },
		"long description":              func(c *CheckRun) { c.Actions = []Action{{"l", strings.Repeat("é", 41), "i"}} },
		"long identifier":               func(c *CheckRun) { c.Actions = []Action{{"l", "d", strings.Repeat("i", 21)}} },
		"empty button":                  func(c *CheckRun) { c.Actions = []Action{{}} },
	} {
		run := fine
		change(&run)
		if run.valid() == nil {
			t.Errorf("%s passes", name)
		}
	}
	fine.Actions = []Action{{strings.Repeat("é", 20), strings.Repeat("é", 40), strings.Repeat("i", 20)}}
	must(t, fine.valid())
}

func TestCreatingACheckRunThatWorkedAndWasNotAnswered(t *testing.T) {
	t.Parallel()
	f := newFake(t, "")
	var created atomic.Int32 // a cut connection orders nothing: the next request may be served beside it
	f.HandleFunc("POST /repos/acme/shop/check-runs", func(http.ResponseWriter, *http.Request) {
		created.Add(1)
		panic(http.ErrAbortHandler)
	})
	var kept []any
	f.HandleFunc("GET /repos/acme/shop/commits/abc/check-runs", func(writer http.ResponseWriter, request *http.Request) {
		if query := request.URL.Query(); query.Get("app_id") != "7" || query.Get("filter") != "all" {
			t.Errorf("asked %s", request.URL)
		}
		answer(writer, 200, map[string]any{"check_runs": kept})
	})
	p, err := f.hub(t, "").Publishing(t.Context(), jobs.Target{Installation: 5, Repository: checks.Repository{ID: fakeID}})
	must(t, err)
	run := CheckRun{Name: "golive / ready", SHA: "abc", Status: "queued", ExternalID: "81:pr:12"}
	if _, err := p.CreateCheckRun(t.Context(), run); err == nil {
		t.Error("it was not made, and no error says so")
	}
	kept = []any{
		map[string]any{"id": 3, "name": run.Name, "external_id": run.ExternalID, "status": "queued", "app": map[string]any{"id": 8}},
		map[string]any{"id": 4, "name": run.Name, "external_id": run.ExternalID, "status": "queued", "app": map[string]any{"id": 7}},
		map[string]any{"id": 5, "name": run.Name, "external_id": "81:pr:13", "status": "queued", "app": map[string]any{"id": 7}},
	}
	found, err := p.CreateCheckRun(t.Context(), run)
	must(t, err)
	equal(t, "found", found.ID, int64(4))
	equal(t, "POST", created.Load(), 2)
}

func TestComments(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	number, err := w.OpenIssue("acme/shop", "ada", "hello", "")
	must(t, err)
	for i := range 301 {
		_, err := w.Comment("acme/shop", number, "grace", fmt.Sprintf("%d <!-- golive:v1 -->", i))
		must(t, err)
	}
	p := w.publishing()
	made, err := p.CreateComment(w.ctx, number, "ours")
	must(t, err)
	found, err := p.Comments(w.ctx, number)
	must(t, err)
	first, last := found[0], found[len(found)-1]
	if len(found) != 302 || last.ID != made.ID || last.AppID != w.AppID() || !last.Bot || last.Number != number {
		t.Errorf("%d comments, the last is %+v", len(found), last)
	}
	if first.AppID != 0 || first.Bot || first.Login != "grace" || !strings.HasPrefix(first.Body, "0 ") || first.CreatedAt.IsZero() {
		t.Errorf("a person's: %+v", first)
	}
	changed, err := p.UpdateComment(w.ctx, made.ID, "changed")
	must(t, err)
	one, err := p.Comment(w.ctx, made.ID)
	must(t, err)
	if changed.Body != "changed" || one.Body != "changed" || one.Number != number {
		t.Errorf("changed to %+v", one)
	}
	for range 2 {
		must(t, p.React(w.ctx, first.ID, "eyes"))
	}
	for content, want := range map[string]bool{"eyes": true, "rocket": false} {
		reacted, err := p.Reacted(w.ctx, first.ID, content)
		must(t, err)
		equal(t, content, reacted, want)
	}
	must(t, w.DeleteComment("acme/shop", made.ID, "ada"))
	if _, err := p.UpdateComment(w.ctx, made.ID, "again"); !errors.Is(err, jobs.ErrGone) {
		t.Errorf("a deleted comment: %v", err)
	}
	must(t, w.SetInstallationPermissions(w.installation, "ada", map[string]string{"metadata": "read", "issues": "read"}))
	w.hub.Forget(w.installation, 0)
	if _, err := w.publishing().CreateComment(w.ctx, number, "x"); !errors.Is(err, jobs.ErrForbidden) || !strings.Contains(err.Error(), "write") || !strings.Contains(err.Error(), "/settings/installations/") {
		t.Errorf("without permission: %v", err)
	}
}

func TestIssuesOfOurs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const title, marker = "Go-live v1.4.0", "<!-- golive:v1 key=81:tag:v1.4.0 -->"
	_, err := w.OpenIssue("acme/shop", "mallory", title, marker)
	must(t, err)
	p := w.publishing()
	if _, found, err := p.FindIssue(w.ctx, title, marker); found || err != nil {
		t.Errorf("another's issue was found: %v", err)
	}
	number, err := p.CreateIssue(w.ctx, title, marker+"\nwaiting")
	must(t, err)
	for _, by := range [][2]string{{title, marker}, {"", marker}, {title, ""}} {
		issue, found, err := p.FindIssue(w.ctx, by[0], by[1])
		must(t, err)
		if !found || issue.Number != number || !issue.Open {
			t.Errorf("by %q: %v %+v", by, found, issue)
		}
	}
	if _, found, err := p.FindIssue(w.ctx, title, "<!-- another -->"); found || err != nil {
		t.Errorf("a marker outweighs the title: %v", err)
	}
	must(t, p.UpdateIssue(w.ctx, number, marker+"\nready", false))
	issue, found, err := p.FindIssue(w.ctx, "", marker)
	must(t, err)
	if !found || issue.Open || !strings.HasSuffix(issue.Body, "ready") {
		t.Errorf("closed: %+v", issue)
	}
}

func TestReactionsOfOthersAreNotOurs(t *testing.T) {
	t.Parallel()
	f := newFake(t, "")
	f.HandleFunc("GET /app", func(writer http.ResponseWriter, _ *http.Request) {
		answer(writer, 200, map[string]any{"id": 7, "slug": "golive"})
	})
	f.HandleFunc("GET /repos/acme/shop/issues/comments/3/reactions", func(writer http.ResponseWriter, request *http.Request) {
		content := request.URL.Query().Get("content")
		by := func(login, kind string) any {
			return map[string]any{"content": content, "user": map[string]any{"login": login, "type": kind}}
		}
		found := []any{by("golive", "User"), by("golive-2[bot]", "Bot"), map[string]any{"content": content, "user": nil}}
		if content == "+1" {
			found = append(found, by("golive[bot]", "Bot"))
		}
		answer(writer, 200, found)
	})
	p := &Publishing{repository: f.repository(t, "")}
	for content, want := range map[string]bool{"+1": true, "eyes": false} {
		reacted, err := p.Reacted(t.Context(), 3, content)
		must(t, err)
		equal(t, content, reacted, want)
	}
}

func TestMaintainers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for login, role := range map[string]string{"reader": "read", "writer": "write", "triager": "triage", "keeper": "maintain", "owner": "admin"} {
		must(t, w.SetPermission("acme/shop", login, role))
	}
	found, err := w.publishing().Maintainers(w.ctx)
	must(t, err)
	equal(t, "maintainers", found, []string{"keeper", "owner"})
}

func TestAnnotationsAreNotSentTwiceByThemselves(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.publishing()
	run, err := p.CreateCheckRun(w.ctx, CheckRun{Name: "n", SHA: w.first, Status: "queued"})
	must(t, err)
	remove := w.Inject(simulator.Fault{Method: "PATCH", Kind: simulator.ServerError, Status: 502, Times: 1})
	run.Title, run.Annotations = "t", []Annotation{{Path: "a", StartLine: 1, EndLine: 1, Level: "notice", Message: "m"}}
	if _, err := p.UpdateCheckRun(w.ctx, run); err == nil {
		t.Error("with annotations: no error")
	}
	equal(t, "requests", remove(), 1)
	run.Annotations = nil
	w.Inject(simulator.Fault{Method: "PATCH", Kind: simulator.ServerError, Status: 502, Times: 1})
	_, err = p.UpdateCheckRun(w.ctx, run)
	must(t, err)
}

func TestCommentsAreNotWrittenTwiceByThemselves(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	number, err := w.OpenIssue("acme/shop", "ada", "hello", "")
	must(t, err)
	remove := w.Inject(simulator.Fault{Method: "POST", Path: regexp.MustCompile("/comments$"), Kind: simulator.ServerError, Status: 502})
	if _, err := w.publishing().CreateComment(w.ctx, number, "once"); err == nil {
		t.Error("no error")
	}
	equal(t, "requests", remove(), 1)
}

func TestCommitsBetweenNamesWhoWroteThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.CreateUser("lee") // an address that no account has belongs to nobody
	head, err := w.Push("acme/shop", "main", "kim",
		simulator.Commit{Message: "one", Author: "kim", Files: map[string]string{"a": "1"}},
		simulator.Commit{Message: "two", Author: "lee", Files: map[string]string{"a": "2"}})
	must(t, err)
	commits, err := w.publishing().CommitsBetween(w.ctx, w.first, head)
	if err != nil || len(commits) != 2 || commits[0].Author != "kim" || commits[1].Author != "lee" || commits[1].SHA != head {
		t.Fatalf("%+v, error %v", commits, err)
	}
	if _, err := w.publishing().CommitsBetween(w.ctx, strings.Repeat("0", 40), head); !errors.Is(err, jobs.ErrGone) {
		t.Errorf("a base that is not there: %v", err)
	}
}
