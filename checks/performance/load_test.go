package performance_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/load"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/performance"
	"github.com/golive-app/golive/config"
)

var loadItem = checks.Item{
	ID: "performance.load", Section: checks.SectionPerformance, Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E5}, Role: checks.RoleSRE,
}

// loadedCase is a load test, and what the item says of it. It begins as one that passes.
type loadedCase struct {
	plan    func(*config.Load)
	test    func(*checks.LoadTest)
	result  func(*load.Result)
	none    bool // no load test is known
	offline bool
	verdict checks.Verdict
	rules   string
	says    []string
}

func judgeLoaded(t *testing.T, one loadedCase, files map[string]string) checks.Result {
	t.Helper()
	subject := checkstest.Subject(checkstest.Tree(files), checkstest.PullRequest())
	if !one.offline {
		subject.Forge = &checkstest.Forge{}
	}
	subject.Policy.Load = config.Load{TargetRPS: 10000, Steady: "10m", SLO: config.LoadSLO{P95: "150ms", P99: "300ms", Errors: "1%"}}
	if one.plan != nil {
		one.plan(&subject.Policy.Load)
	}
	result := load.Result{
		Schema: load.ResultSchema, TargetRPS: 10000, OfferedRPS: 10003, AchievedRPS: 9998, AchievedRPSP5: 9984, DurationS: 600, Requests: 6_001_800, Users: 412,
		Errors: load.ResultErrors{Total: 1200, Status: 1200}, Latency: load.Percentiles{P50: 31, P90: 74, P95: 118, P99: 182, P999: 240, Max: 310},
		Lag: load.Percentiles{P99: 0.8}, Generator: load.ResultHealth{CPU: 0.41},
	}
	if one.result != nil {
		one.result(&result)
	}
	encoded, err := json.Marshal(result)
	if err != nil {
		t.Fatal(err)
	}
	test := &checks.LoadTest{
		ID: "t1", State: checks.LoadEnded, Environment: "staging", Host: "staging.shop.example", Commit: checkstest.Head, Tree: subject.Release.Tree,
		StartedAt: checkstest.Now.Add(-20 * time.Minute), EndedAt: checkstest.Now.Add(-9 * time.Minute), RPS: 10000, Seconds: 600, Result: encoded,
	}
	if one.test != nil {
		one.test(test)
	}
	if !one.none {
		subject.Load = test
	}
	return checkstest.Judge(t, loadItem, performance.NewLoad(projecttest.Reader(t)), subject)
}

func TestLoad(t *testing.T) {
	t.Parallel()
	for name, one := range map[string]loadedCase{
		"what was asked for was served": {verdict: checks.Pass, says: []string{
			"9,984 of 10,000 rps · p99 182 ms · 0.02 % errors", "Offered 10,003 rps · served 9,984 (p5) · p95 118 ms (SLO 150ms) · p99 182 ms (SLO 300ms) · 0.02 % errors", "`staging` ran `a1b2c3d`, by deployment record",
			"The generator took 41 % of its processors and sent late by p99 0.8 ms",
		}},
		"less was served": {result: func(r *load.Result) {
			r.AchievedRPSP5, r.Latency.P95, r.Latency.P99, r.Errors = 7420, 912, 2310, load.ResultErrors{Total: 186_056, Status: 174_052, Timeout: 12_004}
		}, verdict: checks.Fail, rules: "load.errors load.p95 load.p99 load.rate", says: []string{
			"7,420 of 10,000 rps · p99 2.3 s (SLO 300ms) · 3.1 % errors", "p99 2,310 ms (SLO 300ms)", "10,003 requests a second were sent and 7,420 served, in nineteen of twenty seconds",
			"3.1 % of the requests failed, and the SLO is 1 %: 2.9 % status, 0.20 % timeout",
		}},
		"slower than the SLO alone":                     {result: func(r *load.Result) { r.Latency.P99 = 300.1 }, verdict: checks.Fail, rules: "load.p99", says: []string{"p99 was 300 ms, and the SLO is 300ms"}},
		"exactly the SLO":                               {result: func(r *load.Result) { r.Latency.P99 = 300 }, verdict: checks.Pass},
		"no SLO of times":                               {plan: func(l *config.Load) { l.SLO = config.LoadSLO{} }, result: func(r *load.Result) { r.Latency.P99 = 5000 }, verdict: checks.Pass},
		"a policy that asks for less by now":            {plan: func(l *config.Load) { l.TargetRPS = 7000 }, verdict: checks.Pass},
		"a policy that asks for more by now":            {plan: func(l *config.Load) { l.TargetRPS = 12000 }, verdict: checks.Unknown, says: []string{"it was tested with 10,000 of 12,000 requests a second"}},
		"what does not stand even a part of the target": {plan: func(l *config.Load) { l.TargetRPS = 12000 }, result: func(r *load.Result) { r.Latency.P99 = 800 }, verdict: checks.Fail, rules: "load.p99"},
		"more than the target was not stood": {test: func(l *checks.LoadTest) { l.RPS = 12000 }, result: func(r *load.Result) { r.TargetRPS, r.OfferedRPS, r.Latency.P99 = 12000, 12003, 800 },
			verdict: checks.Unknown, says: []string{"it was tested with 12,000 requests a second and did not stand that; what it does at 10,000 is not known"}},
		"more than the target was stood": {test: func(l *checks.LoadTest) { l.RPS = 12000 }, result: func(r *load.Result) { r.TargetRPS, r.OfferedRPS, r.AchievedRPSP5 = 12000, 12003, 11990 }, verdict: checks.Pass},
		"the generator was the limit": {result: func(r *load.Result) { r.Generator.Limited, r.AchievedRPSP5 = true, 4000 },
			verdict: checks.Unknown, says: []string{"the generator was the limit, not the service"}},
		"the generator was late": {result: func(r *load.Result) {
			r.Generator.Limited, r.Generator.Late, r.Lag.P99, r.Lag.Max, r.Reason = true, true, 9, 20, "the generator was the limit, not the service: it sent its requests late, p99 9 ms where 5 ms is the most"
		},
			verdict: checks.Unknown, says: []string{"it sent its requests late, p99 9 ms"}},
		"the generator was late, and the service slower than that explains": {result: func(r *load.Result) {
			r.Generator.Late, r.Lag.P99, r.Lag.Max, r.Latency.P99, r.Service.P99, r.AchievedRPSP5 = true, 9, 20, 900, 880, 4000
		}, verdict: checks.Fail, rules: "load.p99"},
		"the generator was late, and that may be all": {result: func(r *load.Result) {
			r.Generator.Late, r.Lag.P99, r.Lag.Max, r.Latency.P99, r.Service.P99, r.AchievedRPSP5 = true, 9, 20, 380, 370, 4000
		}, verdict: checks.Unknown, says: []string{"the generator sent late, p99 9 ms, and what was seen may come of that"}},
		"the generator was late, and the service refused": {result: func(r *load.Result) {
			r.Generator.Late, r.Lag.P99, r.Lag.Max, r.Errors = true, 9, 20, load.ResultErrors{Total: 186_056, Status: 186_056}
		}, verdict: checks.Fail, rules: "load.errors"},
		"half a minute":                   {result: func(r *load.Result) { r.DurationS, r.Requests, r.Latency.P99 = 30, 300_000, 900 }, verdict: checks.Unknown, says: []string{"it held the rate for 30s, and less than 1m says nothing"}},
		"three minutes of ten":            {result: func(r *load.Result) { r.DurationS, r.Requests = 180, 1_800_000 }, verdict: checks.Unknown, says: []string{"it held the rate for 3m, and it takes 10m to pass"}},
		"three minutes that it missed in": {result: func(r *load.Result) { r.DurationS, r.Requests, r.Latency.P99 = 180, 1_800_000, 900 }, verdict: checks.Fail, rules: "load.p99"},
		"two minutes are never enough":    {plan: func(l *config.Load) { l.Steady = "2m" }, result: func(r *load.Result) { r.DurationS, r.Requests = 120, 1_200_000 }, verdict: checks.Unknown, says: []string{"it takes 5m to pass"}},
		"a second cut off at the end":     {result: func(r *load.Result) { r.DurationS = 599.2 }, verdict: checks.Pass},
		"few requests": {plan: func(l *config.Load) { l.TargetRPS = 1 }, test: func(l *checks.LoadTest) { l.RPS = 1 },
			result: func(r *load.Result) {
				r.OfferedRPS, r.AchievedRPSP5, r.Requests, r.Errors = 1, 1, 600, load.ResultErrors{}
			}, verdict: checks.Unknown, says: []string{"600 requests are too few to pass: it takes 1,000"}},
		"stopped since it failed": {test: func(l *checks.LoadTest) {
			l.Stopped = "stopped, since more than a fifth of the requests failed in ten seconds on end"
		},
			result: func(r *load.Result) { r.DurationS, r.Requests, r.AchievedRPSP5 = 12, 120_000, 10 }, verdict: checks.Fail, rules: "load.stopped", says: []string{"more than a fifth of the requests failed"}},
		"stopped by a person": {test: func(l *checks.LoadTest) { l.Why, l.Remedy = "@lee stopped it", "Run it again: `/golive loadtest`." },
			result: func(r *load.Result) { r.DurationS, r.Latency.P99 = 120, 900 }, verdict: checks.Unknown, says: []string{"@lee stopped it"}},
		"no consent": {test: func(l *checks.LoadTest) {
			l.State, l.Result, l.Why, l.Remedy = checks.LoadRefused, nil, "staging.shop.example does not say that golive may visit it", "Serve /.well-known/golive.txt."
		}, verdict: checks.Unknown, says: []string{"does not say that golive may visit it", "Serve /.well-known/golive.txt."}},
		"waiting": {test: func(l *checks.LoadTest) { l.State, l.Result = checks.LoadWaiting, nil }, verdict: checks.Unknown, says: []string{"waits for its turn"}},
		"waiting for nobody": {test: func(l *checks.LoadTest) {
			l.State, l.Result, l.Why, l.Remedy = checks.LoadWaiting, nil, "no process of golive that runs load tests is up", "Whoever runs golive starts one."
		}, verdict: checks.Unknown, says: []string{"a load test of this content waits, and no process of golive that runs load tests is up", "Whoever runs golive starts one."}},
		"under way":             {test: func(l *checks.LoadTest) { l.State, l.Result = checks.LoadRunning, nil }, verdict: checks.Unknown, says: []string{"is under way"}},
		"another content":       {test: func(l *checks.LoadTest) { l.Tree = "0000000000000000000000000000000000000000" }, verdict: checks.Stale},
		"a day and a half ago":  {test: func(l *checks.LoadTest) { l.EndedAt = checkstest.Now.Add(-36 * time.Hour) }, verdict: checks.Warn, rules: "load.old", says: []string{"the load test ended on 22 November 00:00 UTC, over a day ago"}},
		"eight days ago":        {test: func(l *checks.LoadTest) { l.EndedAt = checkstest.Now.Add(-8 * 24 * time.Hour) }, verdict: checks.Stale},
		"missed eight days ago": {test: func(l *checks.LoadTest) { l.EndedAt = checkstest.Now.Add(-8 * 24 * time.Hour) }, result: func(r *load.Result) { r.Latency.P99 = 900 }, verdict: checks.Stale},
		"no target": {plan: func(l *config.Load) { *l = config.Load{} }, none: true, verdict: checks.Unknown,
			says: []string{"no target set", "no target is set: the policy has no load.target_rps", ".golive.yml on `main`: `load: {target_rps: 10000"}},
		"no target any more":          {plan: func(l *config.Load) { *l = config.Load{} }, verdict: checks.Unknown, says: []string{"no target set"}},
		"not tested yet":              {none: true, verdict: checks.Unknown, says: []string{"no deployment of it to staging is known", "Deploy `a1b2c3d` to staging: the test starts by itself"}},
		"a directory":                 {none: true, offline: true, verdict: checks.Unknown, says: []string{"`golive load URL --rps 10000 --duration 10m`"}},
		"a result of another version": {result: func(r *load.Result) { r.Schema = "golive.load/9" }, verdict: checks.Unknown, says: []string{"kept by another version of golive"}},
		"nothing ended":               {result: func(r *load.Result) { r.Requests, r.Errors = 0, load.ResultErrors{} }, verdict: checks.Unknown, says: []string{"no request ended"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := judgeLoaded(t, one, map[string]string{"src/app.js": server})
			if result.Verdict() != one.verdict {
				t.Errorf("%s: %s — %s", result.Verdict(), result.Headline, result.Why)
			}
			rules := append(checkstest.Rules(result, checks.SeverityError), checkstest.Rules(result, checks.SeverityWarning)...)
			if got := strings.Join(rules, " "); got != one.rules {
				t.Errorf("rules %q, want %q", got, one.rules)
			}
			for _, says := range one.says {
				if text := words(result); !strings.Contains(text, says) {
					t.Errorf("nothing says %q:\n%s", says, text)
				}
			}
		})
	}
}

func TestALibraryHasNoLoad(t *testing.T) {
	t.Parallel()
	result := judgeLoaded(t, loadedCase{none: true}, map[string]string{"package.json": `{"name":"add"}`, "src/index.js": library})
	if result.Verdict() != checks.NotApplicable {
		t.Errorf("%s: %s", result.Verdict(), result.Why)
	}
}

// Whoever can write a result into the queue's store can write anything.
func TestABrokenResultDecidesNothing(t *testing.T) {
	t.Parallel()
	for name, broken := range map[string]string{"no JSON": "{", "another thing": `{"schema":1}`, "a list": "[]", "nothing in it": "{}"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := judgeLoaded(t, loadedCase{test: func(l *checks.LoadTest) { l.Result = json.RawMessage(broken) }}, map[string]string{"src/app.js": server})
			if result.Verdict() != checks.Unknown {
				t.Errorf("%s: %s", result.Verdict(), result.Headline)
			}
		})
	}
}

// A load test over connections says nothing of users.
func TestConnectionsAreNoUsers(t *testing.T) {
	t.Parallel()
	item := loadItem
	item.ID = "performance.concurrency"
	subject := checkstest.Subject(checkstest.Tree(map[string]string{"src/app.js": server}), checkstest.PullRequest())
	subject.Load = &checks.LoadTest{State: checks.LoadEnded, Tree: subject.Release.Tree, EndedAt: checkstest.Now, Result: json.RawMessage(`{"schema":"golive.load/1","users":412,"requests":6001800}`)}
	result := checkstest.Judge(t, item, performance.NewConcurrency(projecttest.Reader(t)), subject)
	if text := words(result); result.Verdict() != checks.Unknown || !strings.Contains(text, "up to 412 connections open at once; no user logged in") {
		t.Errorf("%s: %s", result.Verdict(), text)
	}
}
