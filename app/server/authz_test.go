package server_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/golive-app/golive/checks"
)

// rolesStaging is a staging that knows an administrator and a viewer.
type rolesStaging struct {
	mutex  sync.Mutex
	commit string
	open   bool // reports are for whoever is known
	tokens map[string]string
}

func (s *rolesStaging) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	say := saying(writer)
	token := strings.TrimPrefix(request.Header.Get("Authorization"), "Bearer ")
	if session, err := request.Cookie("session"); err == nil {
		token = session.Value
	}
	role := s.tokens[token]
	switch {
	case request.URL.Path == "/":
		say(200, "text/html", "<h1>Welcome</h1>")
	case request.URL.Path == "/version":
		say(200, "application/json", `{"commit":"`+s.commit+`"}`)
	case request.URL.Path != "/orders" && request.URL.Path != "/reports":
		say(404, "application/json", `{"error":"not found"}`)
	case role == "":
		say(401, "application/json", `{"error":"you sent `+token+`"}`)
	case request.URL.Path == "/orders" || role == "admin" || s.open:
		say(200, "application/json", `[{"id":1,"for":"`+token+`"}]`)
	default:
		say(403, "application/json", `{"error":"you may not, `+token+`"}`)
	}
}

func (s *rolesStaging) change(change func(*rolesStaging)) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	change(s)
}

// Roles are tried with tokens and sessions that the operator laid down, and these leave
// golive nowhere.
func TestARoleThatGetsWhatItMayNotFailsTheRelease(t *testing.T) {
	t.Parallel()
	const admin, viewer = "token-of-an-admin-4711", "token-of-a-viewer-0815"
	const item = checks.ItemID("security.authorization")
	w := newWorldWithout(t, inMemory)
	service := &rolesStaging{open: true, tokens: map[string]string{admin: "admin", viewer: "viewer"}}
	address := w.staging(service.ServeHTTP)
	w.laidDown(map[string]string{"ADMIN": admin, "VIEWER": viewer})
	w.start()
	pull := w.smokeRelease(map[string]string{
		".golive.yml": enforcing + "environments: {staging: {url: \"" + address + "\", version: /version}}\n",
		".golive/authz.yml": "roles:\n  admin: {headers: {Authorization: 'Bearer ${secret:ADMIN}'}}\n  viewer: {cookies: {theme: dark, session: '${secret:VIEWER}'}}\n  anonymous: {}\n" +
			"routes:\n- {path: /orders, allow: [admin, viewer]}\n- {path: /reports, allow: [admin]}\n",
	}, map[string]string{})
	service.change(func(s *rolesStaging) { s.commit = pull.HeadSHA })
	w.verdict(pull.HeadSHA)
	w.command(pull.Number, "dana", "/golive rerun "+string(item), done)
	w.becomes(pull.HeadSHA, item, checks.Fail)
	w.says(pull.Number, "role `viewer` got 200 on `GET /reports`, and may not (`admin`: 200)")
	w.leavesOut(pull)
	w.nowhere(pull, admin, viewer)

	service.change(func(s *rolesStaging) { s.open = false })
	w.command(pull.Number, "dana", "/golive rerun "+string(item), done)
	w.becomes(pull.HeadSHA, item, checks.Pass)
	w.says(pull.Number, "6 of 6 requests were answered to their roles as declared")
	w.nowhere(pull, admin, viewer)
}
