package performance_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/config"
)

// What opens the service is sent to it alone, and shown to nobody, even where it is given
// back.
func TestTheTestUserOfAnUpload(t *testing.T) {
	t.Parallel()
	const token = "open-sesame-4711"
	service := &depot{token: token, takes: pictures, says: `{"id":"ID","url":"/files/ID/NAME","you":"TOKEN"}`}
	service.reads = func(w http.ResponseWriter, _ int) bool {
		if service.known[len(service.known)-1] == "" {
			w.WriteHeader(http.StatusForbidden)
			return true
		}
		w.Header().Set("X-You", token)
		return false
	}
	result, err := tryDepot(t, t.Context(), mediaStorage(t), uploadCase{depot: service, upload: config.Upload{Path: "/api/files", Headers: []string{"Authorization: Bearer ${secret:TOKEN}"}, Delete: "/api/files/{id}"},
		change: func(options *probe.Options) { options.Secrets = func(string) (string, error) { return token, nil } }})
	if err != nil {
		t.Fatal(err)
	}
	if text := words(result); !strings.Contains(text, "is refused to whoever did not upload it, and caches may keep it for everybody") || !strings.Contains(text, "6 × 200") {
		t.Errorf("says %s", text)
	}
	shown, err := json.Marshal(struct {
		Findings []checks.Finding
		Evidence []checks.Evidence
	}{result.Findings, result.Evidence})
	if err != nil {
		t.Fatal(err)
	}
	if text := string(shown) + words(result); strings.Contains(text, token) {
		t.Errorf("shows the token: %s", text)
	}
	if len(service.left(t)) != 0 {
		t.Errorf("left %s", service.left(t))
	}
}
