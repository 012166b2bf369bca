package server

import (
	"bytes"
	"log/slog"
	"net"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// A real Redis is asked, since what it answers is what counts.
func TestARedisThatEvictsIsToldOf(t *testing.T) {
	t.Parallel()
	program, err := exec.LookPath("redis-server")
	if err != nil {
		t.Skip("redis-server is not here: `make test` installs it")
	}
	for policy, warned := range map[string]bool{"allkeys-lru": true, "volatile-ttl": true, "noeviction": false} {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		address := listener.Addr().String()
		_, port, _ := net.SplitHostPort(address)
		_ = listener.Close()
		command := exec.CommandContext(t.Context(), program, "--port", port, "--bind", "127.0.0.1", "--save", "", "--dir", t.TempDir(), "--maxmemory-policy", policy)
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = command.Wait() }) // the test's context ends it
		client := redis.NewClient(&redis.Options{Addr: address, MaxRetries: 100, MinRetryBackoff: 20 * time.Millisecond, MaxRetryBackoff: 50 * time.Millisecond})
		t.Cleanup(func() { _ = client.Close() })
		for client.Ping(t.Context()).Err() != nil {
			if t.Context().Err() != nil {
				t.Fatal("redis-server does not answer")
			}
		}
		var log bytes.Buffer
		server := &Server{options: Options{Logger: slog.New(slog.NewTextHandler(&log, nil))}}
		server.warnOfEviction(t.Context(), client)
		if got := strings.Contains(log.String(), "maxmemory_policy="+policy); got != warned {
			t.Errorf("%s: said %q", policy, log.String())
		}
	}
}
