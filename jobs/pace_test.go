package jobs

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/probetest"
)

// counted is a service that notes when it was asked.
type counted struct {
	mutex sync.Mutex
	at    []time.Time
	by    map[string]int
}

func (c *counted) ServeHTTP(_ http.ResponseWriter, request *http.Request) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.at = append(c.at, time.Now())
	if c.by == nil {
		c.by = map[string]int{}
	}
	c.by[request.Header.Get("X-Worker")]++
}

// most is the most requests that arrived within a time.
func (c *counted) most(within time.Duration) int {
	slices.SortFunc(c.at, time.Time.Compare)
	most, begin := 0, 0
	for end := range c.at {
		for c.at[end].Sub(c.at[begin]) > within {
			begin++
		}
		most = max(most, end-begin+1)
	}
	return most
}

func TestWorkersKeepOneRateTogether(t *testing.T) {
	t.Parallel()
	server, _ := newRedis(t)
	service := &counted{}
	target := httptest.NewServer(service)
	t.Cleanup(target.Close)
	const workers, each, every = 3, 15, 20 * time.Millisecond
	var asking sync.WaitGroup
	for worker := range workers {
		client := anotherClient(t, server.Addr())
		visit := probetest.Visit(t, target.URL, nil, func(options *probe.Options) {
			options.Pace = NewPaces(client, every).Of("127.0.0.1")
			options.Header = http.Header{"X-Worker": {fmt.Sprint("worker-", worker)}}
		})
		asking.Go(func() {
			var plan []checks.Probe
			for index := range each {
				plan = append(plan, checks.Probe{Path: fmt.Sprintf("/%d", index)})
			}
			if _, err := visit.Ask(context.Background(), plan); err != nil {
				t.Error(err)
			}
		})
	}
	asking.Wait()
	// 50 a second, and a few that a busy machine holds up on their way.
	if len(service.at) != workers*each || len(service.by) != workers || service.most(10*every) > 10+5 {
		t.Errorf("%d requests by %v, at most %d in %s", len(service.at), service.by, service.most(10*every), 10*every)
	}
	if took := service.at[len(service.at)-1].Sub(service.at[0]); took < (workers*each-1)*every-every {
		t.Errorf("all came in %s", took)
	}
}

func TestAHostThatRefusedIsAskedMoreSlowlyByAll(t *testing.T) {
	t.Parallel()
	server, client := newRedis(t)
	other := anotherClient(t, server.Addr())
	one, two := NewPaces(client, time.Millisecond).Of("staging.example.com"), NewPaces(other, time.Millisecond).Of("staging.example.com")
	ctx := context.Background()
	if err := one.Slow(ctx, probe.Route{}, 150*time.Millisecond, 40*time.Millisecond); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	for range 3 {
		if err := two.Wait(ctx, probe.Route{}); err != nil {
			t.Fatal(err)
		}
	}
	if took := time.Since(began); took < 220*time.Millisecond {
		t.Errorf("three turns were taken in %s", took)
	}
	if err := NewPaces(other, time.Millisecond).Of("other.example.com").Wait(ctx, probe.Route{}); err != nil {
		t.Error(err)
	}
	// A turn that comes too late is not taken.
	if err := one.Slow(ctx, probe.Route{}, time.Hour, 0); err != nil {
		t.Fatal(err)
	}
	limited, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if err := two.Wait(limited, probe.Route{}); !errors.Is(err, probe.ErrNoTime) {
		t.Errorf("error %v", err)
	}
	// It is forgotten some time after.
	server.FastForward(time.Hour + 11*time.Minute)
	if err := two.Wait(limited, probe.Route{}); err != nil {
		t.Error(err)
	}
}

func TestWhoIsAloneIsAlone(t *testing.T) {
	t.Parallel()
	server, client := newRedis(t)
	other := anotherClient(t, server.Addr())
	one, two := NewPaces(client, 0).Of("h"), NewPaces(other, 0).Of("h")
	var mutex sync.Mutex
	var order []string
	note := func(what string) {
		mutex.Lock()
		defer mutex.Unlock()
		order = append(order, what)
	}
	var waiting sync.WaitGroup
	err := one.Alone(context.Background(), func(ctx context.Context) error {
		waiting.Go(func() {
			if err := two.Wait(context.Background(), probe.Route{}); err != nil {
				t.Error(err)
			}
			note("another's turn")
		})
		if err := pause(ctx, 300*time.Millisecond); err != nil {
			return err
		}
		if err := one.Wait(ctx, probe.Route{}); err != nil { // its own turns go on
			return err
		}
		note("alone")
		return nil
	})
	waiting.Wait()
	if err != nil || !slices.Equal(order, []string{"alone", "another's turn"}) {
		t.Errorf("%v, error %v", order, err)
	}
	// Who died while it was alone keeps nobody out for ever.
	if err := client.Set(context.Background(), "golive:pace-alone:h", "gone", aloneTime).Err(); err != nil {
		t.Fatal(err)
	}
	server.FastForward(aloneTime + time.Second)
	if err := two.Wait(context.Background(), probe.Route{}); err != nil {
		t.Error(err)
	}
}

// What one worker was refused keeps back what the others ask of that route, and nothing
// else of theirs.
func TestARouteThatRefusedIsKeptBackForAll(t *testing.T) {
	t.Parallel()
	server, client := newRedis(t)
	other := anotherClient(t, server.Addr())
	one, two := NewPaces(client, time.Millisecond).Of("h"), NewPaces(other, time.Millisecond).Of("h")
	ctx, login, search := context.Background(), probe.RouteOf("POST", "/login/hunter2"), probe.RouteOf("GET", "/search")
	if whole, err := one.Refused(ctx, login); whole || err != nil {
		t.Fatal(whole, err)
	}
	if err := one.Slow(ctx, login, 200*time.Millisecond, 50*time.Millisecond); err != nil {
		t.Fatal(err)
	}
	var order []string
	var mutex sync.Mutex
	var waiting sync.WaitGroup
	take := func(name string, route probe.Route, times int) {
		waiting.Go(func() {
			for range times {
				if err := two.Wait(ctx, route); err != nil {
					t.Error(err)
				}
				mutex.Lock()
				order = append(order, name)
				mutex.Unlock()
			}
		})
	}
	began := time.Now()
	take("login", login, 3)
	take("other", probe.RouteOf("GET", "/orders"), 5)
	waiting.Wait()
	if took := time.Since(began); !slices.Equal(order, []string{"other", "other", "other", "other", "other", "login", "login", "login"}) || took < 300*time.Millisecond {
		t.Errorf("%v in %s", order, took)
	}
	if dump := server.Dump(); strings.Contains(dump, "hunter2") || strings.Contains(dump, "login") {
		t.Errorf("%s", dump)
	}
	// A turn that comes too late is not taken.
	if whole, err := two.Refused(ctx, login); whole || err != nil {
		t.Fatal(whole, err)
	}
	if err := two.Slow(ctx, login, time.Hour, probe.AsBefore); err != nil {
		t.Fatal(err)
	}
	limited, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if err := one.Wait(limited, login); !errors.Is(err, probe.ErrNoTime) {
		t.Errorf("%v", err)
	}
	// A second path that refuses, at another worker, is the service.
	if whole, err := two.Refused(ctx, search); !whole || err != nil {
		t.Fatal(whole, err)
	}
	if err := two.Slow(ctx, probe.Route{}, 150*time.Millisecond, 0); err != nil {
		t.Fatal(err)
	}
	began = time.Now()
	if err := one.Wait(ctx, probe.RouteOf("GET", "/orders")); err != nil || time.Since(began) < 100*time.Millisecond {
		t.Errorf("%v after %s", err, time.Since(began))
	}
	// It is forgotten some time after.
	server.FastForward(2*time.Hour + probe.SlowTime)
	if err := one.Wait(limited, login); err != nil {
		t.Error(err)
	}
}

// Whether a route refuses or the service does is one decision, by what every worker was
// told: a route that refuses alone is left alone, and one of a service that refuses is
// asked again when the service is.
func TestWhatAnotherWorkerWasRefusedSaysWhoRefuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		other string // path that another worker was refused
		after time.Duration
		again bool
	}{
		"nobody else was refused":        {},
		"another was refused there too":  {other: "/search"},
		"another was refused elsewhere":  {other: "/login", again: true},
		"another was, but some time ago": {other: "/login", after: probe.SlowTime + time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, client := newRedis(t)
			began := time.Now()
			server.SetTime(began)
			if test.other != "" {
				if _, err := NewPaces(client, 0).Of("h").Refused(t.Context(), probe.RouteOf("GET", test.other)); err != nil {
					t.Fatal(err)
				}
				server.SetTime(began.Add(test.after))
			}
			asked := 0
			visit := probetest.Serve(t, http.HandlerFunc(func(writer http.ResponseWriter, _ *http.Request) {
				asked++
				writer.WriteHeader(http.StatusTooManyRequests)
			}), func(options *probe.Options) {
				options.Pace = NewPaces(anotherClient(t, server.Addr()), 0).Of("h")
				options.Patience = time.Nanosecond // it waits for nobody
			})
			for index := range 2 {
				exchanges, err := visit.Ask(t.Context(), []checks.Probe{{Path: fmt.Sprintf("/search?page=%d", index)}})
				if err != nil || index == 0 && exchanges[0].Status != http.StatusTooManyRequests {
					t.Fatalf("%+v, %v", exchanges, err)
				}
				if index == 1 && exchanges[0].Unasked == test.again {
					t.Errorf("%+v", exchanges[0])
				}
			}
			if want := map[bool]int{false: 1, true: 2}[test.again]; asked != want {
				t.Errorf("asked %d times", asked)
			}
		})
	}
}
