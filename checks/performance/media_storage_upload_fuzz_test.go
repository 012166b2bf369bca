package performance

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
)

// Whatever a service answers to an upload, what is deleted is below what the policy
// declares, and what names the address can be shown.
func FuzzAnswersToUploads(f *testing.F) {
	f.Add("", `{"id":"1","url":"/files/golive-1.png"}`, "/files/1")
	f.Add("data.url", `{"id":1e9,"data":{"url":"javascript:alert(1)"}}`, "//evil.test/")
	f.Add("[].url", `[{"id":"../users/1","url":"https://a.r2.dev/x"}]`, "")
	f.Add("", "{\"`<b>`\":\"/x.png\",\"id\":\".\"}", "\x00")
	f.Add("", `https://a.r2.dev/x.png`, "http://[::1")
	f.Fuzz(func(t *testing.T, declared, body, location string) {
		exchange := checks.NewExchange(checks.Exchange{Status: http.StatusCreated}, []byte(body), http.Header{"Location": {location}})
		saysFailed([]byte(body))
		address, where := addressOf(declared, "golive-1", exchange)
		if len(address) > longestAnswer || declared == "" && strings.ContainsAny(where, "<\n") || strings.Count(where, "`")%2 != 0 && declared == "" {
			t.Errorf("%q by %q", address, where)
		}
		path, filled := deletePath("/api/files/{id}", exchange)
		if !filled {
			return
		}
		to, err := url.Parse("https://staging.example.com" + path)
		if err != nil || !strings.HasPrefix(to.Path, "/api/files/") || strings.Count(to.Path, "/") != 3 || to.JoinPath().Path != to.Path || to.RawQuery != "" {
			t.Errorf("deletes %q", path)
		}
	})
}
