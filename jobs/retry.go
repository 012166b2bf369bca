package jobs

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/hibiken/asynq"
)

// busyDelay is how soon a task looks again for a lock that another one holds.
const busyDelay = time.Second

// retryDelay says when a failed task is tried again: when the forge wants it to
// be, soon where a lock was held, and else later and later up to ten minutes.
func retryDelay(now func() time.Time) asynq.RetryDelayFunc {
	return func(retried int, err error, _ *asynq.Task) time.Duration {
		if limited := new(LimitedError); errors.As(err, &limited) {
			return max(limited.Until.Sub(now()), time.Second)
		}
		if errors.Is(err, ErrBusy) {
			return busyDelay
		}
		delay := min(2*time.Second<<min(retried, 10), 10*time.Minute)
		return delay/2 + rand.N(delay/2+1)
	}
}

// isFailure reports whether an attempt counts against a task's retries. Limits
// and locks do not; the task's own deadline bounds them.
func isFailure(err error) bool {
	limited := new(LimitedError)
	return !errors.As(err, &limited) && !errors.Is(err, ErrBusy)
}

// lastAttempt reports whether a failure of this attempt would be the end of the
// task.
func lastAttempt(ctx context.Context) bool {
	retried, _ := asynq.GetRetryCount(ctx)
	allowed, found := asynq.GetMaxRetry(ctx)
	return found && retried >= allowed
}

// comesAgain reports whether the next sweep asks for the same anew: such a task
// that failed is nothing to keep for people to look at.
func comesAgain(kind string) bool {
	switch kind {
	case TypeSweep, TypeSweepOne, TypeSweepRelease, TypeJanitor:
		return true
	default:
		return false
	}
}

// putOff keeps a task that was put off by limits or locks out of the archive:
// asynq archives on the last attempt whatever isFailure says.
func putOff(ctx context.Context, err error) bool {
	return err != nil && !isFailure(err) && lastAttempt(ctx)
}
