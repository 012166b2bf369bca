package setup_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golive-app/golive/app/setup"
)

// privateKey is a key of the tests', made once.
var privateKey = sync.OnceValue(func() []byte {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
})

func credentials() setup.Credentials {
	return setup.Credentials{
		AppID: 7, Slug: "golive-acme", Name: "golive-acme", Owner: "acme", URL: "https://github.com/apps/golive-acme",
		PrivateKey: privateKey(), WebhookSecret: "hook-secret-of-the-test", ClientID: "Iv1.1", ClientSecret: "client-secret-of-the-test",
	}
}

// exchange answers as it is told.
type exchange struct {
	codes  []string
	answer func(code string) (setup.Credentials, error)
}

func (e *exchange) Exchange(_ context.Context, code string) (setup.Credentials, error) {
	e.codes = append(e.codes, code)
	return e.answer(code)
}

// scene is a flow with a clock and a log of its own.
type scene struct {
	*setup.Flow
	t        *testing.T
	now      time.Time
	log      bytes.Buffer
	exchange *exchange
	started  []setup.Credentials
	start    error
}

func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{t: t, now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	s.exchange = &exchange{answer: func(string) (setup.Credentials, error) { return credentials(), nil }}
	place, err := setup.NewPlace("https://golive.acme.dev", "https://api.github.com", "")
	if err != nil {
		t.Fatal(err)
	}
	s.Flow, err = setup.NewFlow(setup.Options{
		Place: place, Directory: setup.Directory(filepath.Join(t.TempDir(), "data", "credentials")), Exchanger: s.exchange,
		Finish: func(given setup.Credentials) error {
			s.started = append(s.started, given)
			return s.start
		},
		Now: func() time.Time { return s.now }, Random: rand.Reader, Logger: slog.New(slog.NewTextHandler(&s.log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *scene) token() string {
	s.t.Helper()
	link, err := url.Parse(s.Link())
	if err != nil {
		s.t.Fatal(err)
	}
	return link.Query().Get("token")
}

// begin begins a registration and returns its state.
func (s *scene) begin() string {
	s.t.Helper()
	_, action, err := s.Begin(setup.Choice{Organisation: true, Login: "acme", Name: "golive-acme"})
	if err != nil {
		s.t.Fatal(err)
	}
	address, err := url.Parse(action)
	if err != nil || address.Host != "github.com" || address.Path != "/organizations/acme/settings/apps/new" {
		s.t.Fatalf("%s: %v", action, err)
	}
	return address.Query().Get("state")
}

func TestTheTokenLetsOneBrowserIn(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	token := s.token()
	if len(token) < 43 { // 256 bits
		t.Errorf("the token is %q", token)
	}
	for _, wrong := range []string{"", "x", token[1:], token + "x", strings.ToLower(token) + " "} {
		if _, err := s.Enter(wrong); !errors.Is(err, setup.ErrWrongToken) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	if s.Knows("") || s.Knows(token) {
		t.Error("somebody is known before the token was used")
	}
	session, err := s.Enter(token)
	if err != nil || session == token || !s.Knows(session) || s.Knows("") || s.Knows(session+"x") {
		t.Errorf("session %q, %v", session, err)
	}
	if _, err := s.Enter(token); !errors.Is(err, setup.ErrSpentToken) {
		t.Errorf("the second time: %v", err)
	}
	if newScene(t).token() == token {
		t.Error("another process has the same token")
	}
	if strings.Contains(s.log.String(), token) || strings.Contains(s.log.String(), session) {
		t.Errorf("the log tells: %s", s.log.String())
	}
}

func TestARegistration(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	if err := s.Complete(t.Context(), s.begin(), "thecode"); err != nil {
		t.Fatal(err)
	}
	kept, err := s.Directory().Read()
	if err != nil || kept["app-id"] != "7" || kept["webhook-secrets"] != "hook-secret-of-the-test" || !strings.HasPrefix(kept["private-key"], "-----BEGIN RSA PRIVATE KEY-----\n") {
		t.Errorf("%v, %v", kept, err)
	}
	if len(s.started) != 1 || s.started[0].WebhookSecret != "hook-secret-of-the-test" {
		t.Errorf("golive started %d times", len(s.started))
	}
	if result := s.Result(); result.Credentials.PrivateKey != nil || result.Credentials.WebhookSecret != "" || result.Written != nil || result.Shown {
		t.Errorf("%+v", result)
	}
	if revealed, first := s.Reveal(); !first || revealed.ClientSecret != "client-secret-of-the-test" || len(revealed.PrivateKey) == 0 {
		t.Error("the secrets are not shown")
	}
	if revealed, again := s.Reveal(); again || revealed.ClientSecret != "" {
		t.Error("the secrets are shown twice")
	}
	if _, _, err := s.Begin(setup.Choice{Name: "x"}); !errors.Is(err, setup.ErrDone) {
		t.Errorf("another registration: %v", err)
	}
	if err := s.Complete(t.Context(), "any", "other"); !errors.Is(err, setup.ErrDone) {
		t.Errorf("another code: %v", err)
	}
	for _, secret := range []string{"hook-secret", "client-secret-of", "PRIVATE KEY", "thecode"} {
		if strings.Contains(s.log.String(), secret) {
			t.Errorf("the log tells %s", secret)
		}
	}
}

func TestAStateCountsOnceAndForTenMinutes(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	first, second := s.begin(), s.begin() // two tabs
	for _, wrong := range []string{"", "x", first + "x"} {
		if err := s.Complete(t.Context(), wrong, "code"); !errors.Is(err, setup.ErrWrongState) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	s.now = s.now.Add(10*time.Minute + time.Second)
	third := s.begin()
	if err := s.Complete(t.Context(), first, "code"); !errors.Is(err, setup.ErrOldState) {
		t.Errorf("an old one: %v", err)
	}
	s.exchange.answer = func(string) (setup.Credentials, error) { return setup.Credentials{}, setup.ErrCodeRefused }
	if err := s.Complete(t.Context(), third, "code"); !errors.Is(err, setup.ErrCodeRefused) {
		t.Errorf("a code that GitHub does not take: %v", err)
	}
	if err := s.Complete(t.Context(), third, "code"); !errors.Is(err, setup.ErrWrongState) {
		t.Errorf("the same state again: %v", err)
	}
	if err := s.Retry(t.Context()); !errors.Is(err, setup.ErrNothing) {
		t.Errorf("a code that was refused, again: %v", err)
	}
	if len(s.exchange.codes) != 1 {
		t.Errorf("GitHub was asked %d times", len(s.exchange.codes))
	}
	_ = second
	for range 40 {
		s.begin() // reloads
	}
	if err := s.Complete(t.Context(), second, "code"); !errors.Is(err, setup.ErrWrongState) {
		t.Errorf("of many registrations the oldest: %v", err)
	}
}

func TestTheSameCodeIsTriedAgainWhereGitHubWasAway(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.exchange.answer = func(string) (setup.Credentials, error) {
		return setup.Credentials{}, fmt.Errorf("%w: away", setup.ErrNoAnswer)
	}
	if err := s.Complete(t.Context(), s.begin(), "thecode"); !errors.Is(err, setup.ErrNoAnswer) || s.Result() != nil {
		t.Fatal(err)
	}
	s.exchange.answer = func(string) (setup.Credentials, error) { return credentials(), nil }
	if err := s.Retry(t.Context()); err != nil || s.Result() == nil || s.exchange.codes[1] != "thecode" {
		t.Errorf("%v, codes %q", err, s.exchange.codes)
	}
	if err := s.Retry(t.Context()); !errors.Is(err, setup.ErrDone) {
		t.Errorf("once more: %v", err)
	}
}

func TestWhoHangsUpLosesNothing(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Complete(gone, s.begin(), "code"); err != nil || s.Result() == nil {
		t.Errorf("%v", err)
	}
}

func TestAnAnswerThatLacksSomething(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*setup.Credentials){
		"no id":                    func(c *setup.Credentials) { c.AppID = 0 },
		"no key":                   func(c *setup.Credentials) { c.PrivateKey = nil },
		"a key that is none":       func(c *setup.Credentials) { c.PrivateKey = []byte("-----BEGIN PRIVATE KEY-----") },
		"a secret that is several": func(c *setup.Credentials) { c.WebhookSecret = "a,b" },
	} {
		s := newScene(t)
		s.exchange.answer = func(string) (setup.Credentials, error) {
			given := credentials()
			change(&given)
			return given, nil
		}
		if err := s.Complete(t.Context(), s.begin(), "code"); !errors.Is(err, setup.ErrBadAnswer) || s.Result() != nil || len(s.started) > 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// An App without a webhook has no secret at GitHub. golive needs one all the same:
// nothing unsigned is ever taken.
func TestAnAppWithoutAWebhookGetsASecretOfOurs(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.exchange.answer = func(string) (setup.Credentials, error) {
		given := credentials()
		given.WebhookSecret = ""
		return given, nil
	}
	if err := s.Complete(t.Context(), s.begin(), "code"); err != nil {
		t.Fatal(err)
	}
	if revealed, _ := s.Reveal(); !revealed.SecretIsOurs || len(revealed.WebhookSecret) < 43 {
		t.Errorf("the secret is %q", revealed.WebhookSecret)
	}
}

func TestWhatWentWrongAfterwardsIsSaid(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.start = errors.New("the port is taken")
	if err := os.MkdirAll(string(s.Directory()), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(string(s.Directory()), "client-id"), []byte("another's"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Complete(t.Context(), s.begin(), "code"); err != nil {
		t.Fatal(err)
	}
	result := s.Result()
	if !errors.Is(result.Written, setup.ErrOccupied) || result.Started == nil {
		t.Errorf("%+v", result)
	}
	if revealed, first := s.Reveal(); !first || revealed.WebhookSecret == "" {
		t.Error("what could not be written is lost")
	}
}

func TestCredentialsDoNotTell(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "app", credentials(), "also", fmt.Sprintf("%v %+v %#v %s", credentials(), credentials(), credentials(), credentials()))
	for _, secret := range []string{"hook-secret", "client-secret-of", "PRIVATE KEY"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("told: %s", log.String())
		}
	}
	if lines := strings.Split(strings.TrimSpace(credentials().Environment()), "\n"); len(lines) != 3 {
		t.Errorf("%d lines", len(lines))
	}
}

func TestTheNotice(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	notice := s.Notice()
	if !strings.Contains(notice, s.Link()) || !strings.Contains(notice, string(s.Directory())) || strings.Contains(notice, "cannot reach") {
		t.Error(notice)
	}
}
