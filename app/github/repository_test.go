package github

import (
	"errors"
	"io/fs"
	"net/http"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

func TestRepositoryIsKnownByItsID(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	described := w.repository().Describe()
	if described.ID != w.id || described.FullName() != "acme/shop" || described.DefaultBranch != "main" || !described.Private || !strings.HasSuffix(described.WebURL, "/acme/shop") {
		t.Errorf("described as %+v", described)
	}
	w.paths()
	w.repository()
	if paths := w.paths(); len(paths) != 0 {
		t.Errorf("names were looked up again at once: %v", paths)
	}
	must(t, w.TransferRepository("acme/shop", "umbrella", "ada"))
	w.CreateInstallation("umbrella", nil)
	w.hub.Forget(w.installation, w.id)
	if _, err := w.hub.Repository(w.ctx, w.installation, w.id); !errors.Is(err, jobs.ErrGone) {
		t.Errorf("transferred out of the installation: %v", err)
	}
	if _, err := w.hub.Repository(w.ctx, 0, w.id); !errors.Is(err, jobs.ErrGone) {
		t.Errorf("no installation: %v", err)
	}
	if _, err := w.hub.Repository(w.ctx, 987654, w.id); !errors.Is(err, jobs.ErrGone) {
		t.Errorf("unknown installation: %v", err)
	}
	must(t, w.SuspendInstallation(w.installation, "ada"))
	w.hub.Forget(w.installation, 0)
	if _, err := w.hub.Repository(w.ctx, w.installation, w.id); !errors.Is(err, jobs.ErrForbidden) {
		t.Errorf("suspended: %v", err)
	}
}

func TestRenamedRepositoryIsFollowed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	number, err := w.OpenIssue("acme/shop", "ada", "hello", "")
	must(t, err)
	p := w.publishing()
	must(t, w.RenameRepository("acme/shop", "store", "ada"))
	// Reading is redirected, writing looks the name up and comes again.
	comment, err := p.CreateComment(w.ctx, number, "first")
	must(t, err)
	equal(t, "name", p.Describe().FullName(), "acme/store")
	must(t, w.RenameRepository("acme/store", "market", "ada"))
	_, err = p.Comments(w.ctx, number)
	must(t, err)
	_, err = p.UpdateComment(w.ctx, comment.ID, "second")
	must(t, err)
	comments, err := w.Comments("acme/market", number)
	must(t, err)
	if len(comments) != 1 || comments[0].Body != "second" {
		t.Errorf("comments are %+v", comments)
	}
}

func TestPullRequests(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	head := w.push("release/v1", map[string]string{"a.txt": "a"})
	opened, err := w.OpenPullRequest(simulator.NewPullRequest{Repository: "acme/shop", Title: "Release v1", Body: "What is new:\n\n- prices", Head: "release/v1", User: "ada", Draft: true, Labels: []string{"release"}})
	must(t, err)
	_, err = w.Fork("acme/shop", "mallory")
	must(t, err)
	forked, err := w.Push("mallory/shop", "fix", "mallory", simulator.Commit{Message: "fix", Files: map[string]string{"b.txt": "b"}})
	must(t, err)
	other, err := w.OpenPullRequest(simulator.NewPullRequest{Repository: "acme/shop", Title: "Fix", Head: "mallory:fix", User: "mallory"})
	must(t, err)
	r := w.repository()

	found, err := r.PullRequest(w.ctx, opened.Number)
	must(t, err)
	want := checks.PullRequest{
		Number: opened.Number, Title: "Release v1", Body: "What is new:\n\n- prices", Author: "ada", Head: head, HeadBranch: "release/v1", BaseBranch: "main", Base: w.first,
		Draft: true, Open: true, Labels: []string{"release"}, Link: found.Link,
	}
	equal(t, "pull request", found, want)
	fromFork, err := r.PullRequest(w.ctx, other.Number)
	must(t, err)
	if !fromFork.Fork || fromFork.Head != forked {
		t.Errorf("from a fork: %+v", fromFork)
	}
	if _, err := r.PullRequest(w.ctx, 999); !errors.Is(err, jobs.ErrGone) {
		t.Errorf("unknown: %v", err)
	}
	open, err := r.OpenPullRequests(w.ctx)
	must(t, err)
	equal(t, "open ones", len(open), 2)

	must(t, w.ReadyForReview("acme/shop", opened.Number, "ada"))
	merged, err := w.Merge("acme/shop", opened.Number, "merge", "ada")
	must(t, err)
	with, err := r.PullRequestsWith(w.ctx, merged)
	must(t, err)
	if len(with) != 1 || !with[0].Merged || with[0].MergeSHA != merged || with[0].Open {
		t.Errorf("pull requests with the merge: %+v", with)
	}
	if _, err := r.PullRequestsWith(w.ctx, strings.Repeat("1", 40)); !errors.Is(err, jobs.ErrGone) {
		t.Errorf("an unknown commit: %v", err)
	}
}

func TestPullRequestsIntoOtherRepositoriesAreNotOurs(t *testing.T) {
	t.Parallel()
	f := newFake(t, "")
	f.HandleFunc("GET /repos/acme/shop/commits/{sha}/pulls", func(writer http.ResponseWriter, _ *http.Request) {
		answer(writer, 200, []any{
			map[string]any{"number": 1, "base": map[string]any{"repo": map[string]any{"id": fakeID}}, "head": map[string]any{"repo": nil}, "user": nil},
			map[string]any{"number": 2, "base": map[string]any{"repo": map[string]any{"id": 99}}},
		})
	})
	found, err := f.repository(t, "").PullRequestsWith(t.Context(), "abc")
	must(t, err)
	if len(found) != 1 || found[0].Number != 1 || !found[0].Fork || found[0].Author != "ghost" {
		t.Errorf("found %+v", found)
	}
}

func TestReviewsAndCommitsOnAllPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var commits []simulator.Commit
	for range 130 {
		commits = append(commits, simulator.Commit{Message: "step", Files: map[string]string{"n.txt": strings.Repeat("x", len(commits)+1)}})
	}
	head, err := w.Push("acme/shop", "release/v1", "ada", commits...)
	must(t, err)
	opened, err := w.OpenPullRequest(simulator.NewPullRequest{Repository: "acme/shop", Title: "v1", Head: "release/v1", User: "ada"})
	must(t, err)
	for range 101 {
		_, err := w.Review("acme/shop", opened.Number, "grace", "COMMENTED", "hm")
		must(t, err)
	}
	_, err = w.Review("acme/shop", opened.Number, "grace", "APPROVED", "")
	must(t, err)
	r := w.repository()
	reviews, err := r.Reviews(w.ctx, opened.Number)
	must(t, err)
	last := reviews[len(reviews)-1]
	if len(reviews) != 102 || last.State != checks.ReviewApproved || last.Login != "grace" || last.Bot || last.Commit != head || last.SubmittedAt.IsZero() {
		t.Errorf("%d reviews, the last is %+v", len(reviews), last)
	}
	listed, err := r.PullCommits(w.ctx, opened.Number)
	must(t, err)
	if len(listed) != 130 || listed[129].SHA != head || len(listed[129].Tree) != 40 || listed[0].Parents != 1 || listed[0].Author != "ada" || listed[0].Committer == "" || listed[0].Person.Email == "" {
		t.Errorf("%d commits, the first is %+v", len(listed), listed[0])
	}
}

func TestPullRequestOfMoreCommitsThanGitHubLists(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var commits []simulator.Commit
	for range 260 {
		commits = append(commits, simulator.Commit{Message: "step", Files: map[string]string{"n.txt": strings.Repeat("x", len(commits)+1)}})
	}
	head, err := w.Push("acme/shop", "release/v1", "ada", commits...)
	must(t, err)
	opened, err := w.OpenPullRequest(simulator.NewPullRequest{Repository: "acme/shop", Title: "v1", Head: "release/v1", User: "ada"})
	must(t, err)
	listed, err := w.repository().PullCommits(w.ctx, opened.Number)
	must(t, err)
	if len(listed) != 260 || listed[259].SHA != head {
		t.Errorf("%d commits", len(listed))
	}
}

func TestPermissionIsTheRole(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.repository()
	for _, role := range []checks.Permission{checks.PermissionRead, checks.PermissionTriage, checks.PermissionWrite, checks.PermissionMaintain, checks.PermissionAdmin} {
		must(t, w.SetPermission("acme/shop", "grace", string(role)))
		found, err := r.Permission(w.ctx, "grace")
		must(t, err)
		equal(t, "permission", found, role)
	}
	for _, login := range []string{"", "nobody-of-this-name"} {
		found, err := r.Permission(w.ctx, login)
		must(t, err)
		equal(t, "permission of "+login, found, checks.PermissionNone)
	}
	must(t, w.DeleteRepository("acme/shop", "ada"))
	if _, err := r.Permission(w.ctx, "nobody-of-this-name"); !errors.Is(err, jobs.ErrGone) {
		t.Errorf("in a deleted repository: %v", err)
	}
}

func TestRolesThatAnOrganisationNamed(t *testing.T) {
	t.Parallel()
	f := newFake(t, "")
	f.HandleFunc("GET /repos/acme/shop/collaborators/{login}/permission", func(writer http.ResponseWriter, request *http.Request) {
		permission := map[string]string{"grace": "write", "strange": "owner of all"}[request.PathValue("login")]
		answer(writer, 200, map[string]any{"permission": permission, "role_name": "Security Champion"})
	})
	r := f.repository(t, "")
	for login, want := range map[string]checks.Permission{"grace": checks.PermissionWrite, "strange": checks.PermissionNone} {
		found, err := r.Permission(t.Context(), login)
		must(t, err)
		equal(t, login, found, want)
	}
}

func TestEmptyRepository(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	created, err := w.CreateRepository("acme", "empty", "")
	must(t, err)
	r, err := w.hub.open(w.ctx, w.installation, created.ID)
	must(t, err)
	found, err := r.BranchExists(w.ctx, "main")
	must(t, err)
	equal(t, "branch", found, false)
	tags, err := r.Tags(w.ctx)
	must(t, err)
	equal(t, "tags", len(tags), 0)
}

func TestAnswersOfAnEmptyRepository(t *testing.T) {
	t.Parallel()
	f := newFake(t, "")
	for path, status := range map[string]int{"commits/heads/main": 409, "git/ref/heads/main": 409, "contents/.golive.yml": 404} {
		text := map[int]string{409: "Git Repository is empty.", 404: "This repository is empty."}[status]
		f.HandleFunc("GET /repos/acme/shop/"+path, func(writer http.ResponseWriter, _ *http.Request) { answer(writer, status, message(text)) })
	}
	r := f.repository(t, "")
	if _, err := r.CommitOf(t.Context(), "refs/heads/main"); !errors.Is(err, jobs.ErrEmpty) {
		t.Errorf("commit: %v", err)
	}
	if _, err := r.ReadFile(t.Context(), ".golive.yml", ""); !errors.Is(err, jobs.ErrEmpty) || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("file: %v", err)
	}
	found, err := r.BranchExists(t.Context(), "main")
	must(t, err)
	equal(t, "branch", found, false)
}

func TestReadFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	head := w.push("release/v1", map[string]string{".golive.yml": "mode: enforce\n", "docs/a b#c?.md": "odd", "big.txt": strings.Repeat("x", maxFile+1), "empty": "", "list.json": "[]"})
	r := w.repository()
	for path, want := range map[string]string{".golive.yml": "mode: enforce\n", "docs/a b#c?.md": "odd", "empty": "", "list.json": "[]"} {
		for _, ref := range []string{"release/v1", "refs/heads/release/v1", head} {
			content, err := r.ReadFile(w.ctx, path, ref)
			must(t, err)
			equal(t, path, string(content), want)
		}
	}
	for _, path := range []string{"nope.yml", "docs", "docs/nope", "../x", "/etc/passwd", "", "."} {
		if _, err := r.ReadFile(w.ctx, path, head); !errors.Is(err, fs.ErrNotExist) || errors.Is(err, jobs.ErrGone) {
			t.Errorf("%q: %v", path, err)
		}
	}
	if _, err := r.ReadFile(w.ctx, ".golive.yml", "main"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("on another branch: %v", err)
	}
	if _, err := r.ReadFile(w.ctx, "big.txt", head); !errors.Is(err, errFileTooLarge) {
		t.Errorf("too large: %v", err)
	}
	if _, err := r.ReadFile(w.ctx, ".golive.yml", "nope"); !errors.Is(err, jobs.ErrGone) {
		t.Errorf("unknown ref: %v", err)
	}
	must(t, w.SetInstallationPermissions(w.installation, "ada", map[string]string{"metadata": "read"}))
	w.hub.Forget(w.installation, 0)
	if _, err := w.repository().ReadFile(w.ctx, ".golive.yml", head); !errors.Is(err, jobs.ErrForbidden) || !strings.Contains(err.Error(), "contents: read") {
		t.Errorf("without permission: %v", err)
	}
	must(t, w.DeleteRepository("acme/shop", "ada"))
	if _, err := r.ReadFile(w.ctx, ".golive.yml", head); !errors.Is(err, jobs.ErrGone) || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of a deleted repository: %v", err)
	}
}
