package load

import (
	"slices"
	"time"
)

// Outcome is what a run measured.
type Outcome struct {
	Plan     Plan
	WarmUp   *Tally // of the requests that were due in the warm-up
	Measured *Tally // of all others
	Seconds  []Second
	// Connections is how many were open at most, at once.
	Connections int
	// Processor is the share that the busiest generator took of its processor after
	// the warm-up: 1 is all of it.
	Processor float64
	// Lost counts the generators that ended before their work did, and LostBy says why
	// the first of them did: "signal: killed".
	Lost   int
	LostBy string
	// Exhausted counts the connections for which this machine had no port, file or
	// memory left.
	Exhausted int64
	// Stopped says why the run ended before its time; empty: it did not.
	Stopped string
	// Sessions is what became of a scenario's users, and Steps of its steps after the
	// warm-up.
	Sessions Sessions
	Steps    []*StepTally
	// Example has the first reason that was seen for each failure.
	Example [failures]string
}

// Second is the short form of an Interval.
type Second struct {
	Start, Length             time.Duration
	WarmUp                    bool
	Offered, Answered, Failed int64
	Flows                     int64         // of a scenario, that became due in it
	Sessions                  int           // that users had at its end
	P50, P99                  time.Duration // response times of what ended in it
}

// steady returns the seconds after the warm-up in which requests became due.
func (o Outcome) steady() []Second {
	end := o.Plan.WarmUp + o.Plan.Duration
	return slices.DeleteFunc(slices.Clone(o.Seconds), func(one Second) bool { return one.WarmUp || one.Start >= end })
}

// rate adds up seconds to a rate.
func rate(seconds []Second, count func(Second) int64) float64 {
	sum, length := int64(0), time.Duration(0)
	for _, one := range seconds {
		sum += count(one)
		length += one.Length
	}
	if length <= 0 {
		return 0
	}
	return float64(sum) / length.Seconds()
}

// OfferedRate returns how many requests a second were handed out after the warm-up.
func (o Outcome) OfferedRate() float64 {
	return rate(o.steady(), func(one Second) int64 { return one.Offered })
}

// AchievedRate returns how many answers in order came a second, while requests
// became due: what a service makes up for after the end does not count.
func (o Outcome) AchievedRate() float64 {
	return rate(o.steady(), func(one Second) int64 { return one.Answered })
}

// AchievedLow returns the 5th percentile of the seconds' rates of answers in order:
// what was reached in nineteen of twenty seconds. Seconds that were cut short are
// left out.
func (o Outcome) AchievedLow() float64 {
	var rates []float64
	for _, one := range o.steady() {
		if one.Length >= time.Second/2 {
			rates = append(rates, float64(one.Answered)/one.Length.Seconds())
		}
	}
	if len(rates) == 0 {
		return o.AchievedRate()
	}
	slices.Sort(rates)
	const share = 20
	return rates[(len(rates)-1)/share]
}

// Length returns how long requests became due after the warm-up.
func (o Outcome) Length() time.Duration {
	length := time.Duration(0)
	for _, one := range o.steady() {
		length += one.Length
	}
	return length
}
