package server_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/golive-app/golive/app/browsertest"
	"github.com/golive-app/golive/app/server"
	"github.com/golive-app/golive/app/setup"
	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/config"
)

// newUnregistered starts a GitHub that knows no App, and golive's set-up beside it.
func newUnregistered(t *testing.T, change func(*config.Settings)) (*world, *server.Setup) {
	t.Helper()
	w := newBareWorld(t, simulator.Options{Unregistered: true, User: "dana"})
	w.setRoles(map[string]string{"kim": "write"})
	if change != nil {
		change(&w.settings)
	}
	preparing := must(server.StartSetup(t.Context(), w.options()))(t)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := preparing.Stop(ctx); err != nil {
			t.Errorf("stop: %v", err)
		}
	})
	return w, preparing
}

var noticed = regexp.MustCompile(`https?://\S+/setup\?token=\S+`)

// link returns the address on the terminal.
func link(t *testing.T, preparing *server.Setup) string {
	t.Helper()
	found := noticed.FindString(preparing.Notice())
	if found == "" {
		t.Fatalf("no address in %q", preparing.Notice())
	}
	return found
}

// From a golive without an App to the comment on a release pull request, in one
// browser and one process.
func TestSetUpInTheBrowser(t *testing.T) {
	t.Parallel()
	ctx := browsertest.New(t)
	w, preparing := newUnregistered(t, nil)
	base := "http://" + preparing.Address()
	var heading, environment, reloaded string
	if err := chromedp.Run(ctx,
		chromedp.EmulateViewport(1000, 900),
		chromedp.Navigate(link(t, preparing)), chromedp.WaitVisible("#login"),
	); err != nil {
		t.Fatal(err)
	}
	var address string
	if err := chromedp.Run(ctx, chromedp.Location(&address)); err != nil || address != base+"/setup" {
		t.Errorf("the token stays in the address: %q, %v", address, err)
	}
	browsertest.Screenshot(t, ctx, "setup-1-choice")
	if err := chromedp.Run(ctx, chromedp.SendKeys("#login", "acme"), chromedp.Submit("#login"), chromedp.WaitReady(`input[name=manifest]`)); err != nil {
		t.Fatal(err)
	}
	browsertest.Screenshot(t, ctx, "setup-2-review")
	if err := chromedp.Run(ctx, chromedp.Click("main form button"), chromedp.WaitReady(`input[name=create]`),
		chromedp.Click("button"), chromedp.WaitVisible(".note.good"), chromedp.Location(&address),
		chromedp.TextContent("#environment", &environment)); err != nil {
		t.Fatal(err)
	}
	if address != base+"/setup/credentials" || !strings.Contains(environment, "GOLIVE_APP_ID=") {
		t.Errorf("at %s: %q", address, environment)
	}
	browsertest.Screenshot(t, ctx, "setup-3-credentials")
	if err := chromedp.Run(ctx, chromedp.Reload(), chromedp.WaitVisible(".note.good"), chromedp.TextContent("main", &reloaded)); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(reloaded, "GOLIVE_WEBHOOK_SECRETS") || strings.Contains(reloaded, "PRIVATE KEY") {
		t.Error("the secrets are shown a second time")
	}
	if err := chromedp.Run(ctx, chromedp.Click("a.button"), chromedp.WaitVisible(".checks")); err != nil {
		t.Fatal(err)
	}
	browsertest.Screenshot(t, ctx, "setup-4-check")
	if err := chromedp.Run(ctx,
		chromedp.Navigate(must(url.JoinPath(w.github.APIURL(), "apps", w.github.AppSlug(), "installations", "new"))(t)),
		chromedp.Click("button"), chromedp.WaitVisible("//h1[contains(., 'Installed on acme')]", chromedp.BySearch),
		chromedp.Navigate(base+"/setup/check"), chromedp.WaitVisible("//h1[contains(., 'golive is set up')]", chromedp.BySearch), // it looks again by itself
		chromedp.Text("h1", &heading),
	); err != nil {
		t.Fatal(err)
	}
	browsertest.Screenshot(t, ctx, "setup-5-green")
	if err := chromedp.Run(ctx, browsertest.Dark(), chromedp.EmulateViewport(390, 800)); err != nil {
		t.Fatal(err)
	}
	browsertest.Screenshot(t, ctx, "setup-6-green-dark-narrow")
	w.server = preparing.Server()
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	waitFor(t, "the release pull request has its comment", func() bool { return len(w.checklists(pull.Number)) == 1 })
	ownLink := regexp.MustCompile(regexp.QuoteMeta(base) + `[^\s)"]*`)
	waitFor(t, "the comment leads to pages that golive has: its evidence bundle", func() bool {
		links := ownLink.FindAllString(w.checklists(pull.Number)[0].Body, -1)
		for _, link := range links {
			response, err := http.Get(link)
			if err != nil {
				t.Fatal(err)
			}
			if _ = response.Body.Close(); response.StatusCode != http.StatusOK {
				return false
			}
		}
		return len(links) > 0
	})
	w.tellsNoSecret(preparing, environment)
	w.nextStart()
}

// tellsNoSecret searches what golive logged, and what GitHub was asked, for every
// secret.
func (w *world) tellsNoSecret(preparing *server.Setup, environment string) {
	w.t.Helper()
	kept, err := setup.Directory(w.settings.Credentials).Read()
	w.do(err)
	secrets := map[string]string{"webhook secret": kept["webhook-secrets"], "private key": strings.Split(kept["private-key"], "\n")[3]}
	for _, name := range []string{"client-secret"} {
		secrets[name] = strings.TrimSpace(string(must(os.ReadFile(filepath.Join(w.settings.Credentials, name)))(w.t)))
	}
	token, err := url.Parse(noticed.FindString(preparing.Notice()))
	w.do(err)
	secrets["token"] = token.Query().Get("token")
	for _, request := range w.github.Requests() {
		if rest, found := strings.CutPrefix(request.Path, "/app-manifests/"); found {
			secrets["code"] = strings.TrimSuffix(rest, "/conversions")
		}
	}
	if len(secrets) != 5 {
		w.t.Errorf("only %d secrets are looked for", len(secrets))
	}
	for name, value := range secrets {
		if len(value) < 16 {
			w.t.Errorf("%s: %q is no secret", name, value)
		}
		if strings.Contains(w.log.String(), value) {
			w.t.Errorf("the log tells the %s", name)
		}
	}
	if !strings.Contains(environment, kept["webhook-secrets"]) {
		w.t.Error("the page showed another secret than the one that is kept")
	}
}

// nextStart starts a golive that finds the credentials.
func (w *world) nextStart() {
	w.t.Helper()
	settings, err := setup.ReadSettings(config.Sources{
		Flags:       map[string]string{"credentials-dir": w.settings.Credentials},
		Environment: func(string) (string, bool) { return "", false }, ReadFile: os.ReadFile,
	})
	w.do(err)
	if lacking := settings.Lacking(); len(lacking) != 0 || settings.AppID != w.github.AppID() || string(settings.WebhookSecrets[0]) != w.github.WebhookSecret() {
		w.t.Errorf("the next start lacks %q; App %d", lacking, settings.AppID)
	}
}

// client is a browser without pictures: it keeps cookies and follows nothing.
func client() *http.Client {
	return &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func TestBeforeThereIsAnApp(t *testing.T) {
	t.Parallel()
	_, preparing := newUnregistered(t, nil)
	base := "http://" + preparing.Address()
	for _, test := range []struct {
		method, path string
		status       int
		says         string
	}{
		{"GET", "/health", 200, `"ok"`},
		{"GET", "/ready", 503, "not set up"},
		{"POST", "/webhook", 503, "not set up"},
		{"GET", "/version", 200, "test"},
		{"GET", "/", 303, ""},
		{"GET", "/setup", 403, "stands on the terminal"},
		{"GET", "/setup/", 404, "stands on the terminal"},
		{"GET", "/setup/check", 403, "stands on the terminal"},
		{"GET", "/setup/credentials", 403, "stands on the terminal"},
		{"GET", "/setup/created?code=a&state=b", 403, "stands on the terminal"},
		{"GET", "/setup/review?owner=personal&name=x", 403, "stands on the terminal"},
		{"POST", "/setup/retry", 403, "stands on the terminal"},
		{"GET", "/status", 503, "not set up"},
		{"GET", "/nowhere", 404, "stands on the terminal"},
		{"GET", "/setup?token=" + strings.Repeat("A", 43), 403, "does not fit"},
	} {
		request, err := http.NewRequestWithContext(t.Context(), test.method, base+test.path, strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		// Nobody is believed who says where golive is.
		request.Header.Set("X-Forwarded-Host", "evil.example")
		request.Header.Set("X-Forwarded-Proto", "https")
		request.Header.Set("X-Forwarded-Prefix", "/evil")
		request.Host = "evil.example"
		response, err := client().Do(request)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(response.Body)
		response.Body.Close()
		if response.StatusCode != test.status || !strings.Contains(string(body), test.says) {
			t.Errorf("%s %s: %d %s", test.method, test.path, response.StatusCode, body)
		}
		if strings.Contains(string(body)+response.Header.Get("Location"), "evil") || len(response.Cookies()) > 0 {
			t.Errorf("%s %s believes its headers, or lets somebody in: %v %s", test.method, test.path, response.Header, body)
		}
	}
}

func TestSetupNeedsAnAddress(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		settings config.Settings
		says     string
	}{
		"none, on an address that others reach": {config.Settings{Listen: "0.0.0.0:8080"}, "GOLIVE_PUBLIC_URL is not set"},
		"none, and any host":                    {config.Settings{Listen: ":8080"}, "GOLIVE_PUBLIC_URL is not set"},
		"none, on this machine alone":           {config.Settings{Listen: "127.0.0.1:8080"}, ""},
		"without TLS":                           {config.Settings{Listen: ":8080", PublicURL: "http://golive.acme.dev"}, "no https address"},
		"with TLS":                              {config.Settings{Listen: ":8080", PublicURL: "https://golive.acme.dev"}, ""},
		"without TLS on this machine":           {config.Settings{Listen: ":8080", PublicURL: "http://127.0.0.1:8080"}, ""},
	} {
		test.settings.GitHubURL = "https://api.github.com"
		err := server.CheckSetup(test.settings)
		if (err == nil) != (test.says == "") || err != nil && !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A golive that does not start leaves the pages standing, which say why.
func TestAGoliveThatDoesNotStartAfterItsSetUp(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	w, preparing := newUnregistered(t, func(settings *config.Settings) { settings.MetricsListen = taken.Addr().String() })
	visitor := newVisitor(t, w, preparing)
	visitor.register("golive-acme")
	page := visitor.get("/setup/credentials")
	if !strings.Contains(page, "does not start with them") || !strings.Contains(page, "address already in use") || preparing.Server() != nil {
		t.Errorf("the page says: %s", page)
	}
	if page := visitor.get("/setup/check"); !strings.Contains(page, "not running yet") {
		t.Errorf("the self-check says: %s", page)
	}
	w.nextStart()
}

// Credentials that cannot be written are shown, once, and golive works with them.
func TestCredentialsThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	w, preparing := newUnregistered(t, func(settings *config.Settings) {
		settings.Credentials = filepath.Join(settings.DataDirectory, "file", "credentials")
		if os.MkdirAll(settings.DataDirectory, 0o755) != nil || os.WriteFile(filepath.Join(settings.DataDirectory, "file"), nil, 0o600) != nil {
			t.Fatal("no file")
		}
	})
	visitor := newVisitor(t, w, preparing)
	if page := visitor.get("/setup"); !strings.Contains(page, "cannot be written") {
		t.Errorf("it is not said beforehand: %s", page)
	}
	visitor.register("golive-acme")
	page := visitor.get("/setup/credentials")
	if !strings.Contains(page, "could not be written") || !strings.Contains(page, w.github.WebhookSecret()) || !strings.Contains(page, "BEGIN RSA PRIVATE KEY") {
		t.Errorf("the secrets are lost: %s", page)
	}
	if page := visitor.get("/setup/credentials"); strings.Contains(page, w.github.WebhookSecret()) || !strings.Contains(page, "shown already") {
		t.Errorf("they are shown twice: %s", page)
	}
	if page := visitor.get("/setup/check"); !strings.Contains(page, "GitHub knows golive as the App") {
		t.Errorf("golive does not go on: %s", page)
	}
	if strings.Contains(w.log.String(), w.github.WebhookSecret()) {
		t.Error("the log tells the secret")
	}
}

func TestGitHubThatDoesNotAnswerForAMoment(t *testing.T) {
	t.Parallel()
	w, preparing := newUnregistered(t, nil)
	visitor := newVisitor(t, w, preparing)
	w.github.Inject(simulator.Fault{Kind: simulator.ServerError, Method: "POST", Path: regexp.MustCompile("^/app-manifests/"), Times: 1})
	if page := visitor.register("golive-acme"); !strings.Contains(page, "did not answer") {
		t.Fatalf("GitHub was away: %s", page)
	}
	visitor.post("/setup/retry")
	if page := visitor.get("/setup/credentials"); !strings.Contains(page, "is registered") {
		t.Errorf("after another try: %s", page)
	}
	if preparing.Server() == nil {
		t.Error("golive has not gone on")
	}
}

func TestACodeThatGitHubDoesNotTake(t *testing.T) {
	t.Parallel()
	w, preparing := newUnregistered(t, nil)
	visitor := newVisitor(t, w, preparing)
	back := visitor.toGitHub("golive-acme")
	spent, err := http.Post(w.github.APIURL()+"app-manifests/"+back.Query().Get("code")+"/conversions", "application/json", nil)
	if err != nil || spent.StatusCode != http.StatusCreated {
		t.Fatal(err)
	}
	spent.Body.Close()
	if page := visitor.get(back.RequestURI()); !strings.Contains(page, "did not hand out") || !strings.Contains(page, "/organizations/acme/settings/apps") {
		t.Errorf("a used code: %s", page)
	}
	if page := visitor.get(back.RequestURI()); !strings.Contains(page, "does not belong to a registration") {
		t.Errorf("a used state: %s", page)
	}
	// One can start again.
	visitor.register("golive-acme-2")
	if page := visitor.get("/setup/credentials"); !strings.Contains(page, "golive-acme-2") {
		t.Errorf("the second App: %s", page)
	}
}
