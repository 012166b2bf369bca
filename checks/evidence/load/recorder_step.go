package load

import "time"

// noStep is that of a flow for which no user was free.
const noStep = -1

// dueStep notes that a later request of a flow became due. clocked says that a clock
// set the time, which the generator may miss; else it is due at once.
func (r *recorder) dueStep(due, at time.Duration, clocked bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.closed {
		return
	}
	tally := r.tally(due)
	tally.Offered++
	if clocked {
		tally.Lag.Record(at - due)
	}
	r.interval.Offered++
	r.pending++
}

// endedStep notes how a step's request ended, as ended does. The one request whose
// answers are checked is no step of a flow.
func (r *recorder) endedStep(step int, due, sent, end time.Duration, failure Failure, bytes int64) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if !r.end(due, sent, end, failure, bytes) || step < 0 || len(r.steps) == 0 {
		return
	}
	// Each user does a start's steps once, most of them in the warm-up: all count.
	if due < r.warmUp && !r.steps[step].Start {
		return
	}
	tally := r.interval.Steps[step]
	tally.Ended[failure]++
	if failure == Served || failure == TimedOut {
		tally.Response.Record(end - due)
		if sent >= 0 {
			tally.Service.Record(end - sent)
		}
	}
}
