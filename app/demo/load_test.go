package demo_test

import (
	"context"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golive-app/golive/app/demo"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/load"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/jobs"
)

// recordedEngine tells what the engine measured at the shop, and sends nothing: what it
// measures is proven beside the shop itself, in simulated time.
type recordedEngine struct {
	mended atomic.Bool
	ran    atomic.Int64 // load tests
}

func (e *recordedEngine) Run(_ context.Context, order jobs.LoadOrder, _ func(load.Second)) (jobs.LoadMeasured, error) {
	e.ran.Add(1)
	rate := float64(order.RPS)
	result := load.Result{
		Schema: load.ResultSchema, URL: order.URL, TargetRPS: rate, OfferedRPS: rate, AchievedRPS: rate, AchievedRPSP5: rate,
		DurationS: order.Steady.Seconds(), Requests: int64(rate * order.Steady.Seconds()), Users: order.Users, Latency: load.Percentiles{P50: 1, P95: 3, P99: 8}, Verdict: "pass",
	}
	if e.mended.Load() {
		return jobs.LoadMeasured{Result: result}, nil
	}
	result.DurationS, result.Requests, result.AchievedRPSP5, result.Latency.P99 = 11, 11000, 520, 1100
	result.Errors.Total, result.Errors.Status = 2700, 2700
	return jobs.LoadMeasured{Result: result, Stopped: "stopped, since more than a fifth of the requests failed in ten seconds on end"}, nil
}

// loadedLive is a live demo whose load tests an engine answers.
func loadedLive(t *testing.T, engine jobs.LoadEngine) *demo.Live {
	t.Helper()
	made := demo.NewLive(demo.StageOptions{
		Version: "test", SyntaxCommand: projecttest.Command(), LoadEngine: engine,
		StopTime: time.Second, Now: time.Now, Logger: slog.New(slog.DiscardHandler),
	}, func(string) {})
	ctx, end := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- made.Run(ctx) }()
	t.Cleanup(func() {
		end()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return made
}

func TestWhoAsksForALoadTestHasEachContentOnStagingTested(t *testing.T) {
	t.Parallel()
	engine := &recordedEngine{}
	made := loadedLive(t, engine)
	stands := func(verdict checks.Verdict) func(demo.Snapshot) bool {
		return func(seen demo.Snapshot) bool { return seen.Verdicts[demo.LoadItem] == verdict }
	}
	seen := comes(t, made, "nothing asks for a load test", func(seen demo.Snapshot) bool {
		return stands(checks.Unknown)(seen) && strings.Contains(seen.Comment, "Load plan")
	})
	if seen.AsksForLoad {
		t.Error("the policy asks for a load test from the beginning")
	}

	actsInTime(t, made, demo.Act{Name: demo.ActLoad})
	seen = comes(t, made, "the release candidate fails under load", func(seen demo.Snapshot) bool {
		return stands(checks.Fail)(seen) && strings.Contains(seen.Comment, "more than a fifth of the requests failed")
	})
	if !seen.AsksForLoad {
		t.Error("the policy does not show that it asks for a load test")
	}
	if reason := seen.Offer(demo.ActLoad).Reason; reason != "the policy asks for one already" {
		t.Errorf("it is offered again: %q", reason)
	}

	actsInTime(t, made, demo.Act{Name: demo.ActFix})
	engine.mended.Store(true)
	actsInTime(t, made, demo.Act{Name: demo.ActFix})
	comes(t, made, "what is mended passes under load", func(seen demo.Snapshot) bool {
		return stands(checks.Pass)(seen) && strings.Contains(seen.Comment, "1,000 of 1,000 rps · p99 8 ms")
	})
}
