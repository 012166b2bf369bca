package simulator

import (
	"fmt"
	"io"
	"net/http"
	"testing"
)

func TestDeploymentsAreAnsweredAsGitHubDescribesThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	w.commit("main", "start", "a.txt", "a")
	id, err := w.CreateDeployment("acme/shop", "main", "production", "kim")
	check(t, err)
	check(t, w.SetDeploymentStatus("acme/shop", id, "success", "https://shop.example", "kim"))
	for template, path := range map[string]string{
		"/repos/{owner}/{repo}/deployments":                          "repos/acme/shop/deployments?environment=production",
		"/repos/{owner}/{repo}/deployments/{deployment_id}":          fmt.Sprintf("repos/acme/shop/deployments/%d", id),
		"/repos/{owner}/{repo}/deployments/{deployment_id}/statuses": fmt.Sprintf("repos/acme/shop/deployments/%d/statuses", id),
	} {
		body := w.body(path)
		if err := describe(t).CheckAnswer(http.MethodGet, template, http.StatusOK, body); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// body is what GitHub answers to the App's installation.
func (w *world) body(path string) []byte {
	w.t.Helper()
	request, err := w.client.NewRequest(http.MethodGet, path, nil)
	check(w.t, err)
	response, err := w.client.BareDo(w.ctx, request)
	check(w.t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	check(w.t, err)
	return body
}
