package load

import (
	"context"
	"errors"
	"os"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// service is a simulated one: it serves one request after the other, each for so
// long, and stands still in its stall. Time is that of the test's bubble.
type service struct {
	begin         time.Time
	each          time.Duration
	parallel      bool          // each request takes its time, whatever others do
	stall, resume time.Duration // since the begin
	refuses       bool
	fails         func(request int64) bool

	mutex    sync.Mutex
	free     time.Time
	requests int64
	opened   int
}

func (s *service) Connect(context.Context, time.Time) (Connection, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.refuses {
		return nil, errors.New("connection refused")
	}
	s.opened++
	return s, nil
}

func (s *service) Close() {}

// Exchange serves one request at the time at which a queue before the service would
// come to it.
func (s *service) Exchange(_ *Request, deadline time.Time) (Answer, error) {
	done, fails := s.serve(time.Now())
	if done.After(deadline) {
		time.Sleep(time.Until(deadline))
		return Answer{}, os.ErrDeadlineExceeded
	}
	time.Sleep(time.Until(done))
	if fails {
		return Answer{Status: 500}, nil
	}
	return Answer{Status: 200, Bytes: 10}, nil
}

func (s *service) serve(now time.Time) (done time.Time, fails bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.requests++
	fails = s.fails != nil && s.fails(s.requests)
	from := now
	if !s.parallel && s.free.After(from) {
		from = s.free
	}
	if at := from.Sub(s.begin); at >= s.stall && at < s.resume {
		from = s.begin.Add(s.resume)
	}
	done = from.Add(s.each)
	if end := done.Sub(s.begin); from.Sub(s.begin) < s.stall && end > s.stall {
		done = s.begin.Add(s.resume).Add(end - s.stall) // caught in the middle
	}
	s.free = done
	return done, fails
}

// ideal returns the times that requests wait and take which arrive at the service
// as the schedule has them, without any generator between.
func (s *service) ideal(plan Plan) []time.Duration {
	schedule, _ := plan.schedule()
	var taken []time.Duration
	for request := range schedule.Total() {
		due := schedule.At(request)
		done, _ := s.serve(s.begin.Add(due))
		if due >= plan.WarmUp {
			taken = append(taken, done.Sub(s.begin.Add(due)))
		}
	}
	slices.Sort(taken)
	return taken
}

func quantile(sorted []time.Duration, share float64) time.Duration {
	return sorted[int(share*float64(len(sorted)-1))]
}

// simulate runs a plan against a service in simulated time.
func simulate(t *testing.T, plan Plan, service *service) Outcome {
	t.Helper()
	var outcome Outcome
	synctest.Test(t, func(t *testing.T) {
		service.begin = time.Now()
		outcome = gather(t, t.Context(), plan, service)
	})
	return outcome
}

// gather runs a plan in one generator.
func gather(t testing.TB, ctx context.Context, plan Plan, transport Transport) Outcome {
	t.Helper()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	gathering := NewGathering(plan, 1, nil)
	ending, err := Run(ctx, Options{
		Plan: plan, Transport: transport, Request: request(t, "GET"), Now: time.Now, Processor: ProcessorTime,
		Observe: func(interval *Interval) {
			if gathering.Add(0, interval); gathering.Harmful() {
				stop()
			}
		},
	})
	if err != nil {
		t.Error(err)
	}
	gathering.End(0, ending)
	return gathering.Outcome()
}

func within(t *testing.T, what string, got, want time.Duration, share float64) {
	t.Helper()
	if difference := (got - want).Abs(); float64(difference) > share*float64(want) {
		t.Errorf("%s is %s, the truth %s", what, got, want)
	}
}

// A service that freezes for one second of fifteen, at 10,000 requests a second:
// the one percent that waits longest waits 850 ms and more by hand. Tools that stop
// sending while they wait say a few milliseconds.
func TestAFreezeShowsInFull(t *testing.T) {
	t.Parallel()
	const freeze, resume = 7 * time.Second, 8 * time.Second
	plan := Plan{Rate: 10_000, Duration: 15 * time.Second, Timeout: 10 * time.Second, MostConnections: 64}
	truth := (&service{each: 10 * time.Microsecond, stall: freeze, resume: resume}).ideal(plan)
	outcome := simulate(t, plan, &service{each: 10 * time.Microsecond, stall: freeze, resume: resume})
	measured := outcome.Measured
	if measured.Offered != 150_000 || measured.Of(Served) != 150_000 || measured.Errors() != 0 || measured.Response.Count() != 150_000 {
		t.Fatalf("%d offered, %d served, %d errors", measured.Offered, measured.Of(Served), measured.Errors())
	}
	within(t, "p99", measured.Response.Quantile(0.99), quantile(truth, 0.99), 0.05)
	within(t, "p99.9", measured.Response.Quantile(0.999), quantile(truth, 0.999), 0.01)
	within(t, "p95", measured.Response.Quantile(0.95), quantile(truth, 0.95), 0.05)
	within(t, "the truth by hand", quantile(truth, 0.99), 865*time.Millisecond, 0.01)
	within(t, "the longest", measured.Response.Longest(), time.Second, 0.01)
	if p90 := measured.Response.Quantile(0.9); p90 > 3*time.Millisecond {
		t.Errorf("p90 is %s: the freeze is smeared over what came at other times", p90)
	}
	// Seen from the connections alone, nearly nothing happened.
	if service := measured.Service.Quantile(0.99); service > 10*time.Millisecond {
		t.Errorf("p99 of the service time is %s", service)
	}
	if lag := measured.Lag.Longest(); lag > 2*time.Millisecond {
		t.Errorf("the generator was late by %s", lag)
	}
	if low := outcome.AchievedLow(); low > 1 {
		t.Errorf("one second of fifteen had no answer, and the 5th percentile is %f", low)
	}
}

// The times of a service that is never in a hurry come out as they are.
func TestTimesAreThoseOfTheService(t *testing.T) {
	t.Parallel()
	for _, each := range []time.Duration{200 * time.Microsecond, 7 * time.Millisecond, 120 * time.Millisecond} {
		outcome := simulate(t, Plan{Rate: 1000, WarmUp: 1500 * time.Millisecond, Duration: 5 * time.Second, Timeout: 10 * time.Second, MostConnections: 500},
			&service{each: each, parallel: true})
		within(t, "p50 of the service time", outcome.Measured.Service.Quantile(0.5), each, 0.001)
		if response := outcome.Measured.Response.Quantile(0.99); response < each || response > each+2*time.Millisecond {
			t.Errorf("p99 is %s, and each request took %s", response, each)
		}
		if outcome.Measured.Offered != 5000 || outcome.WarmUp.Offered != 750 {
			t.Errorf("%d requests, %d in the warm-up", outcome.Measured.Offered, outcome.WarmUp.Offered)
		}
		if rate := outcome.AchievedRate(); rate < 999 || rate > 1001 {
			t.Errorf("achieved %f", rate)
		}
		if low := outcome.AchievedLow(); low < 990 {
			t.Errorf("the 5th percentile is %f", low)
		}
		if length := outcome.Length(); (length - 5*time.Second).Abs() > 2*time.Millisecond {
			t.Errorf("it took %s", length)
		}
	}
}

// A service that serves 800 of 1000 a second falls behind further and further.
// What waited for its whole timeout counts as an error, and none is lost.
func TestWhatWaitsTooLongIsAnError(t *testing.T) {
	t.Parallel()
	outcome := simulate(t, Plan{Rate: 1000, Duration: 6 * time.Second, Timeout: time.Second, MostConnections: 50},
		&service{each: 1250 * time.Microsecond})
	measured := outcome.Measured
	if measured.Offered != 6000 || measured.Ended() != 6000 || measured.Of(TimedOut) < 400 || measured.Errors() != measured.Of(TimedOut) {
		t.Errorf("%d offered, %d ended, %d timed out", measured.Offered, measured.Ended(), measured.Of(TimedOut))
	}
	if rate := outcome.AchievedRate(); rate > 801 {
		t.Errorf("achieved %f of a service that reaches 800", rate)
	}
	if longest := measured.Response.Longest(); longest > time.Second+2*time.Millisecond {
		t.Errorf("a request took %s", longest)
	}
	if outcome.Connections != 50 {
		t.Errorf("%d connections", outcome.Connections)
	}
}

// What refuses every request is left alone after three seconds, and what fails too often
// after ten.
func TestARunEndsWhereItOnlyHarms(t *testing.T) {
	t.Parallel()
	plan := Plan{Rate: 100, Duration: time.Hour, Timeout: time.Second, MostConnections: 10}
	for name, service := range map[string]*service{
		"refused": {refuses: true},
		"failing": {each: time.Millisecond, fails: func(request int64) bool { return request%3 == 0 }},
	} {
		outcome := simulate(t, plan, service)
		if outcome.Stopped != map[string]string{"refused": stoppedDead, "failing": stoppedByErrors}[name] || outcome.Measured.Offered > 1010 || outcome.Measured.Errors() < 300 {
			t.Errorf("%s: %q after %d requests, %d errors", name, outcome.Stopped, outcome.Measured.Offered, outcome.Measured.Errors())
		}
	}
	healthy := simulate(t, Plan{Rate: 100, Duration: 30 * time.Second, Timeout: time.Second, MostConnections: 10},
		&service{each: time.Millisecond, fails: func(request int64) bool { return request%6 == 0 }})
	if healthy.Stopped != "" || healthy.Measured.Of(WrongStatus) != 500 {
		t.Errorf("a sixth failing: %q, %d", healthy.Stopped, healthy.Measured.Of(WrongStatus))
	}
}

// A service that hangs is not met with a storm of connections.
func TestConnectionsGrowSlowly(t *testing.T) {
	t.Parallel()
	hangs := &service{each: time.Microsecond, stall: time.Second, resume: 2 * time.Second}
	simulate(t, Plan{Rate: 20_000, Duration: 3 * time.Second, Timeout: 5 * time.Second, MostConnections: 5000}, hangs)
	if hangs.opened > growthAtOnce+2*growthASecond {
		t.Errorf("%d connections", hangs.opened)
	}
	asked := &service{each: time.Microsecond}
	if outcome := simulate(t, Plan{Rate: 10, Duration: 4 * time.Second, Timeout: time.Second, LeastConnections: 20, MostConnections: 20}, asked); outcome.Connections != 20 {
		t.Errorf("%d connections where 20 were asked for", outcome.Connections)
	}
}

// The end of the context ends the run at once, whatever the service does, and
// leaves what was measured.
func TestAnInterruptedRunKeepsWhatItSaw(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 2500*time.Millisecond)
		defer cancel()
		begin := time.Now()
		outcome := gather(t, ctx, Plan{Rate: 100, Duration: time.Hour, Timeout: 10 * time.Second, MostConnections: 5}, &service{begin: begin, each: time.Millisecond})
		if took := time.Since(begin); outcome.Stopped != interrupted || outcome.Measured.Of(Served) < 249 || took > 2600*time.Millisecond {
			t.Errorf("%q, %d served, after %s", outcome.Stopped, outcome.Measured.Of(Served), took)
		}
	})
}

// A connection that the service closed while it was idle costs no request.
func TestAStaleConnectionCostsNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		outcome := gather(t, t.Context(), Plan{Rate: 10, Duration: 5 * time.Second, Timeout: time.Second, MostConnections: 1}, &forgetful{})
		if outcome.Measured.Of(Served) != 50 {
			t.Errorf("%d served", outcome.Measured.Of(Served))
		}
	})
}

// forgetful closes every connection after one answer, without a word.
type forgetful struct{}

func (*forgetful) Connect(context.Context, time.Time) (Connection, error) { return &once{}, nil }

type once struct{ used bool }

func (o *once) Exchange(*Request, time.Time) (Answer, error) {
	if o.used {
		return Answer{}, ErrStale
	}
	o.used = true
	return Answer{Status: 200}, nil
}

func (*once) Close() {}

// late answers a little after the deadline, as a connection may whose own is not set
// anew for every request.
type late struct{}

func (late) Connect(context.Context, time.Time) (Connection, error) { return late{}, nil }

func (late) Exchange(_ *Request, deadline time.Time) (Answer, error) {
	time.Sleep(time.Until(deadline) + 10*time.Millisecond)
	return Answer{Status: 200}, nil
}

func (late) Close() {}

// What comes after the timeout came too late, however it came.
func TestAnAnswerAfterTheTimeoutIsNone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		outcome := gather(t, t.Context(), Plan{Rate: 10, Duration: time.Second, Timeout: time.Second, MostConnections: 20}, late{})
		if outcome.Measured.Of(TimedOut) != 10 || outcome.Measured.Of(Served) != 0 {
			t.Errorf("%d timed out, %d served", outcome.Measured.Of(TimedOut), outcome.Measured.Of(Served))
		}
	})
}
