package jobs

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// How long a delivery's GUID is remembered.
const (
	// claimTime covers the moment between taking a delivery and having it
	// queued: a process that dies in between gives it free.
	claimTime = time.Minute
	// keptTime covers proxies that send a request again and a forge that
	// delivers twice. Whoever redelivers after that means it, and since every
	// task reads the forge anew, doing so is harmless.
	keptTime = 10 * time.Minute
)

// keepTime is how long prolonging claims may take.
const keepTime = 5 * time.Second

// deliveries remembers which webhook deliveries were taken.
type deliveries struct {
	client redis.UniversalClient

	mutex   sync.Mutex
	kept    []string // queued, and their claims not prolonged yet
	keeping bool     // somebody is at it
}

func deliveryKey(delivery string) string { return "golive:delivery:" + delivery }

// claim returns true for the first who asks for a delivery.
func (d *deliveries) claim(ctx context.Context, delivery string) (bool, error) {
	claimed, err := d.client.SetNX(ctx, deliveryKey(delivery), "claimed", claimTime).Result()
	if err != nil {
		return false, fmt.Errorf("claim delivery %s: %w", delivery, err)
	}
	return claimed, nil
}

// keep remembers a delivery, now that it is queued, for longer than its claim
// does. The sender does not wait for it, so that what arrives meanwhile goes to
// Redis in one request: failing to is no loss, since the claim stands for its own
// time. A claim that was released by then stays so.
func (d *deliveries) keep(delivery string) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.kept = append(d.kept, delivery)
	if !d.keeping {
		d.keeping = true
		go d.keepAll()
	}
}

// keepAll prolongs claims until none is left to.
func (d *deliveries) keepAll() {
	for {
		d.mutex.Lock()
		names := d.kept
		d.kept, d.keeping = nil, len(names) > 0
		d.mutex.Unlock()
		if len(names) == 0 {
			return
		}
		ctx, cancel := context.WithTimeout(context.Background(), keepTime)
		_, _ = d.client.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			for _, name := range names {
				pipe.Expire(ctx, deliveryKey(name), keptTime)
			}
			return nil
		})
		cancel()
	}
}

// release lets a delivery be taken anew.
func (d *deliveries) release(ctx context.Context, delivery string) error {
	if delivery == "" {
		return nil
	}
	if err := d.client.Del(ctx, deliveryKey(delivery)).Err(); err != nil {
		return fmt.Errorf("release delivery %s: %w", delivery, err)
	}
	return nil
}
