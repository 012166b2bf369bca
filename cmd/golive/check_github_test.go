package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
)

func TestAReleaseOnGitHubIsJudgedFromATerminal(t *testing.T) {
	t.Parallel()
	github, err := simulator.New(simulator.Options{Directory: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	address, err := github.Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = github.Close(context.Background()) })
	github.CreateOrganization("acme")
	if _, err := github.CreateRepository("acme", "shop", ""); err != nil {
		t.Fatal(err)
	}
	if err := github.SetPermission("acme/shop", "kim", "write"); err != nil {
		t.Fatal(err)
	}
	for _, commit := range []struct{ branch, parent, content string }{{"main", "", "export default 1;\n"}, {"release/v1.4.0", "main", "console.log('here');\n"}} {
		_, err := github.Push("acme/shop", commit.branch, "kim", simulator.Commit{
			Parent: commit.parent, Message: "on " + commit.branch, Files: map[string]string{"src/index.js": commit.content},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	pull, err := github.OpenPullRequest(simulator.NewPullRequest{Repository: "acme/shop", Title: "Release v1.4.0", Head: "release/v1.4.0", User: "kim"})
	if err != nil {
		t.Fatal(err)
	}
	token := github.CreatePersonalToken("kim", nil)
	at := []string{githubVariable + "=" + address, workflowTokenVariable + "=", tokenVariable + "="}
	withToken := append(at[:2:2], tokenVariable+"="+token)
	target := fmt.Sprintf("acme/shop#%d", pull.Number)
	for name, test := range map[string]struct {
		environment []string
		arguments   []string
		code        int
		says        string
	}{
		"a finding":                  {withToken, []string{"--github", target, "--only", "code.debug-leftovers"}, exitNotReady, "src/index.js:1"},
		"the head of the branch":     {withToken, []string{"--github", "acme/shop", "--only", "code.debug-leftovers"}, exitOK, "ready: yes"},
		"a workflow's token":         {append(at[:1:1], tokenVariable+"=", workflowTokenVariable+"="+token), []string{"--github", "acme/shop", "--only", "code.debug-leftovers"}, exitOK, "ready: yes"},
		"no token":                   {at, []string{"--github", target}, exitUsage, "GH_TOKEN=$(gh auth token) golive check --github " + target},
		"what is not there":          {withToken, []string{"--github", "acme/shop#99"}, exitUsage, "#99"},
		"no target":                  {withToken, []string{"--github", "shop"}, exitUsage, "OWNER/REPO#PULL-REQUEST"},
		"an empty target":            {withToken, []string{"--github", ""}, exitUsage, "names no repository"},
		"a directory beside it":      {withToken, []string{"--github", target, "."}, exitUsage, "was given both"},
		"a GitHub that is not there": {[]string{githubVariable + "=http://127.0.0.1:1", tokenVariable + "=x"}, []string{"--github", target}, exitFailure, "connection refused"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, messages := golive(t, test.environment, append([]string{"check"}, test.arguments...)...)
			if code != test.code || !strings.Contains(out+messages, test.says) {
				t.Errorf("exit %d, want %d, saying %q:\n%s%s", code, test.code, test.says, out, messages)
			}
			if strings.Contains(out+messages, token) {
				t.Error("it prints the token")
			}
		})
	}
	_, out, _ := golive(t, withToken, "check", "--github", target, "--only", "code.debug-leftovers", "--format", "json")
	var report struct {
		Release struct{ Repository, SHA string }
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil || report.Release.Repository != "acme/shop" || report.Release.SHA != pull.HeadSHA {
		t.Errorf("%+v, %v", report, err)
	}
}
