package simulator

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-github/v66/github"
)

func TestClientReadsAReleasePullRequest(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"", "/api/v3"} {
		t.Run("base path "+base, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, Options{BasePath: base})
			opened := w.open("release/v1.4.0")
			pull, _, err := w.client.PullRequests.Get(w.ctx, "acme", "shop", opened.Number)
			check(t, err)
			if pull.GetHead().GetSHA() != opened.HeadSHA || pull.GetBase().GetRef() != "main" || !pull.GetMergeable() || pull.GetCommits() != 1 || pull.GetChangedFiles() != 1 {
				t.Errorf("pull request is %v", pull)
			}
			files, _, err := w.client.PullRequests.ListFiles(w.ctx, "acme", "shop", opened.Number, nil)
			check(t, err)
			if len(files) != 1 || files[0].GetFilename() != "app.js" || files[0].GetStatus() != "added" || !strings.HasPrefix(files[0].GetPatch(), "@@ -0,0 +1 @@") {
				t.Errorf("files are %v", files)
			}
			comparison, _, err := w.client.Repositories.CompareCommits(w.ctx, "acme", "shop", "main", "release/v1.4.0", nil)
			check(t, err)
			if comparison.GetStatus() != "ahead" || comparison.GetAheadBy() != 1 || len(comparison.Files) != 1 {
				t.Errorf("comparison is %v", comparison)
			}
			file, _, _, err := w.client.Repositories.GetContents(w.ctx, "acme", "shop", "app.js", &github.RepositoryContentGetOptions{Ref: "release/v1.4.0"})
			check(t, err)
			if content, err := file.GetContent(); err != nil || content != "console.log('release/v1.4.0')\n" {
				t.Errorf("content is %q, %v", content, err)
			}
			branch, _, err := w.client.Repositories.GetBranch(w.ctx, "acme", "shop", "release/v1.4.0", 0)
			check(t, err)
			if branch.GetCommit().GetSHA() != opened.HeadSHA {
				t.Errorf("branch is %v", branch)
			}
		})
	}
}

func TestCheckRunLifecycle(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	opened := w.open("release/v1")
	w.events()
	run, _, err := w.client.Checks.CreateCheckRun(w.ctx, "acme", "shop", github.CreateCheckRunOptions{
		Name: "golive / ready", HeadSHA: opened.HeadSHA, Status: github.String("in_progress"), ExternalID: github.String("x1"),
	})
	check(t, err)
	if run.GetApp().GetID() != w.AppID() || len(run.PullRequests) != 1 || run.GetStatus() != "in_progress" {
		t.Errorf("created %v", run)
	}
	annotations := []*github.CheckRunAnnotation{{Path: github.String("app.js"), StartLine: github.Int(1), EndLine: github.Int(1), AnnotationLevel: github.String("warning"), Message: github.String("m")}}
	for range 2 {
		_, _, err = w.client.Checks.UpdateCheckRun(w.ctx, "acme", "shop", run.GetID(), github.UpdateCheckRunOptions{
			Name: "golive / ready", Conclusion: github.String("failure"),
			Output:  &github.CheckRunOutput{Title: github.String("NOT READY"), Summary: github.String("3 failing"), Annotations: annotations},
			Actions: []*github.CheckRunAction{{Label: "Re-run failed", Description: "again", Identifier: "rerun_failed"}},
		})
		check(t, err)
	}
	listed, _, err := w.client.Checks.ListCheckRunAnnotations(w.ctx, "acme", "shop", run.GetID(), nil)
	check(t, err)
	if len(listed) != 2 {
		t.Errorf("%d annotations, want 2: they are appended", len(listed))
	}
	found, _, err := w.client.Checks.ListCheckRunsForRef(w.ctx, "acme", "shop", opened.HeadSHA, &github.ListCheckRunsOptions{AppID: github.Int64(w.AppID())})
	check(t, err)
	if found.GetTotal() != 1 || found.CheckRuns[0].GetConclusion() != "failure" || found.CheckRuns[0].GetStatus() != "completed" {
		t.Errorf("listed %v", found)
	}
	check(t, w.RequestedAction("acme/shop", run.GetID(), "rerun_failed", "kim"))
	check(t, w.RerequestCheckRun("acme/shop", run.GetID(), "kim"))
	check(t, w.RerequestCheckSuite("acme/shop", opened.HeadSHA, "kim", true))
	var seen []string
	for _, event := range w.events() {
		parsed, err := github.ParseWebHook(event.event, event.body)
		check(t, err)
		seen = append(seen, event.event+"."+parsed.(interface{ GetAction() string }).GetAction())
		if suite, isSuite := parsed.(*github.CheckSuiteEvent); isSuite && suite.GetAction() == "rerequested" {
			if len(suite.CheckSuite.PullRequests) != 0 || suite.CheckSuite.HeadBranch != nil {
				t.Errorf("a bare re-run names pull requests: %v", suite)
			}
		}
	}
	want := "check_run.created check_run.completed check_suite.completed check_run.requested_action check_run.rerequested check_suite.rerequested"
	if got := strings.Join(seen, " "); got != want {
		t.Errorf("events are\n%s, want\n%s", got, want)
	}
}

func TestCommentsAndReactions(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	opened := w.open("release/v1")
	id, err := w.Comment("acme/shop", opened.Number, "lee", "/golive rerun")
	check(t, err)
	for range 2 {
		_, _, err = w.client.Reactions.CreateIssueCommentReaction(w.ctx, "acme", "shop", id, "eyes")
		check(t, err)
	}
	own, _, err := w.client.Issues.CreateComment(w.ctx, "acme", "shop", opened.Number, &github.IssueComment{Body: github.String("hello")})
	check(t, err)
	_, _, err = w.client.Issues.EditComment(w.ctx, "acme", "shop", own.GetID(), &github.IssueComment{Body: github.String("bye")})
	check(t, err)
	comments, err := w.Comments("acme/shop", opened.Number)
	check(t, err)
	if len(comments) != 2 || len(comments[0].Reactions) != 1 || comments[0].ByApp || !comments[1].ByApp || comments[1].Body != "bye" || comments[1].User != BotLogin {
		t.Errorf("comments are %+v", comments)
	}
	request, err := w.client.NewRequest(http.MethodGet, own.GetURL(), nil)
	check(t, err)
	var raw struct {
		App struct {
			ID int64 `json:"id"`
		} `json:"performed_via_github_app"`
	}
	_, err = w.client.Do(w.ctx, request, &raw)
	check(t, err)
	if raw.App.ID != w.AppID() {
		t.Errorf("performed_via_github_app is %d", raw.App.ID)
	}
}
