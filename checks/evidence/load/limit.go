package load

import (
	"fmt"
	"time"

	"github.com/golive-app/golive/checks"
)

// Limit is the highest rate that a service sustains, as far as a search found it.
type Limit struct {
	// Verdict is pass where the limit is the service's, and known to a few percent; else
	// unknown, since a rate that something else ended is no limit of the service.
	Verdict  string       `json:"verdict"`
	Reason   string       `json:"reason"`
	Bound    string       `json:"bound"`              // what ended the search
	RPS      float64      `json:"rps"`                // the highest rate that was held; 0: none was
	Headroom *float64     `json:"headroom,omitempty"` // the share by which that is above the rate asked for; below it: negative
	Latency  *Percentiles `json:"latency_ms,omitempty"`
	Stages   []LimitStage `json:"stages"`

	Asked  float64     `json:"-"`
	Held   *LimitStage `json:"-"`
	Missed *LimitStage `json:"-"`
}

// LimitStage is one rate that a search tried.
type LimitStage struct {
	Rate          float64     `json:"target_rps"`
	AchievedRPSP5 float64     `json:"achieved_rps_p5"`
	Requests      int64       `json:"requests"`
	Errors        int64       `json:"errors"`
	Latency       Percentiles `json:"latency_ms"`
	DurationS     float64     `json:"duration_s"`
	Verdict       string      `json:"verdict"`
	Reason        string      `json:"reason"`

	limited, interrupted bool
}

// What became of a stage.
type stageVerdict int

const (
	stageUndecided stageVerdict = iota
	stageHeld
	stageMissed
	stageLimited // golive was the limit
	stageInterrupted
)

func (s LimitStage) verdict() stageVerdict {
	switch {
	case s.interrupted:
		return stageInterrupted
	case s.limited:
		return stageLimited
	case s.Verdict == checks.Pass.String():
		return stageHeld
	case s.Verdict == checks.Fail.String():
		return stageMissed
	default:
		return stageUndecided
	}
}

// Stage returns the result as a stage of a search.
func (r Result) Stage(outcome Outcome) LimitStage {
	return LimitStage{
		Rate: r.TargetRPS, AchievedRPSP5: r.AchievedRPSP5, Requests: r.Requests, Errors: r.Errors.Total, Latency: r.Latency, DurationS: r.DurationS,
		Verdict: r.Verdict, Reason: r.Reason, limited: r.Generator.Limited, interrupted: outcome.Stopped == interrupted,
	}
}

// settle says what the search came to.
func (l *Limit) settle(words string) {
	l.Verdict = checks.Unknown.String()
	held := "no rate was held"
	if l.Held != nil {
		l.RPS, l.Latency = l.Held.Rate, &l.Held.Latency
		headroom := rounded(l.Held.Rate/l.Asked - 1)
		l.Headroom = &headroom
		held = fmt.Sprintf("%s/s was held, with p99 %s ms", Figure(l.RPS), Figure(l.Latency.P99))
	}
	switch l.Bound {
	case BoundService:
		l.Verdict = checks.Pass.String()
		if l.Missed != nil {
			held += fmt.Sprintf("; %s/s was not: %s", Figure(l.Missed.Rate), l.Missed.Reason)
		}
		if l.Held == nil {
			l.Verdict = checks.Unknown.String()
		}
		l.Reason = held
	case BoundGenerator:
		l.Reason = held
		if l.Missed != nil {
			l.Reason = fmt.Sprintf("%s; at %s/s golive itself was the limit: the service's is not known", held, Figure(l.Missed.Rate))
		}
	case BoundMost:
		l.Reason = held + ", and no higher rate may be tried: the limit is above it"
	case BoundTime:
		l.Reason = held + "; no time was left to look further"
		if l.Missed != nil {
			l.Reason = fmt.Sprintf("%s and %s/s was not; no time was left to narrow it down", held, Figure(l.Missed.Rate))
		}
	case BoundInterrupted:
		l.Reason = held + "; the search was interrupted"
	case BoundGone:
		l.Reason = held + "; the service did not answer any more: " + words
	default:
		l.Reason = held + "; a stage could not be judged: " + words
	}
}

// Limiter runs a search.
type Limiter struct {
	// Run sends a plan, and returns its outcome. An error says that it cannot be run.
	Run func(plan Plan, number int) (Outcome, error)
	// Ready returns nil once the service answers again.
	Ready func() error
	Now   func() time.Time
}

// FindLimit runs stages until the highest rate is found that holds, after a first run at
// the rate that was asked for. base is its plan. judge judges the outcome of a stage.
func (l Limiter) FindLimit(options SearchOptions, base Plan, first LimitStage, judge func(Outcome) Result) (Limit, error) {
	search := NewSearch(options, first)
	stages := []LimitStage{first}
	for {
		plan, more := search.Next(base)
		if !more {
			return search.Limit(stages), nil
		}
		if err := l.Ready(); err != nil {
			search.Stop(err.Error())
			return search.Limit(stages), nil
		}
		began := l.Now()
		outcome, err := l.Run(plan, len(stages))
		if err != nil {
			return search.Limit(stages), err
		}
		stage := judge(outcome).Stage(outcome)
		search.Take(stage, l.Now().Sub(began))
		stages = append(stages, stage)
	}
}
