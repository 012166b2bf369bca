package load

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestWhoWaitsForARequestIsNotPassedOver(t *testing.T) {
	t.Parallel()
	for range 200 {
		synctest.Test(t, func(t *testing.T) {
			q := newQueue()
			took := make(chan string, 2)
			take := func(name string) {
				if _, more := q.take(); more {
					took <- name
				}
			}
			go take("the first")
			synctest.Wait() // it waits
			q.push([]time.Duration{1})
			go take("the second") // comes by before the first one is awake
			if got := <-took; got != "the first" {
				t.Fatalf("%s took what the first was woken for", got)
			}
			synctest.Wait()
			q.push([]time.Duration{2})
			if got := <-took; got != "the second" {
				t.Fatalf("%s took it", got)
			}
		})
	}
}

func TestWhatExpiredKeepsNobodyFromTheNext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q := newQueue()
		took := make(chan time.Duration, 1)
		go func() {
			if due, more := q.take(); more {
				took <- due
			}
		}()
		synctest.Wait()
		q.push([]time.Duration{1})
		q.expire(1, nil)
		synctest.Wait() // it woke for nothing, and waits again
		q.push([]time.Duration{2})
		if due := <-took; due > 2 {
			t.Errorf("it took what was due at %d", due)
		}
	})
}
