package simulator

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golive-app/golive/app/simulator/contract"
)

// registry is a GitHub without an App, and somebody at its pages.
type registry struct {
	*GitHub
	t     *testing.T
	later atomic.Int64 // how far its clock is ahead of noon, in nanoseconds
}

func newRegistry(t *testing.T) *registry {
	t.Helper()
	r := &registry{t: t}
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	made, err := New(Options{Directory: filepath.Join(t.TempDir(), "github"), Unregistered: true, User: "dana", BasePath: "/api/v3", Now: func() time.Time { return noon.Add(time.Duration(r.later.Load())) }})
	check(t, err)
	r.GitHub = made
	if _, err := made.Start("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = made.Close(context.Background()) })
	made.CreateOrganization("acme")
	return r
}

// page posts a form to a page.
func (r *registry) page(path string, form url.Values) (*http.Response, string) {
	r.t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.PostForm(strings.TrimSuffix(r.APIURL(), "/api/v3/")+path, form)
	check(r.t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	check(r.t, err)
	return response, string(body)
}

// convert exchanges a code.
func (r *registry) convert(code string) (int, []byte) {
	r.t.Helper()
	response, err := http.Post(r.APIURL()+"app-manifests/"+code+"/conversions", "application/json", nil)
	check(r.t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	check(r.t, err)
	return response.StatusCode, body
}

const goodManifest = `{"name":"Golive Acme","url":"https://golive.acme.dev","redirect_url":"https://golive.acme.dev/setup/created?x=1",
	"hook_attributes":{"url":"HOOK","active":true},"public":false,
	"default_permissions":{"checks":"write","contents":"read","metadata":"read","pull_requests":"write"},"default_events":["pull_request","push","check_run"]}`

// register presses the button and returns the code.
func (r *registry) register(hook string) string {
	r.t.Helper()
	manifest := strings.Replace(goodManifest, "HOOK", hook, 1)
	shown, body := r.page("/organizations/acme/settings/apps/new?state=abc", url.Values{"manifest": {manifest}})
	if shown.StatusCode != http.StatusOK || !strings.Contains(body, "Create GitHub App for acme") {
		r.t.Fatalf("%d %s", shown.StatusCode, body)
	}
	done, _ := r.page("/organizations/acme/settings/apps/new?state=abc", url.Values{"manifest": {manifest}, "create": {"yes"}, "name": {"Golive Acme"}})
	back, err := url.Parse(done.Header.Get("Location"))
	check(r.t, err)
	query := back.Query()
	if done.StatusCode != http.StatusFound || back.Host != "golive.acme.dev" || query.Get("state") != "abc" || query.Get("x") != "1" || query.Get("code") == "" {
		r.t.Fatalf("%d %s", done.StatusCode, back)
	}
	return query.Get("code")
}

func TestAnAppIsRegisteredFromItsManifest(t *testing.T) {
	t.Parallel()
	r := newRegistry(t)
	got := make(chan string, 1)
	receiver := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		if request.Header.Get("X-Hub-Signature-256") == Signature(r.WebhookSecret(), body) {
			got <- request.Header.Get("X-GitHub-Event")
		}
	}))
	t.Cleanup(receiver.Close)
	if status, _ := r.convert("nothing"); status != http.StatusNotFound {
		t.Errorf("a code that is none: %d", status)
	}
	code := r.register(receiver.URL)
	if event := <-got; event != "ping" {
		t.Errorf("the first delivery is %s", event)
	}
	status, body := r.convert(code)
	var app struct {
		ID                               int64
		Slug, Name, PEM                  string
		ClientID, ClientSecret, HookName string
		WebhookSecret                    string `json:"webhook_secret"`
		HTMLURL                          string `json:"html_url"`
		Owner                            struct{ Login string }
		Permissions                      map[string]string
		Events                           []string
	}
	check(t, json.Unmarshal(body, &app))
	if status != http.StatusCreated || app.ID != r.AppID() || app.Slug != "golive-acme" || app.WebhookSecret != r.WebhookSecret() ||
		app.PEM != string(r.PrivateKeyPEM()) || app.Owner.Login != "acme" || app.Permissions["checks"] != "write" || len(app.Events) != 3 {
		t.Errorf("%d %+v", status, app)
	}
	if status, _ := r.convert(code); status != http.StatusNotFound {
		t.Errorf("the code a second time: %d", status)
	}
	// Installed by hand, it is the App of this simulation.
	if response, body := r.page("/apps/golive-acme/installations/new", nil); response.StatusCode != http.StatusOK || !strings.Contains(body, "Installed on acme") {
		t.Errorf("%d %s", response.StatusCode, body)
	}
	if event := <-got; event != "installation" {
		t.Errorf("then comes %s", event)
	}
	if err := describe(t).CheckAnswer(http.MethodPost, "/app-manifests/{code}/conversions", status, body); err != nil {
		t.Errorf("the answer: %v", err)
	}
}

// description loads GitHub's description, which is large, once.
var description = sync.OnceValues(func() (*contract.Description, error) {
	return contract.Load(filepath.Join(os.Getenv("GOLIVE_OPENAPI"), "generated", "api.github.com.json"))
})

// describe returns GitHub's description.
func describe(t *testing.T) *contract.Description {
	t.Helper()
	if os.Getenv("GOLIVE_OPENAPI") == "" {
		t.Skip("GitHub's description is not here: `make test` fetches it and sets GOLIVE_OPENAPI")
	}
	loaded, err := description()
	check(t, err)
	return loaded
}

func TestThePermissionsAreThoseOfTheDescription(t *testing.T) {
	t.Parallel()
	described := append(describe(t).Properties("app-permissions"), "actions_variables")
	slices.Sort(described)
	if !slices.Equal(described, knownPermissions) {
		t.Errorf("known %q, described %q", knownPermissions, described)
	}
}

func TestACodeIsGoodForAnHour(t *testing.T) {
	t.Parallel()
	r := newRegistry(t)
	code := r.register("http://127.0.0.1:9")
	r.later.Store(int64(time.Hour))
	if status, body := r.convert(code); status != http.StatusNotFound {
		t.Errorf("%d %s", status, body)
	}
}

func TestManifestsThatGitHubRefuses(t *testing.T) {
	t.Parallel()
	public, err := New(Options{Directory: filepath.Join(t.TempDir(), "github"), PublicURL: "https://github.com"})
	check(t, err)
	t.Cleanup(func() { _ = public.Close(context.Background()) })
	good := strings.Replace(goodManifest, "HOOK", "https://golive.acme.dev/webhook", 1)
	for name, test := range map[string]struct {
		change [2]string
		says   string // empty: taken
	}{
		"as it should be":             {[2]string{"", ""}, ""},
		"no JSON":                     {[2]string{`{"name"`, `{name`}, "does not appear to be a valid"},
		"no name":                     {[2]string{"Golive Acme", "--"}, "Name can't be blank"},
		"a name of 35 characters":     {[2]string{"Golive Acme", strings.Repeat("g", 35)}, "too long"},
		"a name that is taken":        {[2]string{"Golive Acme", "GoLive"}, "already taken"},
		"no address":                  {[2]string{`"url":"https://golive.acme.dev",`, ""}, `"url" wasn't supplied`},
		"a hook without an address":   {[2]string{`"url":"https://golive.acme.dev/webhook",`, ""}, `"url" wasn't supplied`},
		"a hook on this machine":      {[2]string{"https://golive.acme.dev/webhook", "http://localhost:8080/webhook"}, "public Internet"},
		"a hook without TLS":          {[2]string{"https://golive.acme.dev/webhook", "http://golive.acme.dev/webhook"}, "https"},
		"events without a hook":       {[2]string{`"hook_attributes":{"url":"https://golive.acme.dev/webhook","active":true},`, ""}, "can't be blank"},
		"a permission that is none":   {[2]string{`"checks":"write"`, `"cheques":"write","checks":"write"`}, "not included in the list: cheques"},
		"a level that is none":        {[2]string{`"checks":"write"`, `"checks":"all"`}, "no such level"},
		"an event that is none":       {[2]string{`"push"`, `"pull"`}, "unsupported: pull"},
		"an event that may not be":    {[2]string{`"push"`, `"merge_group"`}, "unsupported: merge_group"},
		"an address back that is bad": {[2]string{"https://golive.acme.dev/setup/created?x=1", "javascript:alert(1)"}, "Redirect url"},
	} {
		_, problems := public.readManifest(strings.Replace(good, test.change[0], test.change[1], 1), "")
		if test.says == "" && len(problems) > 0 || test.says != "" && !strings.Contains(strings.Join(problems, "\n"), test.says) {
			t.Errorf("%s: %q", name, problems)
		}
	}
}

func TestThePagesOfApps(t *testing.T) {
	t.Parallel()
	r := newRegistry(t)
	manifest := url.Values{"manifest": {strings.Replace(goodManifest, "HOOK", "https://golive.acme.dev/webhook", 1)}}
	for path, want := range map[string]int{
		"/settings/apps/new": http.StatusOK, "/organizations/dana/settings/apps/new": http.StatusNotFound,
		"/organizations/nobody/settings/apps/new": http.StatusNotFound, "/apps/golive/installations/new": http.StatusNotFound,
	} {
		if response, body := r.page(path, manifest); response.StatusCode != want {
			t.Errorf("%s: %d %s", path, response.StatusCode, body)
		}
	}
	hostile := url.Values{"manifest": {strings.Replace(manifest.Get("manifest"), "Golive Acme", "<script>alert(1)</script>", 1)}}
	if _, body := r.page("/settings/apps/new", hostile); strings.Contains(body, "<script>") {
		t.Errorf("a name is not escaped: %s", body)
	}
	response, err := http.Get(strings.TrimSuffix(r.APIURL(), "/api/v3/") + "/settings/apps/new")
	check(t, err)
	response.Body.Close()
	if response.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("without a manifest: %d", response.StatusCode)
	}
}

func FuzzManifest(f *testing.F) {
	f.Add(goodManifest, "golive")
	f.Add(`{"hook_attributes":{}}`, "")
	f.Add(`[]`, "\x00")
	github, err := New(Options{Directory: f.TempDir(), Unregistered: true})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = github.Close(context.Background()) })
	f.Fuzz(func(t *testing.T, text, name string) {
		if wanted, problems := github.readManifest(text, name); len(problems) == 0 && (slugOf(wanted.Name) == "" || !isWebURL(wanted.URL)) {
			t.Errorf("taken: %+v", wanted)
		}
	})
}
