package github

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/golive-app/golive/jobs"
)

func TestAVisitorSendsNothingThatWrites(t *testing.T) {
	t.Parallel()
	f := newFake(t, "/api/v3")
	f.HandleFunc("/", func(_ http.ResponseWriter, request *http.Request) {
		t.Errorf("%s %s was sent", request.Method, request.URL.Path)
	})
	f.HandleFunc("GET /api/v3/repos/acme/shop", func(writer http.ResponseWriter, request *http.Request) {
		if request.Header.Get("Authorization") != "Bearer ghp_secret" {
			t.Errorf("the token is %q", request.Header.Get("Authorization"))
		}
		answer(writer, http.StatusOK, map[string]any{"id": fakeID, "name": "shop", "default_branch": "main", "owner": map[string]any{"login": "acme"}})
	})
	asked := 0
	f.HandleFunc("POST /api/graphql", func(writer http.ResponseWriter, _ *http.Request) {
		asked++
		answer(writer, http.StatusOK, map[string]any{"data": map[string]any{}})
	})
	v, err := NewVisitor(Options{APIURL: f.server.URL + "/api/v3", DataDirectory: t.TempDir()}, "ghp_secret")
	must(t, err)
	r, err := v.Repository(t.Context(), "acme", "shop")
	must(t, err)
	for _, method := range []string{http.MethodPost, http.MethodPatch, http.MethodPut, http.MethodDelete} {
		if _, err := r.request(t.Context(), method, "/check-runs", map[string]string{"name": "x"}, nil); !errors.Is(err, errWrites) {
			t.Errorf("%s: %v", method, err)
		}
	}
	for text, reads := range map[string]bool{
		"query($owner: String!) { viewer { login } }": true, "{ viewer { login } }": true,
		"mutation { addStar(input: {}) { clientMutationId } }":                         false,
		"query A { viewer { login } } mutation B { addStar(input: {}) { starrable } }": false,
		"fragment F on User { login }":                                                 false,
	} {
		var into struct{}
		if err := r.query(t.Context(), text, &into); errors.Is(err, errWrites) == reads {
			t.Errorf("%s: %v", text, err)
		}
	}
	if asked != 2 {
		t.Errorf("%d queries were sent, want 2", asked)
	}
}

func TestWhatAPersonsTokenIsToldToDo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		header []string
		body   string
		is     error
		says   string
	}{
		"a permission": {403, []string{"X-Accepted-GitHub-Permissions", "pull_requests=read"}, "Resource not accessible by personal access token", jobs.ErrForbidden,
			"the token lacks a permission (pull_requests: read) for GET /repos/acme/shop; give it to the token at https://github.com/settings/tokens"},
		"single sign-on": {403, []string{"X-GitHub-SSO", "required; url=https://github.com/orgs/acme/sso?authorization_request=A1"},
			"Resource protected by organization SAML enforcement.", jobs.ErrForbidden, "authorise the token at https://github.com/orgs/acme/sso?authorization_request=A1"},
		"expired": {401, nil, "Bad credentials", jobs.ErrForbidden, "GitHub refused the token (401 Bad credentials)"},
		"unseen":  {404, nil, "Not Found", jobs.ErrGone, "the token may not see it"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, err := NewVisitor(Options{APIURL: "https://api.github.com", DataDirectory: t.TempDir(), Transport: roundTrip(func(request *http.Request) (*http.Response, error) {
				response := respond(c.status, c.header...)
				response.Body, response.Request = &trackedBody{Reader: strings.NewReader(`{"message":"` + c.body + `"}`)}, request
				return response, nil
			})}, "github_pat_secret")
			must(t, err)
			_, err = v.Repository(t.Context(), "acme", "shop")
			if !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "secret") {
				t.Errorf("got %v", err)
			}
		})
	}
}
