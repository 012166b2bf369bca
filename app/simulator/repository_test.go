package simulator

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-github/v66/github"
)

func TestRenamedRepositoryRedirects(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{BasePath: "/api/v3"})
	before := mustDescribe(t, w)
	opened := w.open("release/v1")
	token := w.mint(nil)
	w.events()
	check(t, w.RenameRepository("acme/shop", "store", "kim"))
	event := parsed[*github.RepositoryEvent](t, w.events())[0]
	if event.GetAction() != "renamed" || event.GetRepo().GetFullName() != "acme/store" || event.GetChanges().GetRepo().GetName().GetFrom() != "shop" {
		t.Errorf("event is %v", event)
	}
	target := fmt.Sprintf("%s/api/v3/repositories/%d/pulls/1?x=1", w.url, before.ID)
	code, _, header := w.ask("GET", "/repos/acme/shop/pulls/1?x=1", token, "")
	if code != http.StatusMovedPermanently || header.Get("Location") != target {
		t.Errorf("GET is answered with %d to %s, want 301 to %s", code, header.Get("Location"), target)
	}
	if code, _, _ := w.ask("POST", "/repos/acme/shop/issues", token, `{"title":"x"}`); code != http.StatusTemporaryRedirect {
		t.Errorf("POST is answered with %d, want 307", code)
	}
	pull, _, err := w.client.PullRequests.Get(w.ctx, "acme", "shop", opened.Number) // follows
	check(t, err)
	if pull.GetBase().GetRepo().GetFullName() != "acme/store" {
		t.Errorf("followed to %v", pull.GetBase().GetRepo())
	}
	byID, _, err := w.client.Repositories.GetByID(w.ctx, before.ID)
	check(t, err)
	if byID.GetName() != "store" {
		t.Errorf("by id: %v", byID)
	}
	if output, err := w.git("ls-remote", w.cloneURL(token)); err != nil {
		t.Errorf("git does not follow the former name: %s", output)
	}
	if code, _, _ := w.ask("GET", "/repos/acme/shop", "", ""); code != http.StatusUnauthorized {
		t.Errorf("without a token the former name is answered with %d", code)
	}
	check(t, w.TransferRepository("acme/store", "stranger", "kim"))
	if code, _, _ := w.ask("GET", fmt.Sprintf("/repositories/%d", before.ID), token, ""); code != http.StatusNotFound {
		t.Errorf("a repository that left the installation is answered with %d", code)
	}
}

func TestPermissionsOfUsers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	w.CreateUser("nobody")
	for _, role := range roleNames {
		check(t, w.SetPermission("acme/shop", "user-"+role, role))
	}
	for login, want := range map[string][2]string{
		"user-read": {"read", "read"}, "user-triage": {"read", "triage"}, "user-write": {"write", "write"},
		"user-maintain": {"write", "maintain"}, "user-admin": {"admin", "admin"}, "nobody": {"none", "none"},
	} {
		level, _, err := w.client.Repositories.GetPermissionLevel(w.ctx, "acme", "shop", login)
		check(t, err)
		if level.GetPermission() != want[0] || level.GetRoleName() != want[1] || level.GetUser().GetLogin() != login {
			t.Errorf("%s has %v, want %v", login, level, want)
		}
	}
	_, _, err := w.client.Repositories.GetPermissionLevel(w.ctx, "acme", "shop", "unknown")
	if status(err) != http.StatusNotFound {
		t.Errorf("an unknown user: %v", err)
	}
	w.AddTeamMember("acme", "release-managers", "lee")
	for login, want := range map[string]int{"lee": 200, "kim": 404} {
		_, _, err := w.client.Teams.GetTeamMembershipBySlug(w.ctx, "acme", "release-managers", login)
		if status(err) != want {
			t.Errorf("membership of %s: %v", login, err)
		}
	}
}

func TestCreateRepositoryFromADirectory(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	plain := t.TempDir()
	check(t, os.MkdirAll(filepath.Join(plain, "src"), 0o755))
	check(t, os.WriteFile(filepath.Join(plain, "src", "main.go"), []byte("package main\n"), 0o644))
	check(t, os.WriteFile(filepath.Join(plain, ".gitignore"), []byte("*.go\n"), 0o644))
	_, err := w.CreateRepository("acme", "plain", plain)
	check(t, err)
	tree, _, err := w.client.Git.GetTree(w.ctx, "acme", "plain", "main", true)
	check(t, err)
	if len(tree.Entries) != 3 {
		t.Errorf("tree is %v", tree)
	}
	_, listed, _, err := w.client.Repositories.GetContents(w.ctx, "acme", "plain", "src", nil)
	check(t, err)
	if len(listed) != 1 || listed[0].GetPath() != "src/main.go" || listed[0].GetType() != "file" {
		t.Errorf("directory is %v", listed)
	}
	history := filepath.Join(t.TempDir(), "history")
	for _, arguments := range [][]string{
		{"init", "--quiet", "-b", "trunk", history}, {"-C", history, "commit", "--quiet", "--allow-empty", "-m", "one"}, {"-C", history, "tag", "release/v1"},
	} {
		if output, err := w.git(arguments...); err != nil {
			t.Fatal(output)
		}
	}
	made, err := w.CreateRepository("acme", "history", history)
	check(t, err)
	tags, _, err := w.client.Repositories.ListTags(w.ctx, "acme", "history", nil)
	check(t, err)
	if made.DefaultBranch != "trunk" || len(tags) != 1 || tags[0].GetName() != "release/v1" {
		t.Errorf("repository is %+v with tags %v", made, tags)
	}
	if output, err := w.git("-C", history, "checkout", "--quiet", "--detach"); err != nil {
		t.Fatal(output)
	}
	if made, err = w.CreateRepository("acme", "detached", history); err != nil || made.DefaultBranch != "main" {
		t.Errorf("repository of a detached HEAD is %+v, %v", made, err)
	}
	if _, err := w.CreateRepository("ACME", "Plain", ""); err == nil {
		t.Error("a name was given twice")
	}
}

func TestRawContents(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	request, err := w.client.NewRequest("GET", "repos/acme/shop/contents/README.md?ref=main", nil)
	check(t, err)
	request.Header.Set("Accept", "application/vnd.github.raw+json")
	var text strings.Builder
	_, err = w.client.Do(w.ctx, request, &text)
	check(t, err)
	if text.String() != "# shop\n" {
		t.Errorf("raw content is %q", text.String())
	}
	_, _, _, err = w.client.Repositories.GetContents(w.ctx, "acme", "shop", ".golive.yml", nil)
	if status(err) != http.StatusNotFound {
		t.Errorf("a missing file: %v", err)
	}
}

func TestStatusesDeploymentsAndReleases(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	sha := w.commit("main", "x", "x", "x")
	w.events()
	combined := func() string {
		found, _, err := w.client.Repositories.GetCombinedStatus(w.ctx, "acme", "shop", "main", nil)
		check(t, err)
		return fmt.Sprint(found.GetState(), found.GetTotalCount())
	}
	seen := []string{combined()}
	for _, state := range []string{"pending", "failure", "success"} {
		check(t, w.SetStatus("acme/shop", sha, "ci/build", state, "", "ci[bot]"))
		seen = append(seen, combined())
	}
	if got := strings.Join(seen, " "); got != "pending0 pending1 failure1 success1" {
		t.Errorf("combined states are %s", got)
	}
	id, err := w.CreateDeployment("acme/shop", "main", "staging", "kim")
	check(t, err)
	check(t, w.SetDeploymentStatus("acme/shop", id, "success", "https://staging.example", "kim"))
	deployments, _, err := w.client.Repositories.ListDeployments(w.ctx, "acme", "shop", &github.DeploymentsListOptions{Environment: "staging", SHA: sha})
	check(t, err)
	states, _, err := w.client.Repositories.ListDeploymentStatuses(w.ctx, "acme", "shop", id, nil)
	check(t, err)
	if len(deployments) != 1 || len(states) != 1 || states[0].GetEnvironmentURL() != "https://staging.example" {
		t.Errorf("deployments are %v with %v", deployments, states)
	}
	_, _, err = w.CreateTag("acme/shop", "v1.0.0", "", "one", "kim")
	check(t, err)
	_, err = w.CreateRelease("acme/shop", "kim", NewRelease{Tag: "v1.0.0", Name: "One"})
	check(t, err)
	_, err = w.CreateRelease("acme/shop", "kim", NewRelease{Tag: "v2.0.0", Draft: true})
	check(t, err)
	latest, _, err := w.client.Repositories.GetLatestRelease(w.ctx, "acme", "shop")
	check(t, err)
	all, _, err := w.client.Repositories.ListReleases(w.ctx, "acme", "shop", nil)
	check(t, err)
	if latest.GetTagName() != "v1.0.0" || len(all) != 1 {
		t.Errorf("latest is %v of %d", latest, len(all))
	}
	if got := names(t, w.events()); got != "status status status deployment.created deployment_status.created push release.published" {
		t.Errorf("events are %s", got)
	}
}

func TestRulesAndProtection(t *testing.T) {
	t.Parallel()
	permissions := DefaultPermissions()
	permissions["administration"] = "read"
	w := newWorld(t, Options{Permissions: permissions})
	token := w.mint(nil)
	if code, message, _ := w.ask("GET", "/repos/acme/shop/branches/main/protection", token, ""); code != 404 || message != "Branch not protected" {
		t.Errorf("an unprotected branch is answered with %d %q", code, message)
	}
	_, err := w.AddRuleset("acme/shop", Ruleset{Name: "main", Target: "branch", Include: []string{"~DEFAULT_BRANCH"}, Rules: []map[string]any{{
		"type": "required_status_checks", "parameters": map[string]any{"required_status_checks": []any{map[string]any{"context": "golive / ready"}}},
	}}})
	check(t, err)
	tags, err := w.AddRuleset("acme/shop", Ruleset{Name: "tags", Target: "tag", Include: []string{"refs/tags/release/*"}, Rules: []map[string]any{{"type": "deletion"}}})
	check(t, err)
	rules, _, err := w.client.Repositories.GetRulesForBranch(w.ctx, "acme", "shop", "main")
	check(t, err)
	if len(rules) != 1 || rules[0].Type != "required_status_checks" {
		t.Errorf("rules are %v", rules)
	}
	listed, _, err := w.client.Repositories.GetAllRulesets(w.ctx, "acme", "shop", true)
	check(t, err)
	whole, _, err := w.client.Repositories.GetRuleset(w.ctx, "acme", "shop", tags, true)
	check(t, err)
	if len(listed) != 2 || listed[1].Conditions != nil || whole.GetConditions().GetRefName().Include[0] != "refs/tags/release/*" || whole.Rules[0].Type != "deletion" {
		t.Errorf("listed %v, one is %v", listed, whole)
	}
}

func TestSelectedRepositories(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	_, err := w.CreateRepository("acme", "other", "")
	check(t, err)
	check(t, w.SelectRepositories(w.installation, "kim", "acme/other"))
	if got := names(t, w.events()); got != "installation_repositories.removed" {
		t.Errorf("events are %s", got)
	}
	found, _, err := w.client.Apps.ListRepos(w.ctx, nil)
	check(t, err)
	if found.GetTotalCount() != 1 || found.Repositories[0].GetName() != "other" {
		t.Errorf("repositories are %v", found)
	}
	_, _, err = w.client.Repositories.Get(w.ctx, "acme", "shop")
	if status(err) != http.StatusNotFound {
		t.Errorf("a repository that was not selected: %v", err)
	}
}

func TestManyPeopleAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{Now: time.Now})
	opened := w.open("release/v1")
	var group sync.WaitGroup
	for n := range 20 {
		installation := w.CreateInstallation(fmt.Sprintf("account-%d", n), nil)
		group.Go(func() {
			_, _, err := w.clientOf(installation).Apps.ListRepos(w.ctx, nil)
			if err != nil {
				t.Error(err)
			}
			if _, err := w.Comment("acme/shop", opened.Number, "lee", "hello"); err != nil {
				t.Error(err)
			}
			if _, _, err := w.client.Issues.ListComments(w.ctx, "acme", "shop", opened.Number, nil); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if got := len(parsed[*github.IssueCommentEvent](t, w.events())); got != 20 {
		t.Errorf("%d comment events, want 20", got)
	}
}

func BenchmarkCreateRepositoryAndOpenPullRequest(b *testing.B) {
	simulated, err := New(Options{Directory: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	simulated.CreateInstallation("acme", nil)
	for n := range b.N {
		name := fmt.Sprintf("shop-%d", n)
		if _, err := simulated.CreateRepository("acme", name, ""); err != nil {
			b.Fatal(err)
		}
		for _, branch := range []string{"main", "release/v1"} {
			if _, err := simulated.Push("acme/"+name, branch, "kim", Commit{Message: branch, Files: map[string]string{branch: "1"}}); err != nil {
				b.Fatal(err)
			}
		}
		if _, err := simulated.OpenPullRequest(NewPullRequest{Repository: "acme/" + name, Title: "x", Head: "release/v1", User: "kim"}); err != nil {
			b.Fatal(err)
		}
	}
}
