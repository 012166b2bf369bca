package webhook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/golive-app/golive/jobs"
)

var current, previous = []byte("the current secret"), []byte("the previous one")

func TestMain(m *testing.M) {
	gin.SetMode(gin.ReleaseMode) // as in operation: no word of gin's own
	os.Exit(m.Run())
}

// memory is a queue in memory with the promises of the real one.
type memory struct {
	mutex    sync.Mutex
	failure  error
	taken    map[string]bool
	triggers []jobs.Trigger
}

func (m *memory) Enqueue(ctx context.Context, delivery string, triggers []jobs.Trigger) (bool, error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if err := errors.Join(m.failure, ctx.Err()); err != nil {
		return false, err
	}
	if m.taken[delivery] {
		return false, nil
	}
	if m.taken == nil {
		m.taken = map[string]bool{}
	}
	m.taken[delivery] = true
	m.triggers = append(m.triggers, triggers...)
	return true, nil
}

type intake struct {
	handler *Handler
	router  *gin.Engine
	queue   *memory
	log     *bytes.Buffer
}

func newIntake(t testing.TB) *intake {
	t.Helper()
	i := &intake{queue: &memory{}, log: &bytes.Buffer{}, router: gin.New()}
	var err error
	i.handler, err = NewHandler(Options{
		Secrets: [][]byte{current, previous}, App: us, Queue: i.queue, Now: time.Now,
		Logger: slog.New(slog.NewJSONHandler(i.log, &slog.HandlerOptions{Level: slog.LevelDebug})), Registerer: prometheus.NewRegistry(),
	})
	if err != nil {
		t.Fatal(err)
	}
	i.handler.Register(i.router)
	return i
}

func sign(secret, body []byte) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write(body)
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

// delivery is a request as GitHub makes it.
func delivery(event string, body []byte) *http.Request {
	request := httptest.NewRequest(http.MethodPost, Path, bytes.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "GitHub-Hookshot/044aadd")
	request.Header.Set("X-GitHub-Event", event)
	request.Header.Set("X-GitHub-Delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958")
	request.Header.Set("X-Hub-Signature-256", sign(current, body))
	return request
}

func (i *intake) answer(request *http.Request) *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	i.router.ServeHTTP(recorder, request)
	return recorder
}

func TestDeliveries(t *testing.T) {
	t.Parallel()
	opened := []byte(pullRequest("opened"))
	header := func(name, value string) func(*http.Request) {
		return func(request *http.Request) { request.Header.Set(name, value) }
	}
	cases := map[string]struct {
		event  string
		body   []byte
		change func(*http.Request)
		status int
		word   string // in the answer
		queued int
	}{
		"a signed delivery is queued":      {"pull_request", opened, nil, 202, `"queued"`, 1},
		"signed with the previous secret":  {"pull_request", opened, header("X-Hub-Signature-256", sign(previous, opened)), 202, `"queued"`, 1},
		"a content type with a charset":    {"pull_request", opened, header("Content-Type", "application/json; charset=utf-8"), 202, `"queued"`, 1},
		"ping":                             {"ping", []byte(`{"zen": "Design for failure.", "hook_id": 1}`), nil, 202, `"pong"`, 0},
		"an event that is not used":        {"star", []byte(event("created", "")), nil, 202, `"ignored"`, 0},
		"an action that is not used":       {"pull_request", []byte(pullRequest("assigned")), nil, 202, `"ignored"`, 0},
		"an event of tomorrow":             {"teleport", []byte(`{"action": "begun"}`), nil, 202, `"ignored"`, 0},
		"another secret":                   {"pull_request", opened, header("X-Hub-Signature-256", sign([]byte("guessed"), opened)), 401, "GOLIVE_WEBHOOK_SECRETS", 0},
		"a signature of another body":      {"pull_request", opened, header("X-Hub-Signature-256", sign(current, opened[1:])), 401, "does not match", 0},
		"a signature with an empty secret": {"pull_request", opened, header("X-Hub-Signature-256", sign(nil, opened)), 401, "does not match", 0},
		"no signature":                     {"pull_request", opened, func(r *http.Request) { r.Header.Del("X-Hub-Signature-256") }, 401, "X-Hub-Signature-256", 0},
		"an empty signature":               {"pull_request", opened, header("X-Hub-Signature-256", ""), 401, "X-Hub-Signature-256", 0},
		"a signature without its prefix":   {"pull_request", opened, header("X-Hub-Signature-256", sign(current, opened)[7:]), 401, "X-Hub-Signature-256", 0},
		"a signature that is cut":          {"pull_request", opened, header("X-Hub-Signature-256", sign(current, opened)[:40]), 401, "X-Hub-Signature-256", 0},
		"a signature that is no hex":       {"pull_request", opened, header("X-Hub-Signature-256", "sha256="+strings.Repeat("zz", 32)), 401, "X-Hub-Signature-256", 0},
		"only the older signature":         {"pull_request", opened, onlySHA1(opened), 401, "X-Hub-Signature-256", 0},
		"a form":                           {"pull_request", opened, header("Content-Type", "application/x-www-form-urlencoded"), 400, "content type to application/json", 0},
		"no content type":                  {"pull_request", opened, func(r *http.Request) { r.Header.Del("Content-Type") }, 400, "application/json", 0},
		"no event":                         {"", opened, nil, 400, "X-GitHub-Event", 0},
		"no delivery id":                   {"pull_request", opened, func(r *http.Request) { r.Header.Del("X-GitHub-Delivery") }, 400, "X-GitHub-Delivery", 0},
		"a delivery id that is none":       {"pull_request", opened, header("X-GitHub-Delivery", "a b\nc"), 400, "X-GitHub-Delivery", 0},
		"a delivery id without end":        {"pull_request", opened, header("X-GitHub-Delivery", strings.Repeat("a", 101)), 400, "X-GitHub-Delivery", 0},
		"signed, but no JSON":              {"pull_request", []byte("payload=%7B%7D"), nil, 400, "not the JSON of this event", 0},
		"signed, unused and no JSON":       {"star", []byte("<xml/>"), nil, 400, "not the JSON of this event", 0},
		"signed and empty":                 {"pull_request", nil, nil, 400, "not the JSON of this event", 0},
		"a body that breaks off":           {"pull_request", opened, func(r *http.Request) { r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(opened[:9]), broken{})) }, 400, "ended early", 0},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := newIntake(t)
			request := delivery(test.event, test.body)
			if test.change != nil {
				test.change(request)
			}
			answer := i.answer(request)
			if answer.Code != test.status || !strings.Contains(answer.Body.String(), test.word) {
				t.Errorf("%d %s", answer.Code, answer.Body)
			}
			if len(i.queue.triggers) != test.queued {
				t.Errorf("queued %+v", i.queue.triggers)
			}
			var told struct {
				Error    string
				WhatToDo string `json:"what_to_do"`
			}
			if err := json.Unmarshal(answer.Body.Bytes(), &told); err != nil || (test.status >= 400) != (told.Error != "" && told.WhatToDo != "") {
				t.Errorf("answer %s, %v", answer.Body, err)
			}
			for _, secret := range []string{string(current), string(previous)} {
				if strings.Contains(i.log.String()+answer.Body.String(), secret) {
					t.Error("a secret is told")
				}
			}
		})
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func onlySHA1(body []byte) func(*http.Request) {
	return func(request *http.Request) {
		mac := hmac.New(sha1.New, current)
		mac.Write(body)
		request.Header.Del("X-Hub-Signature-256")
		request.Header.Set("X-Hub-Signature", "sha1="+hex.EncodeToString(mac.Sum(nil)))
	}
}

func TestBodySize(t *testing.T) {
	t.Parallel()
	// A JSON string of exactly the size that GitHub sends at most.
	largest := []byte(`"` + strings.Repeat("x", maxBody-2) + `"`)
	oversized := append([]byte(" "), largest...)
	unannounced := func(request *http.Request) { request.ContentLength = -1 }
	for name, test := range map[string]struct {
		body   []byte
		change func(*http.Request)
		status int
	}{
		"the largest":                           {largest, nil, 202},
		"the largest, without length":           {largest, unannounced, 202},
		"a byte more":                           {oversized, nil, 413},
		"a byte more, without length":           {oversized, unannounced, 413},
		"a byte more than a small announcement": {oversized, func(request *http.Request) { request.ContentLength = 10 }, 413},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			request := delivery("star", test.body)
			if test.change != nil {
				test.change(request)
			}
			answer := newIntake(t).answer(request)
			if answer.Code != test.status {
				t.Errorf("%d %s", answer.Code, answer.Body)
			}
		})
	}
}

func TestSameDeliveryTwiceIsQueuedOnce(t *testing.T) {
	t.Parallel()
	i := newIntake(t)
	body := []byte(pullRequest("opened"))
	for round, want := range []string{`{"status":"queued"}`, `"status":"duplicate"`} {
		answer := i.answer(delivery("pull_request", body))
		if answer.Code != 202 || !strings.Contains(answer.Body.String(), want) {
			t.Errorf("round %d: %d %s", round, answer.Code, answer.Body)
		}
	}
	if len(i.queue.triggers) != 1 {
		t.Errorf("queued %+v", i.queue.triggers)
	}
}

func TestQueueDownIsToldToGitHubAndTheSameDeliveryIsTakenLater(t *testing.T) {
	t.Parallel()
	i := newIntake(t)
	i.queue.failure = errors.New("dial tcp 10.1.2.3:6379: connection refused")
	body := []byte(pullRequest("opened"))
	answer := i.answer(delivery("pull_request", body))
	if answer.Code != 503 || strings.Contains(answer.Body.String(), "10.1.2.3") {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
	i.queue.failure = nil
	if answer := i.answer(delivery("pull_request", body)); answer.Code != 202 || len(i.queue.triggers) != 1 {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
}

func TestSenderThatHangsUpLeavesNothingHalfDone(t *testing.T) {
	t.Parallel()
	i := newIntake(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	request := delivery("pull_request", []byte(pullRequest("opened"))).WithContext(ctx)
	if answer := i.answer(request); answer.Code != 202 || len(i.queue.triggers) != 1 {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
}

func TestMetricsTellWhichSecretIsInUse(t *testing.T) {
	t.Parallel()
	i := newIntake(t)
	body := []byte(event("created", ""))
	for _, signature := range []string{sign(current, body), sign(previous, body), sign(previous, body), "sha256=", ""} {
		request := delivery("star", body)
		request.Header.Set("X-Hub-Signature-256", signature)
		i.answer(request)
	}
	i.answer(delivery(strings.Repeat("x", 90), body))
	for key, want := range map[string]float64{"current": 2, "previous": 2, "none": 2} {
		if got := testutil.ToFloat64(i.handler.metrics.signatures.WithLabelValues(key)); got != want {
			t.Errorf("%s: %v, want %v", key, got, want)
		}
	}
	if got := testutil.ToFloat64(i.handler.metrics.deliveries.WithLabelValues("other", "ignored")); got != 4 {
		t.Errorf("%v deliveries ignored", got)
	}
}

func TestNewHandlerRefuses(t *testing.T) {
	t.Parallel()
	whole := func() Options {
		return Options{Secrets: [][]byte{current}, Queue: &memory{}, Now: time.Now, Logger: slog.New(slog.DiscardHandler), Registerer: prometheus.NewRegistry()}
	}
	for name, change := range map[string]func(*Options){
		"no secrets":               func(o *Options) { o.Secrets = nil },
		"an empty secret":          func(o *Options) { o.Secrets = [][]byte{{}} },
		"an empty previous secret": func(o *Options) { o.Secrets = [][]byte{current, {}} },
		"no queue":                 func(o *Options) { o.Queue = nil },
		"no registerer":            func(o *Options) { o.Registerer = nil },
	} {
		options := whole()
		change(&options)
		if _, err := NewHandler(options); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	options := whole()
	if _, err := NewHandler(options); err != nil {
		t.Error(err)
	}
	if _, err := NewHandler(options); err == nil {
		t.Error("metrics were registered twice")
	}
}

func FuzzSignature(f *testing.F) {
	f.Add(sign(current, []byte("x")), []byte("x"))
	f.Add("sha256=", []byte(""))
	f.Fuzz(func(t *testing.T, header string, body []byte) {
		digest, ok := parseSignature(header)
		if ok && signedWith([][]byte{current, previous}, body, digest) != keyNone && !strings.EqualFold(header, sign(current, body)) && !strings.EqualFold(header, sign(previous, body)) {
			t.Fatalf("%q was taken for %q", header, body)
		}
	})
}
