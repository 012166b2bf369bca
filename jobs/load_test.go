package jobs

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/load"
	"github.com/golive-app/golive/checks/evidence/outbound"
	"github.com/golive-app/golive/config"
)

// consenting is a host's answer.
type consenting struct {
	given bool
	asked []string
}

func (c *consenting) Ask(_ context.Context, _, address string) outbound.Answer {
	c.asked = append(c.asked, address)
	service, _ := url.Parse(address)
	if !c.given {
		return outbound.Answer{Why: "Nobody allowed golive to visit it.", Remedy: "Name it."}
	}
	return outbound.Answer{Given: true, By: outbound.ByOperator, Destination: outbound.Destination{Service: service}}
}

const loadedHead = "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678"

// loadedRun is a release that asks for a load test.
func loadedRun(change func(*Run)) Run {
	run := Run{
		Key: Key{Repository: 42, Number: 7}, Generation: 3, Installation: 1,
		Release: checks.Release{Kind: checks.ReleasePullRequest, SHA: loadedHead, Tree: "7ree", Number: 7}, Holders: []string{loadedHead, "e9ua1"},
		Rules: config.DefaultPolicy(),
	}
	run.Rules.Load = config.Load{TargetRPS: 1000}
	run.Rules.Environments.Staging = config.Staging{URL: "https://staging.acme.dev/shop"}
	if change != nil {
		change(&run)
	}
	return run
}

// live is a forge of which an environment runs a commit.
func live(environment, commit, address string) *fakeForge {
	return &fakeForge{
		description: checks.Repository{ID: 42, Owner: "acme", Name: "shop"},
		deployments: map[string][]checks.Deployment{environment: {{ID: 9, Environment: environment, Commit: commit}}, "": {{ID: 9, Environment: environment, Commit: commit}}},
		states:      map[int64][]checks.DeploymentStatus{9: {{State: checks.DeploymentSuccess, URL: address}}},
	}
}

func newDesk(t *testing.T, consent LoadConsent) (*LoadDesk, *Store) {
	t.Helper()
	_, client := newRedis(t)
	store := NewStore(client, time.Hour, testNow)
	return NewLoadDesk(LoadDeskOptions{
		Store: store, Queue: NewQueue(client, testNow), Consent: consent, Limits: LoadLimits{RPS: 20000, Duration: 30 * time.Minute},
		Served: NewInspector(client).LoadServed,
		Now:    testNow, NewID: func() string { return "t1" }, Logger: slog.New(slog.DiscardHandler),
	}), store
}

func TestWhereALoadTestGoes(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		forge   *fakeForge
		change  func(*Run)
		named   string
		address string
		refused string
	}{
		"where the policy says":                                {forge: live("staging", loadedHead, "https://elsewhere.example"), address: "https://staging.acme.dev/shop"},
		"with the policy's path":                               {forge: live("staging", loadedHead, ""), change: func(r *Run) { r.Rules.Load.Path = "/orders/" }, address: "https://staging.acme.dev/shop/orders/"},
		"where the deployment says, if the policy has nothing": {forge: live("uat", loadedHead, "https://uat.acme.dev"), change: func(r *Run) { r.Rules.Environments.Staging = config.Staging{} }, address: "https://uat.acme.dev/"},
		"what the deployment asks for is left out":             {forge: live("uat", loadedHead, "https://uat.acme.dev/x?token=1#a"), change: func(r *Run) { r.Rules.Environments.Staging = config.Staging{} }, address: "https://uat.acme.dev/x"},
		"another commit with the content":                      {forge: live("staging", "e9ua1", ""), address: "https://staging.acme.dev/shop"},
		"another content":                                      {forge: live("staging", "0ther", ""), refused: "`staging` runs `0ther`, and not this content"},
		"production by name":                                   {forge: live("production", loadedHead, ""), named: "production", refused: "is production"},
		"production by the policy":                             {forge: live("blue", loadedHead, ""), named: "Blue", change: func(r *Run) { r.Rules.Environments.Production.Deployment = "blue" }, refused: "is production"},
		"production by address":                                {forge: live("staging", loadedHead, ""), change: func(r *Run) { r.Rules.Environments.Production.URL = "https://STAGING.acme.dev" }, refused: "the address is that of production"},
		"no address":                                           {forge: live("staging", loadedHead, ""), change: func(r *Run) { r.Rules.Environments.Staging.URL = "" }, refused: "neither the policy nor the deployment says where `staging` answers"},
		"a password in the address":                            {forge: live("staging", loadedHead, "https://a:b@staging.acme.dev"), change: func(r *Run) { r.Rules.Environments.Staging.URL = "" }, refused: "the deployment's address of `staging` is none"},
		"nothing that is live":                                 {forge: &fakeForge{deployments: map[string][]checks.Deployment{"": {{ID: 9, Environment: "staging", Commit: loadedHead}}}, states: map[int64][]checks.DeploymentStatus{9: {{State: checks.DeploymentFailure}}}}, refused: "no deployment to `staging` is live"},
		"previews alone":                                       {forge: live("preview/12", loadedHead, ""), refused: "no deployment to an environment called staging"},
		"deployments that may not be read":                     {forge: &fakeForge{deployed: ErrForbidden}, refused: "the deployments cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stage, err := findLoadStage(t.Context(), test.forge, loadedRun(test.change), test.named)
			var refusal *LoadRefusal
			switch {
			case test.refused != "":
				if !errors.As(err, &refusal) || !strings.Contains(refusal.Why, test.refused) || refusal.Remedy == "" {
					t.Errorf("%+v, %v", stage, err)
				}
			case err != nil || stage.address != test.address:
				t.Errorf("%+v, %v", stage, err)
			}
		})
	}
}

func TestWhatMayBeAskedOfALoadTest(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change  func(*Run)
		asked   LoadRequest
		want    [2]int // requests a second, seconds
		refused string
	}{
		"as the policy has it":            {want: [2]int{1000, 300}},
		"less":                            {asked: LoadRequest{RPS: 10, Duration: 2 * time.Second}, want: [2]int{10, 2}},
		"more than the target":            {asked: LoadRequest{RPS: 1001}, refused: "1,001 requests a second are more than the 1,000 of load.max_rps"},
		"as much as the policy allows":    {change: func(r *Run) { r.Rules.Load.MaxRPS = 5000 }, asked: LoadRequest{RPS: 5000}, want: [2]int{5000, 300}},
		"more than the operator allows":   {change: func(r *Run) { r.Rules.Load.TargetRPS = 30000 }, refused: "30,000 requests a second are more than the 20,000 that whoever runs golive allows"},
		"longer than the operator allows": {asked: LoadRequest{Duration: time.Hour}, refused: "1h is longer than the 30m"},
		"no target":                       {change: func(r *Run) { r.Rules.Load = config.Load{} }, refused: "no target is set"},
		"a fork":                          {change: func(r *Run) { r.Release.Fork = true }, refused: "is from a fork, and nobody has approved"},
		"a fork that was approved": {change: func(r *Run) {
			r.Release.Fork, r.Release.Approval = true, &checks.ForkApproval{By: "dana", SHA: loadedHead}
		}, want: [2]int{1000, 300}},
		"what is not read yet": {change: func(r *Run) { r.Release.Tree = "" }, refused: "still reading"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			desk, _ := newDesk(t, &consenting{given: true})
			got, err := desk.Ask(t.Context(), live("staging", loadedHead, ""), loadedRun(test.change), test.asked)
			var refusal *LoadRefusal
			switch {
			case test.refused != "":
				if !errors.As(err, &refusal) || !strings.Contains(refusal.Why, test.refused) {
					t.Errorf("%+v, %v", got, err)
				}
			case err != nil || [2]int{got.RPS, got.Seconds} != test.want:
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

func TestAContentIsOfferedALoadTestOnce(t *testing.T) {
	t.Parallel()
	consent := &consenting{}
	desk, store := newDesk(t, consent)
	run, forge := loadedRun(nil), live("staging", loadedHead, "")
	offer := func(again bool) (changed bool, test checks.LoadTest) {
		t.Helper()
		changed, err := desk.Offer(t.Context(), forge, run, again)
		if err != nil {
			t.Fatal(err)
		}
		test, _, err = store.LastLoadTest(t.Context(), run.Key, run.Release.Tree)
		if err != nil {
			t.Fatal(err)
		}
		return changed, test
	}
	if changed, test := offer(false); !changed || test.State != checks.LoadRefused || test.Why != "Nobody allowed golive to visit it" {
		t.Fatalf("without consent: %v, %+v", changed, test)
	}
	if changed, _ := offer(false); changed {
		t.Error("the same offer is made again")
	}
	consent.given = true
	if changed, test := offer(true); !changed || test.State != checks.LoadWaiting || test.Why != "no process of golive that runs load tests is up" {
		t.Fatalf("once somebody looks again: %v, %+v", changed, test)
	}
	if changed, _ := offer(true); changed {
		t.Error("it is offered while it waits")
	}
	ended := checks.LoadTest{ID: "t1", State: checks.LoadEnded, Tree: run.Release.Tree}
	if err := store.PutLoadTest(t.Context(), run.Key, ended); err != nil {
		t.Fatal(err)
	}
	if changed, _ := offer(true); changed {
		t.Error("what was tested is tested again")
	}
	forge.deployments["staging"][0].ID, forge.states[10] = 10, forge.states[9]
	forge.deployments[""] = forge.deployments["staging"]
	if changed, test := offer(false); !changed || test.State != checks.LoadWaiting {
		t.Errorf("after another deployment: %v, %+v", changed, test)
	}
}

// A tag whose content was tested as its release's head is judged by that.
func TestWhatIsTheSameContentIsNotTestedAgain(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*checks.LoadTest)
		again  bool // it is tested again
	}{
		"tested as the release's head": {},
		"tested with less":             {func(l *checks.LoadTest) { l.RPS = 999 }, true},
		"tested for less":              {func(l *checks.LoadTest) { l.Seconds = 299 }, true},
		"tested over a day ago":        {func(l *checks.LoadTest) { l.EndedAt = l.EndedAt.Add(-loadKnown) }, true},
		"tested to no end":             {func(l *checks.LoadTest) { l.Why = "@lee stopped it" }, true},
		"another commit was tested":    {func(l *checks.LoadTest) { l.Commit = "0000000000000000000000000000000000000000" }, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			desk, store := newDesk(t, &consenting{given: true})
			run := loadedRun(nil)
			head := checks.LoadTest{ID: "t1", State: checks.LoadEnded, Tree: "the tree of the head", Commit: loadedHead, RPS: 1000, Seconds: 300, EndedAt: desk.options.Now()}
			if test.change != nil {
				test.change(&head)
			}
			if err := store.PutLoadTest(t.Context(), run.Key, head); err != nil {
				t.Fatal(err)
			}
			run.Holders = []string{run.Release.SHA, loadedHead}
			changed, err := desk.Offer(t.Context(), live("staging", loadedHead, ""), run, false)
			if err != nil || changed != test.again {
				t.Errorf("%t, %v", changed, err)
			}
		})
	}
}

// What came to nothing takes away no result.
func TestAResultOutlivesATestThatWasStopped(t *testing.T) {
	t.Parallel()
	desk, store := newDesk(t, &consenting{given: true})
	run := loadedRun(nil)
	put := func(test checks.LoadTest) {
		t.Helper()
		test.Tree = run.Release.Tree
		if err := store.PutLoadTest(t.Context(), run.Key, test); err != nil {
			t.Fatal(err)
		}
	}
	read := func() string {
		t.Helper()
		test, _, err := store.LoadTest(t.Context(), run.Key, run.Release.Tree)
		if err != nil {
			t.Fatal(err)
		}
		return test.ID
	}
	put(checks.LoadTest{ID: "whole", State: checks.LoadEnded})
	put(checks.LoadTest{ID: "waiting", State: checks.LoadWaiting})
	if got := read(); got != "waiting" {
		t.Errorf("while another one waits it is judged by %q", got)
	}
	if _, stopped, err := desk.Cancel(t.Context(), run, "lee"); err != nil || !stopped {
		t.Fatalf("%v, %v", stopped, err)
	}
	if last, _, _ := store.LastLoadTest(t.Context(), run.Key, run.Release.Tree); last.State != checks.LoadRefused || last.Why != "@lee stopped it" {
		t.Errorf("the one that was stopped is %+v", last)
	}
	if got := read(); got != "whole" {
		t.Errorf("it is judged by %q", got)
	}
	if _, stopped, err := desk.Cancel(t.Context(), run, "lee"); err != nil || stopped {
		t.Errorf("what is over was stopped: %v, %v", stopped, err)
	}
}

func TestALoadTestWhoseProcessDiedIsSettled(t *testing.T) {
	t.Parallel()
	worker := newWorker(t, &fakeHub{}, &fakePublisher{})
	run := loadedRun(nil)
	test := checks.LoadTest{ID: "t1", State: checks.LoadRunning, Tree: run.Release.Tree, AskedAt: testNow()}
	if err := worker.Store.PutRun(t.Context(), run); err != nil {
		t.Fatal(err)
	}
	if err := worker.Store.PutLoadTest(t.Context(), run.Key, test); err != nil {
		t.Fatal(err)
	}
	if err := worker.Store.BeatLoad(t.Context(), test.ID); err != nil {
		t.Fatal(err)
	}
	if loading, err := worker.loading(t.Context(), run); err != nil || !loading {
		t.Fatalf("one that goes on: %v, %v", loading, err)
	}
	if err := worker.Redis.Del(t.Context(), loadLiveKey(test.ID)).Err(); err != nil {
		t.Fatal(err)
	}
	if err := worker.watchLoad(t.Context(), payloadOf(run, test)); err != nil {
		t.Fatal(err)
	}
	last, _, err := worker.Store.LastLoadTest(t.Context(), run.Key, run.Release.Tree)
	if err != nil || last.State != checks.LoadRefused || last.Why != "the process that ran it was lost" {
		t.Errorf("%+v, %v", last, err)
	}
}

func TestTheCourseOfALoadTestIsBounded(t *testing.T) {
	t.Parallel()
	for _, seconds := range []int{0, 1, 60, 61, 600, 7200} {
		all := make([]load.Second, seconds)
		for index := range all {
			all[index] = load.Second{Start: time.Duration(index) * time.Second, Length: time.Second, Offered: 100, Answered: 90, Failed: 10}
		}
		late := load.Second{Start: time.Duration(seconds) * time.Second, Length: time.Second, Answered: 5} // what was still owed
		curve := loadCurve(append(all, late), time.Duration(seconds)*time.Second)
		if len(curve) > checks.MostLoadPoints || seconds > 0 && len(curve) == 0 {
			t.Errorf("%d seconds are %d points", seconds, len(curve))
		}
		for _, point := range curve {
			if point != (checks.LoadPoint{Offered: 100, Served: 90, Failed: 10}) {
				t.Errorf("of %d seconds a point is %+v", seconds, point)
			}
		}
	}
}

func TestHowFarALoadTestIs(t *testing.T) {
	t.Parallel()
	order := LoadOrder{RPS: 10000, Ramp: 30 * time.Second, Steady: 10 * time.Minute}
	if got := loadHeadline(order, nil); got != "load test begins: 10,000 rps for 10m" {
		t.Error(got)
	}
	seconds := []load.Second{
		{Start: 89 * time.Second, Length: time.Second, Offered: 10000, Answered: 7000, Failed: 100, P99: time.Second},
		{Start: 90 * time.Second, Length: time.Second, Offered: 10000, Answered: 7800, Failed: 300, P99: 2310 * time.Millisecond},
	}
	if got := loadHeadline(order, seconds); got != "load test: 7,400 of 10,000 rps served, 200 failed a second · p99 2310 ms · 8m59s left" {
		t.Error(got)
	}
}
