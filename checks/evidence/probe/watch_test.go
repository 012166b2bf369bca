package probe_test

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/probetest"
)

func TestWatchSpreadsItsRequests(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		limit rate.Limit
		span  time.Duration // that 60 requests take, which are told to take a minute
	}{
		"at the polite rate":          {5, 59 * time.Second},
		"at less than that":           {2, 59 * time.Second},
		"where a hundred are allowed": {100, 2950 * time.Millisecond},
		"where there is no limit":     {rate.Inf, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clock := time.Date(2026, 11, 23, 14, 2, 0, 0, time.UTC)
			began, asked := clock, 0
			visit := probetest.Serve(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }), func(options *probe.Options) {
				options.Rate = test.limit
				options.Pace = probe.NewPace(rate.Inf, time.Now, nil) // it is the waits of the watch that are told here
				options.Now = func() time.Time { return clock }
				options.Wait = func(_ context.Context, pause time.Duration) error { clock = clock.Add(pause); return nil }
			})
			exchanges, err := visit.Watch(t.Context(), checks.Probe{Path: "/health"}, 60, time.Minute)
			if err != nil || len(exchanges) != 60 || asked != 60 || clock.Sub(began) != test.span {
				t.Errorf("%d exchanges, %d asked, %s, %v", len(exchanges), asked, clock.Sub(began), err)
			}
		})
	}
}

func TestWatchLeavesEverySecondConnection(t *testing.T) {
	t.Parallel()
	visit := probetest.Serve(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}), nil)
	exchanges, err := visit.Watch(t.Context(), checks.Probe{}, 10, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	for index, one := range exchanges {
		if one.Reused != (index%2 == 1) {
			t.Errorf("request %d: reused %t", index+1, one.Reused)
		}
	}
}

func TestWatchEndsWithItsContext(t *testing.T) {
	t.Parallel()
	visit := probetest.Serve(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}), func(options *probe.Options) {
		options.Rate = 5
		options.Wait = func(ctx context.Context, _ time.Duration) error { return context.Canceled }
	})
	if _, err := visit.Watch(t.Context(), checks.Probe{}, 10, time.Minute); err == nil {
		t.Error("it went on")
	}
}

func TestAServiceThatDripsIsNotAskedOnAndOn(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	visit := probetest.Serve(t, http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		asked.Add(1)
		_, _ = writer.Write([]byte("{"))
		_ = http.NewResponseController(writer).Flush()
		<-request.Context().Done() // and never the rest
	}), func(options *probe.Options) { options.Timeout = 500 * time.Millisecond })
	exchanges, err := visit.Watch(t.Context(), checks.Probe{Path: "/health"}, 20, time.Minute)
	if err != nil || asked.Load() != 5 {
		t.Fatalf("%d asked, %v", asked.Load(), err)
	}
	if last := exchanges[19]; last.Status != 0 || last.Failure != "the 5 requests before got no answer, or none that ended" {
		t.Errorf("%+v", last)
	}
}
