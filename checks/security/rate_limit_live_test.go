package security_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/security"
	"github.com/golive-app/golive/config"
)

// throttle is a service with a limit of rates. Its clock goes on where golive waits.
type throttle struct {
	limit   int
	window  time.Duration
	key     func(*http.Request) string
	refuse  http.HandlerFunc
	bucket  bool // it fills up again evenly, in place of at the end of a window
	forever bool // it never lets in again
	next    http.Handler

	mutex  sync.Mutex
	ahead  time.Duration
	counts map[string]int
	begun  time.Time
	tokens map[string]float64
	last   map[string]time.Time
}

func address(request *http.Request) string {
	host, _, _ := net.SplitHostPort(request.RemoteAddr)
	return host
}

// forwarded believes what a client says of itself.
func forwarded(name string) func(*http.Request) string {
	return func(request *http.Request) string {
		if said := request.Header.Get(name); said != "" {
			return said
		}
		return address(request)
	}
}

func (t *throttle) wait(_ context.Context, pause time.Duration) error {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.ahead += pause
	return nil
}

func (t *throttle) allow(request *http.Request) bool {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	now, who := time.Now().Add(t.ahead), address(request)
	if t.key != nil {
		who = t.key(request)
	}
	if t.bucket {
		if t.tokens == nil {
			t.tokens, t.last = map[string]float64{}, map[string]time.Time{}
		}
		if last, known := t.last[who]; known {
			t.tokens[who] = min(float64(t.limit), t.tokens[who]+now.Sub(last).Seconds()*float64(t.limit)/t.window.Seconds())
		} else {
			t.tokens[who] = float64(t.limit)
		}
		t.last[who] = now
		if t.tokens[who] < 1 {
			return false
		}
		t.tokens[who]--
		return true
	}
	if t.counts == nil || !t.forever && now.Sub(t.begun) >= t.window {
		t.counts, t.begun = map[string]int{}, now
	}
	t.counts[who]++
	return t.counts[who] <= t.limit
}

func (t *throttle) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	if strings.HasPrefix(request.URL.Path, "/api/") && !t.allow(request) {
		t.refuse(writer, request)
		return
	}
	t.next.ServeHTTP(writer, request)
}

func refusing(status int, lines ...string) http.HandlerFunc {
	return func(writer http.ResponseWriter, _ *http.Request) {
		for _, line := range lines {
			name, value, _ := strings.Cut(line, ": ")
			writer.Header().Set(name, value)
		}
		writer.WriteHeader(status)
		_, _ = fmt.Fprint(writer, `{"error":"slow down"}`)
	}
}

// declares puts limits into the policy.
func declares(limits config.RateLimitItem) checkstest.Option {
	return func(subject *checks.Subject) { subject.Policy.Items.RateLimit = limits }
}

func TestLimitsOfStaging(t *testing.T) {
	t.Parallel()
	const items = "app.get('/api/items', (req, res) => res.json([]))\n"
	const limiter = "const rateLimit = require('express-rate-limit')\napp.use(rateLimit({ limit: 20 }))\n"
	app := map[string]string{"src/app.js": expressApp + limiter + items}
	bare := map[string]string{"src/app.js": expressApp + items}
	signing := map[string]string{"src/app.js": expressApp + limiter + items + "app.post('/api/login', (req, res) => res.json({}))\n"}
	login := func(status int, wants string) http.HandlerFunc {
		return func(writer http.ResponseWriter, request *http.Request) {
			if !strings.Contains(request.Header.Get("Content-Type"), wants) {
				status := http.StatusUnsupportedMediaType
				answer(status, "application/json", `{}`)(writer, request)
				return
			}
			answer(status, "application/json", `{"error":"no such person"}`)(writer, request)
		}
	}
	api := site{"/": answer(200, "text/html", shopPage), "/api/items": answer(200, "application/json", `[]`), "/api/login": login(401, "json")}
	public := config.DeclaredLimit{Path: "/api/items", Limit: 20, Window: "10s"}
	try := func(files map[string]string, service *throttle, declared config.RateLimitItem, one liveCase) liveCase {
		if service.next == nil {
			service.next = api
		}
		if service.refuse == nil {
			service.refuse = refusing(429, "Retry-After: 5")
		}
		if service.limit == 0 {
			service.limit, service.window = 20, 10*time.Second
		}
		bursts := 2000
		if one.change != nil {
			options := probe.Options{}
			one.change(&options)
			bursts = options.Bursts
		}
		one.files, one.serve, one.options = files, service, []checkstest.Option{declares(declared)}
		one.change = func(options *probe.Options) { options.Wait, options.Bursts = service.wait, bursts }
		return one
	}
	of := func(one config.DeclaredLimit) config.RateLimitItem { return config.RateLimitItem{Public: one} }
	judgeLive(t, routeItem("rate-limit"), security.NewRateLimit(projecttest.Reader(t)), map[string]liveCase{
		"holds": try(app, &throttle{}, of(public), liveCase{verdict: checks.Pass, says: "1 limit of rates holds on staging"}),
		"holds, by what the repository does not show": try(bare, &throttle{}, of(public), liveCase{verdict: checks.Pass, not: "E2 refutes"}),
		"fills up again evenly":                       try(app, &throttle{bucket: true}, of(public), liveCase{verdict: checks.Pass}),
		"is none":                                     try(app, &throttle{limit: 1 << 20, window: time.Minute}, of(public), liveCase{verdict: checks.Fail, findings: "error ratelimit.open", says: "to `GET /api/items`: 43 × 200, 0 × 429; 20 in 10s are declared"}),
		"is twice as large":                           try(app, &throttle{limit: 42, window: 10 * time.Second}, of(config.DeclaredLimit{Path: "/api/items", Limit: 20, Window: "10s"}), liveCase{verdict: checks.Warn, findings: "warning ratelimit.loose", says: "keep the counts in a store"}),
		"believes X-Forwarded-For":                    try(app, &throttle{key: forwarded("X-Forwarded-For")}, of(public), liveCase{verdict: checks.Fail, findings: "error ratelimit.bypass", says: "writes an address into `X-Forwarded-For` passes"}),
		"believes Forwarded":                          try(app, &throttle{key: forwarded("Forwarded")}, of(public), liveCase{verdict: checks.Fail, findings: "error ratelimit.bypass", says: "`Forwarded`"}),
		"believes X-Real-IP":                          try(app, &throttle{key: forwarded("X-Real-Ip"), bucket: true}, of(public), liveCase{verdict: checks.Fail, findings: "error ratelimit.bypass", says: "`X-Real-Ip`"}),
		"does not say when":                           try(app, &throttle{refuse: refusing(429)}, of(public), liveCase{verdict: checks.Warn, findings: "warning ratelimit.retry-after"}),
		"says when by its limit":                      try(app, &throttle{refuse: refusing(429, `RateLimit: "default";r=0;t=5`)}, of(public), liveCase{verdict: checks.Pass, says: "`RateLimit` says when to come back"}),
		"never lets in again":                         try(app, &throttle{forever: true}, of(public), liveCase{verdict: checks.Warn, findings: "warning ratelimit.recovery", says: "still refuses after"}),
		"refuses for an hour":                         try(app, &throttle{window: time.Hour, limit: 20, refuse: refusing(429, "Retry-After: 3600")}, of(config.DeclaredLimit{Path: "/api/items", Limit: 20, Window: "1h"}), liveCase{verdict: checks.Warn, findings: "warning ratelimit.recovery", says: "golive did not wait as long"}),
		"refuses with 503":                            try(app, &throttle{refuse: refusing(503)}, of(public), liveCase{verdict: checks.NeedsSignOff, says: "of them as the first was not: it answered Service Unavailable"}),
		"refuses with 503, which is declared":         try(app, &throttle{refuse: refusing(503, "Retry-After: 5")}, of(config.DeclaredLimit{Path: "/api/items", Limit: 20, Window: "10s", Status: 503}), liveCase{verdict: checks.Pass, says: "limit_req_status 429"}),
		"breaks":                                      try(app, &throttle{refuse: refusing(500)}, of(public), liveCase{verdict: checks.NeedsSignOff, says: "answered none of"}),
		"a path that is not there":                    try(app, &throttle{}, of(config.DeclaredLimit{Path: "/api/gone", Limit: 20}), liveCase{verdict: checks.NeedsSignOff, says: "as what is not there does"}),
		"a page for everything":                       try(app, &throttle{next: answer(200, "text/html", shopPage)}, of(public), liveCase{verdict: checks.NeedsSignOff, says: "as what is not there does"}),
		"who asks has to be known":                    try(app, &throttle{limit: 1 << 20, window: time.Minute, next: site{"/api/items": answer(401, "application/json", `{}`)}}, of(public), liveCase{verdict: checks.NeedsSignOff, says: "answers 401 to golive"}),
		"a cache answers":                             try(app, &throttle{limit: 1 << 20, window: time.Minute, next: with(api, "X-Cache: HIT")}, of(public), liveCase{verdict: checks.NeedsSignOff, says: "was answered by a cache (`X-Cache`)"}),
		"more than the operator lets out":             try(app, &throttle{}, of(public), liveCase{verdict: checks.NeedsSignOff, says: "lets 10 more go out", change: func(options *probe.Options) { options.Bursts = 10 }}),
		"no bursts at all":                            try(app, &throttle{}, of(public), liveCase{verdict: checks.NeedsSignOff, says: "lets 0 more go out", change: func(options *probe.Options) { options.Bursts = 0 }}),
		"open, and too few to be sure":                try(app, &throttle{limit: 1 << 20, window: time.Minute}, of(public), liveCase{verdict: checks.NeedsSignOff, findings: "warning ratelimit.open", says: "it takes 43 to know", change: func(options *probe.Options) { options.Bursts = 30 }}),
		"nothing is declared":                         try(app, &throttle{}, config.RateLimitItem{}, liveCase{verdict: checks.NeedsSignOff, says: "the policy declares no limit", not: "golive then sends nothing"}),
		"nothing is declared nor limited":             try(bare, &throttle{}, config.RateLimitItem{}, liveCase{verdict: checks.Unknown, findings: "warning ratelimit.none"}),
		"a login that nobody declared":                try(signing, &throttle{}, of(public), liveCase{verdict: checks.Unknown, says: "`POST /api/login`, which takes credentials"}),
		"both":                                        try(signing, &throttle{}, config.RateLimitItem{Public: public, Login: config.DeclaredLimit{Path: "/api/login", Limit: 20, Window: "10s"}}, liveCase{verdict: checks.Pass, says: "2 limits of rates hold"}),
		"a login that takes a form":                   try(signing, &throttle{next: site{"/": api["/"], "/api/items": api["/api/items"], "/api/login": login(401, "form")}}, config.RateLimitItem{Public: public, Login: config.DeclaredLimit{Path: "/api/login", Limit: 20, Window: "10s"}}, liveCase{verdict: checks.Pass}),
		"a login that is open": try(signing, &throttle{key: func(request *http.Request) string {
			if request.Method == "POST" {
				return fmt.Sprint(time.Now().UnixNano())
			}
			return ""
		}}, config.RateLimitItem{Public: public, Login: config.DeclaredLimit{Path: "/api/login", Limit: 5, Window: "1m"}}, liveCase{verdict: checks.Fail, findings: "error ratelimit.open", says: "`POST /api/login`: 11 × 401, 0 × 429; 5 in 1m are declared"}),
		"a commit that nobody knows": func() liveCase {
			one := try(app, &throttle{limit: 1 << 20, window: time.Minute}, of(public), liveCase{verdict: checks.NeedsSignOff, findings: "warning ratelimit.open", says: "as staging is now"})
			change := one.change
			one.change = func(options *probe.Options) { change(options); runs(checks.Deployed{})(options) }
			return one
		}(),
	})
}
