package checks

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// Entry binds an item to its check.
type Entry struct {
	Item
	Check Check
}

// RunnerOptions are what a Runner needs.
type RunnerOptions struct {
	Now      func() time.Time
	Incident func() string // makes an id that leads from a result to the log
	Limit    time.Duration // for one item; 0: none but the context's
	Logger   *slog.Logger
}

// Runner observes and judges items, keeping one item's failure away from the
// others.
type Runner struct{ options RunnerOptions }

// NewRunner returns a runner.
func NewRunner(options RunnerOptions) *Runner { return &Runner{options} }

// Run checks the entries in their order and hands each result to done as soon
// as it stands. It returns early, with the context's error, when the context
// ends: an interrupted look is no result.
func (r *Runner) Run(ctx context.Context, subject Subject, entries []Entry, attested map[ItemID]Attestations, done func(Result) error) error {
	for _, entry := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		result := r.one(ctx, subject, entry, attested[entry.ID])
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := done(result); err != nil {
			return fmt.Errorf("keep the result of %s: %w", entry.ID, err)
		}
	}
	return nil
}

// RunAll checks the entries, those of different sections at once, and returns
// their results. began is told of each that is begun, with its number from 1; it
// is called from several goroutines at once.
func (r *Runner) RunAll(ctx context.Context, subject Subject, entries []Entry, attested map[ItemID]Attestations, began func(number, total int, item ItemID)) (map[ItemID]Result, error) {
	results := make(map[ItemID]Result, len(entries))
	var mutex sync.Mutex
	var begun atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	for _, section := range Sections() {
		group.Go(func() error {
			for _, entry := range entries {
				if entry.Section != section.ID {
					continue
				}
				began(int(begun.Add(1)), len(entries), entry.ID)
				err := r.Run(ctx, subject, []Entry{entry}, attested, func(result Result) error {
					mutex.Lock()
					results[result.Item] = result
					mutex.Unlock()
					return nil
				})
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
	return results, group.Wait()
}

// one observes and judges a single item. A panic, an error and an expired limit
// are this item's result and nobody else's.
func (r *Runner) one(ctx context.Context, subject Subject, entry Entry, attested Attestations) Result {
	started := r.options.Now()
	limited, cancel := ctx, context.CancelFunc(func() {})
	if r.options.Limit > 0 {
		limited, cancel = context.WithTimeout(ctx, r.options.Limit)
	}
	defer cancel()
	observation, err := observe(limited, subject, entry.Check)
	elapsed := r.options.Now().Sub(started)
	if err != nil {
		result := r.broken(ctx, subject, entry, err)
		result.Duration = elapsed
		return result
	}
	result := Judge(Case{
		Item: entry.Item, Release: subject.Release, Observation: observation, Attestations: attested, Now: r.options.Now(),
	})
	result.Duration = elapsed
	return result
}

func (r *Runner) broken(ctx context.Context, subject Subject, entry Entry, err error) Result {
	if ctx.Err() != nil {
		return Result{Item: entry.ID, Level: entry.LevelFor(subject.Release.Kind)} // thrown away by Run
	}
	incident := r.options.Incident()
	attributes := []any{"item", entry.ID, "incident", incident, "error", err.Error()}
	var crash *panicError
	if errors.As(err, &crash) {
		attributes = append(attributes, "stack", string(crash.stack))
	}
	r.options.Logger.ErrorContext(ctx, "check failed by golive's own fault", attributes...)
	why := "The check stopped with an error; the details are in golive's log."
	if errors.Is(err, context.DeadlineExceeded) {
		why = fmt.Sprintf("The check took longer than its limit of %s.", r.options.Limit)
	}
	return Broken(entry.Item, subject.Release.Kind, incident, why)
}

// panicError carries a check's panic to the log.
type panicError struct {
	value any
	stack []byte
}

func (p *panicError) Error() string { return fmt.Sprintf("panic: %v", p.value) }

func observe(ctx context.Context, subject Subject, check Check) (observation Observation, err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &panicError{value, debug.Stack()}
		}
	}()
	return check.Observe(ctx, subject)
}
