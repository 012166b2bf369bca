package load

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Threshold is what a result is held to: "p99 <= 300 ms".
type Threshold struct {
	measure measure
	compare string // <, <=, > or >=
	bound   bound
	// value is the bound's number. It follows from a baseline where the bound does.
	value float64
	open  string // why a baseline gives no number; empty: it does, or there is none to give it
}

// measure is something that a threshold can be about.
type measure struct {
	name  string
	unit  string  // "ms", "%" or nothing, for a rate
	share float64 // of a percentile
	of    func(Outcome) float64
	// despite is the same with all taken off that a late generator may have added; nil:
	// that cannot be told.
	despite func(Outcome) float64
	step    string // of a scenario that it is about alone; empty: it is about all requests
}

func measures() []measure {
	share := func(part, whole int64) float64 {
		if whole == 0 {
			return math.NaN()
		}
		return 100 * float64(part) / float64(whole)
	}
	list := []measure{
		{
			name: "errors", unit: "%", of: func(o Outcome) float64 { return share(o.Measured.Errors(), o.Measured.Ended()) },
			despite: func(o Outcome) float64 { return share(answered(o.Measured.ended), o.Measured.Ended()) },
		},
		{name: "offered_rps", of: Outcome.OfferedRate},
		{name: "achieved_rps", of: Outcome.AchievedRate},
		{name: "achieved_rps_p5", of: Outcome.AchievedLow},
		{
			name: "max", unit: "ms", of: func(o Outcome) float64 { return inMilliseconds(o.Measured.Response.Longest()) },
			despite: func(o Outcome) float64 { return o.despiteLateness(o.Measured.Service.Longest()) },
		},
	}
	for name, share := range Quantiles() {
		list = append(list, measure{
			name: name, unit: "ms", share: share, of: func(o Outcome) float64 { return inMilliseconds(o.Measured.Response.Quantile(share)) },
			despite: func(o Outcome) float64 { return o.despiteLateness(o.Measured.Service.Quantile(share)) },
		})
	}
	return list
}

// Quantiles are the percentiles of results, and the shares that they stand for.
func Quantiles() map[string]float64 {
	return map[string]float64{"p50": 0.5, "p90": 0.9, "p95": 0.95, "p99": 0.99, "p999": 0.999}
}

func inMilliseconds(taken time.Duration) float64 { return float64(taken) / float64(time.Millisecond) }

// ParseThreshold reads a threshold: a measure (p50, p90, p95, p99, p999, max,
// errors, offered_rps, achieved_rps or achieved_rps_p5), one of <, <=, > and >=,
// and a value: a time with ms or s, a share with %, a rate without a unit, or what
// follows from a baseline: "p95 < max(1.3 * baseline, baseline + 50 ms)".
func ParseThreshold(text string) (Threshold, error) {
	index := strings.IndexAny(text, "<>")
	if index < 0 {
		return Threshold{}, fmt.Errorf("%q is no threshold: write one like p99<300ms or errors<=0.5%%", text)
	}
	name, step := ofStep(text[:index])
	name, rest := strings.ReplaceAll(name, ".", ""), text[index:]
	compare := rest[:1]
	if strings.HasPrefix(rest[1:], "=") {
		compare = rest[:2]
	}
	for _, measure := range measures() {
		if measure.name != name {
			continue
		}
		if step != "" {
			var err error
			if measure, err = measure.ofStep(step); err != nil {
				return Threshold{}, fmt.Errorf("%q: %w", text, err)
			}
		}
		bound, err := measure.bound(strings.TrimSpace(rest[len(compare):]))
		if err != nil {
			return Threshold{}, fmt.Errorf("%q: %w", text, err)
		}
		if bound.relative() && step != "" {
			return Threshold{}, fmt.Errorf("%q: what is asked of a step follows from no baseline: write a number", text)
		}
		threshold := Threshold{measure: measure, compare: compare, bound: bound}
		if bound.relative() {
			threshold.open = "it needs a baseline"
		} else {
			threshold.value = bound.of(0)
		}
		return threshold, nil
	}
	return Threshold{}, fmt.Errorf("%q: there is no %q; there are p50, p90, p95, p99, p999, max, errors, offered_rps, achieved_rps and achieved_rps_p5", text, name)
}

// parse reads a value in the measure's unit.
func (m measure) parse(text string) (float64, error) {
	factor := 1.0
	number := text
	switch m.unit {
	case "ms":
		var found bool
		if number, found = strings.CutSuffix(text, "ms"); !found {
			if number, found = strings.CutSuffix(text, "s"); !found {
				return 0, fmt.Errorf("%s is a time: write it as 300ms or 0.3s", m.name)
			}
			factor = 1000
		}
	case "%":
		var found bool
		if number, found = strings.CutSuffix(text, "%"); !found {
			return 0, fmt.Errorf("%s is a share of the requests: write it as 0.5%%", m.name)
		}
	}
	value, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if err != nil || math.IsNaN(value) || math.IsInf(value, 0) || value < 0 {
		return 0, fmt.Errorf("%q is no number from 0 on", strings.TrimSpace(number))
	}
	return value * factor, nil
}

// Measure returns what the threshold is about: "p99", "errors", "achieved_rps" …
func (t Threshold) Measure() string { return t.measure.name }

// String writes the threshold as results show it.
func (t Threshold) String() string {
	return t.measure.name + " " + t.compare + " " + t.bound.words(t.measure.unit)
}

// Relative reports whether what the threshold asks for follows from a baseline.
func (t Threshold) Relative() bool { return t.bound.relative() }

// Standing is what became of a threshold.
type Standing struct {
	Threshold Threshold
	Observed  float64 // in the threshold's unit
	Met       bool
	// Undecided says why the threshold cannot be said to be met or missed; empty: it
	// can.
	Undecided string
	// Despite says that it is missed whatever a late generator may have added.
	Despite bool
}

// Hold holds an outcome to the threshold.
func (t Threshold) Hold(outcome Outcome) Standing {
	samples := outcome.Measured.Response.Count()
	if t.measure.step != "" {
		samples = outcome.step(t.measure.step).Response.Count()
	}
	standing := t.HoldValue(t.measure.of(outcome), samples)
	if !standing.Met && standing.Undecided == "" && t.measure.despite != nil {
		standing.Despite = !t.meets(t.measure.despite(outcome))
	}
	return standing
}

// HoldValue holds a value, in the threshold's unit, to the threshold; NaN says that there
// is none. samples is how many requests were timed.
func (t Threshold) HoldValue(observed float64, samples int64) Standing {
	standing := Standing{Threshold: t, Observed: observed}
	switch {
	case math.IsNaN(observed), t.measure.unit == "ms" && samples == 0:
		standing.Observed, standing.Undecided = 0, "no request was measured"
		return standing
	case !t.measure.enough(samples):
		standing.Undecided = t.measure.tooFew(samples)
	case t.open != "":
		standing.Undecided = t.String() + ": " + t.open
	}
	standing.Met = t.meets(observed) && standing.Undecided == ""
	return standing
}

// leastBeyond is how many requests have to lie beyond a percentile: fewer say little of it.
const leastBeyond = 10

// enough reports whether so many requests say something of the measure.
func (m measure) enough(samples int64) bool {
	return m.share == 0 || float64(samples)*(1-m.share) >= leastBeyond-1e-6
}

func (m measure) tooFew(samples int64) string {
	return fmt.Sprintf("%d requests are too few for %s: it takes %.0f", samples, m.name, leastBeyond/(1-m.share))
}

// meets compares a value with the threshold's.
func (t Threshold) meets(observed float64) bool {
	switch t.compare {
	case "<":
		return observed < t.value
	case "<=":
		return observed <= t.value
	case ">":
		return observed > t.value
	default:
		return observed >= t.value
	}
}

// DefaultThresholds are those that hold whatever else is asked: the rate is served
// in nineteen of twenty seconds, and no more than one request in a hundred fails.
func DefaultThresholds(rate float64) []Threshold {
	served, errors := measure{}, measure{}
	for _, one := range measures() {
		switch one.name {
		case "achieved_rps_p5":
			served = one
		case "errors":
			errors = one
		}
	}
	const most = 1
	least := LeastServed(rate)
	return []Threshold{
		{measure: served, compare: ">=", bound: bound{terms: []term{{plus: least}}}, value: least},
		{measure: errors, compare: "<=", bound: bound{terms: []term{{plus: most}}}, value: most},
	}
}

// LeastServed is what has to be served of a rate in nineteen of twenty seconds. Of a
// low rate, one request may fall into the next second.
func LeastServed(rate float64) float64 {
	const share = 0.98
	return max(min(share*rate, rate-1), 0)
}
