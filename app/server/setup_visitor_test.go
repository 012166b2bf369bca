package server_test

import (
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/server"
)

// visitor is somebody who had the token.
type visitor struct {
	t      *testing.T
	w      *world
	base   string
	client *http.Client
}

func newVisitor(t *testing.T, w *world, preparing *server.Setup) *visitor {
	t.Helper()
	v := &visitor{t: t, w: w, base: "http://" + preparing.Address(), client: client()}
	v.client.Jar, _ = cookiejar.New(nil) // it fails for no options
	if status, _, _ := v.send(http.MethodGet, link(t, preparing), nil); status != http.StatusSeeOther {
		t.Fatalf("the token is answered with %d", status)
	}
	return v
}

// send sends and follows nothing.
func (v *visitor) send(method, address string, form url.Values) (status int, location, body string) {
	v.t.Helper()
	request, err := http.NewRequestWithContext(v.t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	response, err := v.client.Do(request)
	if err != nil {
		v.t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return response.StatusCode, response.Header.Get("Location"), string(content)
}

func (v *visitor) get(path string) string {
	v.t.Helper()
	_, _, body := v.send(http.MethodGet, v.base+path, nil)
	return body
}

func (v *visitor) post(path string) string {
	v.t.Helper()
	_, _, body := v.send(http.MethodPost, v.base+path, url.Values{})
	return body
}

var (
	formAction   = regexp.MustCompile(`<form action="([^"]+)" method="post">`)
	formManifest = regexp.MustCompile(`name="manifest" value="([^"]*)"`)
)

// toGitHub goes as far as GitHub's answer and returns where that leads.
func (v *visitor) toGitHub(name string) *url.URL {
	v.t.Helper()
	page := v.get("/setup/review?" + url.Values{"owner": {"organisation"}, "login": {"acme"}, "name": {name}}.Encode())
	action, manifest := formAction.FindStringSubmatch(page), formManifest.FindStringSubmatch(page)
	if action == nil || manifest == nil {
		v.t.Fatalf("no form in %s", page)
	}
	status, location, body := v.send(http.MethodPost, html.UnescapeString(action[1]),
		url.Values{"manifest": {html.UnescapeString(manifest[1])}, "create": {"yes"}})
	back, err := url.Parse(location)
	if err != nil || status != http.StatusFound {
		v.t.Fatalf("GitHub answers %d: %s", status, body)
	}
	return back
}

// register goes all the way and returns the page it ends at; empty where that is a
// redirect.
func (v *visitor) register(name string) string {
	v.t.Helper()
	return v.get(v.toGitHub(name).RequestURI())
}
