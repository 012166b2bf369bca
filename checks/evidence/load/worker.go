package load

import (
	"errors"
	"fmt"
	"time"
)

// notSent is the time of sending of a request that never was.
const notSent time.Duration = -1

var errLate = errors.New("the answer came after the timeout")

// worker sends requests over one connection at a time.
type worker struct {
	run        *run
	number     int        // among the run's
	connection Connection // nil: none is open
	visitor    *visitor   // of a scenario; nil: it has none yet
}

// work sends requests until there are no more.
func (w *worker) work() {
	defer w.drop()
	for {
		due, more := w.run.queue.take()
		if !more {
			return
		}
		if w.run.Program != nil {
			w.visit(due)
			continue
		}
		w.send(due)
	}
}

// send sends a request that was due at a time.
func (w *worker) send(due time.Duration) {
	r := w.run
	sent := r.elapsed()
	if sent >= due+r.Plan.Timeout {
		r.recorder.ended(due, notSent, sent, TimedOut, 0)
		r.note(TimedOut, errWaited)
		return
	}
	answer, err := w.exchange(r.Request, r.start.Add(due+r.Plan.Timeout))
	failure := failureOf(answer, err)
	if failure != Served && r.working.Err() != nil {
		return // the end of the run cut it off
	}
	end := r.elapsed()
	if failure == Served && end > due+r.Plan.Timeout {
		failure, err = TimedOut, errLate
	}
	r.recorder.ended(due, sent, end, failure, answer.Bytes)
	if failure == Served {
		return
	}
	if err == nil {
		err = fmt.Errorf("status %d", answer.Status)
	}
	r.note(failure, err)
}

// exchange sends the request over the open connection or a new one. One that the
// service had closed while it was idle costs no request.
func (w *worker) exchange(request *Request, deadline time.Time) (Answer, error) {
	for {
		if w.connection == nil {
			connection, err := w.run.Transport.Connect(w.run.working, deadline)
			if err != nil {
				return Answer{}, err
			}
			w.connection = connection
			w.run.opened(1)
		}
		answer, err := w.connection.Exchange(request, deadline)
		if err != nil || answer.Last {
			w.drop()
		}
		if errors.Is(err, ErrStale) {
			continue
		}
		return answer, err
	}
}

func (w *worker) drop() {
	if w.connection != nil {
		w.connection.Close()
		w.connection = nil
		w.run.opened(-1)
	}
}
