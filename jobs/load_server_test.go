package jobs

import (
	"log/slog"
	"testing"
	"time"
)

func TestWhoRunsLoadTestsIsKnownWhileTheyDo(t *testing.T) {
	t.Parallel()
	_, client := newRedis(t)
	inspector := NewInspector(client)
	is := func(served bool) {
		t.Helper()
		deadline := time.Now().Add(20 * time.Second)
		for {
			found, err := inspector.LoadServed()
			if err != nil {
				t.Fatal(err)
			}
			if found == served {
				return
			}
			if time.Now().After(deadline) {
				t.Fatalf("served: %v", found)
			}
			time.Sleep(5 * time.Millisecond)
		}
	}
	is(false)
	server := NewLoadServer(ServerOptions{Redis: client, Queue: NewQueue(client, testNow), Concurrency: 1, Now: testNow, Logger: slog.New(slog.DiscardHandler)})
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	is(true)
	server.Stop()
	is(false)
}
