package github

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	gh "github.com/google/go-github/v66/github"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/jobs"
)

// roundTrip is a transport made of a function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(request *http.Request) (*http.Response, error) { return f(request) }

func respond(status int, headers ...string) *http.Response {
	header := http.Header{}
	for i := 0; i < len(headers); i += 2 {
		header.Set(headers[i], headers[i+1])
	}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader("{}"))}
}

func TestRetries(t *testing.T) {
	t.Parallel()
	reset := &netError{syscall.ECONNRESET}
	for name, c := range map[string]struct {
		method, path string
		body         string
		answers      []any // a status or an error, the last one for ever
		attempts     int
		status       int // 0: the error
	}{
		"success is asked for once":        {"GET", "/x", "", []any{200}, 1, 200},
		"GET after 502":                    {"GET", "/x", "", []any{502, 200}, 2, 200},
		"GET after 503 and 504":            {"GET", "/x", "", []any{503, 504, 200}, 3, 200},
		"GET, three times at most":         {"GET", "/x", "", []any{502}, 3, 502},
		"GET after a reset":                {"GET", "/x", "", []any{reset, 200}, 2, 200},
		"GET after a cut answer":           {"GET", "/x", "", []any{io.ErrUnexpectedEOF, 200}, 2, 200},
		"PATCH sends its body again":       {"PATCH", "/x", "body", []any{502, 200}, 2, 200},
		"PUT after 504":                    {"PUT", "/x", "body", []any{504, 200}, 2, 200},
		"POST never":                       {"POST", "/x", "body", []any{502}, 1, 502},
		"POST never after a reset":         {"POST", "/x", "body", []any{reset}, 1, 0},
		"POST for a token":                 {"POST", "/app/installations/5/access_tokens", "", []any{502, 201}, 2, 201},
		"DELETE never":                     {"DELETE", "/x", "", []any{502}, 1, 502},
		"500 never":                        {"GET", "/x", "", []any{500}, 1, 500},
		"429 never":                        {"GET", "/x", "", []any{429}, 1, 429},
		"404 never":                        {"GET", "/x", "", []any{404}, 1, 404},
		"what the machine itself refuses":  {"GET", "/x", "", []any{&netError{syscall.ECONNREFUSED}}, 1, 0},
		"a pause that belongs to the task": {"GET", "/x", "", []any{-503}, 1, 503}, // with Retry-After: 60
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			attempts := 0
			var pauses []time.Duration
			r := &retrier{random: func() float64 { return 0.5 }, pause: func(_ context.Context, wait time.Duration) error {
				pauses = append(pauses, wait)
				return nil
			}, next: roundTrip(func(request *http.Request) (*http.Response, error) {
				next := c.answers[min(attempts, len(c.answers)-1)]
				attempts++
				if request.Body != nil {
					body, err := io.ReadAll(request.Body)
					if string(body) != c.body || err != nil {
						t.Errorf("attempt %d has the body %q", attempts, body)
					}
				}
				if err, failed := next.(error); failed {
					return nil, err
				}
				if status := next.(int); status < 0 {
					return respond(-status, "Retry-After", "60"), nil
				}
				return respond(next.(int)), nil
			})}
			request, err := http.NewRequestWithContext(t.Context(), c.method, "https://api.github.com"+c.path, strings.NewReader(c.body))
			must(t, err)
			response, err := r.RoundTrip(request)
			equal(t, "attempts", attempts, c.attempts)
			equal(t, "pauses", len(pauses), c.attempts-1)
			if (err != nil) != (c.status == 0) || err == nil && response.StatusCode != c.status {
				t.Errorf("got %v, %v", response, err)
			}
			if len(pauses) == 2 && pauses[1] != 2*pauses[0] {
				t.Errorf("pauses %v do not double", pauses)
			}
		})
	}
}

type netError struct{ syscall.Errno }

func (e *netError) Unwrap() error { return e.Errno }

func TestRetriesEndWithTheContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	r := &retrier{random: func() float64 { return 0 }, pause: pause, next: roundTrip(func(*http.Request) (*http.Response, error) {
		cancel()
		return respond(502), nil
	})}
	request, err := http.NewRequestWithContext(ctx, "GET", "https://api.github.com/x", nil)
	must(t, err)
	if _, err := r.RoundTrip(request); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestUnchangedAnswersAreNotCounted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	opened, err := w.OpenPullRequest(simulator.NewPullRequest{Repository: "acme/shop", Title: "old", Head: branchWith(w), User: "ada"})
	must(t, err)
	r := w.repository()
	w.paths()
	for range 3 {
		found, err := r.PullRequest(w.ctx, opened.Number)
		must(t, err)
		equal(t, "title", found.Title, "old")
	}
	var statuses []int
	for _, request := range w.Requests() {
		statuses = append(statuses, request.Status)
	}
	equal(t, "statuses", statuses, []int{200, 304, 304})
	title := "new"
	must(t, w.EditPullRequest("acme/shop", opened.Number, "ada", simulator.PullRequestEdit{Title: &title}))
	found, err := r.PullRequest(w.ctx, opened.Number)
	must(t, err)
	equal(t, "title", found.Title, "new")
}

func branchWith(w *world) string {
	w.push("release/v1", map[string]string{"a.txt": "a"})
	return "release/v1"
}

func TestAnswersAreKeptByInstallationAndBounded(t *testing.T) {
	t.Parallel()
	a := newAnswers()
	asked := 0
	next := roundTrip(func(request *http.Request) (*http.Response, error) {
		asked++
		if request.Header.Get("If-None-Match") == `"1"` {
			return respond(http.StatusNotModified, "X-RateLimit-Remaining", "77"), nil
		}
		return respond(http.StatusOK, "ETag", `"1"`, "Link", "<next>"), nil
	})
	get := func(installation int64, accept string) *http.Response {
		request, err := http.NewRequest("GET", "https://api.github.com/x", nil)
		must(t, err)
		request.Header.Set("Accept", accept)
		response, err := (&revalidator{next: next, answers: a, installation: installation}).RoundTrip(request)
		must(t, err)
		return response
	}
	get(1, "json")
	again := get(1, "json")
	body, err := io.ReadAll(again.Body)
	must(t, err)
	if again.StatusCode != 200 || string(body) != "{}" || again.Header.Get("Link") != "<next>" || again.Header.Get("X-RateLimit-Remaining") != "77" {
		t.Errorf("a kept answer: %v %s", again, body)
	}
	for _, other := range []*http.Response{get(2, "json"), get(1, "raw"), get(11, "json")} {
		if other.Header.Get("X-From-Cache") != "" {
			t.Error("another installation's or another form's answer was given")
		}
	}
	a.forget(1)
	if get(1, "json").Header.Get("X-From-Cache") != "" || get(11, "json").Header.Get("X-From-Cache") == "" {
		t.Error("forgetting installation 1 drops its answers, and not those of 11")
	}
	for i := range 3 * maxCachedBytes / maxCachedAnswer {
		a.put("1  "+strconv.Itoa(i), &keptAnswer{packed: make([]byte, maxCachedAnswer)})
	}
	if a.bytes > maxCachedBytes {
		t.Errorf("%d bytes are kept", a.bytes)
	}
}

// What a sweep asks of a thousand repositories is kept whole, or no 304 would ever come.
func TestTheAnswersOfAThousandRepositoriesAreKept(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	// pull is about what GitHub says of a pull request in a list, in size and in what differs.
	pull := func(repository, number int) string {
		var text strings.Builder
		fmt.Fprintf(&text, `{"number":%d,"title":"Change %x","head":{"sha":"%040x"},"base":{"sha":"%040x"}`, number, random.Uint64(), random.Uint64(), random.Uint64())
		for at := range 180 {
			fmt.Fprintf(&text, `,"address_%d_url":"https://api.github.com/repos/acme/service-%d/pulls/%d/comments{/number}"`, at, repository, number)
		}
		return text.String() + "}"
	}
	a := newAnswers()
	const repositories, kinds, pulls = 1000, 6, 9
	unpacked := 0
	for repository := range repositories {
		var open strings.Builder
		for number := range pulls {
			open.WriteString(pull(repository, number))
		}
		for kind := range kinds {
			body := fmt.Sprintf(`{"kind":%d,"sha":"%x"}`, kind, random.Uint64())
			if kind == 0 {
				body = open.String()
			}
			unpacked += len(body)
			a.put(fmt.Sprintf("1 json https://api.github.com/repos/acme/service-%d/%d", repository, kind), newKeptAnswer(http.Header{"Etag": {`"1"`}}, []byte(body)))
		}
	}
	if unpacked < 2*maxCachedBytes {
		t.Fatalf("%d bytes are no trial of the cache", unpacked)
	}
	if kept := a.lru.Len(); kept != repositories*kinds {
		t.Errorf("%d of %d answers are kept, in %d bytes", kept, repositories*kinds, a.bytes)
	}
}

func TestLargeAnswersPassWhole(t *testing.T) {
	t.Parallel()
	large := bytes.Repeat([]byte("x"), maxCachedAnswer+10)
	v := &revalidator{answers: newAnswers(), next: roundTrip(func(*http.Request) (*http.Response, error) {
		response := respond(200, "ETag", `"1"`)
		response.Body = io.NopCloser(bytes.NewReader(large))
		return response, nil
	})}
	request, err := http.NewRequest("GET", "https://api.github.com/x", nil)
	must(t, err)
	response, err := v.RoundTrip(request)
	must(t, err)
	body, err := io.ReadAll(response.Body)
	if err != nil || !bytes.Equal(body, large) || v.answers.bytes != 0 {
		t.Errorf("%d bytes of %d, %d kept, %v", len(body), len(large), v.answers.bytes, err)
	}
}

func TestALimitClosesTheGateForItsInstallation(t *testing.T) {
	t.Parallel()
	var skip atomic.Int64
	w := newWorld(t, func(_ *simulator.Options, o *Options) {
		o.Now = func() time.Time { return time.Now().Add(time.Duration(skip.Load())) }
	})
	r := w.repository()
	remove := w.Inject(simulator.Fault{Path: regexp.MustCompile(`/pulls`), Times: 1, Kind: simulator.SecondaryLimit})
	var limited *jobs.LimitedError
	if _, err := r.OpenPullRequests(w.ctx); !errors.As(err, &limited) {
		t.Fatalf("got %v", err)
	}
	if wait := time.Until(limited.Until); wait > time.Minute || wait < 50*time.Second {
		t.Errorf("limited for %s", wait)
	}
	w.paths()
	if _, err := r.CommitOf(w.ctx, "heads/main"); !errors.As(err, &limited) {
		t.Errorf("another request: %v", err)
	}
	if paths := w.paths(); len(paths) != 0 {
		t.Errorf("asked %v while limited", paths)
	}
	if _, err := w.hub.App(w.ctx); err != nil {
		t.Errorf("the App itself is not limited: %v", err)
	}
	skip.Store(int64(61 * time.Second))
	_, err := r.CommitOf(w.ctx, "heads/main")
	must(t, err)
	equal(t, "failed by the fault", remove(), 1)
}

func TestTheLastRequestOfTheHourClosesTheGate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.repository()
	must(t, w.SetRateLimit(w.installation, 5000, 4999))
	_, err := r.CommitOf(w.ctx, "heads/main") // the 5000th
	must(t, err)
	w.paths()
	var limited *jobs.LimitedError
	if _, err := r.OpenPullRequests(w.ctx); !errors.As(err, &limited) || !strings.Contains(limited.Reason, "primary") {
		t.Errorf("got %v", err)
	}
	if paths := w.paths(); len(paths) != 0 {
		t.Errorf("asked %v with nothing left", paths)
	}
}

func TestRequestsAreLoggedAndCounted(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	registry := prometheus.NewRegistry()
	f := newFake(t, "")
	var delivery, agent string
	f.HandleFunc("GET /repos/acme/shop/pulls/3", func(writer http.ResponseWriter, request *http.Request) {
		delivery, agent = request.Header.Get("X-Golive-Delivery"), request.Header.Get("User-Agent")
		writer.Header().Set("X-RateLimit-Limit", "5000")
		writer.Header().Set("X-RateLimit-Remaining", "4321")
		writer.Header().Set("X-RateLimit-Reset", strconv.FormatInt(time.Now().Add(time.Hour).Unix(), 10))
		answer(writer, 200, gh.PullRequest{Number: gh.Int(3)})
	})
	hub := f.hub(t, "", func(o *Options) {
		o.Registerer, o.UserAgent = registry, "golive/1.2"
		o.Logger = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	ctx := WithDelivery(t.Context(), "72d3162e-cc78-11e3-81ab-4c9367dc0958")
	r, err := hub.open(ctx, 5, fakeID)
	must(t, err)
	_, err = r.PullRequest(ctx, 3)
	must(t, err)
	equal(t, "delivery", delivery, "72d3162e-cc78-11e3-81ab-4c9367dc0958")
	equal(t, "user agent", agent, "golive/1.2")
	if text := log.String(); !strings.Contains(text, `"delivery":"72d3162e`) || !strings.Contains(text, `"installation":5`) || strings.Contains(text, "ghs_") || strings.Contains(text, "Bearer") {
		t.Errorf("the log is %s", text)
	}
	equal(t, "remaining", testutil.ToFloat64(hub.measures.remaining.WithLabelValues("5")), 4321.0)
	equal(t, "requests", testutil.ToFloat64(hub.measures.requests.WithLabelValues("GET", "2xx")), 2.0)
	hub.Forget(5, 0)
	equal(t, "series of a forgotten installation", testutil.CollectAndCount(hub.measures.remaining), 0)
}

func TestTokensStayOnTheirHost(t *testing.T) {
	t.Parallel()
	f, other := newFake(t, ""), newFake(t, "")
	other.HandleFunc("/", func(_ http.ResponseWriter, request *http.Request) {
		t.Errorf("another host got %s with %q", request.URL, request.Header.Get("Authorization"))
	})
	f.HandleFunc("GET /repos/acme/shop/pulls/3", func(writer http.ResponseWriter, request *http.Request) {
		http.Redirect(writer, request, other.server.URL+"/steal", http.StatusFound)
	})
	if _, err := f.repository(t, "").PullRequest(t.Context(), 3); err == nil || !strings.Contains(err.Error(), "another host") {
		t.Errorf("got %v", err)
	}
}

func TestAnswersAreBounded(t *testing.T) {
	t.Parallel()
	body := &boundedBody{ReadCloser: io.NopCloser(strings.NewReader("12345")), left: 4}
	if _, err := io.ReadAll(body); !errors.Is(err, errAnswerTooLarge) {
		t.Errorf("got %v", err)
	}
}
