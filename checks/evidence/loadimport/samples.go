package loadimport

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/golive-app/golive/checks/evidence/load"
	"github.com/golive-app/golive/config/regex"
)

// sample is one request, as a format lists it.
type sample struct {
	step   string
	sent   time.Time
	taken  time.Duration
	failed string // why it counts as an error; empty: it was served
}

// waited reports whether somebody gave up waiting for the answer, at least so long.
func (s sample) waited() bool { return s.failed != "" && gaveUp.MatchString(s.failed) }

var gaveUp = regex.New(`(?i)time[d-]?\s?-?out|timeout|deadline exceeded`)

// samples adds up requests that a format lists one by one, in a bounded size.
type samples struct {
	requests, errors int64
	kinds            map[string]int64
	times            *load.Histogram
	first, last      time.Time // the first was sent, the last ended
	began, sent      time.Time // the first ended, the last was sent
	served           map[int64]int64
	steps            map[string]*stepSamples
	order            []string
}

type stepSamples struct {
	requests, errors int64
	times            *load.Histogram
}

func newSamples() *samples {
	return &samples{kinds: map[string]int64{}, times: load.NewHistogram(), served: map[int64]int64{}, steps: map[string]*stepSamples{}}
}

// Bounds of what foreign times and names make of it.
const (
	longest   = 7 * 24 * time.Hour
	mostKinds = 100
	others    = "others"
)

func (s *samples) add(one sample) error {
	if one.taken < 0 || one.taken > longest || one.sent.Before(time.Unix(0, 0)) {
		return fmt.Errorf("%w: a request that took %s", ErrFormat, one.taken)
	}
	end := one.sent.Add(one.taken)
	if s.requests == 0 || one.sent.Before(s.first) {
		s.first = one.sent
	}
	if s.requests == 0 || end.Before(s.began) {
		s.began = end
	}
	s.last, s.sent = later(s.last, end), later(s.sent, one.sent)
	if s.last.Sub(s.first) > longest {
		return fmt.Errorf("%w: a run of more than a week", ErrTooLarge)
	}
	step := s.step(shortened(one.step))
	s.requests++
	step.requests++
	if one.failed != "" {
		s.errors++
		step.errors++
		kind := shortened(one.failed)
		if _, known := s.kinds[kind]; !known && len(s.kinds) >= mostKinds {
			kind = others
		}
		s.kinds[kind]++
	}
	// A refusal that comes fast must not make the service look fast. Who gave up
	// waiting waited at least so long.
	if one.failed != "" && !one.waited() {
		return nil
	}
	s.times.Record(one.taken)
	step.times.Record(one.taken)
	if one.failed == "" {
		s.served[end.Unix()]++
	}
	return nil
}

func (s *samples) step(name string) *stepSamples {
	if _, known := s.steps[name]; !known && len(s.steps) >= maxSteps {
		name = others
	}
	step := s.steps[name]
	if step == nil {
		step = &stepSamples{times: load.NewHistogram()}
		s.steps[name] = step
		s.order = append(s.order, name)
	}
	return step
}

// into tells a result what was added up.
func (s *samples) into(imported *Imported) {
	imported.Requests, imported.Errors, imported.Kinds = s.requests, s.errors, s.kinds
	imported.Exact, imported.Timed = true, s.times.Count()
	if s.requests == 0 {
		return
	}
	imported.Began, imported.Duration = s.first.UTC(), s.last.Sub(s.first)
	imported.Times = timesOf(s.times)
	if length := imported.Duration.Seconds(); length > 0 {
		imported.Offered = float64(s.requests) / length
		imported.Achieved = float64(s.requests-s.errors) / length
	}
	if rates := s.wholeSeconds(); len(rates) > 0 {
		imported.Low = low(rates)
	}
	for _, name := range s.order {
		step := s.steps[name]
		imported.Steps = append(imported.Steps, Step{name, step.requests, step.errors, timesOf(step.times)})
	}
}

func later(one, other time.Time) time.Time {
	if other.After(one) {
		return other
	}
	return one
}

// wholeSeconds returns how many requests were served in every second but the one in
// which answers began and the one in which the last request was sent, which the run
// filled in part alone. What was made up for after that counts for nothing.
func (s *samples) wholeSeconds() []float64 {
	var rates []float64
	for second := s.began.Unix() + 1; second < s.sent.Unix(); second++ {
		rates = append(rates, float64(s.served[second]))
	}
	return rates
}

// low returns the 5th percentile of some rates.
func low(rates []float64) float64 {
	const share = 20
	rates = slices.Clone(rates)
	slices.Sort(rates)
	return rates[(len(rates)-1)/share]
}

// timesOf returns a histogram's percentiles in milliseconds.
func timesOf(histogram *load.Histogram) map[string]float64 {
	times := map[string]float64{}
	if histogram.Count() == 0 {
		return times
	}
	for name, share := range load.Quantiles() {
		times[name] = inMilliseconds(histogram.Quantile(share))
	}
	times["max"] = inMilliseconds(histogram.Longest())
	return times
}

func inMilliseconds(taken time.Duration) float64 { return float64(taken) / float64(time.Millisecond) }

// milliseconds makes a time of a number of milliseconds; what is none becomes negative,
// which no sample takes.
func milliseconds(number float64) time.Duration {
	if !(number >= 0 && number <= float64(longest/time.Millisecond)) {
		return -1
	}
	return time.Duration(number * float64(time.Millisecond))
}

// statusFailure tells why an answer with a status counts as an error. A redirect counts
// as served, since the tools follow it and list it beside where it leads.
func statusFailure(status int) string {
	switch {
	case status == 0:
		return "no answer"
	case status >= 400:
		return "status " + strconv.Itoa(status)
	default:
		return ""
	}
}
