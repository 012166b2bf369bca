// Package flight lets callers that ask for the same thing at the same time share
// one answer.
package flight

import (
	"context"
	"errors"
	"sync"
)

// Group are the questions that are being answered. The zero Group is ready to use
// and safe for concurrent use.
type Group[K comparable, V any] struct {
	mutex sync.Mutex
	calls map[K]*call[V]
}

type call[V any] struct {
	done  chan struct{}
	value V
	err   error
}

// errPanic is what those get who wait for an answer whose making panics.
var errPanic = errors.New("the making of a shared answer panicked")

// Do returns what answer returns. Who asks while another one's answer to the same
// key is being made waits for that one; where that one gave up because of its own
// context, who waits makes the answer anew.
func (g *Group[K, V]) Do(ctx context.Context, key K, answer func(ctx context.Context) (V, error)) (V, error) {
	for {
		shared, mine := g.join(key)
		if mine {
			g.make(ctx, key, shared, answer)
			return shared.value, shared.err
		}
		select {
		case <-shared.done:
		case <-ctx.Done():
			var none V
			return none, ctx.Err()
		}
		if errors.Is(shared.err, context.Canceled) || errors.Is(shared.err, context.DeadlineExceeded) {
			continue
		}
		return shared.value, shared.err
	}
}

func (g *Group[K, V]) join(key K) (shared *call[V], mine bool) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if shared, found := g.calls[key]; found {
		return shared, false
	}
	shared = &call[V]{done: make(chan struct{}), err: errPanic}
	if g.calls == nil {
		g.calls = map[K]*call[V]{}
	}
	g.calls[key] = shared
	return shared, true
}

func (g *Group[K, V]) make(ctx context.Context, key K, shared *call[V], answer func(ctx context.Context) (V, error)) {
	defer func() {
		g.mutex.Lock()
		delete(g.calls, key)
		g.mutex.Unlock()
		close(shared.done)
	}()
	shared.value, shared.err = answer(ctx)
}
