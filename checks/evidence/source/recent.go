package source

import (
	"context"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/flight"
)

// mostRecent is how many contents are held in memory: those of the releases that are
// judged at the same time.
const mostRecent = 3

// Recent holds what was read of the last few contents, each read once. It is safe for
// concurrent use.
type Recent[V any] struct {
	held    *lru.Cache[ContentID, V]
	reading flight.Group[ContentID, V]
}

// NewRecent returns one that holds nothing yet.
func NewRecent[V any]() *Recent[V] {
	held, err := lru.New[ContentID, V](mostRecent)
	if err != nil { // only where there is no room for one
		panic(err)
	}
	return &Recent[V]{held: held}
}

// Of returns what read makes of a content. Those who ask at the same time share the
// work, and those who ask later its result; what failed is tried again.
func (r *Recent[V]) Of(ctx context.Context, src checks.Source, read func(ctx context.Context) (V, error)) (V, error) {
	id := IdentifyContent(src)
	return r.reading.Do(ctx, id, func(ctx context.Context) (V, error) {
		if known, found := r.held.Get(id); found {
			return known, nil
		}
		made, err := read(ctx)
		if err == nil {
			r.held.Add(id, made)
		}
		return made, err
	})
}
