package load

import (
	"math"
	"slices"
	"time"
)

// SearchOptions say how the highest rate is looked for that a service sustains.
type SearchOptions struct {
	Start      float64       // the rate that was asked for, which has been run
	Most       float64       // no stage goes beyond it
	Stage      time.Duration // of a stage, at least
	WarmUp     time.Duration // before each
	Total      time.Duration // of the search
	Timeout    time.Duration // of a request: a stage may end as much later
	Thresholds []Threshold   // beside those that hold whatever is asked
}

// What ended a search.
const (
	BoundService     = "service"     // it misses the next higher rate
	BoundGenerator   = "generator"   // golive itself was the limit at the next higher rate
	BoundMost        = "max-rps"     // the highest rate that may be tried is held
	BoundTime        = "time"        // no time was left for another stage
	BoundUndecided   = "undecided"   // a stage could not be judged
	BoundInterrupted = "interrupted" // by who started it
	BoundGone        = "gone"        // the service does not answer any more
)

const (
	searchFactor   = 2.0  // by which the rate grows until it is missed
	searchPrecise  = 0.03 // how far apart the held and the missed rate may be at the end
	searchLowest   = 64.0 // parts of the first rate: what holds less is not worth a search
	searchAllowing = 1.05 // more than the fewest requests that a verdict takes
)

// Search looks for the highest rate that a service sustains: it doubles the rate until
// one is missed, or halves it until one is held, and narrows from there. A rate that is
// missed, or at which golive was the limit, is tried once more, since machines have other
// things to do at times. It decides
// which stage comes next, and runs none.
type Search struct {
	options    SearchOptions
	held       float64 // the highest rate that was held; 0: none was
	missed     float64 // the lowest rate that was not; 0: none was
	generator  bool    // golive, not the service, was why the lowest missed rate was
	repeat     bool    // the last rate once more
	last       float64
	spent      time.Duration
	bound      string
	boundWords string
}

// NewSearch returns a search after the first run, at the rate that was asked for.
func NewSearch(options SearchOptions, first LimitStage) *Search {
	search := &Search{options: options, last: options.Start}
	search.Take(first, 0)
	if first.verdict() == stageMissed { // it was a whole run, which needs no other
		search.repeat, search.missed = false, options.Start
	}
	return search
}

// Next returns the plan of the next stage; false where there is none.
func (s *Search) Next(base Plan) (plan Plan, more bool) {
	rate := s.last
	switch {
	case s.bound != "":
		return Plan{}, false
	case s.repeat:
	case s.missed == 0 && s.held >= s.options.Most:
		s.bound = BoundMost
		return Plan{}, false
	case s.missed == 0:
		rate = min(s.held*searchFactor, s.options.Most)
	case s.held == 0 && s.generator: // at a lower rate it would be the machine's noise
		s.bound = BoundGenerator
		return Plan{}, false
	case s.held == 0:
		if rate = s.missed / searchFactor; rate < s.options.Start/searchLowest {
			s.missedBound()
			return Plan{}, false
		}
	default:
		rate = math.Sqrt(s.held * s.missed)
	}
	if rate = niceRate(rate); !s.repeat && (s.missed > 0 && s.missed <= s.held*(1+searchPrecise) || rate == s.held || rate == s.missed) {
		s.missedBound()
		return Plan{}, false
	}
	plan = base
	plan.Rate, plan.WarmUp, plan.Duration = rate, s.options.WarmUp, s.length(rate)
	if s.spent+plan.WarmUp+plan.Duration > s.options.Total {
		s.bound = BoundTime
		return Plan{}, false
	}
	s.last = rate
	return plan, true
}

func (s *Search) missedBound() {
	s.bound = BoundService
	if s.generator {
		s.bound = BoundGenerator
	}
}

// niceRate returns a rate that people like to read, of three digits at least.
func niceRate(rate float64) float64 {
	const three, ten = 2, 10
	if digits := three - math.Floor(math.Log10(rate)); digits > 0 {
		shift := math.Pow(ten, digits)
		return math.Round(rate*shift) / shift
	}
	return math.Round(rate)
}

// length returns how long a stage takes at a rate: long enough for a verdict.
func (s *Search) length(rate float64) time.Duration {
	needed := float64(LeastSamples)
	for _, threshold := range s.options.Thresholds {
		if share := threshold.measure.share; share > 0 {
			needed = max(needed, leastBeyond/(1-share))
		}
	}
	return max(s.options.Stage, time.Duration(math.Ceil(needed*searchAllowing/rate))*time.Second)
}

// Take takes how a stage went, and how long it took.
func (s *Search) Take(stage LimitStage, took time.Duration) {
	s.spent += took
	verdict := stage.verdict()
	repeated := s.repeat
	s.repeat = false
	switch verdict {
	case stageHeld:
		s.held = max(s.held, stage.Rate)
	case stageMissed, stageLimited:
		if !repeated {
			s.repeat = true
			return
		}
		s.missed, s.generator = stage.Rate, verdict == stageLimited
	case stageInterrupted:
		s.bound = BoundInterrupted
	default:
		s.bound, s.boundWords = BoundUndecided, stage.Reason
	}
}

// Stop ends the search, since the service does not answer any more.
func (s *Search) Stop(reason string) { s.bound, s.boundWords = BoundGone, reason }

// Limit returns what the search came to. stages are all that were run.
func (s *Search) Limit(stages []LimitStage) Limit {
	limit := Limit{Bound: s.bound, Asked: s.options.Start, Stages: stages}
	for _, stage := range slices.Backward(stages) {
		switch {
		case stage.Rate == s.held && stage.verdict() == stageHeld && limit.Held == nil:
			limit.Held = &stage
		case stage.Rate == s.missed && stage.verdict() != stageHeld && limit.Missed == nil:
			limit.Missed = &stage
		}
	}
	limit.settle(s.boundWords)
	return limit
}

// StageThresholds are those of a run that hold at every other rate as well: not what
// follows from a baseline, which is of one rate, nor what asks for a rate.
func StageThresholds(rate float64, asked []Threshold) []Threshold {
	held := DefaultThresholds(rate)[:1]
	for _, threshold := range asked {
		if !threshold.Relative() && threshold.measure.unit != "" {
			held = append(held, threshold)
		}
	}
	return held
}
