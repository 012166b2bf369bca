package jobs

import (
	"context"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
)

// eventually waits until something holds; its limit ends a test that never will.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for !holds() {
		select {
		case <-ctx.Done():
			t.Fatalf("waited in vain until %s", what)
		case <-time.After(5 * time.Millisecond):
		}
	}
}

func remembered(server *miniredis.Miniredis, delivery string) time.Duration {
	return server.TTL(deliveryKey(delivery))
}

func TestAQueuedDeliveryIsRememberedLongerThanItsClaim(t *testing.T) {
	t.Parallel()
	server, client := newRedis(t)
	queue := NewQueue(client, time.Now)
	for _, delivery := range []string{"guid-1", "guid-2", "guid-3"} {
		if accepted, err := queue.Enqueue(t.Context(), delivery, []Trigger{{Kind: TriggerPullRequest, Repository: 81, Number: 12}}); err != nil || !accepted {
			t.Fatalf("accepted %v, error %v", accepted, err)
		}
	}
	eventually(t, "all are remembered for their whole time", func() bool {
		return remembered(server, "guid-1") == keptTime && remembered(server, "guid-2") == keptTime && remembered(server, "guid-3") == keptTime
	})
	server.FastForward(claimTime + time.Second)
	if accepted, err := queue.Enqueue(t.Context(), "guid-2", []Trigger{{Kind: TriggerPullRequest, Repository: 81, Number: 12}}); err != nil || accepted {
		t.Errorf("after the claim's time: accepted %v, error %v", accepted, err)
	}
}

func TestAReleasedDeliveryIsNotRememberedAfterwards(t *testing.T) {
	t.Parallel()
	server, client := newRedis(t)
	taken := &deliveries{client: client}
	for _, delivery := range []string{"released", "queued"} {
		if claimed, err := taken.claim(t.Context(), delivery); err != nil || !claimed {
			t.Fatalf("claimed %v, error %v", claimed, err)
		}
	}
	if err := taken.release(t.Context(), "released"); err != nil {
		t.Fatal(err)
	}
	taken.keep("released")
	taken.keep("queued")
	eventually(t, "the other one is kept", func() bool { return remembered(server, "queued") == keptTime })
	if server.Exists(deliveryKey("released")) {
		t.Error("whoever redelivers it would be told that it is a duplicate")
	}
}

func TestKeysOfTheEmbeddedRedisExpire(t *testing.T) {
	t.Parallel()
	embedded, err := StartEmbedded()
	if err != nil {
		t.Fatal(err)
	}
	defer embedded.Close()
	client := embedded.Client()
	defer client.Close()
	if err := client.Set(t.Context(), "short", "x", 10*time.Millisecond).Err(); err != nil {
		t.Fatal(err)
	}
	if err := client.Set(t.Context(), "long", "x", time.Hour).Err(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the key is gone", func() bool { return client.Exists(t.Context(), "short").Val() == 0 })
	if client.Exists(t.Context(), "long").Val() != 1 {
		t.Error("the other one had time left")
	}
}
