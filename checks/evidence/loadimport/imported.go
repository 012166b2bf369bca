package loadimport

import (
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/load"
)

// Grade is that of an imported result: a record bound to the content of a CI run,
// weaker than what golive measures itself, since nobody knows what was loaded and how.
const Grade = checks.E3

// ErrFormat is returned for what is no result of a tool that is known.
var ErrFormat = errors.New("no known result of a load test")

// ErrTooLarge is returned beyond a limit: half a result is no result.
var ErrTooLarge = errors.New("larger than is read of a load test's result")

// Tool is a program that puts load on a service.
type Tool string

// The tools that are known.
const (
	K6        Tool = "k6"
	Gatling   Tool = "Gatling"
	JMeter    Tool = "JMeter"
	Locust    Tool = "Locust"
	Vegeta    Tool = "vegeta"
	Wrk       Tool = "wrk"
	Wrk2      Tool = "wrk2"
	Artillery Tool = "Artillery"
	Fortio    Tool = "fortio"
	Golive    Tool = "golive"
)

// Model says when a tool sends the next request.
type Model string

// The models.
const (
	Open   Model = "open"   // by the clock, whether or not earlier ones were answered
	Closed Model = "closed" // once an earlier one was answered
	Untold Model = ""       // the format does not tell
)

// Imported is the result of one load test. What a format does not tell is NaN for a
// number that is measured, -1 for a count, and empty for the rest.
type Imported struct {
	Tool     Tool
	Version  string // of the tool
	Format   string // of the file: "summary export"
	Name     string // under which it was read
	URL      string
	Began    time.Time
	Duration time.Duration
	Model    Model

	Target   float64 // requests a second that were asked for
	Offered  float64 // that were sent
	Achieved float64 // that were answered in order, over the whole run
	Low      float64 // that were answered in nineteen of twenty seconds
	Requests int64   // that ended, in whatever way
	Errors   int64   // of them, those that were not served
	Kinds    map[string]int64
	Unsent   int64 // requests, or users with theirs, that the tool says it never sent

	// Times are response times in milliseconds: "p50", "p90", "p95", "p99", "p999"
	// and "max", those that are told.
	Times map[string]float64
	Timed int64 // requests that the times are of
	Exact bool  // the times are those of all requests, not of a sketch or of buckets
	Steps []Step
	Holds []Hold // what the run itself was held to
	// Limited says why the tool, not the service, may have been the limit.
	Limited string
	// Caveats say what the numbers leave out, a sentence each without a full stop.
	Caveats []string
}

// Step is a kind of request.
type Step struct {
	Name             string
	Requests, Errors int64
	Times            map[string]float64
}

// Hold is a threshold that the run was given, judged anew from its values.
type Hold struct {
	Expression string
	Observed   float64
	Met        bool
	// Undecided says why it is neither met nor missed; empty: it is one of them.
	Undecided string
}

// newImported returns a result of which nothing is told yet.
func newImported(tool Tool, format string) Imported {
	return Imported{
		Tool: tool, Format: format, Target: math.NaN(), Offered: math.NaN(), Achieved: math.NaN(), Low: math.NaN(),
		Requests: -1, Errors: -1, Unsent: -1, Kinds: map[string]int64{}, Times: map[string]float64{},
	}
}

// Title names the result for people: "k6 1.8.1, summary export".
func (i Imported) Title() string {
	title := string(i.Tool)
	if i.Version != "" {
		title += " " + i.Version
	}
	return title + ", " + i.Format
}

// ErrorShare returns the share of requests that failed: 1 is all. NaN: not told.
func (i Imported) ErrorShare() float64 {
	if i.Requests <= 0 || i.Errors < 0 {
		return math.NaN()
	}
	return float64(i.Errors) / float64(i.Requests)
}

// Hold holds the result to a threshold of golive's.
func (i Imported) Hold(threshold load.Threshold) load.Standing {
	observed := math.NaN()
	switch measure := threshold.Measure(); measure {
	case "errors":
		const percent = 100
		observed = percent * i.ErrorShare()
	case "offered_rps":
		observed = i.Offered
	case "achieved_rps":
		observed = i.Achieved
	case "achieved_rps_p5":
		observed = i.Low
	default:
		if told, found := i.Times[measure]; found {
			observed = told
		}
	}
	standing := threshold.HoldValue(observed, max(i.Timed, 0))
	if math.IsNaN(observed) && i.Requests != 0 {
		standing.Undecided = fmt.Sprintf("%s does not tell %s", i.Title(), threshold.Measure())
	}
	return standing
}

// say adds a caveat.
func (i *Imported) say(format string, arguments ...any) {
	i.Caveats = append(i.Caveats, fmt.Sprintf(format, arguments...))
}

// What several tools leave out.
const (
	fromSent = "times count from when a request was sent, not from when it was due"
	waiting  = "whoever waits for an answer sends nothing meanwhile: the times leave out requests that were never sent"
	merged   = "percentiles are the tool's own, from a sketch or from buckets, and are not exact"
)

// finish checks that what was read makes sense: a document that says otherwise is none.
func (i Imported) finish() (Imported, error) {
	for _, number := range []float64{i.Target, i.Offered, i.Achieved, i.Low} {
		if math.IsInf(number, 0) || number < 0 {
			return Imported{}, fmt.Errorf("%w: a rate of %g", ErrFormat, number)
		}
	}
	for name, number := range i.Times {
		if math.IsNaN(number) || math.IsInf(number, 0) || number < 0 {
			return Imported{}, fmt.Errorf("%w: a time of %g ms for %s", ErrFormat, number, name)
		}
	}
	if i.Timed == 0 && len(i.Times) > 0 {
		i.Timed = i.Requests
	}
	if i.Errors > i.Requests || i.Requests < -1 || i.Errors < -1 || i.Duration < 0 {
		return Imported{}, fmt.Errorf("%w: %d errors of %d requests", ErrFormat, i.Errors, i.Requests)
	}
	return i, nil
}
