package security

import (
	"net/http"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
)

// Whatever is behind a path, a refusal shows nothing, and no page counts as a file.
func FuzzDoors(f *testing.F) {
	for _, seed := range []string{"", "A=b", "ref: refs/heads/main", "[core]", "PK\x03\x04", `{"_links":{}}`, "<title>Index of /</title>", "<title>Admin</title>", strings.Repeat("AB_C=1\n", 2000), "\x00\xff"} {
		f.Add([]byte(seed), 200, "text/html")
		f.Add([]byte(seed), 403, "text/plain")
	}
	f.Fuzz(func(t *testing.T, body []byte, status int, kind string) {
		exchange := checks.NewExchange(checks.Exchange{Method: "GET", URL: "https://staging.example/x", Status: status}, body, http.Header{"Content-Type": {kind}})
		shows := listing(exchange)
		for _, one := range doorSigns {
			shown := one.shows(checks.Control{}, exchange)
			if shown && !one.page && strings.HasPrefix(kind, "text/html") {
				t.Errorf("%s: a page is taken for a file: %q", one.path, body)
			}
			shows = shows || shown
		}
		if shows && (status < 200 || status >= 300) {
			t.Errorf("a refusal shows something: %d %q", status, body)
		}
	})
}
