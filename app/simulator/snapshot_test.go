package simulator

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-github/v66/github"
)

func TestSnapshotsOfCheckRuns(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	opened := w.open("release/v1")
	_, err := w.ReportCheckRun("acme/shop", "github-actions", opened.HeadSHA, "test", "", "")
	check(t, err)
	id, err := w.ReportCheckRun("acme/shop", "github-actions", opened.HeadSHA, "test", "", "failure")
	check(t, err)
	_, _, err = w.client.Checks.CreateCheckRun(w.ctx, "acme", "shop", github.CreateCheckRunOptions{
		Name: "golive / ready", HeadSHA: opened.HeadSHA, Output: &github.CheckRunOutput{Title: github.String("t"), Summary: github.String("s"), Annotations: []*github.CheckRunAnnotation{annotation(nil)}},
	})
	check(t, err)
	runs, err := w.CheckRuns("acme/shop", opened.HeadSHA)
	check(t, err)
	if len(runs) != 2 || runs[0].ID != id || runs[0].App != "github-actions" || runs[0].Conclusion != "failure" || runs[1].App != "golive" || len(runs[1].Annotations) != 1 || runs[1].Status != "queued" {
		t.Errorf("runs are %+v", runs)
	}
	suites, _, err := w.client.Checks.ListCheckSuitesForRef(w.ctx, "acme", "shop", "release/v1", nil)
	check(t, err)
	var states []string
	for _, suite := range suites.CheckSuites {
		states = append(states, suite.GetApp().GetSlug()+":"+suite.GetStatus()+":"+suite.GetConclusion()+":"+suite.GetHeadBranch())
	}
	if got := strings.Join(states, " "); got != "golive:in_progress::release/v1 github-actions:completed:failure:release/v1" {
		t.Errorf("suites are %s", got)
	}
	_, _, err = w.client.Checks.ListCheckSuitesForRef(w.ctx, "acme", "shop", "nowhere", nil)
	if status(err) != http.StatusUnprocessableEntity {
		t.Errorf("suites of a ref that does not exist: %v", err)
	}
	if err := w.RequestedAction("acme/shop", id, "rerun", "kim"); err == nil {
		t.Error("a button that is not there was pressed")
	}
}

func TestPeopleEditAndDeleteComments(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	opened := w.open("release/v1")
	w.events()
	id, err := w.Comment("acme/shop", opened.Number, "lee", "/golive sign-off x")
	check(t, err)
	check(t, w.EditComment("acme/shop", id, "kim", "never mind"))
	check(t, w.DeleteComment("acme/shop", id, "kim"))
	events := parsed[*github.IssueCommentEvent](t, w.events())
	if len(events) != 3 || events[1].GetChanges().GetBody().GetFrom() != "/golive sign-off x" || events[1].GetSender().GetLogin() != "kim" || events[1].GetComment().GetUser().GetLogin() != "lee" {
		t.Errorf("events are %v", events)
	}
	if events[2].GetAction() != "deleted" || !events[2].GetIssue().IsPullRequest() {
		t.Errorf("last event is %v", events[2])
	}
	own, _, err := w.client.Issues.CreateComment(w.ctx, "acme", "shop", opened.Number, &github.IssueComment{Body: github.String("x")})
	check(t, err)
	_, err = w.client.Issues.DeleteComment(w.ctx, "acme", "shop", own.GetID())
	check(t, err)
	_, _, err = w.client.Issues.EditComment(w.ctx, "acme", "shop", own.GetID(), &github.IssueComment{Body: github.String("y")})
	if status(err) != http.StatusNotFound {
		t.Errorf("editing a deleted comment: %v", err)
	}
}

func TestBranchesProtectionAndBlobs(t *testing.T) {
	t.Parallel()
	permissions := DefaultPermissions()
	permissions["administration"] = "read"
	w := newWorld(t, Options{Permissions: permissions})
	w.open("release/v1")
	check(t, w.SetProtection("acme/shop", "release/v1", map[string]any{"required_status_checks": map[string]any{"strict": true, "contexts": []string{"golive / ready"}}}))
	branches, _, err := w.client.Repositories.ListBranches(w.ctx, "acme", "shop", nil)
	check(t, err)
	if len(branches) != 2 || branches[0].GetProtected() || branches[1].GetName() != "release/v1" || !branches[1].GetProtected() {
		t.Errorf("branches are %v", branches)
	}
	protection, _, err := w.client.Repositories.GetBranchProtection(w.ctx, "acme", "shop", "release/v1")
	check(t, err)
	if !protection.GetRequiredStatusChecks().Strict {
		t.Errorf("protection is %v", protection)
	}
	tree, _, err := w.client.Git.GetTree(w.ctx, "acme", "shop", "main", false)
	check(t, err)
	blob, _, err := w.client.Git.GetBlobRaw(w.ctx, "acme", "shop", tree.Entries[0].GetSHA())
	check(t, err)
	if string(blob) != "# shop\n" {
		t.Errorf("blob is %q", blob)
	}
}

func TestOwnServerAndRedelivery(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	server := httptest.NewServer(w.GitHub)
	t.Cleanup(server.Close)
	w.SetPublicURL(server.URL + "/")
	if w.APIURL() != server.URL+"/" {
		t.Errorf("API is at %s", w.APIURL())
	}
	w.HoldDeliveries()
	w.Ping()
	waiting := w.PendingDeliveries()
	if len(waiting) != 1 || waiting[0].Event != "ping" || !strings.Contains(string(waiting[0].Payload), server.URL) {
		t.Fatalf("waiting are %v", waiting)
	}
	w.ReleaseDeliveries(nil)
	w.events()
	check(t, w.Redeliver(waiting[0].ID))
	if again := w.events(); len(again) != 1 || again[0].guid != waiting[0].GUID {
		t.Errorf("redelivered %v", again)
	}
	if err := w.Redeliver(1); err == nil {
		t.Error("a delivery that never was is redelivered")
	}
}
