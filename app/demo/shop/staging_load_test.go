package shop_test

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golive-app/golive/app/demo/shop"
	"github.com/golive-app/golive/checks/evidence/load"
	"github.com/golive-app/golive/checks/evidence/load/scenario"
)

// pipes is a listener whose connections need no network.
type pipes struct {
	connections chan net.Conn
	ended       chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case connection := <-p.connections:
		return connection, nil
	case <-p.ended:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { close(p.ended); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

func (p *pipes) dial(ctx context.Context) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case p.connections <- theirs:
		return ours, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// shopping lets customers shop at a state of the shop, at a rate, in simulated time.
func shopping(t *testing.T, state shop.State, plan load.Plan) load.Result {
	t.Helper()
	var result load.Result
	synctest.Test(t, func(t *testing.T) {
		staging := shop.NewStaging(shop.StagingOptions{Now: time.Now})
		files := shop.Files(state)
		if err := staging.Deploy(files, "a1b2c3d"); err != nil {
			t.Fatal(err)
		}
		listener := &pipes{make(chan net.Conn), make(chan struct{})}
		server := &http.Server{Handler: staging}
		go func() { _ = server.Serve(listener) }()
		defer server.Close()
		program, err := scenario.Parse(shop.ScenarioFile, files[shop.ScenarioFile]).Compile(scenario.Options{Host: "shop.test", Count: plan.MostConnections})
		if err != nil {
			t.Fatal(err)
		}
		service, err := load.NewRequest(http.MethodGet, &url.URL{Scheme: "http", Host: "shop.test", Path: "/"}, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		plan.Flow, plan.LeastConnections = load.NewFlowPlan(program), plan.MostConnections
		gathering := load.NewGathering(plan, 1, nil)
		ending, err := load.Run(t.Context(), load.Options{
			Plan: plan, Transport: load.HTTP1{Dial: listener.dial}, Request: service, Program: program, Now: time.Now, Processor: func() time.Duration { return 0 },
			Observe: func(interval *load.Interval) { gathering.Add(0, interval) },
		})
		if err != nil {
			t.Fatal(err)
		}
		gathering.End(0, ending)
		result = load.NewResult("http://shop.test/", "", gathering.Outcome(), append(load.DefaultThresholds(plan.Rate), threshold(t, "p99<250ms")))
	})
	return result
}

func threshold(t *testing.T, text string) load.Threshold {
	t.Helper()
	made, err := load.ParseThreshold(text)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// The release candidate holds a database connection for fifty-one queries where one
// would do: there are too few connections for 250 lists of orders a second, and so many
// requests fail that a test need not be run to its end. What mends it serves the same
// load.
func TestALoadTestFindsThePlantedLimitAndPassesItsFix(t *testing.T) {
	t.Parallel()
	plan := load.Plan{Rate: 1000, WarmUp: 3 * time.Second, Duration: 12 * time.Second, Timeout: 5 * time.Second, MostConnections: 300}
	for name, test := range map[string]struct {
		state   shop.State
		verdict string
	}{
		"released": {shop.Released, "pass"}, "candidate": {shop.ReleaseCandidate, "fail"}, "fixed": {shop.Fixed, "fail"}, "hardened": {shop.Hardened, "pass"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := shopping(t, test.state, plan)
			if result.Verdict != test.verdict || result.Sessions.Mixed != 0 || result.Sessions.Users != 300 {
				t.Fatalf("%s: %s, %+v", result.Verdict, result.Reason, result.Sessions)
			}
			worst := result.Steps[0]
			for _, step := range result.Steps {
				if step.Service.P50 > worst.Service.P50 {
					worst = step
				}
			}
			if test.verdict == "fail" && (worst.Name != "orders" || !strings.Contains(result.Reason, "p99 < 250 ms")) {
				t.Errorf("the slowest step is %q; %s", worst.Name, result.Reason)
			}
			if test.verdict == "pass" && result.Sessions.Verified != 300 {
				t.Errorf("%+v", result.Sessions)
			}
		})
	}
}

// At a rate that its connections are enough for, what is left is that the service
// stands still now and then.
func TestALoadTestFindsThePlantedStall(t *testing.T) {
	t.Parallel()
	plan := load.Plan{Rate: 200, WarmUp: 2 * time.Second, Duration: 60 * time.Second, Timeout: 5 * time.Second, MostConnections: 400}
	broken, mended := shopping(t, shop.ReleaseCandidate, plan), shopping(t, shop.Hardened, plan)
	if longest := broken.Latency.Max; longest < 790 || mended.Latency.Max > 100 || mended.Verdict != "pass" {
		t.Errorf("the longest request took %f ms of the candidate, %f of the mended: %s", longest, mended.Latency.Max, mended.Reason)
	}
}

// Customers of staging log in, are who they are, and are limited by themselves.
func TestCustomersLogIn(t *testing.T) {
	t.Parallel()
	e := deployed(t, shop.Files(shop.Hardened))
	login := func(name string) string {
		recorder := e.send("POST", "/api/v1/login", "", `{"name":"`+name+`"}`)
		if recorder.Code != http.StatusOK {
			t.Fatalf("%s: %d", name, recorder.Code)
		}
		_, token, _ := strings.Cut(recorder.Body.String(), `"token":"`)
		return strings.TrimSuffix(token, `"}`)
	}
	first, second := login("customer-1"), login("customer-2")
	for token, name := range map[string]string{first: "customer-1", second: "customer-2", "customer": "cleo"} {
		if answer := e.ask("GET", "/api/v1/me", token); answer.Body.String() != `{"name":"`+name+`"}` {
			t.Errorf("%s: %d %s", name, answer.Code, answer.Body)
		}
	}
	for _, wrong := range []string{`{"name":"root"}`, `{"name":"customer-1'--"}`, `{}`, `nonsense`, `{"name":"` + strings.Repeat("a", 2000) + `"}`} {
		if answer := e.send("POST", "/api/v1/login", "", wrong); answer.Code < 400 || answer.Code >= 500 {
			t.Errorf("%.40s: %d", wrong, answer.Code)
		}
	}
	if answer := e.ask("GET", "/api/v1/me", "nobody"); answer.Code != http.StatusUnauthorized {
		t.Errorf("a stranger: %d", answer.Code)
	}
	for range 6000 { // what an address may ask for in a minute
		e.ask("GET", "/api/v1/products", "")
	}
	if stranger, customer := e.ask("GET", "/api/v1/products", ""), e.ask("GET", "/api/v1/products", first); stranger.Code != http.StatusTooManyRequests || customer.Code != http.StatusOK {
		t.Errorf("a stranger %d, a customer %d", stranger.Code, customer.Code)
	}
}
