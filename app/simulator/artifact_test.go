package simulator

import (
	"fmt"
	"net/http"
	"testing"
)

func TestArtifactsAreAnsweredAsGitHubDescribesThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	w.commit("main", "start", "a.txt", "a")
	id, err := w.UploadArtifact(NewArtifact{Repository: "acme/shop", Run: 7, SHA: "main", Name: "coverage", Files: map[string]string{"lcov.info": "TN:\n"}})
	check(t, err)
	for template, path := range map[string]string{
		"/repos/{owner}/{repo}/actions/runs/{run_id}/artifacts": "repos/acme/shop/actions/runs/7/artifacts?per_page=100",
		"/repos/{owner}/{repo}/actions/artifacts/{artifact_id}": fmt.Sprintf("repos/acme/shop/actions/artifacts/%d", id),
	} {
		if err := describe(t).CheckAnswer(http.MethodGet, template, http.StatusOK, w.body(path)); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestADownloadIsElsewhereForAMinute(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	id, err := w.UploadArtifact(NewArtifact{Repository: "acme/shop", Run: 7, SHA: "main", Name: "coverage", Files: map[string]string{"lcov.info": "TN:\n"}})
	check(t, err)
	token, _, err := w.app.Apps.CreateInstallationToken(w.ctx, w.installation, nil)
	check(t, err)
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	get := func(address, authorization string) *http.Response {
		request, err := http.NewRequestWithContext(w.ctx, http.MethodGet, address, nil)
		check(t, err)
		if authorization != "" {
			request.Header.Set("Authorization", authorization)
		}
		response, err := client.Do(request)
		check(t, err)
		check(t, response.Body.Close())
		return response
	}
	answer := get(fmt.Sprintf("%srepos/acme/shop/actions/artifacts/%d/zip", w.APIURL(), id), "Bearer "+token.GetToken())
	target, err := answer.Location()
	check(t, err)
	if answer.StatusCode != http.StatusFound || target.Hostname() == answer.Request.URL.Hostname() {
		t.Errorf("%d to %s", answer.StatusCode, target)
	}
	for authorization, want := range map[string]int{"": http.StatusOK, "Bearer " + token.GetToken(): http.StatusBadRequest} {
		if found := get(target.String(), authorization); found.StatusCode != want {
			t.Errorf("with %q: %d", authorization, found.StatusCode)
		}
	}
	if found := get(target.Scheme+"://"+target.Host+target.Path+"?sig=none", ""); found.StatusCode != http.StatusForbidden {
		t.Errorf("with no signature: %d", found.StatusCode)
	}
	check(t, w.ExpireArtifact("acme/shop", id))
	if found := get(fmt.Sprintf("%srepos/acme/shop/actions/artifacts/%d/zip", w.APIURL(), id), "Bearer "+token.GetToken()); found.StatusCode != http.StatusGone {
		t.Errorf("expired: %d", found.StatusCode)
	}
}
