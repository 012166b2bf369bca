package checks

import (
	"context"
	"sync"
)

// Once does a piece of work for all items of a run that ask for it under one name, and
// returns what came of it: what may change a service's data is not done by each of them.
// Work that fails is done again by whoever asks next. What comes of it is kept beside
// results, so it holds no secrets.
type Once func(ctx context.Context, name string, work func(context.Context) ([]byte, error)) ([]byte, error)

// NewOnce returns a Once for a run within this process.
func NewOnce() Once {
	var doing sync.Mutex
	done := map[string][]byte{}
	return func(ctx context.Context, name string, work func(context.Context) ([]byte, error)) ([]byte, error) {
		doing.Lock()
		defer doing.Unlock()
		if came, found := done[name]; found {
			return came, nil
		}
		came, err := work(ctx)
		if err == nil {
			done[name] = came
		}
		return came, err
	}
}
