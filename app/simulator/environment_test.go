package simulator

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestEnvironmentsAreAnsweredAsGitHubDescribesThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	w.commit("main", "start", "a.txt", "a")
	check(t, w.SetEnvironment("acme/shop", Environment{Name: "production", Reviewers: []string{"kim"}, Wait: time.Minute, Branches: "custom"}))
	check(t, w.SetVariable("acme/shop", "production", "region", "eu"))
	check(t, w.SetSecret("acme/shop", "production", "TOKEN"))
	check(t, w.SetVariable("acme/shop", "", "REGION", "eu"))
	check(t, w.SetSecret("acme/shop", "", "TOKEN"))
	check(t, w.ShareVariable("acme", "DOMAIN", "acme.dev"))
	check(t, w.ShareSecret("acme", "KEY"))
	for template, path := range map[string]string{
		"/repos/{owner}/{repo}/environments":                              "repos/acme/shop/environments",
		"/repos/{owner}/{repo}/environments/{environment_name}":           "repos/acme/shop/environments/production",
		"/repos/{owner}/{repo}/environments/{environment_name}/variables": "repos/acme/shop/environments/production/variables",
		"/repos/{owner}/{repo}/environments/{environment_name}/secrets":   "repos/acme/shop/environments/production/secrets",
		"/repos/{owner}/{repo}/actions/variables":                         "repos/acme/shop/actions/variables",
		"/repos/{owner}/{repo}/actions/secrets":                           "repos/acme/shop/actions/secrets",
		"/repos/{owner}/{repo}/actions/organization-variables":            "repos/acme/shop/actions/organization-variables",
		"/repos/{owner}/{repo}/actions/organization-secrets":              "repos/acme/shop/actions/organization-secrets",
	} {
		body := w.body(path)
		if err := describe(t).CheckAnswer(http.MethodGet, template, http.StatusOK, body); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		if secret := strings.HasSuffix(path, "secrets"); secret == strings.Contains(string(body), `"value"`) && path != "repos/acme/shop/environments" && !strings.HasSuffix(path, "production") {
			t.Errorf("%s: %s", path, body)
		}
	}
}

func TestSettingsHaveNamesAsGitHubWantsThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	for _, name := range []string{"", "GITHUB_TOKEN", "two words", "a-b"} {
		if err := w.SetVariable("acme/shop", "", name, "x"); err == nil {
			t.Errorf("%q is taken", name)
		}
	}
	check(t, w.SetVariable("acme/shop", "", "region", "eu"))
	check(t, w.SetVariable("acme/shop", "", "REGION", "us"))
	var page struct {
		Total     int                 `json:"total_count"`
		Variables []map[string]string `json:"variables"`
	}
	check(t, json.Unmarshal(w.body("repos/acme/shop/actions/variables"), &page))
	if page.Total != 1 || page.Variables[0]["name"] != "REGION" || page.Variables[0]["value"] != "us" {
		t.Errorf("%+v", page)
	}
}

func TestADeploymentMakesItsEnvironment(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	w.commit("main", "start", "a.txt", "a")
	for range 2 {
		_, err := w.CreateDeployment("acme/shop", "main", "staging", "kim")
		check(t, err)
	}
	if body := w.body("repos/acme/shop/environments"); !strings.Contains(string(body), `"total_count":1`) {
		t.Errorf("%s", body)
	}
}
