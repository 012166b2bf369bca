package load

import (
	"context"
	"errors"
	"time"

	"github.com/golive-app/golive/checks/evidence/load/scenario"
)

// TryProgram lets one user do every flow of a scenario once, without thinking, and
// returns nil where each step was as it is to be: what one user cannot do is not worth
// trying with a thousand. service is what requests go to.
func TryProgram(ctx context.Context, transport Transport, program *scenario.Program, service *Request, timeout time.Duration) error {
	const times = 3
	var failed error
	for range times {
		failed = tryFlows(ctx, transport, program, service, timeout)
		if failed == nil || ctx.Err() != nil {
			break
		}
	}
	return errors.Join(ctx.Err(), failed)
}

func tryFlows(ctx context.Context, transport Transport, program *scenario.Program, service *Request, timeout time.Duration) error {
	r := &run{Options: Options{Transport: transport, Program: program, Now: time.Now}, working: ctx}
	w := &worker{run: r, visitor: &visitor{user: program.User(1)}}
	defer w.drop()
	w.visitor.request = Request{answer: &w.visitor.user.Answer, url: service.url}
	for _, turn := range program.Turns() {
		start, steps := w.visitor.user.Begin(turn)
		for index := range len(start) + len(steps) {
			if err := w.try(stepAt(start, steps, index), timeout); err != nil {
				return err
			}
			if index == len(start)-1 {
				w.visitor.user.Started()
			}
		}
	}
	return nil
}

// try does a step by itself.
func (w *worker) try(step *scenario.Step, timeout time.Duration) error {
	v := w.visitor
	bytes, err := v.user.Request(step)
	if err != nil {
		return stepError{step.Name, err}
	}
	v.request.method, v.request.bytes = step.Method, bytes
	v.user.Answer.Expect(step)
	answer, err := w.exchange(&v.request, time.Now().Add(timeout))
	if failure, reason := v.judge(step, answer, err, w.run); failure != Served {
		return reason
	}
	return nil
}
