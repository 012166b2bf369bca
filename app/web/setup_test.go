package web_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/app/doctor"
	"github.com/golive-app/golive/app/setup"
	"github.com/golive-app/golive/app/web"
)

// exchanger hands out what it holds.
type exchanger struct {
	credentials setup.Credentials
	err         error
}

func (e *exchanger) Exchange(context.Context, string) (setup.Credentials, error) {
	return e.credentials, e.err
}

// newSetup returns the handler of set-up under a public address.
func newSetup(t *testing.T, public string, exchange *exchanger, diagnoses []doctor.Diagnosis) (http.Handler, *setup.Flow, *strings.Builder) {
	t.Helper()
	place, err := setup.NewPlace(public, "https://api.github.com", "")
	if err != nil {
		t.Fatal(err)
	}
	log := &strings.Builder{}
	logger := slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	flow, err := setup.NewFlow(setup.Options{
		Place: place, Directory: setup.Directory(filepath.Join(t.TempDir(), "credentials")), Exchanger: exchange,
		Finish: func(setup.Credentials) error { return nil }, Now: time.Now, Random: rand.Reader, Logger: logger,
	})
	if err != nil {
		t.Fatal(err)
	}
	pages, err := web.NewSetupPages(web.SetupOptions{
		Flow: flow, Logger: logger,
		Diagnose: func(context.Context) ([]doctor.Diagnosis, bool) { return diagnoses, diagnoses != nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	handler, err := web.NewSetup(web.Options{PublicURL: public, Now: time.Now, Logger: logger}, pages)
	if err != nil {
		t.Fatal(err)
	}
	return handler, flow, log
}

// visit sends a request with a session and returns the answer.
func visit(handler http.Handler, method, path string, session *http.Cookie) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, path, nil)
	request.Host = "evil.example"
	request.Header.Set("X-Forwarded-Host", "evil.example")
	if session != nil {
		request.AddCookie(session)
	}
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, request)
	return recorder
}

// enter spends the token and returns the session's cookie.
func enter(t *testing.T, handler http.Handler, flow *setup.Flow) *http.Cookie {
	t.Helper()
	link, err := url.Parse(flow.Link())
	if err != nil {
		t.Fatal(err)
	}
	// A reverse proxy takes the path of the public address away.
	answered := visit(handler, http.MethodGet, "/setup?"+link.RawQuery, nil)
	cookies := answered.Result().Cookies()
	if answered.Code != http.StatusSeeOther || len(cookies) != 1 || strings.Contains(answered.Header().Get("Location"), "token") {
		t.Fatalf("%d %v", answered.Code, answered.Header())
	}
	return cookies[0]
}

func TestTheSessionOfSetUp(t *testing.T) {
	t.Parallel()
	for public, want := range map[string]struct {
		secure bool
		path   string
	}{
		"https://golive.acme.dev": {true, "/setup"},
		"https://acme.dev/golive": {true, "/golive/setup"},
		"http://127.0.0.1:8080":   {false, "/setup"},
	} {
		handler, flow, log := newSetup(t, public, &exchanger{}, nil)
		session := enter(t, handler, flow)
		if !session.HttpOnly || session.SameSite != http.SameSiteLaxMode || session.Secure != want.secure || session.Path != want.path || session.Domain != "" {
			t.Errorf("%s: %+v", public, session)
		}
		link, _ := url.Parse(flow.Link())
		again := visit(handler, http.MethodGet, "/setup?"+link.RawQuery, nil)
		if again.Code != http.StatusForbidden || len(again.Result().Cookies()) != 0 || !strings.Contains(again.Body.String(), "used already") {
			t.Errorf("%s: another browser is answered with %d", public, again.Code)
		}
		if same := visit(handler, http.MethodGet, "/setup?"+link.RawQuery, session); same.Code != http.StatusSeeOther || same.Header().Get("Location") != want.path {
			t.Errorf("%s: the same browser is answered with %d, %s", public, same.Code, same.Header().Get("Location"))
		}
		other := *session
		other.Value = strings.Repeat("A", len(session.Value))
		if stranger := visit(handler, http.MethodGet, "/setup/review?owner=personal&name=x", &other); stranger.Code != http.StatusForbidden {
			t.Errorf("%s: a session that is made up is answered with %d", public, stranger.Code)
		}
		// A neighbour's cookie of the same name, which comes first, shuts nobody out.
		request := httptest.NewRequest(http.MethodGet, "/setup/review?owner=personal&name=x", nil)
		request.AddCookie(&other)
		request.AddCookie(session)
		both := httptest.NewRecorder()
		if handler.ServeHTTP(both, request); both.Code != http.StatusOK {
			t.Errorf("%s: beside a cookie of somebody else's, the session is answered with %d", public, both.Code)
		}
		if strings.Contains(log.String(), session.Value) || strings.Contains(log.String(), link.Query().Get("token")) {
			t.Errorf("%s: the log tells: %s", public, log)
		}
	}
}

func TestTheHeadersOfSetUp(t *testing.T) {
	t.Parallel()
	handler, flow, _ := newSetup(t, "https://golive.acme.dev", &exchanger{}, nil)
	session := enter(t, handler, flow)
	for path, forms := range map[string]string{
		"/setup": "form-action 'self'", "/setup/review?owner=organisation&login=acme": "form-action 'self' https://github.com",
		"/setup/created?state=x&code=y": "form-action 'self'", "/nowhere": "form-action 'self'",
	} {
		answered := visit(handler, http.MethodGet, path, session)
		policy := answered.Header().Get("Content-Security-Policy")
		if !strings.HasSuffix(policy, forms) || !strings.HasPrefix(policy, "default-src 'none'; style-src 'self';") || !strings.Contains(policy, "frame-ancestors 'none'") {
			t.Errorf("%s: %s", path, policy)
		}
		if answered.Header().Get("Cache-Control") != "no-store" || answered.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", path, answered.Header())
		}
		if body := answered.Body.String(); strings.Contains(body, "<script") || strings.Contains(body, "style=") || strings.Contains(body, "evil.example") {
			t.Errorf("%s: %s", path, body)
		}
	}
}

func TestTheReviewShowsWhatIsSent(t *testing.T) {
	t.Parallel()
	handler, flow, _ := newSetup(t, "https://golive.acme.dev", &exchanger{}, nil)
	session := enter(t, handler, flow)
	body := visit(handler, http.MethodGet, "/setup/review?owner=organisation&login=acme&name=", session).Body.String()
	for _, wanted := range []string{
		`action="https://github.com/organizations/acme/settings/apps/new?state=`, "golive-acme", "merge_queues", "deployment_status",
		"shows the verdict as check runs", "https://golive.acme.dev/webhook", string(flow.Directory()),
	} {
		if !strings.Contains(body, wanted) {
			t.Errorf("%s is not shown", wanted)
		}
	}
	personal := visit(handler, http.MethodGet, "/setup/review?owner=personal&name=golive+of+dana", session).Body.String()
	if !strings.Contains(personal, `action="https://github.com/settings/apps/new?state=`) {
		t.Error("a person's App is registered elsewhere")
	}
	for query, problem := range map[string]string{
		"owner=organisation&login=&name=x":                                    "Write the organisation",
		"owner=organisation&login=%22%3E%3Cscript%3E&name=x":                  "no name of an organisation",
		"owner=personal&name=":                                                "Give the App a name",
		"owner=personal&name=%3Cscript%3Ealert(1)%3C%2Fscript%3E":             "Use letters",
		"owner=organisation&login=a%2F..%2Fb&name=" + strings.Repeat("x", 35): "34 characters",
	} {
		answered := visit(handler, http.MethodGet, "/setup/review?"+query, session)
		if answered.Code != http.StatusUnprocessableEntity || !strings.Contains(answered.Body.String(), problem) || strings.Contains(answered.Body.String(), "<script") {
			t.Errorf("%s: %d %s", query, answered.Code, answered.Body)
		}
	}
}

// What comes from GitHub or from an error is shown as text.
func TestWhatOthersWriteIsEscaped(t *testing.T) {
	t.Parallel()
	const script = "<script>alert(1)</script>"
	exchange := &exchanger{err: errors.Join(setup.ErrNoAnswer, errors.New(script))}
	handler, flow, _ := newSetup(t, "https://golive.acme.dev", exchange,
		[]doctor.Diagnosis{{State: doctor.Bad, What: script, Why: script, HowToMend: script, Link: "javascript:alert(1)"}})
	session := enter(t, handler, flow)
	_, action, err := flow.Begin(setup.Choice{Name: "x"})
	if err != nil {
		t.Fatal(err)
	}
	begun, _ := url.Parse(action)
	answered := visit(handler, http.MethodGet, "/setup/created?"+url.Values{"state": {begun.Query().Get("state")}, "code": {"y"}}.Encode(), session)
	if answered.Code != http.StatusBadGateway || strings.Contains(answered.Body.String(), "<script") || !strings.Contains(answered.Body.String(), "Try again") {
		t.Errorf("%d %s", answered.Code, answered.Body)
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	exchange.err, exchange.credentials = nil, setup.Credentials{
		AppID: 7, Name: script, Slug: script, Owner: script, URL: "javascript:alert(1)", WebhookSecret: "secret",
		PrivateKey: pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}),
	}
	if answered := visit(handler, http.MethodPost, "/setup/retry", session); answered.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", answered.Code, answered.Body)
	}
	for _, path := range []string{"/setup/credentials", "/setup/check"} {
		answered := visit(handler, http.MethodGet, path, session)
		if body := answered.Body.String(); answered.Code != http.StatusOK || strings.Contains(body, "<script") || strings.Contains(body, `"javascript:`) || !strings.Contains(body, "&lt;script&gt;") {
			t.Errorf("%s: %d %s", path, answered.Code, body)
		}
	}
}

func TestTheWayOfTheCallback(t *testing.T) {
	t.Parallel()
	exchange := &exchanger{err: setup.ErrCodeRefused}
	handler, flow, log := newSetup(t, "https://golive.acme.dev", exchange, nil)
	session := enter(t, handler, flow)
	for _, path := range []string{"/setup/created", "/setup/created?code=y", "/setup/created?state=x", "/setup/created?state=x&code=secret-of-github"} {
		if answered := visit(handler, http.MethodGet, path, session); answered.Code != http.StatusBadRequest || !strings.Contains(answered.Body.String(), "Start again") {
			t.Errorf("%s: %d %s", path, answered.Code, answered.Body)
		}
	}
	if answered := visit(handler, http.MethodPost, "/setup/retry", session); answered.Code != http.StatusConflict {
		t.Errorf("nothing to try again: %d", answered.Code)
	}
	for _, path := range []string{"/setup/credentials", "/setup/check"} {
		if answered := visit(handler, http.MethodGet, path, session); answered.Code != http.StatusSeeOther || answered.Header().Get("Location") != "/setup" {
			t.Errorf("%s before there is an App: %d", path, answered.Code)
		}
	}
	if strings.Contains(log.String(), "secret-of-github") {
		t.Errorf("the log tells the code: %s", log)
	}
}

func TestTheStyleOfSetUp(t *testing.T) {
	t.Parallel()
	handler, _, _ := newSetup(t, "https://golive.acme.dev", &exchanger{}, nil)
	if answered := visit(handler, http.MethodGet, "/setup/style.css", nil); answered.Code != http.StatusOK || !strings.HasPrefix(answered.Header().Get("Content-Type"), "text/css") || !strings.Contains(answered.Body.String(), "prefers-color-scheme") {
		t.Errorf("%d %v", answered.Code, answered.Header())
	}
}
