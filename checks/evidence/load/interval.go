package load

import "time"

// Interval is what one generator saw in one second of a run.
type Interval struct {
	Index    int           `json:"index"` // the number of the second that ended with it
	Start    time.Duration `json:"start"` // since the run's start
	End      time.Duration `json:"end"`
	Offered  int64         `json:"offered"`            // what became due in it
	Answered int64         `json:"answered"`           // what was answered in it, in order
	Failed   int64         `json:"failed"`             // what failed in it
	WarmUp   *Tally        `json:"warm_up"`            // of requests that were due in the warm-up
	Measured *Tally        `json:"measured"`           // of all others
	Flows    int64         `json:"flows,omitempty"`    // of a scenario, that became due in it
	Sessions int           `json:"sessions,omitempty"` // that users had at its end
	Steps    []*StepTally  `json:"steps,omitempty"`    // of a scenario, by step: of what was due after the warm-up, and of the start in all
}

func newInterval(steps int) *Interval {
	made := &Interval{WarmUp: NewTally(), Measured: NewTally()}
	for range steps {
		made.Steps = append(made.Steps, NewStepTally())
	}
	return made
}

// add adds what another generator saw in the same second. Its times become the mean
// of all; seen says how many are in it already.
func (i *Interval) add(other *Interval, seen int) {
	i.Start += (other.Start - i.Start) / time.Duration(seen+1)
	i.End += (other.End - i.End) / time.Duration(seen+1)
	i.Offered += other.Offered
	i.Answered += other.Answered
	i.Failed += other.Failed
	i.WarmUp.Add(other.WarmUp)
	i.Measured.Add(other.Measured)
	i.Flows += other.Flows
	i.Sessions += other.Sessions
	for len(i.Steps) < len(other.Steps) {
		i.Steps = append(i.Steps, NewStepTally())
	}
	for index, step := range other.Steps {
		i.Steps[index].Add(step)
	}
}

// shorten returns the interval's short form.
func (i *Interval) shorten(warmUp time.Duration) Second {
	ended := i.Measured
	if i.Start < warmUp {
		ended = i.WarmUp
	}
	return Second{
		Start: i.Start, Length: i.End - i.Start, WarmUp: i.Start < warmUp,
		Offered: i.Offered, Answered: i.Answered, Failed: i.Failed, Flows: i.Flows, Sessions: i.Sessions,
		P50: ended.Response.Quantile(0.5), P99: ended.Response.Quantile(0.99),
	}
}
