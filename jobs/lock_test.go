package jobs

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestOneAtATime(t *testing.T) {
	t.Parallel()
	_, client := newRedis(t)
	var inside, most, done atomic.Int32
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for {
				err := locked(t.Context(), client, "release", func(context.Context) error {
					most.Store(max(most.Load(), inside.Add(1)))
					inside.Add(-1)
					done.Add(1)
					return nil
				})
				if err == nil {
					return
				}
				if !errors.Is(err, ErrBusy) {
					t.Errorf("error %v", err)
					return
				}
			}
		})
	}
	group.Wait()
	if most.Load() != 1 || done.Load() != 8 {
		t.Errorf("%d at once, %d done", most.Load(), done.Load())
	}
}

func TestALockEndsWithItsWork(t *testing.T) {
	t.Parallel()
	server, client := newRedis(t)
	failure := errors.New("the forge is down")
	if err := locked(t.Context(), client, "release", func(context.Context) error { return failure }); !errors.Is(err, failure) {
		t.Fatalf("error %v", err)
	}
	if keys := server.Keys(); len(keys) != 0 {
		t.Errorf("left behind: %q", keys)
	}
}

func TestALockThatSomebodyElseTookIsNotGivenBack(t *testing.T) {
	t.Parallel()
	server, client := newRedis(t)
	err := locked(t.Context(), client, "release", func(context.Context) error {
		server.FastForward(2 * lockTime) // this process was asleep for longer than its lock
		return server.Set("golive:lock:release", "somebody else")
	})
	if err != nil {
		t.Fatal(err)
	}
	if holder, _ := server.Get("golive:lock:release"); holder != "somebody else" {
		t.Errorf("the lock is %q", holder)
	}
}

func TestALockOutlivesADeadProcessByItsTimeOnly(t *testing.T) {
	t.Parallel()
	server, client := newRedis(t)
	if err := server.Set("golive:lock:release", "dead"); err != nil {
		t.Fatal(err)
	}
	server.SetTTL("golive:lock:release", lockTime)
	work := func(context.Context) error { return nil }
	if err := locked(t.Context(), client, "release", work); !errors.Is(err, ErrBusy) {
		t.Fatalf("error %v", err)
	}
	server.FastForward(lockTime + time.Second)
	if err := locked(t.Context(), client, "release", work); err != nil {
		t.Fatalf("error %v", err)
	}
}
