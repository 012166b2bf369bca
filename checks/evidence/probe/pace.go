package probe

import (
	"context"
	"errors"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Pace lets golive's requests to one service out. Whoever shares it keeps one rate
// together.
type Pace interface {
	// Wait returns once the next request of a route may go out, or ErrNoTime at once where
	// that is later than the context lets it be.
	Wait(ctx context.Context, route Route) error
	// Refused puts on record that a route asked for time, and reports whether that is taken
	// as the service's own doing: the route is the service as a whole, or another path
	// asked for time within SlowTime, whoever was told.
	Refused(ctx context.Context, route Route) (whole bool, err error)
	// Slow lets nothing of a route out before a pause has passed, and its requests less
	// often from then on: so far apart, half as often where every is 0, and as often as
	// before where it is AsBefore. Where the route is the service as a whole, that holds for
	// every request.
	Slow(ctx context.Context, route Route, pause, every time.Duration) error
	// Alone does work that sends requests of its own, while nothing else goes out.
	Alone(ctx context.Context, work func(context.Context) error) error
}

// ErrNoTime says that the next request may go out only after the time that there is.
var ErrNoTime = errors.New("no time is left to ask")

// AsBefore keeps the rate.
const AsBefore time.Duration = -1

// SlowestEvery is how far apart requests are kept at most, however often they are
// refused, and SlowTime how long a refusal is remembered.
const (
	SlowestEvery = 5 * time.Second
	SlowTime     = 10 * time.Minute
)

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

// Slower is the time between requests after one was refused: what it asks for, or
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

	alone   sync.Mutex
	mutex   sync.Mutex
	service turns
	refused map[Route]*turns
}

// turns are those of one route, or of the service.
type turns struct {
	every time.Duration
	next  time.Time
	until time.Time // that a refusal is remembered
}

// NewPace returns a pace of this process's own. Wait sleeps.
func NewPace(limit rate.Limit, now func() time.Time, wait func(context.Context, time.Duration) error) Pace {
	return &pace{now: now, wait: wait, service: turns{every: Every(limit)}, refused: map[Route]*turns{}}
}

// Wait takes the next turn.
func (p *pace) Wait(ctx context.Context, route Route) error {
	waited := p.now()
	for {
		turn := p.take(route, waited)
		if !turn.After(waited) {
			return ctx.Err()
		}
		now := p.now()
		if deadline, limited := ctx.Deadline(); limited && turn.After(deadline) {
			return ErrNoTime
		}
		if turn.After(now) {
			if err := p.wait(ctx, turn.Sub(now)); err != nil {
				return err
			}
		}
		waited = turn
	}
}

// take takes the turn that is due by a time, and returns when it was; else when the next
// one is.
func (p *pace) take(route Route, by time.Time) time.Time {
	p.alone.Lock()
	defer p.alone.Unlock()
	p.mutex.Lock()
	defer p.mutex.Unlock()
	now := p.now()
	own := p.refused[route]
	if own != nil && now.After(own.until) {
		own = nil
	}
	turn := p.service.next
	if own != nil && own.next.After(turn) {
		turn = own.next
	}
	if turn.After(by) {
		return turn
	}
	// From when it goes out, not from when it was due: a machine that was held up does not
	// make up for it.
	p.service.next = now.Add(p.service.every)
	if own != nil {
		own.next = now.Add(own.every)
	}
	return turn
}

// Refused remembers a route that asked for time, and looks for another one.
func (p *pace) Refused(_ context.Context, route Route) (whole bool, err error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	now := p.now()
	whole = route.Whole()
	for other, kept := range p.refused {
		switch {
		case now.After(kept.until):
			delete(p.refused, other)
		case other.Path != route.Path:
			whole = true
		}
	}
	if !route.Whole() {
		if kept := p.remembered(route); now.Add(SlowTime).After(kept.until) {
			kept.until = now.Add(SlowTime)
		}
	}
	return whole, nil
}

// remembered are the turns of a route that refused. Whoever calls it holds the mutex.
func (p *pace) remembered(route Route) *turns {
	if p.refused[route] == nil {
		p.refused[route] = &turns{every: p.service.every}
	}
	return p.refused[route]
}

// Slow keeps requests of a route back, or all.
func (p *pace) Slow(_ context.Context, route Route, pause, every time.Duration) error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	now, slowed := p.now(), &p.service
	if !route.Whole() {
		slowed = p.remembered(route)
		slowed.until = now.Add(pause + SlowTime)
	}
	slowed.every = Slower(slowed.every, every)
	if until := now.Add(pause); until.After(slowed.next) {
		slowed.next = until
	}
	return nil
}

// Alone does work while nothing else takes a turn.
func (p *pace) Alone(ctx context.Context, work func(context.Context) error) error {
	p.alone.Lock()
	defer p.alone.Unlock()
	return work(ctx)
}
