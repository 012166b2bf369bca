package simulator

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// FuzzServe asks for anything with a valid token: the answer may be a refusal,
// never a crash or a failure of the simulation itself.
func FuzzServe(f *testing.F) {
	simulated, err := New(Options{Directory: f.TempDir(), RateLimit: 1 << 40})
	if err != nil {
		f.Fatal(err)
	}
	if _, err := simulated.CreateRepository("acme", "shop", ""); err != nil {
		f.Fatal(err)
	}
	installation := simulated.CreateInstallation("acme", nil)
	for _, branch := range []string{"main", "release/v1"} {
		if _, err := simulated.Push("acme/shop", branch, "kim", Commit{Message: "x", Files: map[string]string{branch: "x"}}); err != nil {
			f.Fatal(err)
		}
	}
	pull, err := simulated.OpenPullRequest(NewPullRequest{Repository: "acme/shop", Title: "x", Head: "release/v1", User: "kim"})
	if err != nil {
		f.Fatal(err)
	}
	simulated.tokens["ghs_fuzz"] = &token{text: "ghs_fuzz", installation: installation, expires: time.Now().Add(24 * time.Hour), permissions: simulated.options.Permissions}
	for _, seed := range [][3]string{
		{"POST", "/check-runs", `{"name":"x","head_sha":"` + pull.HeadSHA + `","output":{"title":"t","summary":"s","annotations":[{"path":"a","start_line":1,"end_line":1,"annotation_level":"notice","message":"m"}]}}`},
		{"POST", "/issues/1/comments", `{"body":"hello"}`}, {"PATCH", "/issues/1", `{"state":"closed","labels":["a"]}`},
		{"POST", "/issues/1/labels", `["a"]`}, {"POST", "/issues", `{"title":"x"}`}, {"GET", "/pulls?head=a:b&per_page=1&page=9", ""},
		{"GET", "/compare/main...release%2Fv1", ""}, {"GET", "/contents/main?ref=main", ""}, {"GET", "/contents/a%0Ab/..%2f..?ref=%0A", ""},
		{"GET", "/commits/release%2Fv1/check-runs?filter=all", ""}, {"GET", "/commits?sha=main&path=a&author=%5B&since=x", ""},
		{"GET", "/git/trees/main?recursive=1", ""}, {"GET", "/git/ref/heads%2F%0A", ""}, {"GET", "/git/matching-refs/tags", ""}, {"GET", "/commits/--all", ""}, {"GET", "/commits?path=%00", ""}, {"GET", "/contents/%00", ""},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, method, target, body string) {
		parsed, err := url.Parse("http://simulated/repos/acme/shop" + target)
		request, wrong := http.NewRequest(method, "http://simulated/", strings.NewReader(body))
		if err != nil || wrong != nil || isGitPath(parsed.Path) {
			t.Skip()
		}
		request.URL = parsed
		request.Header.Set("Authorization", "Bearer ghs_fuzz")
		recorder := httptest.NewRecorder()
		simulated.ServeHTTP(recorder, request)
		if recorder.Code >= 500 {
			t.Errorf("%s %s is answered with %d: %s", method, target, recorder.Code, recorder.Body)
		}
		simulated.ForgetRequests()
	})
}
