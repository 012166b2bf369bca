package load

// Failure is why a request counts as an error.
type Failure int

// The failures, as results name them.
const (
	Served       Failure = iota // none: the answer is in order
	WrongStatus                 // an answer whose status says that the service could not
	TimedOut                    // no whole answer within the timeout from when it was due
	NoConnection                // refused, reset, closed, or no TLS
	WrongAnswer                 // what came is no answer by the rules of HTTP, or not the one asked for
	FailedCheck                 // a check of the answer does not hold, or it is about another user
	NotExtracted                // what a later step needs is not in the answer
	failures                    // how many there are
)

// String returns the failure's name in results.
func (f Failure) String() string {
	return [failures]string{"served", "status", "timeout", "connect", "answer", "check", "extraction"}[f]
}

// Tally adds up what became of requests. Tallies of seconds or of machines add up
// to exactly what one tally of all would hold.
type Tally struct {
	Offered  int64 // requests that became due
	ended    [failures]int64
	Bytes    int64      // of bodies
	Response *Histogram // from when it was due to the end of the answer
	Service  *Histogram // from when it was sent
	Lag      *Histogram // by which the generator handed it out late
}

// NewTally returns an empty tally.
func NewTally() *Tally {
	return &Tally{Response: NewHistogram(), Service: NewHistogram(), Lag: NewHistogram()}
}

// Of returns how many requests ended in a way.
func (t *Tally) Of(failure Failure) int64 { return t.ended[failure] }

// Errors returns how many requests were not served.
func (t *Tally) Errors() int64 {
	sum := int64(0)
	for failure := Served + 1; failure < failures; failure++ {
		sum += t.ended[failure]
	}
	return sum
}

// Ended returns how many requests ended, in whatever way.
func (t *Tally) Ended() int64 { return t.Errors() + t.ended[Served] }

// Add adds what another tally holds.
func (t *Tally) Add(other *Tally) {
	t.Offered += other.Offered
	for failure, count := range other.ended {
		t.ended[failure] += count
	}
	t.Bytes += other.Bytes
	t.Response.Add(other.Response)
	t.Service.Add(other.Service)
	t.Lag.Add(other.Lag)
}

// Reset empties the tally.
func (t *Tally) Reset() {
	t.Offered, t.ended, t.Bytes = 0, [failures]int64{}, 0
	t.Response.Reset()
	t.Service.Reset()
	t.Lag.Reset()
}
