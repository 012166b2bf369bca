package load

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/golive-app/golive/checks"
)

// ResultSchema names the format of a result in JSON.
const ResultSchema = "golive.load/1"

// Result is the outcome of a run with its verdict, as `golive load --format json`
// prints it. Counts, rates and times are of what was due after the warm-up, which
// stands apart. Keys may be added; none is renamed, removed or given another
// meaning.
type Result struct {
	Schema        string          `json:"schema"`
	URL           string          `json:"url"`
	TargetRPS     float64         `json:"target_rps"`
	OfferedRPS    float64         `json:"offered_rps"`
	AchievedRPS   float64         `json:"achieved_rps"`
	AchievedRPSP5 float64         `json:"achieved_rps_p5"`
	DurationS     float64         `json:"duration_s"`
	Requests      int64           `json:"requests"`
	Users         int             `json:"users"` // connections that were open at most, at once
	Errors        ResultErrors    `json:"errors"`
	Latency       Percentiles     `json:"latency_ms"` // from when a request was due
	Service       Percentiles     `json:"service_ms"` // from when it was sent
	Lag           Percentiles     `json:"lag_ms"`     // by which the generator was late
	Steps         []ResultStep    `json:"steps"`
	WarmUp        ResultWarmUp    `json:"warm_up"`
	Sessions      *ResultSessions `json:"sessions,omitempty"` // of a scenario's users
	Generator     ResultHealth    `json:"generator"`
	Thresholds    []ResultHolds   `json:"thresholds"`
	// Baseline is the earlier run that it was held against, where one was.
	Baseline *ResultBaseline `json:"baseline,omitempty"`
	// Limit is the highest rate that holds, where it was looked for.
	Limit          *Limit         `json:"limit,omitempty"`
	Verdict        string         `json:"verdict"`
	Reason         string         `json:"reason"`
	Seconds        []Second       `json:"-"`
	FailureReasons []FailureCount `json:"-"`
}

// ResultErrors counts the requests that were not served, by why.
type ResultErrors struct {
	Total   int64 `json:"total"`
	Status  int64 `json:"status"`
	Timeout int64 `json:"timeout"`
	Connect int64 `json:"connect"`
	Check   int64 `json:"check"`
	// Extraction counts the answers that had not what a later step needs.
	Extraction int64 `json:"extraction"`
}

// Percentiles are times in milliseconds.
type Percentiles struct {
	P50  float64 `json:"p50"`
	P90  float64 `json:"p90"`
	P95  float64 `json:"p95"`
	P99  float64 `json:"p99"`
	P999 float64 `json:"p999"`
	Max  float64 `json:"max"`
}

// ResultStep is a kind of request.
type ResultStep struct {
	Name     string      `json:"name"`
	Requests int64       `json:"requests"`
	Errors   int64       `json:"errors"`
	Start    bool        `json:"start,omitempty"` // every user does it once, before its first flow; the warm-up's count, too
	Latency  Percentiles `json:"latency_ms"`      // from when it was due: of a flow's first step with the time in which no user was free
	Service  Percentiles `json:"service_ms"`      // from when it was sent
}

// ResultWarmUp is what happened before measuring began.
type ResultWarmUp struct {
	DurationS float64     `json:"duration_s"`
	Requests  int64       `json:"requests"`
	Errors    int64       `json:"errors"`
	Latency   Percentiles `json:"latency_ms"`
}

// ResultHealth says whether the generator itself was the limit.
type ResultHealth struct {
	CPU     float64 `json:"cpu"` // share of the processors that it may use: 1 is all of them
	Limited bool    `json:"limited"`
	// Late says that it sent some requests late, and was the limit in nothing else: what
	// was missed by more than that explains stands, and nothing passes.
	Late bool `json:"late,omitempty"`
}

// ResultHolds is a threshold, and whether it is met.
type ResultHolds struct {
	Expression string  `json:"expression"`
	Observed   float64 `json:"observed"` // in the expression's unit
	Met        bool    `json:"met"`
	// Limit is what the expression asks for where that follows from a baseline.
	Limit     *float64 `json:"limit,omitempty"`
	Undecided bool     `json:"-"` // too little was measured to say
}

// FailureCount is a kind of error with the first reason that was seen for it.
type FailureCount struct {
	Name    string
	Count   int64
	Example string
}

// NewResult judges an outcome. address is shown as it is: it holds no password.
func NewResult(address, step string, outcome Outcome, thresholds []Threshold) Result {
	measured, warmUp := outcome.Measured, outcome.WarmUp
	var standings []Standing
	result := Result{
		Schema: ResultSchema, URL: address, TargetRPS: outcome.Plan.Rate,
		OfferedRPS: rounded(outcome.OfferedRate()), AchievedRPS: rounded(outcome.AchievedRate()), AchievedRPSP5: rounded(outcome.AchievedLow()),
		DurationS: rounded(outcome.Length().Seconds()), Requests: measured.Ended(), Users: outcome.Connections,
		Errors: ResultErrors{
			Total: measured.Errors(), Status: measured.Of(WrongStatus), Timeout: measured.Of(TimedOut),
			Connect: measured.Of(NoConnection), Check: measured.Of(WrongAnswer) + measured.Of(FailedCheck), Extraction: measured.Of(NotExtracted),
		},
		Latency: percentiles(measured.Response), Service: percentiles(measured.Service), Lag: percentiles(measured.Lag),
		Steps:     resultSteps(step, outcome),
		Sessions:  resultSessions(outcome),
		WarmUp:    ResultWarmUp{outcome.Plan.WarmUp.Seconds(), warmUp.Ended(), warmUp.Errors(), percentiles(warmUp.Response)},
		Generator: ResultHealth{CPU: rounded(outcome.Processor), Late: outcome.onlyLate()}, Thresholds: []ResultHolds{}, Seconds: outcome.Seconds,
	}
	for _, threshold := range thresholds {
		standing := threshold.Hold(outcome)
		standings = append(standings, standing)
		result.Thresholds = append(result.Thresholds, standing.result())
	}
	for failure := Served + 1; failure < failures; failure++ {
		if count := measured.Of(failure) + warmUp.Of(failure); count > 0 {
			result.FailureReasons = append(result.FailureReasons, FailureCount{failure.String(), count, outcome.Example[failure]})
		}
	}
	result.Generator.Limited = len(outcome.limitedBy(standings)) > 0
	verdict, reason := Judge(outcome, standings)
	result.Verdict, result.Reason = verdict.String(), reason
	return result
}

// Unloaded is the result where no request was sent at all, for a reason.
func Unloaded(address, step string, outcome Outcome, reason string) Result {
	result := NewResult(address, step, outcome, nil)
	result.Verdict, result.Reason = checks.Unknown.String(), reason
	result.Generator.Limited = false // it had nothing to do
	return result
}

// WriteJSON writes the result as golive.load/1.
func (r Result) WriteJSON(writer io.Writer) error {
	encoder := json.NewEncoder(writer)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(r); err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	return nil
}

func percentiles(of *Histogram) Percentiles {
	at := func(share float64) float64 { return rounded(inMilliseconds(of.Quantile(share))) }
	of100 := Quantiles()
	return Percentiles{
		P50: at(of100["p50"]), P90: at(of100["p90"]), P95: at(of100["p95"]), P99: at(of100["p99"]), P999: at(of100["p999"]),
		Max: rounded(inMilliseconds(max(of.Longest(), time.Duration(0)))),
	}
}

// rounded leaves as many digits as were measured.
func rounded(value float64) float64 {
	const thousandth = 1000
	return math.Round(value*thousandth) / thousandth
}
