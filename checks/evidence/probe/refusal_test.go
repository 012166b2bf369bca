package probe_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/probetest"
)

// limited refuses some paths, and notes what it was asked and when.
type limited struct {
	now     func() time.Time
	refuses func(path string, before int) bool // before: requests of the path before this one
	after   string                             // Retry-After

	mutex sync.Mutex
	asked []arrived
}

type arrived struct {
	path string
	at   time.Time
}

func (l *limited) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	before := l.count(request.URL.Path)
	l.asked = append(l.asked, arrived{request.URL.Path, l.now()})
	if l.refuses(request.URL.Path, before) {
		if l.after != "" {
			writer.Header().Set("Retry-After", l.after)
		}
		writer.WriteHeader(http.StatusTooManyRequests)
	}
}

func (l *limited) count(path string) (count int) {
	for _, one := range l.asked {
		if one.path == path {
			count++
		}
	}
	return count
}

// apart is the shortest time between requests from one on.
func (l *limited) apart(from int) time.Duration {
	shortest := time.Hour
	for index := from + 1; index < len(l.asked); index++ {
		shortest = min(shortest, l.asked[index].at.Sub(l.asked[index-1].at))
	}
	return shortest
}

func paths(prefix string, count int) []checks.Probe {
	var plan []checks.Probe
	for index := range count {
		plan = append(plan, checks.Probe{Path: fmt.Sprintf("/%s-%c", prefix, 'a'+index)})
	}
	return plan
}

// One route that refuses waits by itself: the others go on meanwhile, as often as before.
func TestARouteThatRefusesWaitsByItself(t *testing.T) {
	t.Parallel()
	service := &limited{now: time.Now, after: "1", refuses: func(path string, before int) bool { return path == "/login" && before == 0 }}
	visit := probetest.Serve(t, service, func(options *probe.Options) { options.Rate, options.Wait = 100, sleep })
	exchanges := ask(t, visit, append([]checks.Probe{{Path: "/login"}}, paths("page", 20)...)...)
	if index := slices.IndexFunc(exchanges, func(one checks.Exchange) bool { return one.Status != 200 }); index >= 0 {
		t.Errorf("%+v", exchanges[index])
	}
	first, last := service.asked[0], service.asked[len(service.asked)-1]
	if service.count("/login") != 2 || len(service.asked) != 22 || last.path != "/login" || last.at.Sub(first.at) < time.Second {
		t.Errorf("%v", service.asked)
	}
}

func sleep(ctx context.Context, pause time.Duration) error {
	select {
	case <-time.After(pause):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func TestWhatSlowsTheServiceDown(t *testing.T) {
	t.Parallel()
	const polite, slow = 230 * time.Millisecond, 400 * time.Millisecond
	for name, test := range map[string]struct {
		refuses []string // once each, before anything else is asked
		slower  bool
	}{
		"nothing":                    {nil, false},
		"one route":                  {[]string{"/login"}, false},
		"two things of one route":    {[]string{"/orders/1", "/orders/2"}, false},
		"two spellings of one route": {[]string{"/login", "/LOGIN/"}, false},
		"a second route":             {[]string{"/login", "/search"}, true},
		"the first page":             {[]string{"/"}, true},
		"a path that nobody has":     {[]string{"/golive-canary-f00dfeed"}, true},
	} {
		clock := newClock()
		service := &limited{now: clock.now, after: "2", refuses: func(path string, before int) bool { return before == 0 && slices.Contains(test.refuses, path) }}
		visit := probetest.Serve(t, service, func(options *probe.Options) { options.Now, options.Wait, options.Rate = clock.now, clock.wait, 5 })
		for _, path := range test.refuses {
			if got := ask(t, visit, checks.Probe{Path: path})[0]; got.Status != 200 {
				t.Errorf("%s: %s answered %d", name, path, got.Status)
			}
		}
		for _, one := range paths("page", 10) {
			ask(t, visit, one)
		}
		for index, one := range service.asked[:len(service.asked)-1] {
			if next := service.asked[index+1]; slices.Contains(test.refuses, one.path) && service.count(one.path) == 2 && next.path == one.path && next.at.Sub(one.at) < 2*time.Second {
				t.Errorf("%s: %s was asked again after %s", name, one.path, next.at.Sub(one.at))
			}
		}
		apart := service.apart(2 * len(test.refuses))
		if len(service.asked) != 10+2*len(test.refuses) || apart < polite || (apart >= slow) != test.slower {
			t.Errorf("%s: %d requests, %s apart", name, len(service.asked), apart)
		}
	}
}

// Whoever refuses everything is told within a minute, and asked a few times.
func TestWhoRefusesEverythingIsToldSoon(t *testing.T) {
	t.Parallel()
	for after, waits := range map[string]time.Duration{"": 7 * time.Second, "20": time.Minute, "59": time.Minute, "3600": 0, "-1": 7 * time.Second, "soon": 7 * time.Second, "99999999999999999999": 7 * time.Second} {
		clock := newClock()
		service := &limited{now: clock.now, after: after, refuses: func(string, int) bool { return true }}
		visit := probetest.Serve(t, service, func(options *probe.Options) { options.Now, options.Wait = clock.now, clock.wait })
		began := clock.now()
		control, err := visit.Control(t.Context())
		if took := clock.now().Sub(began); err != nil || !strings.Contains(control.Unjudgeable, "429 to everything") || len(service.asked) > 5 || took > waits+5*time.Second {
			t.Errorf("Retry-After %q: %d requests in %s: %q, %v", after, len(service.asked), took, control.Unjudgeable, err)
		}
	}
}

// Whoever answers the first page, and refuses whatever is asked then, is left alone.
func TestWhoRefusesWhateverIsAskedIsLeftAlone(t *testing.T) {
	t.Parallel()
	for _, after := range []string{"", "1", "30", "80", "3600"} {
		clock := newClock()
		service := &limited{now: clock.now, after: after, refuses: func(path string, _ int) bool { return strings.HasPrefix(path, "/page") }}
		visit := probetest.Serve(t, service, func(options *probe.Options) { options.Now, options.Wait = clock.now, clock.wait })
		if control, err := visit.Control(t.Context()); err != nil || control.Unjudgeable != "" {
			t.Fatalf("%+v, %v", control, err)
		}
		began, refused, unasked := clock.now(), 0, 0
		for _, probe := range paths("page", 26) { // one after another: what goes out at once makes a clock of waits run
			switch one := ask(t, visit, probe)[0]; {
			case one.Status == http.StatusTooManyRequests:
				refused++
			case one.Unasked && strings.Contains(one.Failure, "answered 429, too many requests, to whatever was asked"):
				unasked++
			default:
				t.Errorf("%+v", one)
			}
		}
		if took := clock.now().Sub(began); refused+unasked != 26 || unasked < 15 || len(service.asked) > 16 || took > 5*time.Minute {
			t.Errorf("Retry-After %q: %d refused, %d not asked, %d requests in %s", after, refused, unasked, len(service.asked), took)
		}
		// A minute later it is tried again, once.
		asked := len(service.asked)
		if err := clock.wait(t.Context(), time.Minute); err != nil {
			t.Fatal(err)
		}
		ask(t, visit, checks.Probe{Path: "/page-later"})
		if one := ask(t, visit, checks.Probe{Path: "/page-last"})[0]; !one.Unasked || len(service.asked) != asked+1 {
			t.Errorf("Retry-After %q: %+v, %d requests more", after, one, len(service.asked)-asked)
		}
	}
}

// A route that refuses for longer than golive waits is asked no more, the others are.
func TestARouteThatGoesOnRefusingIsLeftAlone(t *testing.T) {
	t.Parallel()
	clock := newClock()
	service := &limited{now: clock.now, refuses: func(path string, _ int) bool { return path == "/login" }}
	visit := probetest.Serve(t, service, func(options *probe.Options) { options.Now, options.Wait = clock.now, clock.wait })
	for index := range 10 {
		one := ask(t, visit, checks.Probe{Path: "/login", Header: http.Header{"X-Try": {fmt.Sprint(index)}}})[0]
		if index == 0 && one.Status != 429 || index > 0 && (!one.Unasked || one.Failure != "`GET /login` answered 429, too many requests, for as long as golive waits") {
			t.Errorf("%d: %+v", index, one)
		}
		if other := ask(t, visit, checks.Probe{Path: fmt.Sprintf("/page-%d", index)})[0]; other.Status != 200 {
			t.Errorf("%+v", other)
		}
	}
	if service.count("/login") != 4 {
		t.Errorf("asked %d times", service.count("/login"))
	}
	// What looks for the refusal asks for it, and what is asked anew is sent once.
	for _, one := range []checks.Probe{{Path: "/login", Impatient: true, Anew: true}, {Path: "/login", Anew: true}} {
		if got := ask(t, visit, one)[0]; got.Status != 429 {
			t.Errorf("%+v: %+v", one, got)
		}
	}
}

// A turn of a route that comes too late is not waited for, and others are taken.
func TestATurnOfARouteThatComesTooLate(t *testing.T) {
	t.Parallel()
	pace := probe.NewPace(100, time.Now, sleep)
	login, other := probe.RouteOf("POST", "/login"), probe.RouteOf("GET", "/orders")
	if whole, err := pace.Refused(t.Context(), login); whole || err != nil {
		t.Fatal(whole, err)
	}
	if err := pace.Slow(t.Context(), login, time.Hour, 0); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := pace.Wait(ctx, login); !errors.Is(err, probe.ErrNoTime) {
		t.Errorf("%v", err)
	}
	for range 3 {
		if err := pace.Wait(ctx, other); err != nil {
			t.Error(err)
		}
	}
	// Another method of the same path is no second path.
	if whole, err := pace.Refused(t.Context(), probe.RouteOf("GET", "/login")); whole || err != nil {
		t.Error(whole, err)
	}
	if whole, err := pace.Refused(t.Context(), other); !whole || err != nil {
		t.Error(whole, err)
	}
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/orders": "/orders", "/orders/": "/orders", "//Orders?page=2": "/orders", "/orders/17/items": "/orders/*/items",
		"/users/0191f2a4-7c1e-7d30-9f00-1c2d3e4f5a6b": "/users/*", "/blobs/5d41402abc4b2a76b9719d911017c592": "/blobs/*",
		"/v1/orders": "/v1/orders", "/2fa": "/2fa", "": "/", "/?q=1": "/", "/%2e%2e/x": "/%2e%2e/x",
	} {
		if got := probe.RouteOf("GET", path); got.Path != want || got.Whole() {
			t.Errorf("%s: %+v", path, got)
		}
	}
	secret := probe.RouteOf("GET", "/reset/hunter2")
	if strings.Contains(secret.Mark(), "hunter2") || secret.Mark() == probe.RouteOf("GET", "/reset/other").Mark() || secret.Mark() != probe.RouteOf("POST", "/reset/hunter2").Mark() {
		t.Errorf("%s", secret.Mark())
	}
}
