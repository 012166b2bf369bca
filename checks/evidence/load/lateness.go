package load

import (
	"fmt"
	"time"
)

// A generator that sent late tells nothing good of a service: what it measured is not
// what was asked for. What a service missed by far it missed all the same, for a
// generator that is late asks for less, and not for more. A service that stands still
// and then answers all at once makes any generator late that shares its processors; to
// know nothing of it for that would be blindness.
const (
	// mostForgiven is the lateness, p99, up to which requests still come about as they
	// were to come, and not in heaps that no service was asked to stand.
	mostForgiven = 50 * time.Millisecond
	// latenessMargin is how many times the longest lateness is taken off a time before it
	// counts as the service's: an answer can lie longer than a request.
	latenessMargin = 4
)

// onlyLate reports whether the generator was the limit in nothing but that it sent some
// of its requests late, and not very.
func (o Outcome) onlyLate() bool {
	late := o.Measured.Lag.Quantile(0.99)
	return len(o.Limits()) == 1 && late > mostLag && late <= mostForgiven
}

// limitedBy returns the reasons for which what became of thresholds says nothing; none:
// it does. One that is missed whatever lateness added stands.
func (o Outcome) limitedBy(standings []Standing) []string {
	if o.onlyLate() {
		for _, standing := range standings {
			if standing.Despite {
				return nil
			}
		}
	}
	return o.Limits()
}

// despite takes off a time, in milliseconds, what the generator's lateness may have added.
func despite(service, longestLag float64) float64 {
	return max(service-latenessMargin*longestLag, 0)
}

// despiteLateness does so for one of the outcome's times.
func (o Outcome) despiteLateness(service time.Duration) float64 {
	return despite(inMilliseconds(service), inMilliseconds(max(o.Measured.Lag.Longest(), 0)))
}

// late says that golive was late where that is no reason, and nothing otherwise.
func (o Outcome) late() string {
	if !o.onlyLate() {
		return ""
	}
	return fmt.Sprintf("; golive sent late, too, p99 %s, which is taken off", milliseconds(o.Measured.Lag.Quantile(0.99)))
}

// Despite returns what is left of a time of the result that counts from when a request
// was sent, in milliseconds, when all is taken off that the generator's lateness may have
// added to it.
func (r Result) Despite(service float64) float64 { return despite(service, r.Lag.Max) }

// Answered counts the errors that were answers of the service: no lateness of the
// generator's makes one.
func (e ResultErrors) Answered() int64 { return e.Status + e.Check + e.Extraction }

// answered counts the failures, of counts by failure, that were answers.
func answered(ended [failures]int64) int64 {
	return ended[WrongStatus] + ended[WrongAnswer] + ended[FailedCheck] + ended[NotExtracted]
}
