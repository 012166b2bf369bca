package load

import (
	"fmt"
	"math"
	"strings"
)

// ofStep cuts "p95 of login" into what is measured and the step that it is about.
func ofStep(text string) (name, step string) {
	name, step, _ = strings.Cut(strings.TrimSpace(text), " of ")
	return strings.TrimSpace(name), strings.TrimSpace(step)
}

// ofStep returns the same measure of one step alone.
func (m measure) ofStep(step string) (measure, error) {
	share := m.share
	switch {
	case m.name == "errors":
		of := func(o Outcome, count func(*StepTally) int64) float64 {
			tally := o.step(step)
			if tally.Requests() == 0 {
				return math.NaN()
			}
			const percent = 100
			return percent * float64(count(tally)) / float64(tally.Requests())
		}
		m.of = func(o Outcome) float64 { return of(o, (*StepTally).Errors) }
		m.despite = func(o Outcome) float64 { return of(o, func(t *StepTally) int64 { return answered(t.Ended) }) }
	case m.name == "max":
		m.of = func(o Outcome) float64 { return inMilliseconds(o.step(step).Response.Longest()) }
		m.despite = func(o Outcome) float64 { return o.despiteLateness(o.step(step).Service.Longest()) }
	case share > 0:
		m.of = func(o Outcome) float64 { return inMilliseconds(o.step(step).Response.Quantile(share)) }
		m.despite = func(o Outcome) float64 { return o.despiteLateness(o.step(step).Service.Quantile(share)) }
	default:
		return measure{}, fmt.Errorf("%s is of the whole run, and of no step", m.name)
	}
	m.name, m.step = m.name+" of "+step, step
	return m, nil
}

// Step returns the step of a scenario that the threshold is about alone; empty: it is
// about all requests.
func (t Threshold) Step() string { return t.measure.step }

// step returns what was counted of a step.
func (o Outcome) step(name string) *StepTally {
	if o.Plan.Flow != nil {
		for index, one := range o.Plan.Flow.Steps {
			if one.Name == name && index < len(o.Steps) {
				return o.Steps[index]
			}
		}
	}
	return NewStepTally()
}
