package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// site is a handler with its log and its clock.
type site struct {
	http.Handler
	log *bytes.Buffer
	now time.Time
}

func newSite(t *testing.T, change func(*Options)) *site {
	t.Helper()
	s := &site{log: &bytes.Buffer{}, now: noon}
	options := Options{
		Status:  func(context.Context) Status { return whole() },
		Build:   Build{Version: "1.2.3", Commit: "a1b2c3d", Go: "go1.26"},
		Started: noon.Add(-90 * time.Second), Now: func() time.Time { return s.now },
		Logger: slog.New(slog.NewJSONHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	if change != nil {
		change(&options)
	}
	handler, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	s.Handler = handler
	return s
}

// whole is everything in order.
func whole() Status {
	return Status{
		Redis: RedisStatus{Reachable: true}, Queues: []QueueStatus{{Name: "default", Pending: 3}},
		GitHub: GitHubStatus{LastSuccess: noon.Add(-time.Minute)},
	}
}

func (s *site) ask(method, path string) *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	s.ServeHTTP(recorder, httptest.NewRequest(method, path, nil))
	return recorder
}

func TestPages(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		method, path string
		status       int
		kind, word   string
	}{
		"health":                   {"GET", "/health", 200, "application/json", `{"status":"ok"}`},
		"ready":                    {"GET", "/ready", 200, "application/json", `{"status":"ready","checks":[]}`},
		"status":                   {"GET", "/status", 200, "application/json", `"status":"ok"`},
		"version":                  {"GET", "/version", 200, "application/json", `{"version":"1.2.3","commit":"a1b2c3d","go":"go1.26"}`},
		"home":                     {"GET", "/", 200, "text/html", "is this ready to go live?"},
		"HEAD of a page":           {"HEAD", "/health", 200, "application/json", ""},
		"nothing there":            {"GET", "/admin", 404, "application/json", "nothing at this address"},
		"metrics stand elsewhere":  {"GET", "/metrics", 404, "application/json", "nothing"},
		"a method it has not":      {"POST", "/health", 405, "application/json", "does not take that method"},
		"a slash too many":         {"GET", "/health/", 301, "", ""},
		"a path that climbs":       {"GET", "/../../etc/passwd", 404, "application/json", ""},
		"no pprof":                 {"GET", "/debug/pprof/", 404, "application/json", ""},
		"no delivery without hook": {"POST", "/webhook", 404, "application/json", ""},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer := newSite(t, nil).ask(test.method, test.path)
			if answer.Code != test.status || !strings.Contains(answer.Body.String(), test.word) || !strings.HasPrefix(answer.Header().Get("Content-Type"), test.kind) {
				t.Errorf("%d %s %s", answer.Code, answer.Header(), answer.Body)
			}
			if test.status == 405 && answer.Header().Get("Allow") != "GET, HEAD" && answer.Header().Get("Allow") != "HEAD, GET" {
				t.Errorf("Allow: %q", answer.Header().Get("Allow"))
			}
		})
	}
}

func TestEveryAnswerCarriesSecurityHeaders(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/", "/health", "/ready", "/status", "/nowhere"} {
		header := newSite(t, nil).ask("GET", path).Header()
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
			"Content-Security-Policy":   "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
			"Strict-Transport-Security": "", "Server": "", "X-Powered-By": "",
		} {
			if got := header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
	}
}

func TestBrowsersInsistOnHTTPSOnlyWhereThePublicAddressHasIt(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{"https://golive.acme.dev": true, "http://golive.acme.dev": false, "": false} {
		site := newSite(t, func(o *Options) { o.PublicURL = address })
		if got := site.ask("GET", "/").Header().Get("Strict-Transport-Security") != ""; got != want {
			t.Errorf("%q: %v", address, got)
		}
	}
}

func TestReadinessNamesWhatIsMissingAndNoHosts(t *testing.T) {
	t.Parallel()
	failing := map[string]error{
		"redis":       errors.New("dial tcp 10.1.2.3:6379: connect: connection refused"),
		"credentials": Reason("GOLIVE_PRIVATE_KEY is not set"),
		"slow":        context.DeadlineExceeded,
		"fine":        nil,
	}
	site := newSite(t, func(o *Options) {
		for _, name := range []string{"redis", "credentials", "slow", "fine"} {
			o.Probes = append(o.Probes, Probe{name, func(context.Context) error { return failing[name] }})
		}
		o.Probes = append(o.Probes, Probe{"broken", func(context.Context) error { panic("nil map") }})
	})
	answer := site.ask("GET", "/ready")
	var told readyAnswer
	if err := json.Unmarshal(answer.Body.Bytes(), &told); err != nil || answer.Code != 503 || told.Status != "not ready" {
		t.Fatalf("%d %s %v", answer.Code, answer.Body, err)
	}
	want := []probeState{
		{"redis", false, "failed; golive's log has the details"}, {"credentials", false, "GOLIVE_PRIVATE_KEY is not set"},
		{"slow", false, "did not answer in time"}, {"fine", true, ""}, {"broken", false, "failed; golive's log has the details"},
	}
	for index, state := range want {
		if told.Checks[index] != state {
			t.Errorf("%+v, want %+v", told.Checks[index], state)
		}
	}
	if strings.Contains(answer.Body.String(), "10.1.2.3") || !strings.Contains(site.log.String(), "10.1.2.3") {
		t.Error("the address belongs into the log and nowhere else")
	}
}

func TestReadinessAsksAtMostOnceASecond(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	site := newSite(t, func(o *Options) {
		o.Probes = []Probe{{"redis", func(context.Context) error { asked.Add(1); return nil }}}
	})
	for range 5 {
		site.ask("GET", "/ready")
	}
	site.now = noon.Add(fresh)
	site.ask("HEAD", "/ready")
	if asked.Load() != 2 {
		t.Errorf("asked %d times", asked.Load())
	}
}

func TestDrain(t *testing.T) {
	t.Parallel()
	var drain Drain
	site := newSite(t, func(o *Options) { o.Probes = []Probe{drain.Probe()} })
	if answer := site.ask("GET", "/ready"); answer.Code != 200 {
		t.Errorf("%d before draining", answer.Code)
	}
	drain.Begin()
	site.now = noon.Add(time.Minute)
	if answer := site.ask("GET", "/ready"); answer.Code != 503 || !strings.Contains(answer.Body.String(), "shutting down") {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
	if answer := site.ask("GET", "/health"); answer.Code != 200 {
		t.Error("a process that drains is alive")
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		change func(*Status)
		status string
		words  []string
	}{
		"in order":         {func(*Status) {}, "ok", []string{`"uptime_seconds":90`, `"mode":"external"`, `"state":"reachable"`, `"pending":3`, `"notes":[]`}},
		"Redis embedded":   {func(s *Status) { s.Redis.Embedded = true }, "ok", []string{`"mode":"embedded"`, "Redis is embedded in this process"}},
		"Redis away":       {func(s *Status) { s.Redis.Reachable, s.Queues = false, nil }, "degraded", []string{"cannot be reached", `"queues":null`}},
		"tasks archived":   {func(s *Status) { s.Queues[0].Archived = 2 }, "degraded", []string{`"archived":2`, "failed for good"}},
		"a queue paused":   {func(s *Status) { s.Queues[0].Paused = true }, "degraded", []string{"is paused"}},
		"GitHub not asked": {func(s *Status) { s.GitHub = GitHubStatus{} }, "ok", []string{`"state":"not asked yet"`, `"last_success":null`}},
		"GitHub failing":   {func(s *Status) { s.GitHub.LastFailure = noon }, "degraded", []string{`"state":"failing"`, "GitHub's API failed"}},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status := whole()
			test.change(&status)
			answer := newSite(t, func(o *Options) { o.Status = func(context.Context) Status { return status } }).ask("GET", "/status")
			if answer.Code != 200 || !strings.HasPrefix(answer.Body.String(), `{"status":"`+test.status+`"`) {
				t.Errorf("%d %s", answer.Code, answer.Body)
			}
			for _, word := range test.words {
				if !strings.Contains(answer.Body.String(), word) {
					t.Errorf("no %s in %s", word, answer.Body)
				}
			}
		})
	}
}

// route is another package's route.
type route func(gin.IRoutes)

func (r route) Register(router gin.IRoutes) { r(router) }

func TestPanicIsAnAnswerAndItsLogHoldsNoHeaders(t *testing.T) {
	t.Parallel()
	site := newSite(t, func(o *Options) {
		o.Routes = []Route{route(func(router gin.IRoutes) {
			router.POST("/panics", func(*gin.Context) { panic("index out of range") })
			router.POST("/late", func(c *gin.Context) { c.String(200, "half an ans"); panic("late") })
			router.POST("/aborts", func(*gin.Context) { panic(http.ErrAbortHandler) })
		})}
	})
	request := httptest.NewRequest("POST", "/panics", strings.NewReader("the body"))
	request.Header.Set("Authorization", "Bearer secret-token")
	request.Header.Set("X-Hub-Signature-256", "sha256=abc")
	recorder := httptest.NewRecorder()
	site.ServeHTTP(recorder, request)
	if recorder.Code != 500 || !strings.Contains(recorder.Body.String(), "golive failed to answer this") || strings.Contains(recorder.Body.String(), "index") {
		t.Errorf("%d %s", recorder.Code, recorder.Body)
	}
	for _, hidden := range []string{"secret-token", "sha256=abc", "the body"} {
		if strings.Contains(site.log.String(), hidden) {
			t.Errorf("the log holds %q", hidden)
		}
	}
	if !strings.Contains(site.log.String(), "index out of range") || !strings.Contains(site.log.String(), "web_test.go") {
		t.Error("the log does not lead to the panic")
	}
	if answer := site.ask("POST", "/late"); answer.Body.String() != "half an ans" {
		t.Errorf("an answer was added to an answer: %s", answer.Body)
	}
	defer func() {
		if recover() != http.ErrAbortHandler {
			t.Error("the handler's wish to abort was swallowed")
		}
	}()
	site.ask("POST", "/aborts")
}

func TestLogLine(t *testing.T) {
	t.Parallel()
	site := newSite(t, nil)
	request := httptest.NewRequest("GET", "/version?token=secret", nil)
	request.Header.Set("X-GitHub-Delivery", "guid-1")
	request.Header.Set("X-Forwarded-For", "1.2.3.4")
	site.ServeHTTP(httptest.NewRecorder(), request)
	var line map[string]any
	if err := json.Unmarshal(site.log.Bytes(), &line); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]any{"msg": "request", "level": "INFO", "method": "GET", "path": "/version", "status": 200.0, "delivery": "guid-1", "duration": 0.0} {
		if line[name] != want {
			t.Errorf("%s is %v, want %v", name, line[name], want)
		}
	}
	if strings.Contains(site.log.String(), "secret") || strings.Contains(site.log.String(), "1.2.3.4") {
		t.Errorf("log %s", site.log)
	}
	site.log.Reset()
	site.ask("GET", "/health")
	if !strings.Contains(site.log.String(), `"DEBUG"`) {
		t.Errorf("a probe is logged as %s", site.log)
	}
	site.log.Reset()
	site.ask("GET", "/"+strings.Repeat("a", 5000))
	if site.log.Len() > 500 {
		t.Errorf("a log line of %d bytes", site.log.Len())
	}
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	if _, err := New(Options{}); err == nil {
		t.Error("a handler without anything")
	}
	_, err := New(Options{Status: func(context.Context) Status { return Status{} }, Now: time.Now, Logger: slog.New(slog.DiscardHandler), PublicURL: "https://user:pw@\x00"})
	if err == nil || strings.Contains(err.Error(), "pw") {
		t.Errorf("error %v", err)
	}
}

func TestMetricsHandlerServesMetricsOnly(t *testing.T) {
	t.Parallel()
	registry := prometheus.NewRegistry()
	registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "golive_test"}, func() float64 { return 7 }))
	handler := MetricsHandler(registry)
	for path, want := range map[string]int{"/metrics": 200, "/": 404, "/debug/pprof/": 404} {
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, httptest.NewRequest("GET", path, nil))
		if recorder.Code != want || (want == 200 && !strings.Contains(recorder.Body.String(), "golive_test 7")) {
			t.Errorf("%s: %d %s", path, recorder.Code, recorder.Body)
		}
	}
}
