package load

import (
	"strings"
	"testing"
	"time"
)

// measured returns an outcome of requests that took the same time each, at a rate.
func measured(rate float64, seconds int, each time.Duration) Outcome {
	outcome := Outcome{
		Plan:   Plan{Rate: rate, Duration: time.Duration(seconds) * time.Second, MostConnections: 1000},
		WarmUp: NewTally(), Measured: NewTally(), Connections: 10, Processor: 0.3,
	}
	for index := range seconds {
		outcome.Seconds = append(outcome.Seconds, Second{Start: time.Duration(index) * time.Second, Length: time.Second, Offered: int64(rate), Answered: int64(rate)})
	}
	for range int(rate) * seconds {
		outcome.Measured.Offered++
		outcome.Measured.ended[Served]++
		outcome.Measured.Response.Record(each)
		outcome.Measured.Service.Record(each)
		outcome.Measured.Lag.Record(time.Millisecond)
	}
	return outcome
}

func TestThresholdsAreReadAndHeld(t *testing.T) {
	t.Parallel()
	outcome := measured(100, 20, 200*time.Millisecond) // 2000 requests
	outcome.Measured.ended[WrongStatus] = 10
	for expression, test := range map[string]struct {
		words string
		met   bool
	}{
		"p99<300ms":             {"p99 < 300 ms", true},
		" p99 <= 0.3s ":         {"p99 <= 300 ms", true},
		"p50<200ms":             {"p50 < 200 ms", false},
		"p50<=201ms":            {"p50 <= 201 ms", true},
		"max>1s":                {"max > 1000 ms", false},
		"errors<1%":             {"errors < 1 %", true},
		"errors<=0.4%":          {"errors <= 0.4 %", false},
		"achieved_rps>=100":     {"achieved_rps >= 100", true},
		"achieved_rps_p5 > 100": {"achieved_rps_p5 > 100", false},
	} {
		threshold, err := ParseThreshold(expression)
		if err != nil {
			t.Errorf("%s: %v", expression, err)
			continue
		}
		if standing := threshold.Hold(outcome); threshold.String() != test.words || standing.Met != test.met || standing.Undecided != "" {
			t.Errorf("%s: %s, %+v", expression, threshold, standing)
		}
		if again, err := ParseThreshold(threshold.String()); err != nil || again.String() != threshold.String() {
			t.Errorf("%s is not read again: %v", threshold, err)
		}
	}
}

func TestWhatIsNoThresholdIsSaid(t *testing.T) {
	t.Parallel()
	for expression, says := range map[string]string{
		"":             "write one like",
		"p99":          "write one like",
		"p98<1s":       "there are p50, p90",
		"p99<300":      "write it as 300ms",
		"p99<fasts":    "no number",
		"p99<-1ms":     "no number",
		"p99<NaNms":    "no number",
		"errors<1":     "write it as 0.5%",
		"p99==300ms":   "write one like",
		"max<1s<2s":    "no number",
		"errors<=inf%": "no number",
	} {
		if _, err := ParseThreshold(expression); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q", expression, err, says)
		}
	}
}

// The p95 of ten requests is their longest: that decides nothing.
func TestAPercentileOfFewRequestsIsUndecided(t *testing.T) {
	t.Parallel()
	for expression, test := range map[string]struct {
		requests  int
		undecided bool
	}{
		"p99<1s":         {999, true},
		"p95<1s":         {199, true},
		"p99.9<1s":       {9999, true},
		"p50<1s":         {20, false},
		"p95<1s ":        {200, false},
		" p99<1s":        {1000, false},
		"max<1s":         {1, false},
		"max<1s ":        {0, true},
		"errors<1%":      {0, true},
		"achieved_rps>0": {1, false},
	} {
		threshold, err := ParseThreshold(expression)
		if err != nil {
			t.Fatal(err)
		}
		standing := threshold.Hold(measured(float64(test.requests), 1, time.Millisecond))
		if (standing.Undecided != "") != test.undecided || test.undecided && standing.Met {
			t.Errorf("%s of %d: %+v", expression, test.requests, standing)
		}
	}
}

func TestTheRateIsAskedForWithoutASingleRequestDecidingIt(t *testing.T) {
	t.Parallel()
	for rate, words := range map[float64]string{10_000: "achieved_rps_p5 >= 9800", 10: "achieved_rps_p5 >= 9", 0.5: "achieved_rps_p5 >= 0"} {
		if first := DefaultThresholds(rate)[0].String(); first != words {
			t.Errorf("%g: %s", rate, first)
		}
	}
}
