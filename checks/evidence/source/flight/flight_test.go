package flight

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestThoseWhoAskAtOnceShareAnAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var group Group[string, int]
		var made atomic.Int32
		var waiting sync.WaitGroup
		for range 10 {
			waiting.Go(func() {
				got, err := group.Do(t.Context(), "a", func(context.Context) (int, error) {
					made.Add(1)
					time.Sleep(time.Second)
					return 5, nil
				})
				if got != 5 || err != nil {
					t.Errorf("%d, %v", got, err)
				}
			})
		}
		waiting.Wait()
		if made.Load() != 1 {
			t.Errorf("made %d times", made.Load())
		}
		again, _ := group.Do(t.Context(), "a", func(context.Context) (int, error) { return 6, nil })
		if again != 6 {
			t.Errorf("an answer was kept: %d", again)
		}
	})
}

func TestWhoWaitsGoesOnWhenTheFirstGivesUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var group Group[int, string]
		first, giveUp := context.WithCancel(t.Context())
		go func() {
			_, err := group.Do(first, 1, func(ctx context.Context) (string, error) {
				<-ctx.Done()
				return "", ctx.Err()
			})
			if !errors.Is(err, context.Canceled) {
				t.Errorf("the first: %v", err)
			}
		}()
		synctest.Wait()
		go func() {
			time.Sleep(time.Second)
			giveUp()
		}()
		got, err := group.Do(t.Context(), 1, func(context.Context) (string, error) { return "second", nil })
		if got != "second" || err != nil {
			t.Errorf("%q, %v", got, err)
		}
	})
}

func TestWhoHasNoTimeDoesNotWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var group Group[int, int]
		release := make(chan struct{})
		go func() {
			_, _ = group.Do(t.Context(), 1, func(context.Context) (int, error) { <-release; return 1, nil })
		}()
		synctest.Wait()
		hurried, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := group.Do(hurried, 1, nil); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		close(release)
	})
}

func TestAPanicLeavesNobodyWaiting(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var group Group[int, int]
		release := make(chan struct{})
		go func() {
			defer func() { _ = recover() }()
			_, _ = group.Do(t.Context(), 1, func(context.Context) (int, error) { <-release; panic("no") })
		}()
		synctest.Wait()
		go func() { close(release) }()
		if _, err := group.Do(t.Context(), 1, nil); !errors.Is(err, errPanic) {
			t.Error(err)
		}
	})
}
