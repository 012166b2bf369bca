package server_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/load"
	"github.com/golive-app/golive/config"
	"github.com/golive-app/golive/jobs"
)

const loadItem = jobs.LoadItem

// recordedEngine stands for the load engine where a story is not about it: it sends
// nothing, and tells what was recorded.
type recordedEngine struct {
	change func(*load.Result) // of one that passes
	hold   chan struct{}      // nil: every test ends at once; else when something comes

	mutex  sync.Mutex
	orders []jobs.LoadOrder
	atOnce int
	most   int
}

func (e *recordedEngine) Run(ctx context.Context, order jobs.LoadOrder, observe func(load.Second)) (jobs.LoadMeasured, error) {
	e.mutex.Lock()
	e.orders = append(e.orders, order)
	e.atOnce++
	e.most = max(e.most, e.atOnce)
	e.mutex.Unlock()
	defer func() {
		e.mutex.Lock()
		e.atOnce--
		e.mutex.Unlock()
	}()
	rate := float64(order.RPS)
	second := load.Second{Start: order.Ramp, Length: time.Second, Offered: int64(order.RPS), Answered: int64(order.RPS), P50: 30 * time.Millisecond, P99: 180 * time.Millisecond}
	observe(second)
	if e.hold != nil {
		select {
		case <-e.hold:
		case <-ctx.Done():
		}
	}
	result := load.Result{
		Schema: load.ResultSchema, URL: order.URL, TargetRPS: rate, OfferedRPS: rate, AchievedRPS: rate, AchievedRPSP5: rate,
		DurationS: order.Steady.Seconds(), Requests: int64(rate * order.Steady.Seconds()), Users: 40, Latency: load.Percentiles{P50: 30, P95: 120, P99: 180}, Verdict: "pass",
		Seconds: []load.Second{second, second}, // a course of two
	}
	if e.change != nil {
		e.change(&result)
	}
	return jobs.LoadMeasured{Result: result}, nil
}

func (e *recordedEngine) ran() int {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	return len(e.orders)
}

// staging is a service on this machine that golive may visit, as its operator says.
func (w *world) staging(handler http.HandlerFunc) string {
	w.t.Helper()
	service := httptest.NewServer(handler)
	w.t.Cleanup(service.Close)
	w.settings.AllowedRanges = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	w.settings.AllowedHosts = must(config.ParseHosts(strings.TrimPrefix(service.URL, "http://")))(w.t)
	return service.URL
}

func fine(writer http.ResponseWriter, _ *http.Request) { _, _ = writer.Write([]byte("ok")) }

// loadedRelease opens a release whose policy asks for a load test of a staging there.
func (w *world) loadedRelease(address, plan string) simulator.PullRequest {
	w.t.Helper()
	must(w.github.Push(shop, "main", "kim", simulator.Commit{Message: "start", Files: map[string]string{
		".golive.yml":  enforcing + "environments: {staging: {url: \"" + address + "\", deployment: staging}}\nload: {" + plan + "}\n",
		"package.json": `{"name":"shop","version":"1.3.0"}`, "Dockerfile": "FROM node\n",
	}}))(w.t)
	must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "feat: exports (#7)", Files: sound}))(w.t)
	return must(w.github.OpenPullRequest(simulator.NewPullRequest{Repository: shop, Title: "Release v1.4.0", Head: "release/v1.4.0", Base: "main", User: "kim"}))(w.t)
}

// deploy has a commit deployed to an environment, with success.
func (w *world) deploy(sha, environment string) {
	w.t.Helper()
	id := must(w.github.CreateDeployment(shop, sha, environment, "kim"))(w.t)
	w.do(w.github.SetDeploymentStatus(shop, id, "success", "https://"+environment+".shop.example", "kim"))
}

const tenThousand = "target_rps: 10000, slo: {p95: 150ms, p99: 300ms}"

func TestADeploymentToStagingIsLoadTestedOnce(t *testing.T) {
	t.Parallel()
	w := newWorldWithout(t, inMemory)
	engine := &recordedEngine{}
	w.engine = engine
	address := w.staging(fine)
	w.start()
	pull := w.loadedRelease(address, tenThousand)
	w.verdict(pull.HeadSHA)
	w.becomes(pull.HeadSHA, loadItem, checks.Unknown)
	w.says(pull.Number, "Deploy `"+pull.HeadSHA[:7]+"` to staging: the test starts by itself")

	w.deploy(pull.HeadSHA, "staging")
	w.becomes(pull.HeadSHA, loadItem, checks.Pass)
	w.says(pull.Number, "10,000 of 10,000 rps · p99 180 ms · 0 % errors", "Offered 10,000 rps · served 10,000 (p5)", "by deployment record",
		"Offered 10,000 rps ██ · served ██ **10,000** (p5)", "p50 30.0 ms · p95 120 ms · **p99 180 ms** · errors 0 % · 5m steady · `staging`")
	performance, _ := w.run(pull.HeadSHA, "golive / 4 performance")
	if !strings.Contains(performance.Text, "10,000 of 10,000 rps · p99 180 ms") {
		t.Errorf("the check run says nothing of it:\n%s", performance.Text)
	}
	engine.mutex.Lock()
	order := engine.orders[0]
	engine.mutex.Unlock()
	if order.RPS != 10000 || order.Steady != 5*time.Minute || order.Ramp != 30*time.Second || order.URL != address+"/" || len(order.Destination.Addresses) != 1 {
		t.Errorf("ordered was %+v", order)
	}

	// Nothing but another content is a reason to test again.
	w.command(pull.Number, "dana", "/golive rerun all", done)
	w.becomes(pull.HeadSHA, loadItem, checks.Pass)
	w.settled()
	if ran := engine.ran(); ran != 1 {
		t.Errorf("%d load tests", ran)
	}
	newer := must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "fix", Files: map[string]string{"src/more.js": "export const more = 1;\n"}}))(t)
	w.becomes(newer, loadItem, checks.Unknown)
	w.deploy(newer, "staging")
	w.becomes(newer, loadItem, checks.Pass)
	if ran := engine.ran(); ran != 2 {
		t.Errorf("%d load tests", ran)
	}
}

func TestALoadTestThatMissesItsTargetFailsTheRelease(t *testing.T) {
	t.Parallel()
	w := newWorldWithout(t, inMemory)
	w.engine = &recordedEngine{change: func(result *load.Result) {
		result.AchievedRPSP5, result.Latency.P99, result.Errors = 7420, 2310, load.ResultErrors{Total: 93_000, Status: 87_000, Timeout: 6_000}
	}}
	address := w.staging(fine)
	w.start()
	pull := w.loadedRelease(address, tenThousand)
	w.verdict(pull.HeadSHA)
	w.deploy(pull.HeadSHA, "staging")
	w.becomes(pull.HeadSHA, loadItem, checks.Fail)
	w.concludes(pull.HeadSHA, "failure", "NOT READY")
	w.says(pull.Number, "7,420 of 10,000 rps · p99 2.3 s (SLO 300ms) · 3.1 % errors", "p99 2,310 ms (SLO 300ms)", "2.9 % status, 0.20 % timeout")
}

func TestNobodyIsLoadedWithoutConsent(t *testing.T) {
	t.Parallel()
	for name, one := range map[string]struct {
		change  func(*world)
		visited bool // by other items: the host consents to that
		says    []string
	}{
		"a host that nobody named":      {func(w *world) { w.settings.AllowedHosts = nil }, false, []string{"Nobody allowed golive to visit port", "GOLIVE_ALLOW_HOSTS"}},
		"an address that is not public": {func(w *world) { w.settings.AllowedRanges = nil }, false, []string{"has an address that is of this machine", "GOLIVE_ALLOW_CIDRS"}},
		"more than the operator allows": {func(w *world) { w.settings.LoadMaxRPS = 500 }, true, []string{"10,000 requests a second are more than the 500 that whoever runs golive allows", "GOLIVE_LOAD_MAX_RPS"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorldWithout(t, inMemory)
			engine := &recordedEngine{}
			w.engine = engine
			var asked atomic.Int64
			address := w.staging(func(http.ResponseWriter, *http.Request) { asked.Add(1) })
			one.change(w)
			w.start()
			pull := w.loadedRelease(address, tenThousand)
			w.verdict(pull.HeadSHA)
			w.deploy(pull.HeadSHA, "staging")
			w.says(pull.Number, one.says...)
			w.becomes(pull.HeadSHA, loadItem, checks.Unknown)
			w.command(pull.Number, "dana", "/golive loadtest", refused)
			w.settled()
			if engine.ran() > 0 || asked.Load() > 0 && !one.visited {
				t.Errorf("%d load tests, %d requests", engine.ran(), asked.Load())
			}
		})
	}
}

func TestWhoMayAskForALoadTest(t *testing.T) {
	t.Parallel()
	w := newWorldWithout(t, inMemory)
	engine := &recordedEngine{}
	w.engine = engine
	address := w.staging(fine)
	w.start()
	pull := w.loadedRelease(address, tenThousand+", max_rps: 12000")
	w.verdict(pull.HeadSHA)
	for _, one := range []struct{ login, body, reason string }{
		{"rio", "/golive loadtest", "people with the role maintain or admin"},
		{"lee", "/golive loadtest", "people with the role maintain or admin"},
		{"dana", "/golive loadtest", "no deployment to `staging` is live"},
		{"dana", "/golive loadtest --rps 12001", "12,001 requests a second are more than the 12,000 of load.max_rps"},
		{"dana", "/golive loadtest --duration 45m", "45m is longer than the 30m that whoever runs golive allows"},
		{"dana", "/golive loadtest --env production", "`production` is production, which is never loaded"},
		{"dana", "/golive cancel", "no load test of this release waits or runs"},
	} {
		w.command(pull.Number, one.login, one.body, refused)
		w.answered(pull.Number, one.reason)
	}
	if engine.ran() > 0 {
		t.Fatal("something was loaded")
	}
	w.deploy(pull.HeadSHA, "staging")
	w.becomes(pull.HeadSHA, loadItem, checks.Pass)
	w.command(pull.Number, "dana", "/golive loadtest --rps 12000 --duration 10m", done)
	waitFor(t, "the second load test ran", func() bool { return engine.ran() == 2 })
	engine.mutex.Lock()
	order := engine.orders[1]
	engine.mutex.Unlock()
	if order.RPS != 12000 || order.Steady != 10*time.Minute {
		t.Errorf("ordered was %+v", order)
	}
	w.says(pull.Number, "12,000 of 10,000 rps")
}

// Whoever may ask for a load test finds a button for it where one is missing.
func TestALoadTestIsStartedByAButton(t *testing.T) {
	t.Parallel()
	w := newWorldWithout(t, inMemory)
	engine := &recordedEngine{}
	w.engine = engine
	address := w.staging(fine)
	w.start()
	pull := w.loadedRelease(address, tenThousand)
	w.verdict(pull.HeadSHA)
	buttons := func() (shown []string) {
		run, _ := w.run(pull.HeadSHA, "golive / 4 performance")
		for _, button := range run.Actions {
			shown = append(shown, button.Label)
		}
		return shown
	}
	waitFor(t, "the section has its buttons", func() bool { return slices.Contains(buttons(), "Run load test") })
	performance, _ := w.run(pull.HeadSHA, "golive / 4 performance")
	w.do(w.github.RequestedAction(shop, performance.ID, "run_load_test", "lee"))
	w.answered(pull.Number, "maintain or admin")
	w.do(w.github.RequestedAction(shop, performance.ID, "run_load_test", "dana"))
	w.answered(pull.Number, "no deployment")
	if engine.ran() > 0 {
		t.Fatal("something was loaded")
	}
	w.deploy(pull.HeadSHA, "staging")
	w.becomes(pull.HeadSHA, loadItem, checks.Pass)
	waitFor(t, "nothing is offered that is there", func() bool { return !slices.Contains(buttons(), "Run load test") })
}

// underLoad is a world in which the load test of a release runs, until it is stopped.
func underLoad(t *testing.T, queue string) (*world, *recordedEngine, simulator.PullRequest) {
	t.Helper()
	w := newWorldWithout(t, queue)
	engine := &recordedEngine{hold: make(chan struct{})}
	w.engine = engine
	address := w.staging(fine)
	w.start()
	pull := w.loadedRelease(address, tenThousand)
	w.verdict(pull.HeadSHA)
	w.deploy(pull.HeadSHA, "staging")
	waitFor(t, "the load test runs", func() bool { return engine.ran() == 1 })
	return w, engine, pull
}

func TestAWriterStopsALoadTest(t *testing.T) {
	t.Parallel()
	w, _, pull := underLoad(t, inMemory)
	waitFor(t, "its progress is shown", func() bool {
		run, found := w.run(pull.HeadSHA, "golive / 4 performance")
		return found && run.Status == "in_progress" && strings.Contains(run.Text+run.Summary, "load test")
	})
	w.command(pull.Number, "rio", "/golive cancel", refused)
	w.command(pull.Number, "dana", "/golive loadtest", refused)
	w.answered(pull.Number, "a load test of this content is under way already")
	w.command(pull.Number, "lee", "/golive cancel", done)
	w.becomes(pull.HeadSHA, loadItem, checks.Unknown)
	w.says(pull.Number, "@\u200dlee stopped it")
}

func TestANewCommitStopsTheLoadTestOfTheOldOne(t *testing.T) {
	t.Parallel()
	w, engine, _ := underLoad(t, inMemory)
	newer := must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "fix", Files: map[string]string{"src/more.js": "export const more = 1;\n"}}))(t)
	w.becomes(newer, loadItem, checks.Unknown)
	waitFor(t, "the load test has stopped", func() bool {
		engine.mutex.Lock()
		defer engine.mutex.Unlock()
		return engine.atOnce == 0
	})
}

func TestALoadTestEndsWithItsGolive(t *testing.T) {
	t.Parallel()
	w, engine, pull := underLoad(t, "redis-server")
	w.restart()
	w.becomes(pull.HeadSHA, loadItem, checks.Unknown)
	w.says(pull.Number, "golive was stopped while it ran")
	if ran := engine.ran(); ran != 1 {
		t.Errorf("it ran again by itself: %d load tests", ran)
	}
}

// Two releases share a staging: it is loaded by one of them at a time.
func TestLoadTestsOfOneHostWaitForEachOther(t *testing.T) {
	t.Parallel()
	w, engine, pull := underLoad(t, inMemory)

	must(w.github.Push(shop, "hotfix/v1.3.1", "kim", simulator.Commit{Message: "fix", Files: map[string]string{"src/fix.js": "export const fix = 1;\n"}}))(t)
	second := must(w.github.OpenPullRequest(simulator.NewPullRequest{Repository: shop, Title: "Hotfix v1.3.1", Head: "hotfix/v1.3.1", Base: "main", User: "kim"}))(t)
	w.verdict(second.HeadSHA)
	w.deploy(second.HeadSHA, "staging")
	w.says(second.Number, "a load test of this content waits for its turn")
	engine.hold <- struct{}{}
	w.becomes(pull.HeadSHA, loadItem, checks.Unknown) // staging runs another content by now
	w.says(pull.Number, "what it loaded changed while it ran")
	waitFor(t, "the second load test runs", func() bool { return engine.ran() == 2 })
	engine.hold <- struct{}{}
	w.becomes(second.HeadSHA, loadItem, checks.Pass)
	if engine.most != 1 {
		t.Errorf("%d load tests at once", engine.most)
	}
}

// The whole way with real requests, few of them.
func TestRequestsOfALoadTestReachStaging(t *testing.T) {
	t.Parallel()
	w := newWorldWithout(t, inMemory)
	var asked atomic.Int64
	address := w.staging(func(writer http.ResponseWriter, request *http.Request) {
		if request.URL.Path == "/orders" && strings.HasPrefix(request.UserAgent(), "golive/") {
			asked.Add(1)
		}
		fine(writer, request)
	})
	w.start()
	pull := w.loadedRelease(address, "target_rps: 50, ramp: 200ms, path: /orders")
	w.verdict(pull.HeadSHA)
	w.deploy(pull.HeadSHA, "staging")
	waitFor(t, "requests come", func() bool { return asked.Load() > 0 })
	w.command(pull.Number, "lee", "/golive cancel", done) // it would take five minutes
	w.becomes(pull.HeadSHA, loadItem, checks.Unknown)
	w.command(pull.Number, "dana", "/golive loadtest --duration 2s", done)
	w.becomes(pull.HeadSHA, loadItem, checks.Unknown)
	// What a machine that is busy comes to is not what this is about.
	w.says(pull.Number, " of 50 rps · p99 ", "requests failed in 2s")
	if asked.Load() < 50 {
		t.Errorf("%d requests came", asked.Load())
	}
}
