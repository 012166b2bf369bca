package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/load"
	"github.com/golive-app/golive/checks/evidence/outbound"
	"github.com/golive-app/golive/checks/wording"
)

// loadOver is how long may be spent on keeping what a load test came to, when its own
// time is over.
const loadOver = 10 * time.Second

// load runs a load test when its turn comes: one at a time goes to a host.
func (w *Worker) load(ctx context.Context, payload LoadPayload) error {
	run, test, err := w.waitingLoad(ctx, payload)
	if err != nil || test == nil {
		return err
	}
	ctx = w.traced(ctx, run)
	return locked(ctx, w.Redis, "load:"+test.Host, func(ctx context.Context) error {
		repository, err := w.Hub.Repository(ctx, run.Installation, run.Key.Repository)
		if err != nil {
			return w.loadRefused(ctx, payload, err)
		}
		stage, answer, err := w.loadAllowed(ctx, repository, run, *test)
		if err != nil {
			return w.loadRefused(ctx, payload, err)
		}
		order, err := w.withScenario(ctx, repository, run, stage, LoadOrder{
			Destination: answer.Destination, URL: stage.address, RPS: test.RPS, Ramp: run.Rules.Load.RampTime(), Steady: time.Duration(test.Seconds) * time.Second,
			Thresholds: loadThresholds(run, test.RPS),
		})
		if err != nil {
			return w.loadRefused(ctx, payload, err)
		}
		return w.runLoad(ctx, payload, repository, run, *test, stage, order)
	})
}

// waitingLoad returns the release's run and the test that a task is about; nil: there
// is nothing to be done any more.
func (w *Worker) waitingLoad(ctx context.Context, payload LoadPayload) (Run, *checks.LoadTest, error) {
	run, found, err := w.Store.Run(ctx, payload.Key)
	if err != nil || !found {
		return Run{}, nil, err
	}
	test, found, err := w.Store.LastLoadTest(ctx, payload.Key, payload.Tree)
	if err != nil || !found || test.ID != payload.ID || test.State != checks.LoadWaiting {
		return Run{}, nil, err // cancelled, or begun by who died over it
	}
	switch reason, err := w.loadEnds(ctx, payload, run.Release); {
	case err != nil:
		return Run{}, nil, err
	case reason != nil:
		return Run{}, nil, w.endLoad(ctx, payload, reason.Why, reason.Remedy)
	}
	return run, &test, nil
}

// loadEnds says why a load test is not to go on; nil: it is.
func (w *Worker) loadEnds(ctx context.Context, payload LoadPayload, release checks.Release) (*LoadRefusal, error) {
	by, err := w.Store.LoadCancelled(ctx, payload.ID)
	if err != nil {
		return nil, err
	}
	if by != "" {
		return &LoadRefusal{cancelledBy(by), runAgain}, nil
	}
	generation, err := w.Store.Generation(ctx, payload.Key)
	if err != nil {
		return nil, err
	}
	if generation != payload.Generation {
		now, found, err := w.Store.Run(ctx, payload.Key)
		if err != nil {
			return nil, err
		}
		// The same content, by another policy or as a whole new look, stays worth testing.
		if !found || now.Generation != generation || now.Release.Tree != "" && now.Release.Tree != payload.Tree {
			return &LoadRefusal{"the release was closed, or went on to another content", runAgain}, nil
		}
	}
	watched, err := w.Store.Watched(ctx, payload.Key)
	if err != nil {
		return nil, err
	}
	if !watched {
		return &LoadRefusal{"the release was closed", runAgain}, nil
	}
	if release.Fork {
		if release.Approval, err = w.Store.ForkApproval(ctx, payload.Key); err != nil {
			return nil, err
		}
	}
	if !release.MayReachOutside() {
		missing := release.NotApproved()
		return &LoadRefusal{strings.TrimSuffix(missing.Reason, "."), missing.Remedy}, nil
	}
	return nil, nil
}

// loadAllowed proves right before a test what was true when it was asked for: that the
// environment runs this content, and that its host consents.
func (w *Worker) loadAllowed(ctx context.Context, repository Repository, run Run, test checks.LoadTest) (loadStage, outbound.Answer, error) {
	stage, err := findLoadStage(ctx, repository, run, test.Environment)
	if err != nil {
		return loadStage{}, outbound.Answer{}, err
	}
	answer := w.Loads.options.Consent.Ask(ctx, repository.Describe().FullName(), stage.address)
	if !answer.Given {
		return loadStage{}, outbound.Answer{}, &LoadRefusal{strings.TrimSuffix(answer.Why, "."), answer.Remedy}
	}
	if host := answer.Destination.Service.Host; host != test.Host {
		return loadStage{}, outbound.Answer{}, &LoadRefusal{fmt.Sprintf("%s answers elsewhere by now than when the test was asked for", wording.Quoted(test.Environment)), runAgain}
	}
	return stage, answer, nil
}

// loadRefused settles a test that was refused; any other error goes to the queue.
func (w *Worker) loadRefused(ctx context.Context, payload LoadPayload, err error) error {
	var refusal *LoadRefusal
	switch {
	case errors.As(err, &refusal):
		return w.endLoad(ctx, payload, refusal.Why, refusal.Remedy)
	case errors.Is(err, ErrGone), errors.Is(err, ErrForbidden):
		return w.endLoad(ctx, payload, "the repository cannot be read: "+cause(err), runAgain)
	}
	return err
}

// runLoad sends the requests, and keeps what came of them.
func (w *Worker) runLoad(ctx context.Context, payload LoadPayload, repository Repository, run Run, test checks.LoadTest, stage loadStage, order LoadOrder) error {
	test.State, test.StartedAt, test.Why, test.Remedy = checks.LoadRunning, w.Now(), "", ""
	test.Commit, test.Proof = stage.deployment.Commit, stage.proof
	if err := w.Store.BeatLoad(ctx, test.ID); err != nil {
		return err
	}
	if err := w.Store.PutLoadTest(ctx, run.Key, test); err != nil {
		return err
	}
	if err := w.Queue.watchLoad(ctx, payload); err != nil {
		return err
	}
	w.Logger.InfoContext(ctx, "load test begins", "release", run.Key.String(), "load_test", test.ID, "host", test.Host, "rps", test.RPS)
	watch := newLoadWatch(w, payload, run, test, order)
	working, end := watch.start(ctx)
	measured, err := w.Engine.Run(working, order, watch.observe)
	reason := end()

	// What was measured must not be lost with the task's context.
	over, cancel := context.WithTimeout(context.WithoutCancel(ctx), loadOver)
	defer cancel()
	test.State, test.EndedAt = checks.LoadEnded, w.Now()
	switch {
	case err != nil && reason == nil:
		test.State, test.Why, test.Remedy = checks.LoadRefused, "the first requests were not served: "+cause(err), "See that it answers, then `/golive loadtest`."
	case reason != nil:
		test.Why, test.Remedy = reason.Why, reason.Remedy
	default:
		test.Stopped = measured.Stopped
		if moved := w.loadMoved(over, repository, run, test, stage); moved != nil {
			test.Why, test.Remedy = moved.Why, moved.Remedy
		}
	}
	if err == nil {
		if test.Result, err = json.Marshal(measured.Result); err != nil {
			return fmt.Errorf("result of load test %s: %w", test.ID, err)
		}
		test.Curve = loadCurve(measured.Result.Seconds, order.Ramp+order.Steady)
	}
	w.Logger.InfoContext(over, "load test ended", "release", run.Key.String(), "load_test", test.ID, "verdict", measured.Result.Verdict, "why", test.Why)
	return w.keepLoad(over, run, test)
}

// loadMoved says why a test that ran to its end speaks of no one content; nil: it does.
func (w *Worker) loadMoved(ctx context.Context, repository Repository, run Run, test checks.LoadTest, before loadStage) *LoadRefusal {
	after, err := findLoadStage(ctx, repository, run, test.Environment)
	var refusal *LoadRefusal
	switch {
	case errors.As(err, &refusal):
		return &LoadRefusal{"what it loaded changed while it ran: " + refusal.Why, refusal.Remedy}
	case err != nil:
		return &LoadRefusal{"whether the environment ran this content to the end is not known: " + cause(err), runAgain}
	case after.deployment.ID != before.deployment.ID:
		return &LoadRefusal{fmt.Sprintf("%s was deployed to again while it ran", wording.Quoted(test.Environment)), runAgain}
	}
	return nil
}

// loadThresholds are what the engine holds a run to; the item judges by the figures.
func loadThresholds(run Run, rps int) []load.Threshold {
	slo := run.Rules.Load.SLO
	thresholds := load.DefaultThresholds(float64(rps))
	for _, one := range []struct {
		name string
		most time.Duration
	}{{"p95", slo.P95Time()}, {"p99", slo.P99Time()}} {
		if one.most <= 0 {
			continue
		}
		if threshold, err := load.ParseThreshold(fmt.Sprintf("%s<=%gms", one.name, float64(one.most)/float64(time.Millisecond))); err == nil {
			thresholds = append(thresholds, threshold)
		}
	}
	return thresholds
}

// endLoad settles a test that sends nothing, or nothing more.
func (w *Worker) endLoad(ctx context.Context, payload LoadPayload, why, remedy string) error {
	run, found, err := w.Store.Run(ctx, payload.Key)
	if err != nil || !found {
		return err
	}
	test, found, err := w.Store.LastLoadTest(ctx, payload.Key, payload.Tree)
	if err != nil || !found || test.ID != payload.ID {
		return err // a newer one stands in its place
	}
	test.State, test.EndedAt, test.Why, test.Remedy = checks.LoadRefused, w.Now(), why, remedy
	return w.keepLoad(ctx, run, test)
}

// keepLoad keeps how a test ended, and has every release of the content judged by it.
func (w *Worker) keepLoad(ctx context.Context, run Run, test checks.LoadTest) error {
	if err := w.Store.PutLoadTest(ctx, run.Key, test); err != nil {
		return err
	}
	keys, err := w.Store.Open(ctx)
	if err != nil {
		return err
	}
	for _, key := range keys {
		if key.Repository != run.Key.Repository || key.Service != run.Key.Service || key.IsLook() {
			continue
		}
		other, found, err := w.Store.Run(ctx, key)
		if err != nil {
			return err
		}
		if found && (other.Release.Tree == test.Tree || other.holds(test.Commit)) {
			if err := w.Queue.loaded(ctx, other); err != nil {
				return err
			}
		}
	}
	return nil
}
