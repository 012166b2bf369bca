package jobs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
)

// LoadDesk takes requests for load tests, and refuses those that may not be.
type LoadDesk struct{ options LoadDeskOptions }

// LoadDeskOptions are what a LoadDesk needs.
type LoadDeskOptions struct {
	Store   *Store
	Queue   *Queue
	Consent LoadConsent
	Secrets LoadSecrets // nil: there are none
	Limits  LoadLimits
	Served  func() (bool, error) // reports whether a process that runs load tests is up
	Now     func() time.Time
	NewID   func() string // makes the id of a test
	Logger  *slog.Logger
}

// NewLoadDesk returns a desk.
func NewLoadDesk(options LoadDeskOptions) *LoadDesk { return &LoadDesk{options} }

// LoadRequest is a load test as somebody asks for it. What is not set is as the policy
// has it.
type LoadRequest struct {
	RPS         int
	Duration    time.Duration
	Environment string
	By          string // login; empty: golive itself
	// By what they ask, a comment or the delivery that told of a button: asking twice by the
	// same one is asking once.
	Comment  int64
	Delivery string
}

// repeats reports whether a test is the one that was asked for.
func (r LoadRequest) repeats(test checks.LoadTest) bool {
	return r.Comment != 0 && test.Comment == r.Comment || r.Delivery != "" && test.Delivery == r.Delivery
}

// Ask has a load test of a release's content run, when its turn comes. A *LoadRefusal
// says why it is not.
func (d *LoadDesk) Ask(ctx context.Context, repository Repository, run Run, asked LoadRequest) (checks.LoadTest, error) {
	test, err := d.plan(run, asked)
	if err != nil {
		return checks.LoadTest{}, err
	}
	if last, found, err := d.options.Store.LastLoadTest(ctx, run.Key, run.Release.Tree); err != nil {
		return checks.LoadTest{}, err
	} else if found && asked.repeats(last) {
		return last, nil
	} else if found && (last.State == checks.LoadWaiting || last.State == checks.LoadRunning) {
		return checks.LoadTest{}, &LoadRefusal{"a load test of this content is " + map[checks.LoadState]string{checks.LoadWaiting: "waiting for its turn", checks.LoadRunning: "under way"}[last.State] + " already", "`/golive cancel` stops it."}
	}
	stage, err := findLoadStage(ctx, repository, run, asked.Environment)
	if err != nil {
		return checks.LoadTest{}, err
	}
	test, err = d.enqueue(ctx, repository, run, test, stage)
	if err != nil {
		return checks.LoadTest{}, err
	}
	return test, d.options.Queue.loaded(ctx, run)
}

// plan is the test that is asked for, within what policy and operator allow.
func (d *LoadDesk) plan(run Run, asked LoadRequest) (checks.LoadTest, error) {
	plan, limits := run.Rules.Load, d.options.Limits
	rps, steady := plan.TargetRPS, plan.SteadyTime()
	if asked.RPS > 0 {
		rps = asked.RPS
	}
	if asked.Duration > 0 {
		steady = asked.Duration
	}
	switch {
	case plan.TargetRPS == 0:
		return checks.LoadTest{}, &LoadRefusal{"no target is set", "Write `load: {target_rps: 10000}`, or what production has to serve, into .golive.yml on the branch that its releases go to."}
	case run.Release.Tree == "":
		return checks.LoadTest{}, &LoadRefusal{"golive is still reading this release", "Ask again in a moment."}
	case !run.Release.MayReachOutside():
		missing := run.Release.NotApproved()
		return checks.LoadTest{}, &LoadRefusal{strings.TrimSuffix(missing.Reason, "."), missing.Remedy}
	case rps > limits.RPS:
		return checks.LoadTest{}, &LoadRefusal{fmt.Sprintf("%s requests a second are more than the %s that whoever runs golive allows", wording.Number(int64(rps)), wording.Number(int64(limits.RPS))), "They may raise GOLIVE_LOAD_MAX_RPS."}
	case rps > plan.MostRPS():
		return checks.LoadTest{}, &LoadRefusal{fmt.Sprintf("%s requests a second are more than the %s of load.max_rps", wording.Number(int64(rps)), wording.Number(int64(plan.MostRPS()))), "Ask for less, or raise it in .golive.yml."}
	case steady > limits.Duration:
		return checks.LoadTest{}, &LoadRefusal{fmt.Sprintf("%s is longer than the %s that whoever runs golive allows", wording.Span(steady), wording.Span(limits.Duration)), "Ask for less, or they raise GOLIVE_LOAD_MAX_DURATION."}
	}
	return checks.LoadTest{
		ID: d.options.NewID(), State: checks.LoadWaiting, By: asked.By, Comment: asked.Comment, Delivery: asked.Delivery, Tree: run.Release.Tree, AskedAt: d.options.Now(), RPS: rps, Seconds: int(steady.Seconds()),
	}, nil
}

// enqueue has a test wait for its turn, if the host consents.
func (d *LoadDesk) enqueue(ctx context.Context, repository Repository, run Run, test checks.LoadTest, stage loadStage) (checks.LoadTest, error) {
	answer := d.options.Consent.Ask(ctx, repository.Describe().FullName(), stage.address)
	if !answer.Given {
		return checks.LoadTest{}, &LoadRefusal{strings.TrimSuffix(answer.Why, "."), answer.Remedy}
	}
	test.Environment, test.Host = stage.environment, answer.Destination.Service.Host
	test.Commit, test.Proof = stage.deployment.Commit, stage.proof
	switch served, err := d.options.Served(); {
	case err != nil:
		return checks.LoadTest{}, fmt.Errorf("look for who runs load tests: %w", err)
	case !served:
		test.Why, test.Remedy = "no process of golive that runs load tests is up", "Whoever runs golive starts one with `golive serve --role load`: the test begins by itself then."
	}
	if err := d.options.Store.PutLoadTest(ctx, run.Key, test); err != nil {
		return checks.LoadTest{}, err
	}
	if err := d.options.Queue.load(ctx, payloadOf(run, test)); err != nil {
		return checks.LoadTest{}, err
	}
	d.options.Logger.InfoContext(ctx, "load test asked for", "release", run.Key.String(), "load_test", test.ID, "by", test.By, "host", test.Host, "rps", test.RPS, "seconds", test.Seconds)
	return test, nil
}

// Offer has a content tested once, when it is known to run where it may be loaded: by
// the policy's own plan, and again only where that or the deployment is another. One that
// differs from what was tested in nothing that counts, as a tag from its release's head,
// is not tested again. again
// says that somebody wants another look at what was refused. It reports whether what
// is known of the content's load tests changed.
func (d *LoadDesk) Offer(ctx context.Context, repository Repository, run Run, again bool) (changed bool, err error) {
	if run.Rules.Load.TargetRPS == 0 || run.Key.IsLook() || run.Release.Tree == "" {
		return false, nil
	}
	last, found, err := d.options.Store.LastLoadTest(ctx, run.Key, run.Release.Tree)
	if err != nil || found && (last.State == checks.LoadWaiting || last.State == checks.LoadRunning) {
		return false, err
	}
	if !found && !again {
		if known, err := d.known(ctx, run); err != nil || known {
			return false, err
		}
	}
	stage, err := findLoadStage(ctx, repository, run, "")
	var refusal *LoadRefusal
	if errors.As(err, &refusal) && stage.environment == "" && !found && !again {
		return false, nil // it does not run there yet: nothing is to be said that the item does not say
	}
	if err != nil && refusal == nil {
		return false, err
	}
	fresh, err := d.options.Store.OfferLoad(ctx, run.Key, run.Release.Tree, offerOf(run, stage))
	if err != nil {
		return false, err
	}
	if !fresh && !(again && found && last.State == checks.LoadRefused) {
		return false, nil
	}
	test, err := d.plan(run, LoadRequest{})
	if err == nil && refusal == nil {
		if _, err = d.enqueue(ctx, repository, run, test, stage); err == nil {
			return true, nil
		}
	}
	if err != nil && !errors.As(err, &refusal) {
		return false, err
	}
	refused := checks.LoadTest{
		ID: d.options.NewID(), State: checks.LoadRefused, Tree: run.Release.Tree, AskedAt: d.options.Now(), EndedAt: d.options.Now(), Environment: stage.environment,
		RPS: run.Rules.Load.TargetRPS, Why: refusal.Why, Remedy: refusal.Remedy,
	}
	d.options.Logger.InfoContext(ctx, "no load test", "release", run.Key.String(), "why", refusal.Why)
	return true, d.options.Store.PutLoadTest(ctx, run.Key, refused)
}

// loadKnown is how long a load test of what is the same content makes another one needless.
const loadKnown = 24 * time.Hour

// known reports whether a commit with the run's content was tested so lately and by as
// much that another test would tell nothing new.
func (d *LoadDesk) known(ctx context.Context, run Run) (bool, error) {
	plan := run.Rules.Load
	for _, commit := range run.Holders {
		test, found, err := d.options.Store.LoadTestOf(ctx, run.Key, commit)
		if err != nil {
			return false, err
		}
		if found && test.RPS >= plan.TargetRPS && test.Seconds >= int(plan.SteadyTime().Seconds()) && d.options.Now().Sub(test.EndedAt) < loadKnown {
			return true, nil
		}
	}
	return false, nil
}

// offerOf is what makes an offer the same as an earlier one: a plan, and a deployment.
func offerOf(run Run, stage loadStage) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%+v %s %d %t", run.Rules.Load, stage.address, stage.deployment.ID, run.Release.MayReachOutside()))
	return hex.EncodeToString(sum[:8])
}

// Cancel stops the load test of a release's content, whether it waits or runs, and
// returns it; false: there is none to stop.
func (d *LoadDesk) Cancel(ctx context.Context, run Run, by string) (checks.LoadTest, bool, error) {
	last, found, err := d.options.Store.LastLoadTest(ctx, run.Key, run.Release.Tree)
	if err != nil || !found || last.State != checks.LoadWaiting && last.State != checks.LoadRunning {
		return checks.LoadTest{}, false, err
	}
	if err := d.options.Store.CancelLoad(ctx, last.ID, by); err != nil {
		return checks.LoadTest{}, false, err
	}
	d.options.Logger.InfoContext(ctx, "load test cancelled", "release", run.Key.String(), "load_test", last.ID, "by", by)
	if last.State == checks.LoadRunning {
		return last, true, nil // whoever runs it says how it ended
	}
	last.State, last.EndedAt = checks.LoadRefused, d.options.Now()
	last.Why, last.Remedy = cancelledBy(by), runAgain
	if err := d.options.Store.PutLoadTest(ctx, run.Key, last); err != nil {
		return checks.LoadTest{}, false, err
	}
	return last, true, d.options.Queue.loaded(ctx, run)
}

// payloadOf is what a task needs to know of a test.
func payloadOf(run Run, test checks.LoadTest) LoadPayload {
	return LoadPayload{Key: run.Key, Generation: run.Generation, Tree: test.Tree, ID: test.ID}
}

const runAgain = "Run it again: `/golive loadtest`."

func cancelledBy(login string) string { return "@" + login + " stopped it" }
