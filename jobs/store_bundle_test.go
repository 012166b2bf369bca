package jobs

import (
	"bytes"
	"strings"
	"testing"
)

func TestTheLatestBundleIsHandedOutToWhoKnowsItsSum(t *testing.T) {
	t.Parallel()
	store := newWorker(t, &fakeHub{}, &fakePublisher{}).Store
	ctx := t.Context()
	first, second := strings.Repeat("a", 64), strings.Repeat("b", 64)
	ask := func(key Key, sum string, want []byte) {
		t.Helper()
		data, found, err := store.Bundle(ctx, key, sum)
		if err != nil || found != (want != nil) || !bytes.Equal(data, want) {
			t.Errorf("%d bytes, found %v, error %v", len(data), found, err)
		}
	}
	ask(released, first, nil)
	ask(released, "", nil)
	one, two := bytes.Repeat([]byte(`{"a":1}`), 5000), []byte(`{"b":2}`)
	if err := store.PutBundle(ctx, released, first, one); err != nil {
		t.Fatal(err)
	}
	ask(released, first, one)
	ask(released, second, nil)
	ask(Key{Repository: 81, Number: 13}, first, nil)
	if err := store.PutBundle(ctx, released, second, two); err != nil {
		t.Fatal(err)
	}
	ask(released, first, nil)
	ask(released, second, two)
	if ttl := store.client.TTL(ctx, bundleKey(released)).Val(); ttl <= 0 {
		t.Errorf("it is kept for ever: %s", ttl)
	}
}
