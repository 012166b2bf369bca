package load

import (
	"errors"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Baseline is an earlier run that a run is held against. It has a result, or the response
// times alone, or both.
type Baseline struct {
	Source   string     // where it was read
	Result   *Result    // nil: nothing is known but the times
	Response *Histogram // nil: nothing is known of the times but the result's percentiles
}

// ErrBaseline says that an earlier run is none to hold a run against.
var ErrBaseline = errors.New("no baseline for this run")

// Intent is what a run is going to send, as far as baselines are concerned.
type Intent struct {
	URL   string
	Steps []string // the names of its kinds of requests
	Plan  Plan
}

// How far two runs may be apart.
const (
	sameRate   = 0.05 // of the rate: at another one a service has other times
	sameLength = 2.0  // times the duration
)

// Refuses returns why a run must not be held against the baseline: the comparison would
// mislead. nil: it may be.
func (b Baseline) Refuses(intent Intent) error {
	refuse := func(format string, arguments ...any) error {
		return fmt.Errorf("%w: %s", ErrBaseline, fmt.Sprintf(format, arguments...))
	}
	if b.Result == nil {
		if b.Response == nil || b.Response.Count() == 0 {
			return refuse("it holds no times")
		}
		return nil
	}
	switch earlier := b.Result; {
	case earlier.Requests == 0:
		return refuse("it holds no requests (%s)", earlier.Reason)
	case earlier.Generator.Limited, earlier.Generator.Late:
		return refuse("its generator was the limit, so that its times are not the service's")
	case math.Abs(earlier.TargetRPS-intent.Plan.Rate) > sameRate*intent.Plan.Rate:
		return refuse("it was measured at %s requests a second, and this run sends %s: at another rate a service has other times", Figure(earlier.TargetRPS), Figure(intent.Plan.Rate))
	case !slices.Equal(stepNames(earlier.Steps), slices.Sorted(slices.Values(intent.Steps))):
		return refuse("it sent %s, and this run sends %s", strings.Join(stepNames(earlier.Steps), ", "), strings.Join(intent.Steps, ", "))
	default:
		return nil
	}
}

func stepNames(steps []ResultStep) []string {
	var names []string
	for _, step := range steps {
		names = append(names, step.Name)
	}
	slices.Sort(names)
	return names
}

// Notes says what is different about the baseline and may matter.
func (b Baseline) Notes(intent Intent) []string {
	if b.Result == nil {
		return []string{"a histogram log does not tell what was loaded, nor at which rate"}
	}
	var notes []string
	if earlier, now := hostOf(b.Result.URL), hostOf(intent.URL); earlier != now {
		notes = append(notes, fmt.Sprintf("it loaded %s, and this run loads %s", earlier, now))
	}
	if !b.sameLength(intent.Plan) {
		notes = append(notes, fmt.Sprintf("it took %s, and this run takes %s", seconds(b.Result.DurationS), intent.Plan.Duration))
	}
	if b.Result.Verdict == "fail" {
		notes = append(notes, "it failed itself: "+b.Result.Reason)
	}
	return notes
}

func seconds(number float64) time.Duration {
	return time.Duration(number * float64(time.Second)).Round(100 * time.Millisecond)
}

// sameLength reports whether the baseline took about as long as a plan asks for.
func (b Baseline) sameLength(plan Plan) bool {
	if b.Result == nil {
		return true
	}
	earlier, now := b.Result.DurationS, plan.Duration.Seconds()
	return earlier <= sameLength*now && now <= sameLength*earlier
}

// hostOf returns scheme and host of an address.
func hostOf(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return address
	}
	return parsed.Scheme + "://" + parsed.Host
}

// Times returns the response times.
func (b Baseline) Times() Percentiles {
	if b.Response != nil {
		return percentiles(b.Response)
	}
	return b.Result.Latency
}

// timed returns how many requests the times are of.
func (b Baseline) timed() int64 {
	if b.Response != nil {
		return b.Response.Count()
	}
	return b.Result.Requests - b.Result.Errors.Total + b.Result.Errors.Timeout
}

// value returns what a measure was, in its unit, or why the baseline does not tell it.
func (b Baseline) value(measure measure, plan Plan) (value float64, open string) {
	if measure.unit == "ms" {
		switch {
		case !measure.enough(b.timed()):
			return 0, "of the baseline, " + measure.tooFew(b.timed())
		case measure.name == "max" && !b.sameLength(plan):
			return 0, "the longer a run, the longer its longest time, and the baseline took another time"
		}
		return b.Times().Named()[measure.name], ""
	}
	if b.Result == nil {
		return 0, "a histogram log does not tell " + measure.name
	}
	switch measure.name {
	case "errors":
		return 100 * float64(b.Result.Errors.Total) / float64(b.Result.Requests), ""
	case "offered_rps":
		return b.Result.OfferedRPS, ""
	case "achieved_rps":
		return b.Result.AchievedRPS, ""
	default:
		return b.Result.AchievedRPSP5, ""
	}
}

// Against returns the threshold with what it asks for by a baseline.
func (t Threshold) Against(baseline Baseline, plan Plan) Threshold {
	if !t.Relative() {
		return t
	}
	value, open := baseline.value(t.measure, plan)
	t.value, t.open = t.bound.of(value), open
	return t
}

// BaselineThresholds are those that a baseline is held to where nobody says otherwise: a
// share alone would fail a service of one millisecond for a half, and a time alone pass
// one of a second for a third.
func BaselineThresholds() []Threshold {
	threshold, err := ParseThreshold("p95 < max(1.3 * baseline, baseline + 50ms)")
	if err != nil {
		return nil // a test reads it
	}
	return []Threshold{threshold}
}
