package simulator

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-github/v66/github"
)

// git runs git as a client would, without the machine's configuration.
func (w *world) git(arguments ...string) (string, error) {
	command := exec.CommandContext(w.ctx, "git", arguments...)
	command.Env = gitEnvironment()
	output, err := command.CombinedOutput()
	return strings.TrimSpace(string(output)), err
}

func (w *world) cloneURL(password string) string {
	return strings.Replace(w.url, "http://", "http://x-access-token:"+password+"@", 1) + "/acme/shop.git"
}

func TestGitFetchesWithAnInstallationToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{BasePath: "/api/v3"})
	first := w.open("release/v1")
	_, err := w.Push("acme/shop", "release/v1", "kim", Commit{Message: "rewritten", Parent: "main", Files: map[string]string{"app.js": "2"}})
	check(t, err)
	pull, err := w.PullRequest("acme/shop", first.Number)
	check(t, err)
	into := filepath.Join(t.TempDir(), "clone")
	if output, err := w.git("clone", "--quiet", w.cloneURL(w.mint(nil)), into); err != nil {
		t.Fatalf("clone: %v: %s", err, output)
	}
	for ref, want := range map[string]string{"refs/pull/1/head": pull.HeadSHA, first.HeadSHA: first.HeadSHA, "refs/heads/release/v1": pull.HeadSHA} {
		if output, err := w.git("-C", into, "fetch", "--quiet", "origin", ref); err != nil {
			t.Errorf("fetch %s: %v: %s", ref, err, output)
		}
		if got, err := w.git("-C", into, "rev-parse", "FETCH_HEAD"); err != nil || got != want {
			t.Errorf("%s is %s, want %s", ref, got, want)
		}
	}
	if output, err := w.git("-C", into, "fetch", "--quiet", "origin", "refs/pull/1/merge"); err != nil {
		t.Errorf("fetch of the merge ref: %v: %s", err, output)
	}
	parents, err := w.git("-C", into, "log", "-1", "--format=%P", "FETCH_HEAD")
	check(t, err)
	if parents != pull.BaseSHA+" "+pull.HeadSHA {
		t.Errorf("the merge ref has parents %s", parents)
	}
}

func TestGitRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	for name, password := range map[string]string{
		"an unknown token":         "ghs_none",
		"a token without contents": w.mint(&github.InstallationTokenOptions{Permissions: &github.InstallationPermissions{Checks: github.String("write")}}),
		"no token":                 "",
	} {
		url := w.cloneURL(password)
		if password == "" {
			url = w.url + "/acme/shop.git"
		}
		if output, err := w.git("ls-remote", url); err == nil {
			t.Errorf("%s lists %s", name, output)
		}
	}
	into := filepath.Join(t.TempDir(), "clone")
	output, err := w.git("clone", "--quiet", w.cloneURL(w.mint(nil)), into)
	if err != nil {
		t.Fatal(output)
	}
	if _, err := w.git("-C", into, "push", "origin", "main:refs/heads/pushed"); err == nil {
		t.Error("an installation token pushed")
	}
	check(t, w.SetPrivate("acme/shop", false))
	if output, err := w.git("ls-remote", w.url+"/acme/shop.git"); err != nil || !strings.Contains(output, "refs/heads/main") {
		t.Errorf("a public repository is not listed: %v: %s", err, output)
	}
}
