package probe_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/probetest"
)

// Bodies of strangers are compared: whatever they are, a body is like itself, and likeness
// has no direction.
func FuzzAlike(f *testing.F) {
	for _, seed := range []string{"", "a", page, "Cannot GET /admin", strings.Repeat("word ", 500), "\x00\xff", "<<<>>>", strings.Repeat("0", 5000)} {
		f.Add([]byte(seed), []byte(page), "/admin")
	}
	f.Fuzz(func(t *testing.T, one, other []byte, path string) {
		if !probe.Alike(one, one, path) {
			t.Errorf("%q is not like itself", one)
		}
		if probe.Alike(one, other, path) != probe.Alike(other, one, path) {
			t.Errorf("%q and %q: it depends on which comes first", one, other)
		}
	})
}

// What a service says of itself is read at /version: nothing that is not of the release's
// commits proves anything.
func FuzzVersion(f *testing.F) {
	const sha = "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678"
	for _, seed := range []string{"", "{", `{"commit":"` + sha + `"}`, `{"git":{"commit":{"id":"a1b2c3d"}}}`, sha, `[]`, `{"commit":{"commit":{"commit":"x"}}}`, strings.Repeat(`{"build":`, 2000)} {
		f.Add([]byte(seed))
	}
	var body []byte
	handler := http.HandlerFunc(func(writer http.ResponseWriter, _ *http.Request) {
		writer.Header().Set("Content-Type", "application/json")
		_, _ = writer.Write(body)
	})
	prove := probe.Prove("/version", []checks.ContentCommit{{SHA: sha, Origin: checks.OriginRelease}}, nil)
	f.Fuzz(func(t *testing.T, said []byte) {
		body = said
		deployed, err := probetest.Serve(t, handler, func(options *probe.Options) { options.Prove = prove }).Content(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if deployed.Proven() && !strings.Contains(strings.ToLower(string(said)), sha[:7]) && !strings.Contains(string(said), `\u`) {
			t.Errorf("%q proves %+v", said, deployed)
		}
	})
}
