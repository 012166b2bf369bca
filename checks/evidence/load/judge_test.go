package load

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
)

// lately lets the generator have sent a fiftieth of its requests late.
func lately(late time.Duration) func(*Outcome) {
	return func(o *Outcome) {
		for range o.Measured.Ended() / 50 {
			o.Measured.Lag.Record(late)
		}
	}
}

func both(one, other func(*Outcome)) func(*Outcome) {
	return func(o *Outcome) {
		one(o)
		other(o)
	}
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change    func(*Outcome)
		threshold string
		verdict   checks.Verdict
		says      string
	}{
		"the rate is served":    {verdict: checks.Pass, says: "100 served in nineteen of twenty seconds"},
		"a threshold is met":    {threshold: "p99<300ms", verdict: checks.Pass},
		"a threshold is missed": {threshold: "p99<100ms", verdict: checks.Fail, says: "p99 < 100 ms was asked for"},
		"one second of forty without answers": {
			change: func(o *Outcome) { o.Seconds[3].Answered = 0 }, verdict: checks.Pass,
		},
		"two seconds of forty without answers": {
			change:  func(o *Outcome) { o.Seconds[3].Answered, o.Seconds[9].Answered = 0, 0 },
			verdict: checks.Fail, says: "achieved_rps_p5 >= 98 was asked for and 0 observed",
		},
		"errors": {
			change:  func(o *Outcome) { o.Measured.ended[WrongStatus] = 100; o.Example[WrongStatus] = "status 503" },
			verdict: checks.Fail, says: "the first: `status 503`",
		},
		"all time out": {
			change: func(o *Outcome) {
				*o = measured(100, 40, 10*time.Second)
				o.Measured.ended[TimedOut], o.Measured.ended[Served] = o.Measured.ended[Served], 0
				o.Plan.MostConnections = 10
			},
			verdict: checks.Fail, says: "errors <= 1 % was asked for and 100 % observed",
		},
		"stopped for its errors": {
			change:  func(o *Outcome) { o.Stopped = stoppedByErrors; o.Seconds = o.Seconds[:10] },
			verdict: checks.Fail, says: "stopped, since more than a fifth",
		},
		"stopped while it warmed up": {
			change: func(o *Outcome) {
				o.Stopped, o.Measured, o.Seconds = stoppedByErrors, NewTally(), nil
			},
			verdict: checks.Fail, says: "stopped",
		},
		"few requests":        {change: func(o *Outcome) { *o = measured(99, 10, time.Millisecond) }, verdict: checks.Unknown, says: "990 requests are too few to pass"},
		"few for a threshold": {threshold: "p999<1s", verdict: checks.Unknown, says: "too few for p999: it takes 10000"},
		"nothing": {
			change: func(o *Outcome) { o.Measured = NewTally() }, verdict: checks.Unknown, says: "no request ended",
		},
		"interrupted":                             {change: func(o *Outcome) { o.Stopped = interrupted }, verdict: checks.Unknown, says: "interrupted"},
		"a late generator":                        {change: lately(6 * time.Millisecond), verdict: checks.Unknown, says: "sent its requests late, p99 6"},
		"missed by less than lateness may be":     {change: lately(6 * time.Millisecond), threshold: "p99<190ms", verdict: checks.Unknown, says: "sent its requests late, p99 6"},
		"missed by more than lateness can be":     {change: lately(6 * time.Millisecond), threshold: "p99<170ms", verdict: checks.Fail, says: "p99 < 170 ms was asked for and 200 ms observed; golive sent late, too, p99 6"},
		"a generator too late to say anything":    {change: lately(60 * time.Millisecond), threshold: "p99<1ms", verdict: checks.Unknown, says: "sent its requests late, p99 60"},
		"late, and the rate is missed":            {change: both(lately(6*time.Millisecond), func(o *Outcome) { o.Seconds[3].Answered, o.Seconds[9].Answered = 0, 0 }), verdict: checks.Unknown, says: "late"},
		"late, and the service refuses":           {change: both(lately(6*time.Millisecond), func(o *Outcome) { o.Measured.ended[WrongStatus] = 100 }), verdict: checks.Fail, says: "errors <= 1 % was asked for"},
		"late, and connections break":             {change: both(lately(6*time.Millisecond), func(o *Outcome) { o.Measured.ended[NoConnection] = 100 }), verdict: checks.Unknown, says: "late"},
		"late, and stopped since it refuses":      {change: both(lately(6*time.Millisecond), func(o *Outcome) { o.Measured.ended[WrongStatus], o.Stopped = 1000, stoppedByErrors }), verdict: checks.Fail, says: "stopped, since"},
		"late, and stopped since nothing answers": {change: both(lately(6*time.Millisecond), func(o *Outcome) { o.Measured.ended[TimedOut], o.Stopped = 1000, stoppedByErrors }), verdict: checks.Unknown, says: "late"},
		"late and busy, whatever is missed":       {change: both(lately(6*time.Millisecond), func(o *Outcome) { o.Processor = 0.9 }), threshold: "p99<1ms", verdict: checks.Unknown, says: "took 90 % of a processor"},
		"a few late ones":                         {change: func(o *Outcome) { o.Measured.Lag.Record(time.Second) }, verdict: checks.Pass},
		"a busy generator":                        {change: func(o *Outcome) { o.Processor = 0.9 }, verdict: checks.Unknown, says: "took 90 % of a processor"},
		"a slow generator":                        {change: func(o *Outcome) { o.Plan.Rate = 102 }, verdict: checks.Unknown, says: "sent 100 of 102"},
		"a part that is lost":                     {change: func(o *Outcome) { o.Lost, o.LostBy = 1, "signal: killed" }, verdict: checks.Unknown, says: "1 part of it ended too early: signal: killed"},
		"no port left":                            {change: func(o *Outcome) { o.Exhausted = 3 }, verdict: checks.Unknown, says: "no port, file or memory left for 3"},
		"too few connections, as even the fastest answers show": {
			change: func(o *Outcome) { o.Plan.MostConnections = 19 }, verdict: checks.Unknown, says: "100 requests a second of 200 ms each need more than 19 connections",
		},
		"enough connections, just": {change: func(o *Outcome) { o.Plan.MostConnections = 21 }, verdict: checks.Pass},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			outcome := measured(100, 40, 200*time.Millisecond)
			if test.change != nil {
				test.change(&outcome)
			}
			thresholds := DefaultThresholds(100)
			if test.threshold != "" {
				threshold, err := ParseThreshold(test.threshold)
				if err != nil {
					t.Fatal(err)
				}
				thresholds = append(thresholds, threshold)
			}
			var standings []Standing
			for _, threshold := range thresholds {
				standings = append(standings, threshold.Hold(outcome))
			}
			if verdict, reason := Judge(outcome, standings); verdict != test.verdict || !strings.Contains(reason, test.says) {
				t.Errorf("%s: %s", verdict, reason)
			}
		})
	}
}

// What comes after the end is no part of the rate, nor is the warm-up.
func TestRatesAreThoseOfTheSteadyTime(t *testing.T) {
	t.Parallel()
	outcome := measured(100, 10, time.Millisecond)
	outcome.Plan.WarmUp = time.Second
	for index := range outcome.Seconds {
		outcome.Seconds[index].Start += time.Second
	}
	outcome.Seconds = slices.Concat(
		[]Second{{Length: time.Second, WarmUp: true, Offered: 50, Answered: 50}}, outcome.Seconds,
		[]Second{{Start: 11 * time.Second, Length: time.Second, Answered: 5000}})
	if outcome.OfferedRate() != 100 || outcome.AchievedRate() != 100 || outcome.AchievedLow() != 100 || outcome.Length() != 10*time.Second {
		t.Errorf("%f offered, %f achieved, %f at least, in %s", outcome.OfferedRate(), outcome.AchievedRate(), outcome.AchievedLow(), outcome.Length())
	}
}

func TestTheResultInJSON(t *testing.T) {
	t.Parallel()
	outcome := measured(1000, 2, 3*time.Millisecond)
	outcome.Measured.ended[TimedOut], outcome.Measured.ended[NoConnection] = 3, 2
	var written bytes.Buffer
	if err := NewResult("http://shop.test/?a=1&b=2", "GET /", outcome, DefaultThresholds(1000)).WriteJSON(&written); err != nil {
		t.Fatal(err)
	}
	var read map[string]any
	if err := json.Unmarshal(written.Bytes(), &read); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{
		"schema", "url", "target_rps", "offered_rps", "achieved_rps", "achieved_rps_p5", "duration_s", "requests", "users", "errors",
		"latency_ms", "service_ms", "lag_ms", "steps", "generator", "thresholds", "verdict", "reason",
	} {
		if _, found := read[key]; !found {
			t.Errorf("%s is missing", key)
		}
	}
	if strings.Contains(written.String(), "null") || !strings.Contains(written.String(), "a=1&b=2") {
		t.Error(written.String())
	}
	errors, _ := read["errors"].(map[string]any)
	if errors["total"] != 5.0 || errors["timeout"] != 3.0 || errors["connect"] != 2.0 || read["requests"] != 2005.0 || read["schema"] != "golive.load/1" {
		t.Error(written.String())
	}
	if latency, _ := read["latency_ms"].(map[string]any); latency["p999"] != 3.0 || latency["max"] != 3.0 {
		t.Errorf("a percentile is never longer than the longest: %v", latency)
	}
}
