package jobs

import (
	"context"
	"fmt"
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

// deliveries remembers which webhook deliveries were taken.
type deliveries struct{ client redis.UniversalClient }

func deliveryKey(delivery string) string { return "golive:delivery:" + delivery }

// claim returns true for the first who asks for a delivery.
func (d *deliveries) claim(ctx context.Context, delivery string) (bool, error) {
	claimed, err := d.client.SetNX(ctx, deliveryKey(delivery), "claimed", claimTime).Result()
	if err != nil {
		return false, fmt.Errorf("claim delivery %s: %w", delivery, err)
	}
	return claimed, nil
}

// keep marks a delivery as queued. Failing to is no loss: the claim stands for
// its own time.
func (d *deliveries) keep(ctx context.Context, delivery string) error {
	if err := d.client.Set(ctx, deliveryKey(delivery), "queued", keptTime).Err(); err != nil {
		return fmt.Errorf("keep delivery %s: %w", delivery, err)
	}
	return nil
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
