package load

import (
	"fmt"
	"time"

	"github.com/golive-app/golive/checks/wording"
)

// From these on the generator, not the service, may be why a result is as it is.
const (
	mostLag       = 5 * time.Millisecond // p99
	mostProcessor = 0.85                 // of what it may use
	leastOffered  = 0.99                 // of the rate
)

// Limits returns the reasons for which the generator was the limit of a run; none:
// it was not.
func (o Outcome) Limits() []string {
	var reasons []string
	if o.Lost > 0 {
		reasons = append(reasons, wording.Counted(o.Lost, "part of it", "parts of it")+" ended too early: "+o.LostBy)
	}
	if o.Exhausted > 0 {
		reasons = append(reasons, fmt.Sprintf("this machine had no port, file or memory left for %d connections", o.Exhausted))
	}
	if lag := o.Measured.Lag.Quantile(0.99); lag > mostLag {
		reasons = append(reasons, fmt.Sprintf("it sent its requests late, p99 %s where %s is the most", milliseconds(lag), milliseconds(mostLag)))
	}
	if o.Processor > mostProcessor {
		reasons = append(reasons, fmt.Sprintf("it took %.0f %% of a processor, where %.0f %% is the most", 100*o.Processor, 100*mostProcessor))
	}
	if reason := o.lateArrivals(); reason != "" {
		reasons = append(reasons, reason)
	}
	// Even as fast as it was at its fastest, the service could not have been sent
	// the rate over so few connections (Little's law).
	fastest := o.Measured.Service.Quantile(0.01)
	switch {
	case o.Measured.Of(Served) == 0:
	case o.Plan.Flow != nil:
		if reason := o.Plan.tooFewUsers(fastest); reason != "" {
			reasons = append(reasons, reason)
		}
	case fastest.Seconds()*o.Plan.Rate > float64(o.Plan.MostConnections):
		reasons = append(reasons, fmt.Sprintf("%g requests a second of %s each need more than %d connections", o.Plan.Rate, milliseconds(fastest), o.Plan.MostConnections))
	}
	return reasons
}

// milliseconds writes a time as results do.
func milliseconds(taken time.Duration) string {
	return fmt.Sprintf("%.4g ms", float64(taken)/float64(time.Millisecond))
}
