package load

import (
	"time"

	"github.com/golive-app/golive/checks/evidence/load/scenario"
)

// visitor is a user of a scenario on a worker's connection.
type visitor struct {
	user     *scenario.User
	request  Request
	holds    bool // it counts as a session
	verified bool // an answer was about it
}

// visit lets the worker's user do a flow that was due at a time.
func (w *worker) visit(due time.Duration) {
	r := w.run
	if now := r.elapsed(); now >= due+r.Plan.Timeout {
		r.recorder.endedStep(noStep, due, notSent, now, TimedOut, 0)
		r.note(TimedOut, errWaited)
		return
	}
	v := w.visitor
	if v == nil {
		v = &visitor{user: r.Program.User(r.Shard.nth(w.number) + 1)}
		v.request = Request{answer: &v.user.Answer, url: r.Request.url}
		w.visitor = v
		r.sessions.change(func(s *Sessions) { s.Users++ })
	}
	w.session(true)
	start, steps := v.user.Begin(r.turn.Add(1) - 1)
	r.sessions.change(func(s *Sessions) {
		s.Flows++
		if len(start) > 0 {
			s.Starts++
		}
	})
	ended := w.flow(start, steps, due)
	r.sessions.change(func(s *Sessions) {
		switch ended {
		case flowDone:
			s.Completed++
		case flowFailed:
			s.Failed++
		}
	})
	w.session(v.user.Holds())
}

// flowEnd is how a flow ended.
type flowEnd int

const (
	flowDone   flowEnd = iota
	flowFailed         // at a step
	flowCut            // the run ended meanwhile
)

// flow does steps, each once the one before was served.
func (w *worker) flow(start, steps []*scenario.Step, due time.Duration) flowEnd {
	r := w.run
	for index := range len(start) + len(steps) {
		step := stepAt(start, steps, index)
		if index > 0 {
			before := stepAt(start, steps, index-1)
			think := w.visitor.user.Thinks(before)
			due = r.elapsed() + think
			if !w.think(think) || r.elapsed() >= r.schedule.Length() {
				return flowCut
			}
			r.recorder.dueStep(due, r.elapsed(), think > 0)
		}
		if !w.step(step, due) {
			if r.working.Err() != nil {
				return flowCut
			}
			return flowFailed
		}
		if index == len(start)-1 {
			w.visitor.user.Started()
			r.sessions.change(func(s *Sessions) { s.Started++ })
		}
	}
	return flowDone
}

func stepAt(start, steps []*scenario.Step, index int) *scenario.Step {
	if index < len(start) {
		return start[index]
	}
	return steps[index-len(start)]
}

// think waits; false where the run ended meanwhile.
func (w *worker) think(long time.Duration) bool {
	if long <= 0 {
		return w.run.working.Err() == nil
	}
	timer := time.NewTimer(long)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-w.run.working.Done():
		return false
	}
}

// step sends a step's request and reports whether its answer is as it is to be.
func (w *worker) step(step *scenario.Step, due time.Duration) bool {
	r, v := w.run, w.visitor
	sent := r.elapsed()
	bytes, err := v.user.Request(step)
	if err != nil {
		r.recorder.endedStep(step.Index, due, notSent, sent, NotExtracted, 0)
		r.note(NotExtracted, stepError{step.Name, err})
		return false
	}
	v.request.method, v.request.bytes = step.Method, bytes
	v.user.Answer.Expect(step)
	answer, err := w.exchange(&v.request, r.start.Add(due+r.Plan.Timeout))
	end := r.elapsed()
	failure, reason := v.judge(step, answer, err, r)
	v.user.Answer.Trim()
	if failure != Served && r.working.Err() != nil {
		return false // the end of the run cut it off
	}
	r.recorder.endedStep(step.Index, due, sent, end, failure, answer.Bytes)
	if failure != Served {
		r.note(failure, reason)
	}
	return failure == Served
}

// judge tells what an answer is to its step.
func (v *visitor) judge(step *scenario.Step, answer Answer, err error, r *run) (Failure, error) {
	if err != nil {
		return failureOf(answer, err), stepError{step.Name, err}
	}
	v.user.Answer.Status, v.user.Answer.Size = answer.Status, answer.Bytes
	fault := v.user.Take(step, r.Now)
	if fault == nil {
		if step.Identifies() && !v.verified {
			v.verified = true
			r.sessions.change(func(s *Sessions) { s.Verified++ })
		}
		return Served, nil
	}
	if fault.Kind == scenario.Mixed {
		r.sessions.mixed(v.user, step, fault)
	}
	return failureOfFault(fault), fault
}

func failureOfFault(fault *scenario.Fault) Failure {
	switch fault.Kind {
	case scenario.WrongStatus:
		return WrongStatus
	case scenario.NotExtracted:
		return NotExtracted
	default:
		return FailedCheck
	}
}

// session notes whether the user has a session.
func (w *worker) session(holds bool) {
	if w.visitor.holds == holds {
		return
	}
	w.visitor.holds = holds
	if holds {
		w.run.sessions.hold(1)
	} else {
		w.run.sessions.hold(-1)
	}
}

// stepError is what went wrong at a step.
type stepError struct {
	step string
	err  error
}

func (e stepError) Error() string {
	if e.step == "" {
		return e.err.Error()
	}
	return e.step + ": " + e.err.Error()
}

func (e stepError) Unwrap() error { return e.err }
