package load

import (
	"sync"
	"time"
)

// recorder takes note of what becomes of requests. A request belongs to the
// warm-up or to the rest by when it was due.
type recorder struct {
	warmUp time.Duration
	steps  []PlanStep // of a scenario

	mutex    sync.Mutex
	closed   bool
	interval *Interval
	spare    *Interval
	pending  int64 // requests that are due and have not ended
}

func newRecorder(plan Plan) *recorder {
	steps := plan.steps()
	return &recorder{warmUp: plan.WarmUp, steps: steps, interval: newInterval(len(steps)), spare: newInterval(len(steps))}
}

// tally returns where a request belongs that was due at a time.
func (r *recorder) tally(due time.Duration) *Tally {
	if due < r.warmUp {
		return r.interval.WarmUp
	}
	return r.interval.Measured
}

// offered notes that requests were handed out at a time, of which each may be the
// first of a flow.
func (r *recorder) offered(due []time.Duration, at time.Duration, flows bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for _, one := range due {
		tally := r.tally(one)
		tally.Offered++
		tally.Lag.Record(at - one)
	}
	r.interval.Offered += int64(len(due))
	r.pending += int64(len(due))
	if flows {
		r.interval.Flows += int64(len(due))
	}
}

// ended notes how a request ended. One that was never sent has a sent time of -1.
func (r *recorder) ended(due, sent, end time.Duration, failure Failure, bytes int64) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.end(due, sent, end, failure, bytes)
}

// end is ended for who holds the mutex; false after close.
func (r *recorder) end(due, sent, end time.Duration, failure Failure, bytes int64) bool {
	r.pending--
	if r.closed {
		return false
	}
	tally := r.tally(due)
	tally.ended[failure]++
	tally.Bytes += bytes
	// A refusal that comes fast must not make the service look fast. Who gave up
	// waiting waited at least so long.
	if failure == Served || failure == TimedOut {
		tally.Response.Record(end - due)
		if sent >= 0 {
			tally.Service.Record(end - sent)
		}
	}
	if failure == Served {
		r.interval.Answered++
	} else {
		r.interval.Failed++
	}
	return true
}

// cut ends the interval at a time and returns it under a number. It is valid until
// the next cut.
func (r *recorder) cut(index int, at time.Duration) *Interval {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	done := r.interval
	done.Index, done.End = index, at
	r.interval, r.spare = r.spare, done
	r.interval.Start, r.interval.Offered, r.interval.Answered, r.interval.Failed, r.interval.Flows = at, 0, 0, 0, 0
	r.interval.WarmUp.Reset()
	r.interval.Measured.Reset()
	for _, step := range r.interval.Steps {
		step.Reset()
	}
	return done
}

// waiting returns how many requests are due and have not ended.
func (r *recorder) waiting() int64 {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.pending
}

// close lets nothing count that ends from now on: its connection was cut.
func (r *recorder) close() {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.closed = true
}
