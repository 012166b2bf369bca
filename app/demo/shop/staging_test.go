package shop_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golive-app/golive/app/demo/shop"
)

func read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// environment is a staging with something deployed on it.
type environment struct {
	*shop.Staging
	t     *testing.T
	clock time.Time
}

func deployed(t *testing.T, files map[string][]byte) *environment {
	t.Helper()
	e := &environment{t: t, clock: noon}
	e.Staging = shop.NewStaging(shop.StagingOptions{
		Now: func() time.Time { return e.clock },
		Users: map[string]shop.User{
			"customer": {Name: "cleo"}, "admin": {Name: "ada", Roles: []string{"admin"}}, "operator": {Name: "otto", Roles: []string{"operator"}},
		},
	})
	if err := e.Deploy(files, "a1b2c3d"); err != nil {
		t.Fatal(err)
	}
	return e
}

func (e *environment) ask(method, path, token string) *httptest.ResponseRecorder {
	e.t.Helper()
	return e.send(method, path, token, "")
}

func (e *environment) send(method, path, token, body string) *httptest.ResponseRecorder {
	e.t.Helper()
	request := httptest.NewRequestWithContext(e.t.Context(), method, path, strings.NewReader(body))
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	answer := httptest.NewRecorder()
	e.ServeHTTP(answer, request)
	return answer
}

func routes(yaml string) map[string][]byte {
	return map[string][]byte{
		"package.json": []byte(`{"version":"2.0.0"}`), "public/404.html": []byte("<h1>own page</h1>"), shop.RoutesFile: []byte(yaml),
	}
}

func TestAFixInTheRepositoryChangesTheService(t *testing.T) {
	t.Parallel()
	e := deployed(t, shop.Files(shop.ReleaseCandidate))
	const export = "/api/v1/exports/2026-10"
	if answer := e.ask("GET", export, ""); answer.Code != 200 || !strings.Contains(answer.Body.String(), "2026-10-03T09:12:44Z") {
		t.Fatalf("the candidate's export is open to everyone: %d %s", answer.Code, answer.Body)
	}
	if err := e.Deploy(shop.Files(shop.Hardened), "9f8e7d6"); err != nil {
		t.Fatal(err)
	}
	for token, wanted := range map[string]int{"": 401, "none": 401, "customer": 403, "admin": 200} {
		if answer := e.ask("GET", export, token); answer.Code != wanted {
			t.Errorf("token %q: got %d, want %d", token, answer.Code, wanted)
		}
	}
	for range 60 {
		e.ask("GET", export, "admin")
	}
	if e.ask("GET", export, "admin").Code != 429 {
		t.Error("more than sixty requests within a minute are not refused")
	}
	var version map[string]string
	if err := json.Unmarshal(e.ask("GET", "/version", "").Body.Bytes(), &version); err != nil {
		t.Fatal(err)
	}
	if version["commit"] != "9f8e7d6" || version["version"] != "1.4.0" || e.Commit() != "9f8e7d6" {
		t.Errorf("got %v", version)
	}
}

func TestStagingOfTheReleasedShop(t *testing.T) {
	t.Parallel()
	e := deployed(t, shop.Files(shop.Released))
	cases := map[string]struct {
		method, path, token string
		status              int
		contentType, body   string
	}{
		"the start page":              {"GET", "/", "", 200, "text/html", "<h1>Sample shop</h1>"},
		"its script":                  {"GET", "/shop.js", "", 200, "javascript", "showProducts"},
		"the catalogue":               {"GET", "/api/v1/products", "", 200, "application/json", "Enamel mug"},
		"orders without a token":      {"GET", "/api/v1/orders", "", 401, "application/problem+json", "no valid token"},
		"orders with a token":         {"GET", "/api/v1/orders", "customer", 200, "application/json", "packed"},
		"placing one":                 {"POST", "/api/v1/orders", "customer", 201, "application/json", "72"},
		"cancelling one":              {"DELETE", "/api/v1/orders/72", "customer", 204, "", ""},
		"health":                      {"GET", "/health", "", 200, "application/json", `"ok"`},
		"the state of what it needs":  {"GET", "/status", "", 200, "application/json", `"up"`},
		"metrics for nobody":          {"GET", "/metrics", "", 401, "application/problem+json", ""},
		"metrics for an operator":     {"GET", "/metrics", "operator", 200, "text/plain", "build_info"},
		"consent to be probed":        {"GET", "/.well-known/golive.txt", "", 200, "text/plain", "acme/sample-shop"},
		"a page that is not there":    {"GET", "/nowhere", "", 404, "text/html", "We do not have that page"},
		"a route that is not there":   {"GET", "/api/v1/nothing", "", 404, "application/problem+json", "not found"},
		"a method that is not there":  {"PUT", "/api/v1/products", "", 405, "application/problem+json", "method not allowed"},
		"the export is not there yet": {"GET", "/api/v1/exports/2026-10", "", 404, "application/problem+json", ""},
		"HEAD works where GET does":   {"HEAD", "/health", "", 200, "application/json", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			answer := e.ask(c.method, c.path, c.token)
			if answer.Code != c.status || !strings.Contains(answer.Header().Get("Content-Type"), c.contentType) || !strings.Contains(answer.Body.String(), c.body) {
				t.Errorf("got %d %s\n%s", answer.Code, answer.Header().Get("Content-Type"), answer.Body)
			}
			if answer.Header().Get("X-Content-Type-Options") != "nosniff" || answer.Header().Get("Strict-Transport-Security") == "" {
				t.Error("an answer without the security headers")
			}
		})
	}
	if answer := e.ask("PUT", "/api/v1/products", ""); answer.Header().Get("Allow") == "" {
		t.Error("405 without the methods that are allowed")
	}
	if answer := e.ask("GET", "/api/v1/orders", ""); answer.Header().Get("WWW-Authenticate") != "Bearer" {
		t.Error("401 without WWW-Authenticate")
	}
}

func TestSecurityHeadersComeFromTheFile(t *testing.T) {
	t.Parallel()
	e := deployed(t, routes("routes: [{ method: GET, path: /, kind: text, body: hello }]"))
	if answer := e.ask("GET", "/", ""); answer.Header().Get("X-Content-Type-Options") != "" || answer.Body.String() != "hello" {
		t.Errorf("got %v %s", answer.Header(), answer.Body)
	}
}

func TestErrorsWithAndWithoutAStackTrace(t *testing.T) {
	t.Parallel()
	e := deployed(t, routes("routes: [{ method: GET, path: /boom, kind: error }]"))
	if answer := e.ask("GET", "/boom", ""); answer.Code != 500 || strings.Contains(answer.Body.String(), "    at ") {
		t.Errorf("got %d %s", answer.Code, answer.Body)
	}
	e = deployed(t, routes("errors: { stack_trace: true }\nroutes: [{ method: GET, path: /boom, kind: error }]"))
	if answer := e.ask("GET", "/boom", ""); answer.Code != 500 || !strings.Contains(answer.Body.String(), "    at placeOrder") {
		t.Errorf("got %d %s", answer.Code, answer.Body)
	}
}

func TestRateLimits(t *testing.T) {
	t.Parallel()
	e := deployed(t, routes("rate_limit: { requests: 4, window: 1m }\nroutes:\n"+
		"  - { method: GET, path: /login, kind: text, body: in, rate_limit: { requests: 2, window: 10s } }\n"+
		"  - { method: GET, path: /, kind: text, body: start }\n"))
	var seen []int
	for range 3 {
		seen = append(seen, e.ask("GET", "/login", "").Code)
	}
	seen = append(seen, e.ask("GET", "/", "").Code, e.ask("GET", "/nowhere", "").Code)
	e.clock = noon.Add(10 * time.Second)
	seen = append(seen, e.ask("GET", "/login", "").Code)
	e.clock = noon.Add(time.Minute)
	seen = append(seen, e.ask("GET", "/login", "").Code)
	wanted := []int{200, 200, 429, 200, 429, 429, 200}
	for index := range wanted {
		if seen[index] != wanted[index] {
			t.Fatalf("got %v, want %v", seen, wanted)
		}
	}
	refused := httptest.NewRequest("GET", "/login", nil)
	for range 4 {
		refused.Header.Set("X-Forwarded-For", "203.0.113.9")
		e.ServeHTTP(httptest.NewRecorder(), refused)
	}
	answer := httptest.NewRecorder()
	e.ServeHTTP(answer, refused)
	if answer.Code != 429 || answer.Header().Get("Retry-After") == "" {
		t.Errorf("a header moves the limit to another client: %d", answer.Code)
	}
}

func TestPathValuesAreEscapedWithinJSON(t *testing.T) {
	t.Parallel()
	e := deployed(t, routes(`routes: [{ method: GET, path: "/users/{id}", kind: json, body: { id: "{id}" } }]`))
	var answer map[string]string
	if err := json.Unmarshal(e.ask("GET", "/users/%22%7D%3Cb%3E", "").Body.Bytes(), &answer); err != nil || answer["id"] != `"}<b>` {
		t.Errorf("got %v, %v", answer, err)
	}
}

func TestSlowRoutesEndWithTheirCaller(t *testing.T) {
	t.Parallel()
	e := deployed(t, routes("routes: [{ method: GET, path: /slow, kind: slow, delay: 30s, body: {} }]"))
	server := httptest.NewServer(e)
	client := server.Client()
	client.Timeout = 50 * time.Millisecond
	if answer, err := client.Get(server.URL + "/slow"); err == nil {
		answer.Body.Close()
		t.Error("the answer came before its delay")
	}
	server.Close() // waits for the handler: it must have seen that the caller is gone
}

func TestMetricsCountByRouteAndNotByPath(t *testing.T) {
	t.Parallel()
	e := deployed(t, shop.Files(shop.ReleaseCandidate))
	for _, month := range []string{"2026-08", "2026-09", "2026-10"} {
		e.ask("GET", "/api/v1/exports/"+month, "")
	}
	e.ask("BREW", "/pot", "")
	metrics := e.ask("GET", "/metrics", "operator").Body.String()
	for _, wanted := range []string{
		`http_requests_total{method="GET",route="GET /api/v1/exports/{month}",status="200"} 3`,
		`http_requests_total{method="other",route="none",status="404"} 1`,
	} {
		if !strings.Contains(metrics, wanted) {
			t.Errorf("no %s in\n%s", wanted, metrics)
		}
	}
}

func TestACommitThatCannotBeServedIsNotDeployed(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		"no file":                "",
		"no YAML":                "routes: [",
		"an unknown key":         "ruotes: []",
		"an unknown kind":        "routes: [{ method: GET, path: /, kind: magic }]",
		"an unknown method":      "routes: [{ method: FETCH, path: /, kind: health }]",
		"a path without a slash": "routes: [{ method: GET, path: x, kind: health }]",
		"a path that is none":    `routes: [{ method: GET, path: "/{", kind: health }]`,
		"the same route twice":   "routes: [{ method: GET, path: /a, kind: health }, { method: GET, path: /a, kind: health }]",
		"a file that is missing": "routes: [{ method: GET, path: /, kind: page, file: nowhere.html }]",
		"a text that is none":    "routes: [{ method: GET, path: /, kind: text, body: [1] }]",
		"a body that is no JSON": "routes: [{ method: GET, path: /, kind: json, body: { 1: x } }]",
		"a limit without window": "routes: [{ method: GET, path: /, kind: health, rate_limit: { requests: 5 } }]",
		"slow without a delay":   "routes: [{ method: GET, path: /, kind: slow, body: {} }]",
		"a delay without end":    "routes: [{ method: GET, path: /, kind: slow, delay: 1h, body: {} }]",
		"no status":              "routes: [{ method: GET, path: /, kind: json, status: 42 }]",
	}
	for name, yaml := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := deployed(t, shop.Files(shop.Released))
			if err := e.Deploy(routes(yaml), "broken"); !errors.Is(err, shop.ErrNotDeployed) {
				t.Errorf("got %v", err)
			}
			if e.Commit() != "a1b2c3d" || e.ask("GET", "/health", "").Code != 200 {
				t.Error("what was deployed before is gone")
			}
		})
	}
}

func TestNothingIsDeployedAtFirst(t *testing.T) {
	t.Parallel()
	e := &environment{Staging: shop.NewStaging(shop.StagingOptions{}), t: t}
	if answer := e.ask("GET", "/health", ""); answer.Code != 503 || e.Commit() != "" {
		t.Errorf("got %d", answer.Code)
	}
}

func TestDeployingWhileServing(t *testing.T) {
	t.Parallel()
	e := deployed(t, shop.Files(shop.Released))
	server := httptest.NewServer(e)
	defer server.Close()
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 25 {
				answer, err := server.Client().Get(server.URL + "/version")
				if err != nil {
					t.Error(err)
					return
				}
				body, err := io.ReadAll(answer.Body)
				answer.Body.Close()
				if err != nil || answer.StatusCode != http.StatusOK || !json.Valid(body) {
					t.Errorf("got %d %s %v", answer.StatusCode, body, err)
				}
			}
		})
	}
	for _, state := range []shop.State{shop.ReleaseCandidate, shop.Fixed, shop.Hardened} {
		if err := e.Deploy(shop.Files(state), "next"); err != nil {
			t.Error(err)
		}
	}
	group.Wait()
}

func FuzzDeploy(f *testing.F) {
	f.Add(string(shop.Files(shop.Hardened)[shop.RoutesFile]), "/api/v1/orders/1")
	f.Add("routes: [{ method: GET, path: '/{a}/{b...}', kind: json, body: '{a}{b}' }]", "/%2e%2e/x")
	f.Fuzz(func(t *testing.T, yaml, path string) {
		staging := shop.NewStaging(shop.StagingOptions{Now: func() time.Time { return noon }})
		if staging.Deploy(routes(yaml), "a1b2c3d") != nil || strings.Contains(yaml, "delay") {
			return
		}
		request := httptest.NewRequest("GET", "/", nil)
		request.URL.Path = "/" + strings.TrimPrefix(path, "/")
		staging.ServeHTTP(httptest.NewRecorder(), request)
	})
}
