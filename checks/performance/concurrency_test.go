package performance_test

import (
	"encoding/json"
	"slices"
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

var concurrencyItem = checks.Item{
	ID: "performance.concurrency", Section: checks.SectionPerformance, Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E5}, Role: checks.RoleSRE,
}

func TestConcurrency(t *testing.T) {
	t.Parallel()
	for name, one := range map[string]struct {
		plan     func(*config.Load)
		test     func(*checks.LoadTest)
		result   func(*load.Result)
		users    func(*load.ResultSessions)
		requests bool // the test had no users
		none     bool
		verdict  checks.Verdict
		rules    string
		says     []string
	}{
		"a thousand sessions, each its own": {verdict: checks.Pass, says: []string{
			"1,000 of 1,000 users at once", "1,000 users, up to 1,000 with a session at once · 1,000 of 1,000 logins succeeded · 59,998 of 60,000 flows came to their end · 1,000 saw their own data, 0 answers were another's",
		}},
		"one answer of another user": {users: func(s *load.ResultSessions) {
			s.Mixed, s.Mixups = 1, []load.Mixup{{Step: "me", User: "user-12", Seen: "user-13", Known: true}}
		}, verdict: checks.Fail, rules: "concurrency.mixed", says: []string{"1 answer was about another user than the one who asked: `user-12` was given the data of `user-13` at `me`", "users saw other users' data"}},
		"one answer of another user, whatever else the test is": {users: func(s *load.ResultSessions) { s.Mixed = 1 }, test: func(l *checks.LoadTest) { l.Why = "somebody stopped it" },
			result: func(r *load.Result) { r.Generator.Limited = true }, verdict: checks.Fail, rules: "concurrency.mixed"},
		"logins that fail": {users: func(s *load.ResultSessions) { s.Starts, s.Started, s.Peak, s.Failed = 1612, 1000, 388, 612 }, verdict: checks.Fail, rules: "concurrency.flows concurrency.logins",
			says: []string{"612 of 1,612 logins did not succeed"}},
		"half a percent of the logins":   {users: func(s *load.ResultSessions) { s.Starts = 1005 }, verdict: checks.Pass},
		"flows that fail":                {users: func(s *load.ResultSessions) { s.Failed, s.Completed = 900, 59_100 }, verdict: checks.Fail, rules: "concurrency.flows", says: []string{"900 of 60,000 flows ended at a step that failed"}},
		"slow logins":                    {result: func(r *load.Result) { r.Steps[0].Service.P95 = 151 }, verdict: checks.Fail, rules: "concurrency.login-time", says: []string{"`login` took p95 151 ms, and the SLO is 150ms"}},
		"slow steps are not for it":      {result: func(r *load.Result) { r.Steps[1].Service.P95 = 900 }, verdict: checks.Pass},
		"fewer users than are asked for": {users: func(s *load.ResultSessions) { s.Asked, s.Users, s.Verified, s.Peak = 200, 200, 200, 200 }, verdict: checks.Unknown, says: []string{"it had 200 users, and 1,000 are asked for"}},
		"fewer are asked for":            {plan: func(l *config.Load) { l.Users = 200 }, users: func(s *load.ResultSessions) { s.Asked, s.Users, s.Verified, s.Peak = 200, 200, 200, 200 }, verdict: checks.Pass},
		"nothing tells whose data came":  {users: func(s *load.ResultSessions) { s.Identity, s.Verified = false, 0 }, verdict: checks.Unknown, says: []string{"nothing says whose data", "Add `identity:`"}},
		"few were seen to be themselves": {users: func(s *load.ResultSessions) { s.Verified = 400 }, verdict: checks.Unknown, says: []string{"of 1,000 users 400 were given"}},
		"never at once":                  {users: func(s *load.ResultSessions) { s.Peak = 31 }, verdict: checks.Unknown, says: []string{"31 of 1,000 users had a session at once", "`start:`"}},
		"the generator was late, and flows were refused": {result: func(r *load.Result) {
			r.Generator.Late, r.Errors = true, load.ResultErrors{Total: 5000, Status: 5000}
			r.Sessions.Failed = r.Sessions.Flows / 2
		}, verdict: checks.Fail, rules: "concurrency.flows"},
		"the generator was late, and flows timed out": {result: func(r *load.Result) {
			r.Generator.Late, r.Errors = true, load.ResultErrors{Total: r.Sessions.Flows, Timeout: r.Sessions.Flows}
			r.Sessions.Failed = r.Sessions.Flows / 2
		}, verdict: checks.Unknown, says: []string{"the generator sent late"}},
		"the generator was the limit": {result: func(r *load.Result) { r.Generator.Limited = true }, verdict: checks.Unknown, says: []string{"the generator was the limit"}},
		"stopped by somebody":         {test: func(l *checks.LoadTest) { l.Why, l.Remedy = "@dana stopped it", "Run it again." }, verdict: checks.Unknown, says: []string{"@dana stopped it"}},
		"a week old":                  {test: func(l *checks.LoadTest) { l.EndedAt = checkstest.Now.Add(-8 * 24 * time.Hour) }, verdict: checks.Stale},
		"requests without users":      {requests: true, verdict: checks.Unknown, says: []string{"412 connections open at once; no user logged in", "`load: {scenario: load/users.yaml, users: 1000}`", "LINK"}},
		"no load test":                {none: true, verdict: checks.Unknown, says: []string{"no users were simulated"}},
		"a scenario that cannot be used": {plan: func(l *config.Load) { l.Scenario = "load/users.yaml" }, test: func(l *checks.LoadTest) {
			l.State, l.Result, l.Why, l.Remedy = checks.LoadRefused, nil, "`load/users.yaml` is not there", "Write it."
		}, verdict: checks.Unknown, says: []string{"`load/users.yaml` is not there", "Write it."}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			subject := checkstest.Subject(checkstest.Tree(map[string]string{"package.json": `{"name":"shop"}`, "Dockerfile": "FROM node"}), checkstest.PullRequest())
			subject.Forge = &checkstest.Forge{}
			subject.Policy.Load = config.Load{TargetRPS: 1000, SLO: config.LoadSLO{P95: "150ms"}}
			if one.plan != nil {
				one.plan(&subject.Policy.Load)
			}
			result := load.Result{
				Schema: load.ResultSchema, TargetRPS: 1000, Requests: 240_000, Users: 412, DurationS: 300,
				Steps:    []load.ResultStep{{Name: "login", Start: true, Requests: 1000, Service: load.Percentiles{P95: 40}}, {Name: "me", Requests: 60_000}},
				Sessions: &load.ResultSessions{Asked: 1000, Users: 1000, Peak: 1000, Flows: 60_000, Completed: 59_998, Starts: 1000, Started: 1000, Identity: true, Verified: 1000},
			}
			if one.users != nil {
				one.users(result.Sessions)
			}
			if one.result != nil {
				one.result(&result)
			}
			if one.requests {
				result.Sessions = nil
			}
			encoded, err := json.Marshal(result)
			if err != nil {
				t.Fatal(err)
			}
			test := &checks.LoadTest{ID: "t1", State: checks.LoadEnded, Environment: "staging", Tree: subject.Release.Tree, EndedAt: checkstest.Now.Add(-time.Hour), RPS: 1000, Seconds: 300, Result: encoded}
			if one.test != nil {
				one.test(test)
			}
			if !one.none {
				subject.Load = test
			}
			judged := checkstest.Judge(t, concurrencyItem, performance.NewConcurrency(projecttest.Reader(t)), subject)
			if judged.Verdict() != one.verdict {
				t.Errorf("%s, want %s: %+v", judged.Verdict(), one.verdict, judged)
			}
			var rules []string
			for _, finding := range judged.Findings {
				rules = append(rules, finding.Rule)
			}
			slices.Sort(rules)
			if strings.Join(rules, " ") != one.rules {
				t.Errorf("rules %q", rules)
			}
			said, err := json.Marshal(judged)
			if err != nil {
				t.Fatal(err)
			}
			for _, words := range one.says {
				if quoted, _ := json.Marshal(words); !strings.Contains(string(said), strings.Trim(string(quoted), `"`)) {
					t.Errorf("it does not say %q: %s", words, said)
				}
			}
		})
	}
}
