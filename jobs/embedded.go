package jobs

import (
	"fmt"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
)

// Embedded is a Redis inside this process, for the demo and for a server that
// was given none. It forgets everything at its end; the forge does not.
type Embedded struct{ server *miniredis.Miniredis }

// StartEmbedded starts a Redis on a free port of the loopback interface.
func StartEmbedded() (*Embedded, error) {
	server := miniredis.NewMiniRedis()
	server.ClockTTL(true) // else no key ever expires
	if err := server.Start(); err != nil {
		return nil, fmt.Errorf("start the embedded Redis: %w", err)
	}
	return &Embedded{server}, nil
}

// Client returns a client of it, for the caller to close.
func (e *Embedded) Client() redis.UniversalClient {
	return redis.NewClient(&redis.Options{Addr: e.server.Addr()})
}

// Close ends it.
func (e *Embedded) Close() { e.server.Close() }
