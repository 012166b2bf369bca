package terminal

import (
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks/evidence/load"
)

func loadResult() load.Result {
	return load.Result{
		URL: "http://127.0.0.1:8080/\x1b[31mcart", TargetRPS: 10_000, OfferedRPS: 9999.9, AchievedRPS: 9421.4, AchievedRPSP5: 7420.2, DurationS: 60, Requests: 600_000, Users: 1000,
		Errors:    load.ResultErrors{Total: 7, Status: 7},
		Latency:   load.Percentiles{P50: 0.412, P90: 1.93, P95: 12.25, P99: 865.3, P999: 987.1, Max: 1001.5},
		Service:   load.Percentiles{P50: 0.3, P90: 0.9, P95: 1.1, P99: 8.7, P999: 9.5, Max: 1000.2},
		Lag:       load.Percentiles{P50: 0.52, P90: 0.93, P95: 1.02, P99: 1.1, P999: 1.4, Max: 2.75},
		WarmUp:    load.ResultWarmUp{DurationS: 6, Requests: 30_000, Latency: load.Percentiles{P50: 0.4, P90: 2, P95: 13, P99: 91, P999: 120, Max: 130}},
		Generator: load.ResultHealth{CPU: 0.234}, FailureReasons: []load.FailureCount{{Name: "status", Count: 7, Example: "status 503"}},
		Thresholds: []load.ResultHolds{{Expression: "achieved_rps_p5 >= 9800", Observed: 7420.2}, {Expression: "errors <= 1 %", Observed: 0.001, Met: true}, {Expression: "p999 < 2000 ms", Undecided: true}},
		Verdict:    "fail", Reason: "achieved_rps_p5 >= 9800 was asked for and 7420 observed",
	}
}

func TestTheResultOfALoadTest(t *testing.T) {
	t.Parallel()
	var written strings.Builder
	if err := WriteLoad(&written, loadResult(), Options{}); err != nil {
		t.Fatal(err)
	}
	const want = `http://127.0.0.1:8080/\x1b[31mcart

            p50   p90   p95   p99  p99.9   max  ms
response  0.412  1.93  12.2   865    987  1002  from when a request was due
service     0.3   0.9   1.1   8.7    9.5  1000  from when it was sent
lag        0.52  0.93  1.02   1.1    1.4  2.75  by which golive was late
warm-up     0.4     2  13.0  91.0    120   130  responses to the 30000 requests before

rate       10000/s asked for, 10000/s sent, 9421/s served; 7420/s or more in nineteen of twenty seconds
requests   600000 in 60.0 s, over up to 1000 connections
errors     7; 0 in the warm-up
           7 status, the first: status 503
generator  23.4 % of one processor

missed  achieved_rps_p5 >= 9800  7420 observed
met     errors <= 1 %  0.001 observed
open    p999 < 2000 ms  0 observed

fail: achieved_rps_p5 >= 9800 was asked for and 7420 observed
`
	if written.String() != want {
		t.Errorf("got\n%s", written.String())
	}
	var coloured strings.Builder
	if err := WriteLoad(&coloured, loadResult(), Options{Colour: true, Width: 60}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(coloured.String(), "\x1b[") || strings.Contains(coloured.String(), "\x1b[31mcart") {
		t.Errorf("got %q", coloured.String())
	}
}

func TestTheResultOfALoadTestBesideABaseline(t *testing.T) {
	t.Parallel()
	result, limit := loadResult(), 62.25
	result.Baseline = &load.ResultBaseline{
		Source: "load/last", TargetRPS: 10_000, DurationS: 60, Requests: 599_800, Errors: 1,
		Latency: load.Percentiles{P50: 0.4, P90: 2, P95: 12.25, P99: 400, P999: 0}, Notes: []string{"it loaded http://127.0.0.1:9999, and this run loads http://127.0.0.1:8080"},
	}
	result.Thresholds = []load.ResultHolds{{Expression: "p95 < max(1.3 * baseline, baseline + 50 ms)", Observed: 12.25, Met: true, Limit: &limit}}
	var written strings.Builder
	if err := WriteLoad(&written, result, Options{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`
            p50   p90   p95     p99  p99.9   max  ms
response  0.412  1.93  12.2     865    987  1002  from when a request was due
baseline    0.4     2  12.2     400      0     0  response in the earlier run
change     +3 %  -4 %  +0 %  +116 %      -     -  of response since then
`, `
baseline   load/last: 599800 requests at 10000/s in 60.0 s, 1 error
           it loaded http://127.0.0.1:9999, and this run loads http://127.0.0.1:8080
`, `
met     p95 < max(1.3 * baseline, baseline + 50 ms) = 62.2  12.2 observed
`} {
		if !strings.Contains(written.String(), want) {
			t.Errorf("want %s\ngot %s", want, written.String())
		}
	}
}

func TestTheResultOfASearchForTheLimit(t *testing.T) {
	t.Parallel()
	result, headroom := loadResult(), -0.253
	result.Limit = &load.Limit{
		Reason: "7470/s was held, with p99 182 ms; 7690/s was not: \x1b[31mslow", Headroom: &headroom, Asked: 10_000,
		Stages: []load.LimitStage{
			{Rate: 10_000, AchievedRPSP5: 7420.2, Errors: 7, Latency: load.Percentiles{P50: 0.412, P95: 12.25, P99: 865.3}, Verdict: "fail"},
			{Rate: 7470, AchievedRPSP5: 7470, Latency: load.Percentiles{P50: 0.4, P95: 9, P99: 182}, Verdict: "pass"},
			{Rate: 7690, AchievedRPSP5: 7000, Latency: load.Percentiles{P50: 0.4, P95: 9, P99: 500}, Verdict: "unknown"},
		},
	}
	var written strings.Builder
	if err := WriteLoad(&written, result, Options{}); err != nil {
		t.Fatal(err)
	}
	const want = `
rate     served    p50   p95  p99  errors  ms
10000/s  7420/s  0.412  12.2  865       7  missed
7470/s   7470/s    0.4     9  182       0  held
7690/s   7000/s    0.4     9  500       0  not known

limit      7470/s was held, with p99 182 ms; 7690/s was not: \x1b[31mslow
headroom   -25 % of the 10000/s asked for
`
	if !strings.Contains(written.String(), want) {
		t.Errorf("got %s", written.String())
	}
}

func TestTheLineOfARunningLoadTest(t *testing.T) {
	t.Parallel()
	seconds := []load.Second{
		{Length: time.Second, Answered: 0},
		{Length: time.Second, Answered: 5000},
		{Length: 500 * time.Millisecond, Answered: 5000, P50: 412 * time.Microsecond, P99: 12_345 * time.Microsecond},
	}
	if line := LoadSecond(seconds, 1); line != "10000/s · p50 0.41 ms · p99 12.3 ms · 1 error · ▁▄█" {
		t.Error(line)
	}
	if line := LoadSecond([]load.Second{{}}, 0); line != "0/s · p50 0 ms · p99 0 ms · 0 errors · ▁" {
		t.Error(line)
	}
}
