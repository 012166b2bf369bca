package simulator

import (
	"strings"
	"testing"
)

func TestAPersonsTokenSeesWhatThePersonSees(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	check(t, w.SetPermission("acme/shop", "kim", "write"))
	reads, narrow := w.CreatePersonalToken("kim", nil), w.CreatePersonalToken("kim", map[string]string{"contents": "read"})
	stranger := w.CreatePersonalToken("eve", nil)
	for name, c := range map[string]struct {
		method, path, token, body string
		status                    int
		says                      string
	}{
		"a repository with a role":    {"GET", "/repos/acme/shop", reads, "", 200, ""},
		"without one":                 {"GET", "/repos/acme/shop", stranger, "", 404, "Not Found"},
		"without the permission":      {"GET", "/repos/acme/shop/pulls", narrow, "", 403, "Resource not accessible by personal access token"},
		"writing with a read token":   {"POST", "/repos/acme/shop/issues", reads, `{"title":"x"}`, 403, "Resource not accessible by personal access token"},
		"what is the App's alone":     {"GET", "/installation/repositories", reads, "", 403, "installation access token"},
		"a query":                     {"POST", "/graphql", reads, `{"query":"{ repository(owner: \"acme\", name: \"shop\") { databaseId } }"}`, 200, ""},
		"a query of what is not seen": {"POST", "/graphql", stranger, `{"query":"{ repository(owner: \"acme\", name: \"shop\") { databaseId } }"}`, 200, ""},
	} {
		status, message, header := w.ask(c.method, c.path, c.token, c.body)
		if status != c.status || !strings.Contains(message, c.says) {
			t.Errorf("%s: %d %q", name, status, message)
		}
		if status == 403 && c.token == narrow && header.Get("X-Accepted-GitHub-Permissions") == "" {
			t.Errorf("%s: what would be enough is not named", name)
		}
	}
}
