package simulator

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v4"
	"github.com/google/go-github/v66/github"
)

// ask sends one bare request and returns status, message and headers.
func (w *world) ask(method, path, token, body string) (int, string, http.Header) {
	w.t.Helper()
	request, err := http.NewRequestWithContext(w.ctx, method, w.APIURL()+strings.TrimPrefix(path, "/"), strings.NewReader(body))
	check(w.t, err)
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	check(w.t, err)
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	check(w.t, err)
	var failed struct{ Message, Token string }
	_ = json.Unmarshal(content, &failed) // lists have no message
	return response.StatusCode, failed.Message + failed.Token, response.Header
}

func TestAppTokenIsVerified(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	w := newWorld(t, Options{ClientNow: func() time.Time { return now }})
	foreign, err := rsa.GenerateKey(rand.Reader, 2048)
	check(t, err)
	claims := func(issuer any, issued, expires time.Duration) jwt.MapClaims {
		return jwt.MapClaims{"iss": issuer, "iat": now.Add(issued).Unix(), "exp": now.Add(expires).Unix()}
	}
	for name, test := range map[string]struct {
		claims  jwt.MapClaims
		key     *rsa.PrivateKey
		want    int
		message string
	}{
		"valid":                {claims("4711", -time.Minute, 9*time.Minute), w.key, 200, ""},
		"issuer as a number":   {claims(4711, -time.Minute, 10*time.Minute), w.key, 200, ""},
		"another App":          {claims("4712", -time.Minute, 9*time.Minute), w.key, 404, "Integration not found"},
		"another key":          {claims("4711", -time.Minute, 9*time.Minute), foreign, 401, "could not be decoded"},
		"expired":              {claims("4711", -time.Hour, -time.Second), w.key, 401, "must be a numeric value representing the future time"},
		"too far ahead":        {claims("4711", 0, 11*time.Minute), w.key, 401, "too far in the future"},
		"issued in the future": {claims("4711", time.Minute, 5*time.Minute), w.key, 401, "'Issued at' claim"},
		"without expiry":       {jwt.MapClaims{"iss": "4711", "iat": now.Unix()}, w.key, 401, "'Expiration time' claim"},
	} {
		t.Run(name, func(t *testing.T) {
			signed, err := jwt.NewWithClaims(jwt.SigningMethodRS256, test.claims).SignedString(test.key)
			check(t, err)
			got, message, _ := w.ask("GET", "/app", signed, "")
			if got != test.want || !strings.Contains(message, test.message) {
				t.Errorf("got %d %q, want %d %q", got, message, test.want, test.message)
			}
		})
	}
	t.Run("unsigned", func(t *testing.T) {
		unsigned, err := jwt.NewWithClaims(jwt.SigningMethodNone, claims("4711", 0, time.Minute)).SignedString(jwt.UnsafeAllowNoneSignatureType)
		check(t, err)
		if got, _, _ := w.ask("GET", "/app", unsigned, ""); got != 401 {
			t.Errorf("an unsigned token is answered with %d", got)
		}
	})
}

func (w *world) mint(options *github.InstallationTokenOptions) string {
	w.t.Helper()
	made, _, err := w.app.Apps.CreateInstallationToken(w.ctx, w.installation, options)
	check(w.t, err)
	return made.GetToken()
}

func TestTokensReachOnlyWhatTheyWereGiven(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	other, err := w.CreateRepository("acme", "other", "")
	check(t, err)
	_, err = w.CreateRepository("stranger", "secret", "")
	check(t, err)
	_, err = w.CreateRepository("stranger", "open", "")
	check(t, err)
	check(t, w.SetPrivate("stranger/open", false))
	opened := w.open("release/v1")
	whole := w.mint(nil)
	narrow := w.mint(&github.InstallationTokenOptions{RepositoryIDs: []int64{other.ID}, Permissions: &github.InstallationPermissions{Contents: github.String("read")}})
	run := `{"name":"x","head_sha":"` + opened.HeadSHA + `"}`
	for name, test := range map[string]struct {
		method, path, token, body string
		want                      int
	}{
		"own repository":                         {"GET", "/repos/acme/shop", whole, "", 200},
		"case does not matter":                   {"GET", "/repos/ACME/Shop", whole, "", 200},
		"private repository of another account":  {"GET", "/repos/stranger/secret", whole, "", 404},
		"public repository of another account":   {"GET", "/repos/stranger/open", whole, "", 200},
		"writing to it":                          {"POST", "/repos/stranger/open/issues", whole, `{"title":"x"}`, 403},
		"repository that the token leaves out":   {"GET", "/repos/acme/shop", narrow, "", 404},
		"repository that the token names":        {"GET", "/repos/acme/other", narrow, "", 200},
		"permission that the token leaves out":   {"GET", "/repos/acme/other/issues", narrow, "", 403},
		"permission that the App does not have":  {"GET", "/repos/acme/shop/branches/main/protection", whole, "", 403},
		"writing with permission":                {"POST", "/repos/acme/shop/check-runs", whole, run, 201},
		"unknown token":                          {"GET", "/repos/acme/shop", "ghs_none", "", 401},
		"no token":                               {"GET", "/repos/acme/shop", "", "", 401},
		"an operation that the simulation lacks": {"GET", "/repos/acme/shop/traffic/views", whole, "", 404},
		"a method that the operation has not":    {"PUT", "/repos/acme/shop", whole, "", 404},
		"broken JSON":                            {"POST", "/repos/acme/shop/check-runs", whole, `{"name":`, 400},
		"JSON of another type":                   {"POST", "/repos/acme/shop/check-runs", whole, `{"name":7}`, 422},
		"by the repository's id":                 {"GET", "/repositories/0/branches", whole, "", 404},
	} {
		t.Run(name, func(t *testing.T) {
			if got, message, _ := w.ask(test.method, test.path, test.token, test.body); got != test.want {
				t.Errorf("status is %d (%s), want %d", got, message, test.want)
			}
		})
	}
}

func TestTokensEndWithTimeAndInstallation(t *testing.T) {
	t.Parallel()
	now := time.Now()
	clock := &now
	w := newWorld(t, Options{ClientNow: func() time.Time { return *clock }})
	token := w.mint(nil)
	if got, _, _ := w.ask("GET", "/installation/repositories", token, ""); got != 200 {
		t.Fatalf("a fresh token is answered with %d", got)
	}
	check(t, w.SuspendInstallation(w.installation, "kim"))
	if got, message, _ := w.ask("GET", "/installation/repositories", token, ""); got != 403 || message != "This installation has been suspended" {
		t.Errorf("a suspended installation answers %d %q", got, message)
	}
	_, _, err := w.app.Apps.CreateInstallationToken(w.ctx, w.installation, nil)
	if status(err) != 403 {
		t.Errorf("minting while suspended: %v", err)
	}
	check(t, w.UnsuspendInstallation(w.installation, "kim"))
	signed := func() string {
		text, err := jwt.NewWithClaims(jwt.SigningMethodRS256, jwt.MapClaims{"iss": "4711", "iat": now.Unix(), "exp": now.Add(time.Minute).Unix()}).SignedString(w.key)
		check(t, err)
		return text
	}
	now = now.Add(time.Hour)
	if got, message, _ := w.ask("GET", "/installation/repositories", token, ""); got != 401 || message != "Bad credentials" {
		t.Errorf("a token of an hour ago is answered with %d %q", got, message)
	}
	check(t, w.DeleteInstallation(w.installation, "kim"))
	if got, _, _ := w.ask("POST", "/app/installations/"+itoa(w.installation)+"/access_tokens", signed(), ""); got != 404 {
		t.Errorf("minting after the uninstallation is answered with %d", got)
	}
	var actions []string
	for _, event := range w.events() {
		var body struct{ Action string }
		check(t, json.Unmarshal(event.body, &body))
		actions = append(actions, event.event+"."+body.Action)
	}
	if got := strings.Join(actions, " "); got != "installation.suspend installation.unsuspend installation.deleted" {
		t.Errorf("events are %s", got)
	}
}

func TestPrimaryLimitIsCountedForAnInstallation(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	token := w.mint(nil)
	check(t, w.SetRateLimit(w.installation, 5000, 4998))
	_, _, first := w.ask("GET", "/repos/acme/shop", token, "")
	if first.Get("X-RateLimit-Remaining") != "1" {
		t.Errorf("remaining is %q, want 1", first.Get("X-RateLimit-Remaining"))
	}
	request, err := http.NewRequestWithContext(w.ctx, "GET", w.APIURL()+"repos/acme/shop", nil)
	check(t, err)
	request.Header.Set("Authorization", "token "+token)
	request.Header.Set("If-None-Match", first.Get("ETag"))
	response, err := http.DefaultClient.Do(request)
	check(t, err)
	check(t, response.Body.Close())
	if response.StatusCode != http.StatusNotModified || response.Header.Get("X-RateLimit-Remaining") != "1" {
		t.Errorf("a conditional request is answered with %d and %s remaining", response.StatusCode, response.Header.Get("X-RateLimit-Remaining"))
	}
	w.ask("GET", "/repos/acme/shop", token, "")
	_, _, err = w.client.Repositories.Get(w.ctx, "acme", "shop")
	var limited *github.RateLimitError
	if !errors.As(err, &limited) || limited.Rate.Remaining != 0 {
		t.Errorf("the exhausted limit gives %v", err)
	}
	if got, _, _ := w.ask("GET", "/rate_limit", token, ""); got != 200 {
		t.Errorf("asking for the limit is answered with %d", got)
	}
}

func itoa(number int64) string { return strconv.FormatInt(number, 10) }
