package load

import (
	"errors"
	"fmt"
	"time"
)

// Plan is what a run does to a service.
type Plan struct {
	Rate     float64       // requests a second that are to be reached
	WarmUp   time.Duration // in which the rate rises from nothing; told apart from the rest, in all counts
	Duration time.Duration // at the rate
	Timeout  time.Duration // of a request, from when it is due
	// Connections that are open at once: at least those, as soon as they may be
	// opened, and at most those. A connection carries one request at a time.
	LeastConnections, MostConnections int
	Flow                              *FlowPlan // of a scenario; nil: each request is one by itself
}

// The limits of a plan.
const (
	LongestTimeout = longestTracked // what is longer could not be told apart
	MostConnected  = 20_000         // a machine has no more than some 28,000 ports for one address
)

// slack is how much later than its timeout a request may be given up. It counts as timed
// out from its timeout on all the same.
func (p Plan) slack() time.Duration {
	const part, most = 20, 50 * time.Millisecond
	return min(p.Timeout/part, most)
}

func (p Plan) validate() error {
	switch {
	case p.Timeout <= 0 || p.Timeout > LongestTimeout:
		return fmt.Errorf("a timeout of %s: it takes more than nothing and at most %s", p.Timeout, LongestTimeout)
	case p.MostConnections < 1 || p.MostConnections > MostConnected:
		return fmt.Errorf("%d connections: they are between 1 and %d", p.MostConnections, MostConnected)
	case p.LeastConnections < 0 || p.LeastConnections > p.MostConnections:
		return errors.New("more connections at least than at most")
	case p.WarmUp < 0:
		return errors.New("a warm-up takes no less than nothing")
	default:
		return nil
	}
}

// schedule lays out the plan's requests.
func (p Plan) schedule() (Schedule, error) {
	if err := p.validate(); err != nil {
		return Schedule{}, err
	}
	return NewSchedule(append(p.warmUp(), Stage{p.Duration, p.arrivals(), p.arrivals()}))
}
