package simulator

import (
	"net/http"
	"testing"
)

func TestAlertsAreAnsweredAsGitHubDescribesThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	sha := w.commit("main", "start", "a.txt", "a")
	check(t, w.AddCodeAnalysis("acme/shop", CodeAnalysis{Tool: "CodeQL", Category: "/language:go", Ref: "refs/heads/main", SHA: sha}))
	for _, state := range []string{"open", "dismissed"} {
		_, err := w.AddCodeAlert("acme/shop", CodeAlert{Tool: "CodeQL", Rule: "go/sql-injection", Severity: "high", Tags: []string{"external/cwe/cwe-089"}, State: state, By: "kim", Reason: map[string]string{"dismissed": "false positive"}[state], Ref: "refs/heads/main", SHA: sha, Path: "a.go", Line: 3})
		check(t, err)
	}
	_, err := w.AddSecretAlert("acme/shop", SecretAlert{Type: "aws_access_key_id", Name: "AWS", Secret: "AKIA", Path: "a.txt", SHA: sha, Blob: sha, Line: 1, State: "resolved", Resolution: "revoked", By: "kim", BypassedBy: "kim"})
	check(t, err)
	for range 2 {
		_, err = w.AddDependencyAlert("acme/shop", DependencyAlert{Package: "lodash", Ecosystem: "npm", Manifest: "package-lock.json", Scope: "runtime", Severity: "high", Advisory: "GHSA-jf85-cpcp-j695", Summary: "s", CWEs: []string{"CWE-78"}, FixedIn: "4.17.21"})
		check(t, err)
	}
	for template, path := range map[string]string{
		"/repos/{owner}/{repo}/code-scanning/analyses": "repos/acme/shop/code-scanning/analyses",
		"/repos/{owner}/{repo}/code-scanning/alerts":   "repos/acme/shop/code-scanning/alerts?ref=refs/heads/main",
		"/repos/{owner}/{repo}/secret-scanning/alerts": "repos/acme/shop/secret-scanning/alerts?hide_secret=true",
		"/repos/{owner}/{repo}/dependabot/alerts":      "repos/acme/shop/dependabot/alerts?state=open&per_page=1",
	} {
		body := w.body(path)
		if len(body) < 10 {
			t.Errorf("%s is empty", path)
		}
		if err := describe(t).CheckAnswer(http.MethodGet, template, http.StatusOK, body); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}
