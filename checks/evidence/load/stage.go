package load

import (
	"fmt"
	"time"
)

// Stage is a part of a run in which the rate stays or changes evenly.
type Stage struct {
	Duration time.Duration
	From, To float64 // requests a second at its begin and at its end
}

// requests returns how many requests fall into the stage, with a fraction: the
// integral of its rate.
func (s Stage) requests() float64 { return (s.From + s.To) / 2 * s.Duration.Seconds() }

// The limits of what a run can be asked for.
const (
	MostRate     = 1_000_000          // requests a second
	MostDuration = 24 * time.Hour     // of a stage
	MostRequests = int64(100_000_000) // of a run
)

func (s Stage) validate() error {
	switch {
	case s.Duration <= 0 || s.Duration > MostDuration:
		return fmt.Errorf("a stage of %s: it takes more than nothing and at most %s", s.Duration, MostDuration)
	case !(s.From >= 0 && s.To >= 0 && s.From <= MostRate && s.To <= MostRate): // a NaN is none of it
		return fmt.Errorf("a stage from %g to %g requests a second: they are between 0 and %d", s.From, s.To, MostRate)
	default:
		return nil
	}
}
