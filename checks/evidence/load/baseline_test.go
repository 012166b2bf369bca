package load

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
)

// earlier is the baseline that a run at a rate with such times leaves.
func earlier(t *testing.T, rate float64, seconds int, each time.Duration, change func(*Result)) Baseline {
	t.Helper()
	result := NewResult("http://shop.test/", "GET /", measured(rate, seconds, each), DefaultThresholds(rate))
	if change != nil {
		change(&result)
	}
	return Baseline{Source: "result.json", Result: &result}
}

var shopRun = Intent{URL: "http://shop.test/", Steps: []string{"GET /"}, Plan: Plan{Rate: 100, Duration: 40 * time.Second}}

func TestARunIsHeldAgainstABaseline(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		before, now time.Duration
		threshold   string // empty: those that hold where nobody says otherwise
		verdict     checks.Verdict
		says        string
	}{
		"as fast as before":                         {200 * time.Millisecond, 200 * time.Millisecond, "", checks.Pass, ""},
		"a fifth slower":                            {200 * time.Millisecond, 240 * time.Millisecond, "", checks.Pass, ""},
		"twice as slow, which is but milliseconds":  {10 * time.Millisecond, 20 * time.Millisecond, "", checks.Pass, ""},
		"60 ms slower, which is little of a second": {time.Second, 1060 * time.Millisecond, "", checks.Pass, ""},
		"half again as slow":                        {200 * time.Millisecond, 300 * time.Millisecond, "", checks.Fail, "p95 < max(1.3 * baseline, baseline + 50 ms) = 260 ms was asked for and 30"},
		"faster":                                    {200 * time.Millisecond, 20 * time.Millisecond, "", checks.Pass, ""},
		"one of one's own, met":                     {200 * time.Millisecond, 240 * time.Millisecond, "p99<=baseline*1.25", checks.Pass, ""},
		"one of one's own, missed":                  {200 * time.Millisecond, 240 * time.Millisecond, "p99 <= 1.1*baseline", checks.Fail, "p99 <= 1.1 * baseline = 220"},
		"of the rate":                               {200 * time.Millisecond, 200 * time.Millisecond, "achieved_rps_p5 >= 0.95 * baseline", checks.Pass, ""},
		"of few requests":                           {200 * time.Millisecond, 200 * time.Millisecond, "p999<baseline*2", checks.Unknown, "too few for p999"},
	} {
		baseline := earlier(t, 100, 40, test.before, nil)
		thresholds := BaselineThresholds()
		if test.threshold != "" {
			threshold, err := ParseThreshold(test.threshold)
			if err != nil {
				t.Fatal(err)
			}
			thresholds = []Threshold{threshold}
		}
		var standings []Standing
		outcome := measured(100, 40, test.now)
		for _, threshold := range append(DefaultThresholds(100), thresholds...) {
			standings = append(standings, threshold.Against(baseline, shopRun.Plan).Hold(outcome))
		}
		if verdict, reason := Judge(outcome, standings); verdict != test.verdict || !strings.Contains(reason, test.says) {
			t.Errorf("%s: %s: %s", name, verdict, reason)
		}
	}
}

// What would mislead is refused before anything is sent, and what may matter is said.
func TestAnotherRunIsNoBaseline(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		baseline Baseline
		refuses  string
		notes    string
	}{
		"the same":         {earlier(t, 100, 40, time.Millisecond, nil), "", ""},
		"a little slower":  {earlier(t, 96, 40, time.Millisecond, nil), "", ""},
		"another rate":     {earlier(t, 50, 40, time.Millisecond, nil), "measured at 50.0 requests a second, and this run sends 100", ""},
		"another page":     {earlier(t, 100, 40, time.Millisecond, func(r *Result) { r.Steps[0].Name = "GET /cart" }), "it sent GET /cart, and this run sends GET /", ""},
		"another method":   {earlier(t, 100, 40, time.Millisecond, func(r *Result) { r.Steps[0].Name = "POST /" }), "it sent POST /", ""},
		"another host":     {earlier(t, 100, 40, time.Millisecond, func(r *Result) { r.URL = "http://127.0.0.1:3000/" }), "", "it loaded http://127.0.0.1:3000, and this run loads http://shop.test"},
		"a short one":      {earlier(t, 100, 10, time.Millisecond, nil), "", "it took 10s, and this run takes 40s"},
		"one that failed":  {earlier(t, 100, 40, time.Millisecond, func(r *Result) { r.Verdict, r.Reason = "fail", "too slow" }), "", "it failed itself: too slow"},
		"a busy generator": {earlier(t, 100, 40, time.Millisecond, func(r *Result) { r.Generator.Limited = true }), "its generator was the limit", ""},
		"nothing":          {earlier(t, 100, 40, time.Millisecond, func(r *Result) { r.Requests = 0 }), "it holds no requests", ""},
		"times of nothing": {Baseline{Response: NewHistogram()}, "it holds no times", ""},
		"times alone":      {Baseline{Response: measured(10, 1, time.Millisecond).Measured.Response}, "", "does not tell what was loaded"},
	} {
		err := test.baseline.Refuses(shopRun)
		if (err != nil) != (test.refuses != "") || err != nil && (!errors.Is(err, ErrBaseline) || !strings.Contains(err.Error(), test.refuses)) {
			t.Errorf("%s: %v, want %q", name, err, test.refuses)
		}
		if err != nil {
			continue
		}
		if notes := strings.Join(test.baseline.Notes(shopRun), "; "); notes != test.notes && (test.notes == "" || !strings.Contains(notes, test.notes)) {
			t.Errorf("%s: notes %q, want %q", name, notes, test.notes)
		}
	}
}

// What the baseline does not tell decides nothing.
func TestABaselineThatDoesNotTell(t *testing.T) {
	t.Parallel()
	times := Baseline{Response: measured(100, 40, time.Millisecond).Measured.Response}
	for name, test := range map[string]struct {
		baseline   Baseline
		expression string
		says       string
	}{
		"few requests":            {earlier(t, 99, 10, time.Millisecond, nil), "p99<=2*baseline", "of the baseline, 990 requests are too few for p99: it takes 1000"},
		"the longest of a minute": {earlier(t, 100, 10, time.Millisecond, nil), "max<=2*baseline", "the longer a run"},
		"errors of times alone":   {times, "errors<=baseline+1%", "a histogram log does not tell errors"},
		"p95 of times alone":      {times, "p95<=2*baseline", ""},
		"errors":                  {earlier(t, 100, 40, time.Millisecond, nil), "errors<=baseline+1%", ""},
		"no baseline":             {Baseline{}, "p95<=2*baseline", "it needs a baseline"},
	} {
		threshold, err := ParseThreshold(test.expression)
		if err != nil {
			t.Fatal(err)
		}
		if test.baseline.Result != nil || test.baseline.Response != nil {
			threshold = threshold.Against(test.baseline, shopRun.Plan)
		}
		standing := threshold.Hold(measured(100, 40, time.Millisecond))
		if (standing.Undecided != "") != (test.says != "") || !strings.Contains(standing.Undecided, test.says) || standing.Met == (test.says != "") {
			t.Errorf("%s: %+v", name, standing)
		}
	}
}

func TestThresholdsOfABaselineAreRead(t *testing.T) {
	t.Parallel()
	for expression, words := range map[string]string{
		"p95<max(1.3*baseline,baseline+50ms)": "p95 < max(1.3 * baseline, baseline + 50 ms)",
		"p99 <= baseline*1.2":                 "p99 <= 1.2 * baseline",
		"p99 <= baseline * 1.2 + 0.01s":       "p99 <= 1.2 * baseline + 10 ms",
		"p99 <= min ( 300ms , 2 * baseline )": "p99 <= min(300 ms, 2 * baseline)",
		"errors <= baseline + 0.5%":           "errors <= baseline + 0.5 %",
		"achieved_rps_p5 >= baseline - 10":    "achieved_rps_p5 >= baseline - 10",
		"p50<baseline":                        "p50 < baseline",
	} {
		threshold, err := ParseThreshold(expression)
		if err != nil || threshold.String() != words || !threshold.Relative() {
			t.Errorf("%s: %s, %v", expression, threshold, err)
			continue
		}
		if again, err := ParseThreshold(threshold.String()); err != nil || again.String() != words {
			t.Errorf("%s is not read again: %v", words, err)
		}
	}
	for expression, says := range map[string]string{
		"p99<2baseline": "written as baseline", "p99<baseline 2": "written as baseline", "p99<baseline+": "write it as 300ms", "p99<baseline+50": "write it as 300ms",
		"p99<-1*baseline": "no factor", "p99<0*baseline": "no factor", "p99<NaN*baseline": "no factor", "p99<max(baseline)": "takes two values", "p99<max(baseline,1s": "takes two values",
		"p99<baseline*baseline": "no factor", "p99<2*baseline*2": "written as baseline", "p99<max(1s,2s,3s)": "takes two values",
	} {
		if _, err := ParseThreshold(expression); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want %q", expression, err, says)
		}
	}
	if len(BaselineThresholds()) != 1 {
		t.Error("the thresholds that hold by themselves are not read")
	}
}

func FuzzParseThreshold(f *testing.F) {
	for _, seed := range []string{"p99<300ms", "errors<=0.5%", "p95 < max(1.3 * baseline, baseline + 50 ms)", "p99 <= baseline*1.2+1s", "achieved_rps_p5 >= min(baseline, 5)", "max<1e9s"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		threshold, err := ParseThreshold(text)
		if err != nil {
			return
		}
		again, err := ParseThreshold(threshold.String())
		if err != nil || again.String() != threshold.String() {
			t.Errorf("%q became %q: %v", text, threshold, err)
		}
	})
}

// A log that golive wrote is read again, without the warm-up.
func TestAHistogramLogIsReadAgain(t *testing.T) {
	t.Parallel()
	var written bytes.Buffer
	log, err := NewHistogramLog(&written, time.Date(2026, 11, 29, 8, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	sum := NewHistogram()
	for second := range 5 {
		interval := newInterval(0)
		interval.Start, interval.End = time.Duration(second)*time.Second, time.Duration(second+1)*time.Second
		for request := range 100 {
			taken := time.Duration(request*(second+1)) * time.Millisecond / 10
			if second == 0 {
				interval.WarmUp.Response.Record(time.Minute)
				continue
			}
			interval.Measured.Response.Record(taken)
			sum.Record(taken)
		}
		if err := log.Add(interval); err != nil {
			t.Fatal(err)
		}
	}
	read, err := ReadHistogramLog(bytes.NewReader(written.Bytes()))
	if err != nil || !read.counts.Equals(sum.counts) {
		t.Fatalf("%v: %d of %d times", err, read.Count(), sum.Count())
	}
	within(t, "the longest", read.Longest(), sum.Longest(), 0.001)
	for name, text := range map[string]string{"nothing": "", "text": "hello\n", "half a line": "1.0,1.0,1.0,HISTFAAA\n", "a line that is none": "Tag=\n"} {
		if _, err := ReadHistogramLog(strings.NewReader(text)); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}
