package jobs

import (
	"context"
	"fmt"

	"github.com/hibiken/asynq"
)

// Do does one task. It can be called for the same task twice, also at once: a
// queue hands a task out again when it thinks that its worker has died.
func (w *Worker) Do(ctx context.Context, task *asynq.Task) error {
	switch task.Type() {
	case TypeTrigger:
		return with(ctx, task, w.dispatch)
	case TypeOpen:
		return with(ctx, task, w.open)
	case TypeSection:
		return with(ctx, task, w.section)
	case TypePublish:
		return with(ctx, task, w.publish)
	case TypeSweep:
		return with(ctx, task, w.sweep)
	case TypeSweepOne:
		return with(ctx, task, w.sweepInstallation)
	case TypeSweepRelease:
		return with(ctx, task, w.sweepRepository)
	case TypeLook:
		return with(ctx, task, w.look)
	case TypeJanitor:
		return w.janitor(ctx)
	case TypeLoad:
		return with(ctx, task, w.load)
	case TypeLoadWatch:
		return with(ctx, task, w.watchLoad)
	default:
		return fmt.Errorf("%w: no such type of task: %q: %w", ErrPayload, task.Type(), asynq.SkipRetry)
	}
}

func with[T any](ctx context.Context, task *asynq.Task, do func(context.Context, T) error) error {
	payload, err := decode[T](task)
	if err != nil {
		return err
	}
	return do(ctx, payload)
}

// Abandon is called when a task has failed for good. It settles what the task
// leaves behind: items that nobody will judge any more, a release that could
// not be opened, a delivery that may be delivered again.
func (w *Worker) Abandon(ctx context.Context, task *asynq.Task, failure error) {
	var err error
	switch task.Type() {
	case TypeSection:
		err = with(ctx, task, func(ctx context.Context, payload SectionPayload) error {
			run, found, err := w.Store.Run(ctx, payload.Key)
			if err != nil || !found || run.Generation != payload.Generation {
				return err
			}
			return w.giveUp(ctx, run, w.entries(payload.Items), "golive could not read the release: "+failure.Error())
		})
	case TypeOpen:
		err = with(ctx, task, func(ctx context.Context, payload OpenPayload) error {
			return w.abandonOpen(ctx, payload, failure)
		})
	case TypeLoad:
		err = with(ctx, task, func(ctx context.Context, payload LoadPayload) error {
			return w.endLoad(ctx, payload, "golive could not begin it: "+cause(failure), runAgain)
		})
	case TypeTrigger:
		err = with(ctx, task, func(ctx context.Context, trigger Trigger) error {
			return w.Queue.deliveries.release(ctx, trigger.Delivery)
		})
	}
	if err != nil {
		w.Logger.ErrorContext(ctx, "could not settle what a failed task left", "task", task.Type(), "error", err.Error())
	}
}

// abandonOpen says why a release could not be opened, and gives its delivery
// free.
func (w *Worker) abandonOpen(ctx context.Context, payload OpenPayload, failure error) error {
	if err := w.Queue.deliveries.release(ctx, payload.Delivery); err != nil {
		return err
	}
	return w.unopened(ctx, payload, failure)
}
