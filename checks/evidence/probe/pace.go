package probe

import (
	"context"
	"errors"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Pace lets golive's requests to one host out. Whoever shares it keeps one rate
// together.
type Pace interface {
	// Wait returns once the next request may go out, or ErrNoTime at once where that is
	// later than the context lets it be.
	Wait(ctx context.Context) error
	// Slow lets nothing out before a pause has passed, and requests less often from then
	// on: so far apart, half as often where every is 0, and as often as before where it is
	// AsBefore.
	Slow(ctx context.Context, pause, every time.Duration) error
	// Alone does work that sends requests of its own, while nothing else goes out.
	Alone(ctx context.Context, work func(context.Context) error) error
}

// ErrNoTime says that the next request may go out only after the time that there is.
var ErrNoTime = errors.New("no time is left to ask")

// AsBefore keeps the rate.
const AsBefore time.Duration = -1

// SlowestEvery is how far apart requests are kept at most, however often a host refuses.
const SlowestEvery = 5 * time.Second

// Every is the time between requests of a rate, 0: five a second. It is a little more
// than the rate says: one that opens a connection arrives later than it went out, so that
// others come closer behind it, and where they arrive there are no more of them in a second.
func Every(limit rate.Limit) time.Duration {
	switch {
	case limit == 0:
		limit = defaultRate
	case limit == rate.Inf:
		return 0
	}
	const late = 150 * time.Millisecond
	return time.Duration(float64(time.Second+late) / float64(limit))
}

// Slower is the time between requests after a host refused one: what it asks for, or
// double what it was.
func Slower(was, every time.Duration) time.Duration {
	const least = 10 * time.Millisecond // what is not slowed down at all gets slower too
	switch {
	case every == AsBefore:
		return was
	case every <= 0:
		every = 2 * max(was, least)
	}
	return min(max(was, every), max(was, SlowestEvery))
}

// pace is one of a process's own.
type pace struct {
	now  func() time.Time
	wait func(context.Context, time.Duration) error

	alone sync.Mutex
	mutex sync.Mutex
	every time.Duration
	next  time.Time
}

// NewPace returns a pace of this process's own. Wait sleeps.
func NewPace(limit rate.Limit, now func() time.Time, wait func(context.Context, time.Duration) error) Pace {
	return &pace{now: now, wait: wait, every: Every(limit)}
}

// Wait takes the next turn.
func (p *pace) Wait(ctx context.Context) error {
	p.alone.Lock()
	defer p.alone.Unlock()
	p.mutex.Lock()
	now := p.now()
	turn := p.next
	if turn.Before(now) {
		turn = now
	}
	if deadline, limited := ctx.Deadline(); limited && turn.After(deadline) {
		p.mutex.Unlock()
		return ErrNoTime
	}
	p.mutex.Unlock()
	if turn.After(now) {
		if err := p.wait(ctx, turn.Sub(now)); err != nil {
			return err
		}
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	// From when it goes out, not from when it was due: a machine that was held up does not
	// make up for it.
	p.next = p.now().Add(p.every)
	return ctx.Err()
}

// Slow keeps requests back.
func (p *pace) Slow(_ context.Context, pause, every time.Duration) error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.every = Slower(p.every, every)
	if until := p.now().Add(pause); until.After(p.next) {
		p.next = until
	}
	return nil
}

// Alone does work while nothing else takes a turn.
func (p *pace) Alone(ctx context.Context, work func(context.Context) error) error {
	p.alone.Lock()
	defer p.alone.Unlock()
	return work(ctx)
}
