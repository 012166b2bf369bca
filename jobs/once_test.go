package jobs

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
)

// Sections of one round have it done once, on whichever machine; another round, another
// generation and another release do it anew.
func TestWorkIsDoneOnceInARound(t *testing.T) {
	t.Parallel()
	server, client := newRedis(t)
	stores := []*Store{NewStore(client, time.Hour, time.Now), NewStore(anotherClient(t, server.Addr()), time.Hour, time.Now)}
	var done atomic.Int64
	ask := func(once checks.Once, name string) {
		t.Helper()
		came, err := once(t.Context(), name, func(context.Context) ([]byte, error) {
			time.Sleep(30 * time.Millisecond) // another asks meanwhile
			return fmt.Appendf(nil, "%s %d", name, done.Add(1)), nil
		})
		if err != nil || len(came) == 0 {
			t.Errorf("%q, %v", came, err)
		}
	}
	run := Run{Key: Key{Repository: 1, Number: 7}, Generation: 3}
	var asking sync.WaitGroup
	for _, store := range append(stores, stores...) {
		asking.Go(func() { ask(store.once(run, 0), "smoke") })
	}
	asking.Wait()
	if done.Load() != 1 {
		t.Errorf("done %d times in one round", done.Load())
	}
	next, other := run, run
	next.Generation, other.Key.Number = 4, 8
	ask(stores[0].once(run, 1), "smoke")
	ask(stores[0].once(next, 0), "smoke")
	ask(stores[0].once(other, 0), "smoke")
	ask(stores[0].once(run, 0), "another file")
	if done.Load() != 5 {
		t.Errorf("done %d times", done.Load())
	}
	server.FastForward(onceTime + time.Second)
	if keys := server.Keys(); len(keys) != 0 {
		t.Errorf("%v are kept", keys)
	}
}

// Work that failed is done by whoever asks next, and whoever died over it keeps nobody
// waiting for ever.
func TestWorkThatFailedIsDoneByTheNext(t *testing.T) {
	t.Parallel()
	server, client := newRedis(t)
	once := NewStore(client, time.Hour, time.Now).once(Run{Key: Key{Repository: 1, Number: 7}}, 0)
	broken := errors.New("staging broke")
	if _, err := once(t.Context(), "smoke", func(context.Context) ([]byte, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
	if err := client.Set(t.Context(), "golive:lock:once:1:pr:7:0:0:smoke", "gone", lockTime).Err(); err != nil {
		t.Fatal(err)
	}
	limited, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := once(limited, "smoke", func(context.Context) ([]byte, error) { t.Error("done beside another"); return nil, nil }); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
	server.FastForward(lockTime + time.Second)
	if came, err := once(t.Context(), "smoke", func(context.Context) ([]byte, error) { return []byte("held"), nil }); err != nil || string(came) != "held" {
		t.Errorf("%q, %v", came, err)
	}
}
