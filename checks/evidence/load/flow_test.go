package load

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/load/scenario"
)

// shopper is a simulated service with sessions: login, me and checkout.
type shopper struct {
	each time.Duration
	// mixes lets a request, by its number, be answered with another user's data.
	mixes func(request int) bool
	// refuses lets a request fail with 503.
	refuses func(request int, path string) bool

	mutex    sync.Mutex
	requests int
	paths    map[string]int
	sessions map[string]bool
}

func newShopper(each time.Duration) *shopper {
	return &shopper{each: each, paths: map[string]int{}, sessions: map[string]bool{}}
}

func (s *shopper) Connect(context.Context, time.Time) (Connection, error) { return s, nil }
func (s *shopper) Close()                                                 {}

func (s *shopper) Exchange(request *Request, _ time.Time) (Answer, error) {
	time.Sleep(s.each)
	_, path, _ := strings.Cut(string(request.bytes), " ")
	path, rest, _ := strings.Cut(path, " ")
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.requests++
	s.paths[path]++
	if s.refuses != nil && s.refuses(s.requests, path) {
		return Answer{Status: 503}, nil
	}
	_, who, _ := strings.Cut(rest, "Cookie: sid=")
	who, _, _ = strings.Cut(who, "\r\n")
	switch path {
	case "/login":
		_, who, _ = strings.Cut(rest, "\r\n\r\n")
		s.sessions[who] = true
		request.answer.Field([]byte("Set-Cookie"), []byte("sid="+who))
	case "/me":
		if !s.sessions[who] {
			return Answer{Status: 401}, nil
		}
		if s.mixes != nil && s.mixes(s.requests) {
			who = "user-1"
		}
		request.answer.Keep([]byte(`{"name":"` + who + `"}`))
	}
	return Answer{Status: 200, Bytes: 10}, nil
}

const visits = `users: { generate: { name: "user-{index}" } }
start:
  - { name: login, method: POST, path: /login, body: "{name}" }
steps:
  - { name: me, path: /me, identity: { json: name } }
  - { name: pay, method: POST, path: /pay }
`

// flows runs a scenario against a simulated service, in simulated time.
func flows(t *testing.T, text string, plan Plan, service Transport) Outcome {
	t.Helper()
	var outcome Outcome
	synctest.Test(t, func(t *testing.T) { outcome = gatherFlows(t, text, plan, service, 1) })
	return outcome
}

func program(t *testing.T, text string, users int) *scenario.Program {
	t.Helper()
	made, err := scenario.Parse("shop.yaml", []byte(text)).Compile(scenario.Options{Host: "shop.test", Count: users})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// gatherFlows runs a scenario in so many generators.
func gatherFlows(t *testing.T, text string, plan Plan, service Transport, generators int) Outcome {
	t.Helper()
	program := program(t, text, plan.MostConnections)
	plan.Flow, plan.LeastConnections = NewFlowPlan(program), plan.MostConnections
	gathering := NewGathering(plan, generators, nil)
	var mutex sync.Mutex
	var running sync.WaitGroup
	for index := range generators {
		running.Go(func() {
			ending, err := Run(t.Context(), Options{
				Plan: plan, Transport: service, Request: request(t, "GET"), Program: program, Now: time.Now, Processor: func() time.Duration { return 0 }, Shard: Shard{index, generators},
				Observe: func(interval *Interval) {
					mutex.Lock()
					defer mutex.Unlock()
					gathering.Add(index, interval)
				},
			})
			mutex.Lock()
			defer mutex.Unlock()
			if err != nil {
				t.Error(err)
			}
			gathering.End(index, ending)
		})
	}
	running.Wait()
	return gathering.Outcome()
}

// A thousand users log in once each, and do what they do at the rate that was asked
// for; every answer is about the user who asked.
func TestAThousandUsersHaveASessionEach(t *testing.T) {
	t.Parallel()
	service := newShopper(2 * time.Millisecond)
	outcome := flows(t, visits, Plan{Rate: 1000, WarmUp: 4 * time.Second, Duration: 10 * time.Second, Timeout: 5 * time.Second, MostConnections: 1000}, service)
	result := NewResult("http://shop.test/", "", outcome, DefaultThresholds(1000))
	sessions := result.Sessions
	if result.Verdict != checks.Pass.String() || sessions == nil {
		t.Fatalf("%s: %s", result.Verdict, result.Reason)
	}
	if sessions.Users != 1000 || sessions.Verified != 1000 || sessions.Peak != 1000 || sessions.Started != 1000 || sessions.Starts != 1000 || sessions.Mixed != 0 || !sessions.Identity || len(service.sessions) != 1000 || service.paths["/login"] != 1000 {
		t.Errorf("%+v, %d sessions of the service's", sessions, len(service.sessions))
	}
	if rate := outcome.AchievedRate(); rate < 995 || rate > 1050 {
		t.Errorf("%f a second", rate)
	}
	if len(result.Steps) != 3 || !result.Steps[0].Start || result.Steps[1].Name != "me" || result.Steps[1].Requests < 4990 || result.Steps[2].Latency.P50 < 1.9 || result.Steps[2].Latency.P99 > 4 || result.Steps[2].Errors != 0 {
		t.Errorf("%+v", result.Steps)
	}
	if sum := result.Steps[0].Requests + result.Steps[1].Requests + result.Steps[2].Requests; result.Steps[0].Requests != 1000 || sum < result.Requests || sum > result.Requests+1000 {
		t.Errorf("%d requests of steps, %d in all", sum, result.Requests)
	}
	for text, met := range map[string]bool{"p95 of login < 10ms": true, "p95 of login<1ms": false, "errors of pay <= 0%": true, "max of me < 1s": true} {
		threshold, err := ParseThreshold(text)
		if err != nil {
			t.Fatal(err)
		}
		if standing := threshold.Hold(outcome); standing.Met != met || standing.Undecided != "" || threshold.Step() == "" {
			t.Errorf("%s: %+v", text, standing)
		}
	}
	nothing, err := ParseThreshold("p50 of nothing < 1s")
	if standing := nothing.Hold(outcome); err != nil || standing.Undecided == "" {
		t.Errorf("%+v, %v", standing, err)
	}
	if sessions.Completed+sessions.Failed > sessions.Flows || sessions.Failed != 0 || sessions.Flows-sessions.Completed > 2 {
		t.Errorf("%+v", sessions)
	}
}

// One answer about another user fails a run, and says who saw whose data at which
// step.
func TestAMixUpIsToldWithBothUsers(t *testing.T) {
	t.Parallel()
	service := newShopper(time.Millisecond)
	service.mixes = func(request int) bool { return request == 5001 || request == 5002 } // one of the two asks for its own data
	outcome := flows(t, visits, Plan{Rate: 1000, Duration: 10 * time.Second, Timeout: 5 * time.Second, MostConnections: 100}, service)
	result := NewResult("http://shop.test/", "", outcome, DefaultThresholds(1000))
	if result.Verdict != checks.Fail.String() || result.Sessions.Mixed < 1 || result.Sessions.Mixed > 2 || result.Errors.Check != result.Sessions.Mixed {
		t.Fatalf("%s: %s, %+v, %+v", result.Verdict, result.Reason, result.Sessions, result.Errors)
	}
	first := result.Sessions.Mixups[0]
	if first.Step != "me" || first.Seen != "user-1" || first.User == "user-1" || !first.Known || !strings.Contains(result.Reason, "was given the data of `user-1` at `me`") {
		t.Errorf("%+v: %s", first, result.Reason)
	}
}

// A flow ends where a step fails, and the generator is not blamed for what was not
// sent.
func TestAFlowEndsWhereAStepFails(t *testing.T) {
	t.Parallel()
	service := newShopper(time.Millisecond)
	service.refuses = func(_ int, path string) bool { return path == "/login" }
	outcome := flows(t, visits, Plan{Rate: 200, Duration: 20 * time.Second, Timeout: time.Second, MostConnections: 50}, service)
	result := NewResult("http://shop.test/", "", outcome, DefaultThresholds(200))
	if result.Verdict != checks.Fail.String() || service.paths["/me"] != 0 || result.Sessions.Completed != 0 || result.Sessions.Started != 0 || result.Sessions.Starts != result.Sessions.Failed || result.Errors.Status != result.Requests {
		t.Errorf("%s: %s, %+v, %v", result.Verdict, result.Reason, result.Sessions, service.paths)
	}
	if example := outcome.Example[WrongStatus]; example != "login: status 503" {
		t.Error(example)
	}
}

// A login that fails once is done again with the user's next flow.
func TestAStartThatFailedIsDoneAgain(t *testing.T) {
	t.Parallel()
	service := newShopper(time.Millisecond)
	service.refuses = func(request int, path string) bool { return path == "/login" && request < 100 }
	outcome := flows(t, visits, Plan{Rate: 200, Duration: 10 * time.Second, Timeout: time.Second, MostConnections: 20}, service)
	if seen := outcome.Sessions; seen.Started != 20 || seen.Starts <= 20 || seen.Verified != 20 {
		t.Errorf("%+v", seen)
	}
}

// With a time to think, the clock sets when flows begin; requests reach the rate
// once the first users have thought.
func TestUsersThinkAndTheRateIsReached(t *testing.T) {
	t.Parallel()
	text := strings.Replace(visits, "identity: { json: name } }", "identity: { json: name }, think: 2s..4s }", 1)
	plan := Plan{Rate: 400, WarmUp: 8 * time.Second, Duration: 20 * time.Second, Timeout: 5 * time.Second, MostConnections: 900}
	outcome := flows(t, text, plan, newShopper(time.Millisecond))
	result := NewResult("http://shop.test/", "", outcome, DefaultThresholds(400))
	if result.Verdict != checks.Pass.String() || result.AchievedRPS < 392 || result.AchievedRPS > 420 || result.AchievedRPSP5 < 390 {
		t.Errorf("%s: %s, %f a second, %f", result.Verdict, result.Reason, result.AchievedRPS, result.AchievedRPSP5)
	}
	if p99 := result.Steps[2].Latency.P99; p99 > 10 {
		t.Errorf("thinking counts as answering: %f ms", p99)
	}
}

// Where there are fewer users than think at once, nothing is said of the service.
func TestTooFewUsersAreSaid(t *testing.T) {
	t.Parallel()
	text := strings.Replace(visits, "identity: { json: name } }", "identity: { json: name }, think: 2s }", 1)
	outcome := flows(t, text, Plan{Rate: 400, Duration: 10 * time.Second, Timeout: time.Second, MostConnections: 100}, newShopper(time.Millisecond))
	result := NewResult("http://shop.test/", "", outcome, DefaultThresholds(400))
	if result.Verdict != checks.Unknown.String() || !strings.Contains(result.Reason, "take at least 400 users, and there are 100") {
		t.Errorf("%s: %s", result.Verdict, result.Reason)
	}
	if outcome.Measured.Of(TimedOut) == 0 || outcome.Measured.Ended() != outcome.Measured.Offered {
		t.Errorf("%d of %d ended, %d timed out", outcome.Measured.Ended(), outcome.Measured.Offered, outcome.Measured.Of(TimedOut))
	}
}

// Generators share the users: each has users of its own, and all are there.
func TestGeneratorsShareTheUsers(t *testing.T) {
	t.Parallel()
	service := newShopper(time.Millisecond)
	synctest.Test(t, func(t *testing.T) {
		outcome := gatherFlows(t, visits, Plan{Rate: 300, WarmUp: time.Second, Duration: 5 * time.Second, Timeout: time.Second, MostConnections: 100}, service, 3)
		if seen := outcome.Sessions; seen.Users != 100 || seen.Started != 100 || seen.Verified != 100 || len(service.sessions) != 100 {
			t.Errorf("%+v, %d sessions", seen, len(service.sessions))
		}
		if peak := resultSessions(outcome).Peak; peak != 100 {
			t.Errorf("%d sessions at once", peak)
		}
		if requests := outcome.Steps[1].Requests(); requests < 745 || requests > 755 {
			t.Errorf("%d requests of a step", requests)
		}
	})
}

// What one user cannot do is not tried with many.
func TestTryingAScenario(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		refuses func(int, string) bool
		says    string
	}{
		"served":               {nil, ""},
		"refused":              {func(_ int, path string) bool { return path == "/pay" }, "pay: status 503"},
		"refused at the first": {func(request int, _ string) bool { return request == 1 }, ""},
	} {
		service := newShopper(0)
		service.refuses = test.refuses
		err := TryProgram(t.Context(), service, program(t, visits, 5), request(t, "GET"), time.Second)
		if fmt.Sprint(err) != test.says && !(err == nil && test.says == "") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := TryProgram(t.Context(), unreachable{}, program(t, visits, 5), request(t, "GET"), time.Second); err == nil || err.Error() != "login: connection refused" {
		t.Error(err)
	}
}

type unreachable struct{}

func (unreachable) Connect(context.Context, time.Time) (Connection, error) {
	return nil, errors.New("connection refused")
}

// Both transports hand over of an answer what a step looks at.
func TestBothTransportsKeepWhatAStepLooksAt(t *testing.T) {
	t.Parallel()
	const step = "steps:\n  - path: /\n    check: [ 'body contains \"needle\"', header X-Id == 7 ]\n    extract: { a: { json: a }, sid: { cookie: sid } }\n"
	long := `{"a":"` + strings.Repeat("x", 70_000) + `","b":"needle"}`
	for name, says := range map[string]string{
		"a length":         "HTTP/1.1 200 OK\r\nX-Id: 7\r\nSet-Cookie: sid=1\r\nContent-Length: " + fmt.Sprint(len(long)) + "\r\n\r\n" + long,
		"chunks":           "HTTP/1.1 200 OK\r\nx-id: 7\r\nSet-Cookie: sid=1\r\nTransfer-Encoding: chunked\r\n\r\n" + fmt.Sprintf("%x", 5) + "\r\n" + long[:5] + "\r\n" + fmt.Sprintf("%x", len(long)-5) + "\r\n" + long[5:] + "\r\n0\r\n\r\n",
		"until it ends":    "HTTP/1.1 200 OK\r\nX-Id: 7\r\nSet-Cookie: sid=1\r\n\r\n" + long,
		"after a 103":      "HTTP/1.1 103 Early Hints\r\nX-Id: 8\r\nSet-Cookie: sid=2\r\n\r\nHTTP/1.1 200 OK\r\nX-Id: 7\r\nSet-Cookie: sid=1\r\nContent-Length: " + fmt.Sprint(len(long)) + "\r\n\r\n" + long,
		"a short answer":   "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
		"reset in between": "HTTP/1.1 200 OK\r\nX-Id: 7\r\nContent-Length: 70000\r\n\r\n" + long[:3000],
	} {
		for transport, made := range map[string]func(Dial) Transport{"own": own, "net/http": standard} {
			err := TryProgram(t.Context(), made(func(context.Context) (net.Conn, error) { return newScript([]byte(says), 0), nil }), program(t, step, 1), request(t, http.MethodGet), time.Hour)
			broken := name == "a short answer" || name == "reset in between"
			if (err != nil) != broken {
				t.Errorf("%s, %s: %v", name, transport, err)
			}
		}
	}
}
