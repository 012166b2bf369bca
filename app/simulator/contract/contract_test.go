package contract_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/golive-app/golive/app/simulator/contract"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	directory := os.Getenv("GOLIVE_OPENAPI")
	if directory == "" {
		t.Skip("GitHub's description is not here: `make test` fetches it and sets GOLIVE_OPENAPI")
	}
	description, err := contract.Load(filepath.Join(directory, "generated", "api.github.com.json"))
	if err != nil {
		t.Fatal(err)
	}
	header := http.Header{"Content-Type": {"application/json"}}
	for name, test := range map[string]struct {
		method, path, query, body string
		fine                      bool
	}{
		"a pull request":                        {"GET", "/repos/acme/shop/pulls/12", "", "", true},
		"comments by page":                      {"GET", "/repos/acme/shop/issues/12/comments", "per_page=100&page=2", "", true},
		"a tag with slashes":                    {"GET", "/repos/acme/shop/git/ref/tags%2Frelease%2Fv1.4.0", "", "", true},
		"a file in a folder":                    {"GET", "/repos/acme/shop/contents/docs/a.md", "ref=main", "", true},
		"a check run":                           {"POST", "/repos/acme/shop/check-runs", "", `{"name":"golive / ready","head_sha":"abc","status":"in_progress"}`, true},
		"a repository by id":                    {"GET", "/repositories/81", "", "", true},
		"a check run without a name":            {"POST", "/repos/acme/shop/check-runs", "", `{"head_sha":"abc"}`, false},
		"a conclusion that is none":             {"POST", "/repos/acme/shop/check-runs", "", `{"name":"x","head_sha":"abc","status":"completed","conclusion":"passed"}`, false},
		"a comment without a body":              {"POST", "/repos/acme/shop/issues/12/comments", "", `{}`, false},
		"an address that GitHub does not have":  {"GET", "/repos/acme/shop/checks", "", "", false},
		"a filter that GitHub does not know":    {"GET", "/repos/acme/shop/pulls", "author=kim", "", false},
		"a pull request whose number is a word": {"GET", "/repos/acme/shop/pulls/twelve", "", "", false},
	} {
		err := description.Check(t.Context(), test.method, test.path, test.query, header, []byte(test.body))
		if (err == nil) != test.fine {
			t.Errorf("%s: %v", name, err)
		}
	}
}
