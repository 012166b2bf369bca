package probe_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/probetest"
)

// clock goes on where golive waits, and by nothing else.
type clock struct {
	mutex sync.Mutex
	time  time.Time
}

func newClock() *clock { return &clock{time: time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.time
}

func (c *clock) wait(_ context.Context, pause time.Duration) error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.time = c.time.Add(pause)
	return nil
}

// busy refuses for a time.
type busy struct {
	clock  *clock
	status int
	until  time.Time
	header [2]string

	mutex sync.Mutex
	at    []time.Time // of every request
}

func (b *busy) ServeHTTP(writer http.ResponseWriter, _ *http.Request) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	now := b.clock.now()
	b.at = append(b.at, now)
	if now.Before(b.until) {
		if b.header[0] != "" {
			writer.Header().Set(b.header[0], b.header[1])
		}
		writer.WriteHeader(b.status)
	}
}

func TestARefusalThatAsksForTimeIsGivenIt(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status   int
		header   [2]string
		seconds  int // that it refuses
		patience time.Duration
		answers  int // status in the end
		waits    time.Duration
	}{
		"429 and a time":                {429, [2]string{"Retry-After", "30"}, 30, 0, 200, 30 * time.Second},
		"503 and a time":                {503, [2]string{"Retry-After", "10"}, 10, 0, 200, 10 * time.Second},
		"503 without":                   {503, [2]string{}, 10, 0, 503, 0},
		"429 without":                   {429, [2]string{}, 6, 0, 200, 7 * time.Second}, // 1, 2 and 4
		"429 and when there is more":    {429, [2]string{"X-RateLimit-Reset", "20"}, 20, 0, 200, 20 * time.Second},
		"a date":                        {429, [2]string{"Retry-After", "Sun, 29 Nov 2026 12:00:40 GMT"}, 40, 0, 200, 40 * time.Second},
		"now":                           {429, [2]string{"Retry-After", "0"}, 1, 0, 200, time.Second},
		"twice as long as it said":      {429, [2]string{"Retry-After", "20"}, 35, 0, 200, 40 * time.Second},
		"for ever":                      {429, [2]string{"Retry-After", "5"}, 1000, 0, 429, 15 * time.Second},
		"an hour":                       {429, [2]string{"Retry-After", "3600"}, 3600, 0, 429, 0},
		"longer than golive's patience": {429, [2]string{"Retry-After", "60"}, 60, 50 * time.Second, 429, 0},
		"500 and a time":                {500, [2]string{"Retry-After", "5"}, 5, 0, 500, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clock := newClock()
			service := &busy{clock: clock, status: test.status, until: clock.now().Add(time.Duration(test.seconds) * time.Second), header: test.header}
			visit := probetest.Serve(t, service, func(options *probe.Options) {
				options.Now, options.Wait, options.Patience = clock.now, clock.wait, test.patience
			})
			began := clock.now()
			got := ask(t, visit, checks.Probe{Path: "/"})[0]
			if waited := clock.now().Sub(began); got.Status != test.answers || waited.Round(time.Second) != test.waits {
				t.Errorf("%d after %s", got.Status, waited)
			}
		})
	}
}

func TestWhoRefusedIsAskedMoreSlowly(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		header [2]string
		apart  time.Duration
	}{
		"half as often":                        {[2]string{"Retry-After", "2"}, 400 * time.Millisecond},
		"as often, where it was only starting": {[2]string{"Retry-After", "2"}, 200 * time.Millisecond},
		"as often as it lets in":               {[2]string{"RateLimit-Policy", `"default";q=30;w=60`}, 2400 * time.Millisecond},
	} {
		clock := newClock()
		service := &busy{clock: clock, status: 429, until: clock.now().Add(time.Millisecond), header: test.header}
		if strings.Contains(name, "starting") {
			service.status = 503
		}
		visit := probetest.Serve(t, service, func(options *probe.Options) { options.Now, options.Wait, options.Rate = clock.now, clock.wait, 5 })
		for index := range 4 {
			ask(t, visit, checks.Probe{Path: fmt.Sprintf("/%d", index)})
		}
		for index := 2; index < len(service.at); index++ {
			if apart := service.at[index].Sub(service.at[index-1]); apart < test.apart || strings.Contains(name, "starting") && apart > 2*test.apart {
				t.Errorf("%s: request %d came %s after the one before", name, index, apart)
			}
		}
		if len(service.at) != 5 {
			t.Errorf("%s: asked %d times", name, len(service.at))
		}
	}
}

// An answer that an item looks for is not waited away, and an item whose time is over
// says so in place of failing.
func TestAVisitEndsInTime(t *testing.T) {
	t.Parallel()
	clock := newClock()
	service := &busy{clock: clock, status: 429, until: clock.now().Add(time.Hour), header: [2]string{"Retry-After", "30"}}
	visit := probetest.Serve(t, service, func(options *probe.Options) { options.Now, options.Wait = clock.now, clock.wait })
	if got := ask(t, visit, checks.Probe{Path: "/", Impatient: true})[0]; got.Status != 429 || len(service.at) != 1 {
		t.Errorf("%d, asked %d times", got.Status, len(service.at))
	}
	// In the time that is left, what it asks for cannot be waited.
	ctx, cancel := context.WithDeadline(context.Background(), time.Now().Add(20*time.Second))
	defer cancel()
	real := probetest.Serve(t, service, func(options *probe.Options) { options.Wait = clock.wait })
	exchanges, err := real.Ask(ctx, []checks.Probe{{Path: "/"}})
	if err != nil || exchanges[0].Status != 429 {
		t.Errorf("%+v, error %v", exchanges, err)
	}
	// Another one keeps the rate down for longer than there is time.
	pace := probe.NewPace(5, time.Now, func(context.Context, time.Duration) error { return nil })
	if err := pace.Slow(ctx, probe.Route{}, time.Minute, 0); err != nil {
		t.Fatal(err)
	}
	late := probetest.Serve(t, service, func(options *probe.Options) { options.Pace = pace })
	if exchanges, err := late.Ask(ctx, []checks.Probe{{Path: "/"}}); err != nil || exchanges[0].Failure != "golive had no time left to ask, at the rate that it keeps there" {
		t.Errorf("%+v, error %v", exchanges, err)
	}
}

// What is sent is counted where it arrives: never more in any second than the rate.
func TestTheRateHoldsWhereItIsCounted(t *testing.T) {
	t.Parallel()
	clock := newClock()
	service := &busy{clock: clock, status: 200}
	visit := probetest.Serve(t, service, func(options *probe.Options) { options.Now, options.Wait, options.Rate = clock.now, clock.wait, 5 })
	var plan []checks.Probe
	for index := range 60 {
		plan = append(plan, checks.Probe{Path: fmt.Sprintf("/%d", index)})
	}
	began := clock.now()
	ask(t, visit, plan...)
	if took := clock.now().Sub(began); took < 11*time.Second || len(service.at) != 60 {
		t.Errorf("%d requests in %s", len(service.at), took)
	}
}

func TestBurstsAreBounded(t *testing.T) {
	t.Parallel()
	clock := newClock()
	service := &busy{clock: clock, status: 429, until: clock.now().Add(time.Hour)}
	visit := probetest.Serve(t, service, func(options *probe.Options) { options.Bursts = 30 })
	var plan []checks.Probe
	for range 50 {
		plan = append(plan, checks.Probe{Path: "/"})
	}
	send := func(enough int) int {
		t.Helper()
		exchanges, err := visit.Burst(context.Background(), checks.Burst{Probes: plan, Pace: 100, Refusal: 429, Enough: enough})
		if err != nil {
			t.Fatal(err)
		}
		return len(exchanges)
	}
	if sent := send(5); sent < 5 || sent > 9 {
		t.Errorf("%d sent", sent)
	}
	if left := visit.BurstLeft(); send(0) != left || visit.BurstLeft() != 0 || send(0) != 0 || len(service.at) != 30 {
		t.Errorf("%d were served", len(service.at))
	}
	for _, one := range []checks.Probe{{Method: "POST", Path: "/"}, {Method: "DELETE", Path: "/", Credentials: true}, {Method: "PUT", Path: "/"}} {
		other := probetest.Serve(t, service, func(options *probe.Options) { options.Bursts = 30 })
		if _, err := other.Burst(context.Background(), checks.Burst{Probes: []checks.Probe{one}, Pace: 100}); err == nil {
			t.Errorf("%+v went out", one)
		}
	}
}
