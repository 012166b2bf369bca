package load

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/golive-app/golive/checks/evidence/load/scenario"
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
	Program   *scenario.Program    // in place of the request; nil: there is none
	Now       func() time.Time     // the one clock of the run
	Processor func() time.Duration // what this process took of processors so far
	// Shard is the part of the plan that this run sends.
	Shard Shard
	// Start is when the run starts; the zero time is now. Shards start at one time.
	Start time.Time
	// Observe takes every second, in turn. It keeps nothing of it and returns soon,
	// since no request is handed out meanwhile.
	Observe func(*Interval)
}

// Ending is what a run tells at its end.
type Ending struct {
	Interrupted bool             `json:"interrupted"` // its context ended before
	Connections int              `json:"connections"` // that were open at most, at once
	Processor   float64          `json:"processor"`   // share that it took of one, after the warm-up
	Exhausted   int64            `json:"exhausted"`   // connections that this machine could not open
	Example     [failures]string `json:"example"`     // the first reason of each failure
	Sessions    Sessions         `json:"sessions"`    // of a scenario's users
}

// Run sends the requests of a plan, or of a shard of it, and measures. It returns
// when each has ended or when ctx ends. An error says that the plan cannot be run.
func Run(ctx context.Context, options Options) (Ending, error) {
	schedule, err := options.Plan.schedule()
	if err != nil {
		return Ending{}, err
	}
	working, stop := context.WithCancel(ctx)
	defer stop()
	r := &run{
		Options: options, schedule: schedule.Of(options.Shard), queue: newQueue(), recorder: newRecorder(options.Plan), working: working,
		least:       int(options.Shard.part(int64(options.Plan.LeastConnections))),
		connections: int(options.Shard.part(int64(options.Plan.MostConnections))),
		nextCut:     options.Plan.WarmUp % time.Second, growth: growth{tokens: growthAtOnce},
	}
	if r.nextCut == 0 {
		r.nextCut = time.Second
	}
	if r.start = options.Now(); !options.Start.IsZero() {
		wait := time.NewTimer(options.Start.Sub(r.start))
		defer wait.Stop()
		select {
		case <-wait.C:
		case <-ctx.Done():
		}
		// Told by another process it has no monotonic reading; counted from one, it is
		// not moved where somebody sets the clock.
		r.start = r.start.Add(options.Start.Sub(r.start))
	}
	r.ending.Interrupted = !r.dispatch(ctx)
	r.recorder.close()
	r.queue.close()
	stop()
	r.workers.Wait()
	r.ending.Sessions = r.sessions.ended()
	return r.ending, nil
}

// run is a run under way. Its fields belong to the goroutine that dispatches,
// except for those below the mutex.
type run struct {
	Options
	schedule Schedule
	queue    *queue
	recorder *recorder
	working  context.Context // of the workers and their connections
	workers  sync.WaitGroup
	start    time.Time

	next               int64           // the request that is due next
	due                []time.Duration // what is handed out at once
	hired              int             // workers
	least, connections int             // of them, at least and at most
	growth             growth
	second             int // the number of the one under way
	nextCut            time.Duration
	measure            meter

	turn     atomic.Uint64 // flows that were begun
	sessions sessions

	mutex  sync.Mutex
	open   int // connections
	ending Ending
}

// elapsed returns how long the run has taken so far.
func (r *run) elapsed() time.Duration { return r.Now().Sub(r.start) }

// dispatch hands out what is due until all has ended; false where ctx ended before.
func (r *run) dispatch(ctx context.Context) (whole bool) {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	r.measure.look(r, 0)
	for {
		now := r.elapsed()
		r.expire(now)
		r.hand(now)
		ended := r.next == r.schedule.Total() && now >= r.schedule.Length() && r.recorder.waiting() == 0
		if now >= r.nextCut || ended {
			r.cut(now)
		}
		if ended {
			return true
		}
		select {
		case <-ctx.Done():
			r.cut(r.elapsed())
			return false
		case <-ticker.C:
		}
	}
}

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
		r.recorder.offered(r.due, now, r.Program != nil)
		wanting = r.queue.push(r.due)
	}
	wanted := min(max(wanting, r.least-r.hired), r.connections-r.hired)
	for range r.growth.allow(now, wanted) {
		r.workers.Go((&worker{run: r, number: r.hired}).work)
		r.hired++
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

// cut tells what was seen since the last cut.
func (r *run) cut(now time.Duration) {
	if r.second++; r.nextCut <= now {
		r.nextCut += time.Second
	}
	for ; r.nextCut <= now; r.nextCut += time.Second {
		r.second++ // nobody cut in time
	}
	interval := r.recorder.cut(r.second, now)
	interval.Sessions = r.sessions.now()
	r.Observe(interval)
	r.measure.look(r, now)
}

// note keeps the first reason of each failure.
func (r *run) note(failure Failure, reason error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if exhausted(reason) {
		r.ending.Exhausted++
	}
	if r.ending.Example[failure] == "" {
		r.ending.Example[failure] = reason.Error()
	}
}

// opened notes that connections were opened, or with a negative number closed.
func (r *run) opened(count int) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.open += count
	r.ending.Connections = max(r.ending.Connections, r.open)
}
