package jobs

import (
	"fmt"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
)

// Embedded is a Redis inside this process, for the demo and for a server that
// was given none. It forgets everything at its end; the forge does not.
type Embedded struct {
	server *miniredis.Miniredis
	stop   chan struct{}
}

// agingTime is how often keys grow older. miniredis can follow the clock by
// itself (ClockTTL), but then it sorts and visits all of its keys at every
// command, and a queue of some thousand tasks stands still.
const agingTime = time.Second

// StartEmbedded starts a Redis on a free port of the loopback interface.
func StartEmbedded() (*Embedded, error) {
	server := miniredis.NewMiniRedis()
	if err := server.Start(); err != nil {
		return nil, fmt.Errorf("start the embedded Redis: %w", err)
	}
	embedded := &Embedded{server, make(chan struct{})}
	go embedded.age()
	return embedded, nil
}

// age lets keys expire, at most agingTime late.
func (e *Embedded) age() {
	ticker := time.NewTicker(agingTime)
	defer ticker.Stop()
	for last := time.Now(); ; {
		select {
		case <-e.stop:
			return
		case <-ticker.C:
			now := time.Now()
			e.server.FastForward(now.Sub(last))
			last = now
		}
	}
}

// Client returns a client of it, for the caller to close.
func (e *Embedded) Client() redis.UniversalClient {
	return redis.NewClient(&redis.Options{Addr: e.server.Addr()})
}

// Close ends it.
func (e *Embedded) Close() {
	close(e.stop)
	e.server.Close()
}
