package load

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// modelled answers for a service with a limit of its own, without sending anything.
type modelled struct {
	knee      float64
	generator float64                          // from here on golive is the limit; 0: it never is
	flaky     func(rate float64, nth int) bool // misses although it is below the knee
	late      func(rate float64, nth int) bool // golive is the limit
	tried     map[float64]int
	rates     []float64
}

func (m *modelled) stage(plan Plan) LimitStage {
	m.tried[plan.Rate]++
	m.rates = append(m.rates, plan.Rate)
	stage := LimitStage{Rate: plan.Rate, Verdict: "pass", Latency: Percentiles{P99: plan.Rate / 10}}
	switch {
	case m.generator > 0 && plan.Rate > m.generator, m.late != nil && m.late(plan.Rate, m.tried[plan.Rate]):
		stage.Verdict, stage.limited = "unknown", true
	case plan.Rate > m.knee, m.flaky != nil && m.flaky(plan.Rate, m.tried[plan.Rate]):
		stage.Verdict, stage.Reason = "fail", "p99 < 300 ms was asked for and 400 ms observed"
	}
	return stage
}

func (m *modelled) search(options SearchOptions) Limit {
	m.tried = map[float64]int{}
	stages := []LimitStage{m.stage(Plan{Rate: options.Start})}
	search := NewSearch(options, stages[0])
	for {
		plan, more := search.Next(Plan{})
		if !more {
			return search.Limit(stages)
		}
		stage := m.stage(plan)
		stages = append(stages, stage)
		search.Take(stage, plan.WarmUp+plan.Duration)
	}
}

func TestASearchFindsTheLimit(t *testing.T) {
	t.Parallel()
	for _, start := range []float64{1, 10, 250, 1000, 10_000} {
		for _, times := range []float64{0.03, 0.2, 0.9, 1, 1.01, 1.9, 2, 3.3, 17, 99} {
			model := &modelled{knee: start * times}
			limit := model.search(SearchOptions{Start: start, Most: start * 1000, Stage: 10 * time.Second, WarmUp: time.Second, Total: 100_000 * time.Hour})
			if limit.Bound != BoundService || limit.Verdict != "pass" || limit.RPS > model.knee || limit.RPS < model.knee*0.95-0.1 {
				t.Errorf("from %g: the limit is %g, found %g (%s) by %v", start, model.knee, limit.RPS, limit.Reason, model.rates)
			}
			if headroom := limit.RPS/start - 1; limit.Headroom == nil || math.Abs(*limit.Headroom-headroom) > 0.001 {
				t.Errorf("from %g: headroom of %g", start, headroom)
			}
			if len(model.rates) > 25 {
				t.Errorf("from %g: %d stages", start, len(model.rates))
			}
		}
	}
}

func TestASearchSaysWhatEndedIt(t *testing.T) {
	t.Parallel()
	options := SearchOptions{Start: 100, Most: 5000, Stage: 10 * time.Second, WarmUp: time.Second, Total: time.Hour}
	for name, test := range map[string]struct {
		model   modelled
		change  func(*SearchOptions)
		bound   string
		verdict string
		least   float64
		most    float64
		says    string
	}{
		"the service":             {modelled{knee: 700}, nil, BoundService, "pass", 670, 700, "was not: p99 < 300 ms was asked for"},
		"the generator":           {modelled{knee: 1e9, generator: 900}, nil, BoundGenerator, "unknown", 850, 900, "golive itself was the limit: the service's is not known"},
		"the generator at once":   {modelled{knee: 1e9, generator: 1}, nil, BoundGenerator, "unknown", 0, 0, "no rate was held"},
		"one moment of golive's":  {modelled{knee: 700, late: func(rate float64, nth int) bool { return nth == 1 && (rate == 100 || rate == 400) }}, nil, BoundService, "pass", 670, 700, ""},
		"the highest that may be": {modelled{knee: 1e9}, nil, BoundMost, "unknown", 5000, 5000, "the limit is above it"},
		"the time":                {modelled{knee: 3000}, func(o *SearchOptions) { o.Total = time.Minute }, BoundTime, "unknown", 800, 3000, "no time was left"},
		"nothing is held":         {modelled{knee: 0.01}, nil, BoundService, "unknown", 0, 0, "no rate was held"},
		"one bad moment":          {modelled{knee: 700, flaky: func(rate float64, nth int) bool { return rate == 200 && nth == 1 }}, nil, BoundService, "pass", 670, 700, ""},
	} {
		set := options
		if test.change != nil {
			test.change(&set)
		}
		limit := test.model.search(set)
		if limit.Bound != test.bound || limit.Verdict != test.verdict || limit.RPS < test.least || limit.RPS > test.most || !strings.Contains(limit.Reason, test.says) {
			t.Errorf("%s: %s, %s, %g: %s (%v)", name, limit.Bound, limit.Verdict, limit.RPS, limit.Reason, test.model.rates)
		}
		if total := limit.Stages; test.bound == BoundTime && len(total) > 6 {
			t.Errorf("%s: %d stages of eleven seconds in a minute", name, len(total))
		}
	}
}

// A stage takes as long as a verdict needs: of few requests nothing is said.
func TestAStageIsLongEnoughForAVerdict(t *testing.T) {
	t.Parallel()
	threshold, err := ParseThreshold("p999<1s")
	if err != nil {
		t.Fatal(err)
	}
	search := NewSearch(SearchOptions{Start: 50, Most: 1e6, Stage: 5 * time.Second, Total: time.Hour, Thresholds: []Threshold{threshold}}, LimitStage{Rate: 50, Verdict: "pass"})
	if plan, more := search.Next(Plan{Timeout: time.Second}); !more || plan.Rate != 100 || plan.Duration != 105*time.Second || plan.Timeout != time.Second {
		t.Errorf("%+v, %v", plan, more)
	}
}

// The whole engine in simulated time, against services whose limit is known: one that
// serves one request after the other, in so much time each.
func TestTheEngineFindsThePlantedLimit(t *testing.T) {
	t.Parallel()
	for _, each := range []time.Duration{2 * time.Millisecond, 700 * time.Microsecond} {
		t.Run(fmt.Sprint(each), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				knee := float64(time.Second) / float64(each)
				served := &service{begin: time.Now(), each: each}
				threshold, err := ParseThreshold("p99<200ms")
				if err != nil {
					t.Fatal(err)
				}
				base := Plan{Rate: 100, WarmUp: time.Second, Duration: 12 * time.Second, Timeout: 2 * time.Second, MostConnections: 200}
				run := func(plan Plan, _ int) (Outcome, error) { return gather(t, t.Context(), plan, served), nil }
				judge := func(outcome Outcome) Result {
					outcome.Processor = 0 // of simulated time it says nothing
					return NewResult("http://shop.test/", "GET /", outcome, append(DefaultThresholds(outcome.Plan.Rate), threshold))
				}
				first, _ := run(base, 0)
				limit, err := Limiter{Run: run, Ready: func() error { return nil }, Now: time.Now}.FindLimit(
					SearchOptions{Start: 100, Most: 20_000, Stage: 10 * time.Second, WarmUp: time.Second, Total: time.Hour, Thresholds: []Threshold{threshold}}, base, judge(first).Stage(first), judge)
				if err != nil || limit.Verdict != "pass" || limit.Bound != BoundService || math.Abs(limit.RPS/knee-1) > 0.05 {
					t.Errorf("the limit is %.0f, found %g: %s (%v)", knee, limit.RPS, limit.Reason, err)
				}
				if limit.Latency == nil || limit.Latency.P99 >= 200 || limit.Latency.P99 < inMilliseconds(each) {
					t.Errorf("times at the limit: %+v", limit.Latency)
				}
			})
		})
	}
}

func TestASearchEndsWhereTheServiceIsGone(t *testing.T) {
	t.Parallel()
	limiter := Limiter{Ready: func() error { return errors.New("connection refused") }, Now: time.Now}
	limit, err := limiter.FindLimit(SearchOptions{Start: 100, Most: 1000, Stage: time.Second, Total: time.Hour}, Plan{}, LimitStage{Rate: 100, Verdict: "pass"}, nil)
	if err != nil || limit.Bound != BoundGone || limit.Verdict != "unknown" || limit.RPS != 100 || !strings.Contains(limit.Reason, "connection refused") {
		t.Errorf("%+v, %v", limit, err)
	}
	interruptedStage := LimitStage{Rate: 100, interrupted: true}
	if limit, _ := limiter.FindLimit(SearchOptions{Start: 100, Most: 1000, Stage: time.Second, Total: time.Hour}, Plan{}, interruptedStage, nil); limit.Bound != BoundInterrupted {
		t.Errorf("%+v", limit)
	}
}
