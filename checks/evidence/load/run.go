package load

import (
	"context"
	"errors"
	"sync"
	"time"
)

// tick is how often what is due is handed out. Waking up for each request by
// itself would cost nearly half as much processor again, and timers are not more
// exact than this where a processor idles.
const tick = time.Millisecond

// Options are what a run is made from.
type Options struct {
	Plan      Plan
	Transport Transport
	Request   *Request
	Now       func() time.Time     // the one clock of the run
	Processor func() time.Duration // what this process took of processors so far
	// Processors is how many the process may use at once.
	Processors int
	// Observe hears of every second, in turn; it returns soon, since no request is
	// handed out meanwhile. It may be nil.
	Observe func(Second)
}

// Run sends a plan's requests and measures. It returns when each has ended, when
// ctx ends, or when so much fails that going on would only harm (Guard), with what
// was measured until then. An error says that the plan cannot be run.
func Run(ctx context.Context, options Options) (Outcome, error) {
	schedule, err := options.Plan.schedule()
	if err != nil {
		return Outcome{}, err
	}
	working, stop := context.WithCancel(ctx)
	defer stop()
	r := &run{
		Options: options, schedule: schedule, queue: newQueue(), recorder: newRecorder(options.Plan.WarmUp),
		outcome: Outcome{Plan: options.Plan, WarmUp: NewTally(), Measured: NewTally()}, working: working,
		nextCut: options.Plan.WarmUp % time.Second, growth: growth{tokens: growthAtOnce},
	}
	if r.nextCut == 0 {
		r.nextCut = time.Second
	}
	r.start = options.Now()
	r.outcome.Stopped = r.dispatch(ctx)
	r.recorder.close()
	r.queue.close()
	stop()
	r.workers.Wait()
	r.outcome.Connections, r.outcome.Exhausted, r.outcome.Example = r.most, r.exhausted, r.example
	return r.outcome, nil
}

// run is a run under way. Its fields belong to the goroutine that dispatches,
// except for those below the mutex.
type run struct {
	Options
	schedule Schedule
	queue    *queue
	recorder *recorder
	outcome  Outcome
	working  context.Context // of the workers and their connections
	workers  sync.WaitGroup
	start    time.Time

	next    int64           // the request that is due next
	due     []time.Duration // what is handed out at once
	hired   int             // workers
	growth  growth
	nextCut time.Duration
	guard   Guard
	measure meter

	mutex     sync.Mutex
	open      int // connections
	most      int
	exhausted int64
	example   [failures]string
}

// elapsed returns how long the run has taken so far.
func (r *run) elapsed() time.Duration { return r.Now().Sub(r.start) }

// dispatch hands out what is due until all has ended, and says why it stopped
// before; nothing where it did not.
func (r *run) dispatch(ctx context.Context) (stopped string) {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	r.measure.look(r, 0)
	for {
		now := r.elapsed()
		r.expire(now)
		r.hand(now)
		ended := r.next == r.schedule.Total() && now >= r.schedule.Length() && r.recorder.waiting() == 0
		if now >= r.nextCut || ended {
			latest := r.cut(now)
			if r.guard.Stops(latest) {
				return stoppedByErrors
			}
		}
		if ended {
			return ""
		}
		select {
		case <-ctx.Done():
			r.cut(r.elapsed())
			return interrupted
		case <-ticker.C:
		}
	}
}

// Why a run stopped before its time.
const (
	interrupted     = "interrupted"
	stoppedByErrors = "stopped, since more than a fifth of the requests failed in ten seconds on end"
)

// hand puts into the queue what is due by now.
func (r *run) hand(now time.Duration) {
	r.due = r.due[:0]
	for r.next < r.schedule.Total() {
		due := r.schedule.At(r.next)
		if due > now {
			break
		}
		r.due = append(r.due, due)
		r.next++
	}
	wanting := 0
	if len(r.due) > 0 {
		r.recorder.offered(r.due, now)
		wanting = r.queue.push(r.due)
	}
	most := r.Plan.MostConnections - r.hired
	for range r.growth.allow(now, min(max(wanting, r.Plan.LeastConnections-r.hired), most)) {
		r.hired++
		r.workers.Go((&worker{run: r}).work)
	}
}

// expire ends the requests that waited for a connection until their time was up.
func (r *run) expire(now time.Duration) {
	r.due = r.queue.expire(now-r.Plan.Timeout, r.due[:0])
	for _, due := range r.due {
		r.recorder.ended(due, notSent, now, TimedOut, 0)
		r.note(TimedOut, errWaited)
	}
}

var errWaited = errors.New("no connection became free in time")

// cut adds what was seen since the last cut to the outcome.
func (r *run) cut(now time.Duration) Second {
	for r.nextCut <= now {
		r.nextCut += time.Second
	}
	interval := r.recorder.cut(now)
	r.outcome.WarmUp.Add(interval.WarmUp)
	r.outcome.Measured.Add(interval.Measured)
	latest := second(interval, r.Plan.WarmUp)
	r.outcome.Seconds = append(r.outcome.Seconds, latest)
	r.measure.look(r, now)
	if r.Observe != nil {
		r.Observe(latest)
	}
	return latest
}

// note keeps the first reason of each failure.
func (r *run) note(failure Failure, reason error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if exhausted(reason) {
		r.exhausted++
	}
	if r.example[failure] == "" {
		r.example[failure] = reason.Error()
	}
}

// opened notes that connections were opened, or with a negative number closed.
func (r *run) opened(count int) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.open += count
	r.most = max(r.most, r.open)
}
