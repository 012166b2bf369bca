package jobs

import (
	"fmt"
	"log/slog"
	"testing"
)

func TestWhoRunsLoadTestsIsKnownWhileTheyDo(t *testing.T) {
	t.Parallel()
	_, client := newRedis(t)
	inspector := NewInspector(client)
	is := func(served bool) {
		t.Helper()
		eventually(t, fmt.Sprintf("it is known that load tests are run: %v", served), func() bool {
			found, err := inspector.LoadServed()
			if err != nil {
				t.Fatal(err)
			}
			return found == served
		})
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
