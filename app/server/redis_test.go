package server_test

import (
	"fmt"
	"net"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// startRedis starts a real Redis of the test's own and returns its address.
func startRedis(t testing.TB) string {
	t.Helper()
	redis := newRedis(t)
	redis.start()
	return redis.address
}

// realRedis is a redis-server that keeps what it was told through a crash, as
// one in production does.
type realRedis struct {
	t         testing.TB
	address   string
	directory string
	sync      string    // when it makes sure that the disk has what it was told
	forgets   bool      // it keeps nothing on disk
	command   *exec.Cmd // nil while it is down
}

// newRedis reserves an address for a Redis that is not started yet.
func newRedis(t testing.TB) *realRedis {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		t.Skip("redis-server is not here: `make test` installs it")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	redis := &realRedis{t: t, address: listener.Addr().String(), directory: t.TempDir(), sync: "always"}
	t.Cleanup(redis.kill)
	return redis
}

// kill ends it as a crash does.
func (r *realRedis) kill() {
	if r.command == nil {
		return
	}
	_ = r.command.Process.Kill()
	_ = r.command.Wait()
	r.command = nil
}

// start starts it, with what it knew before.
func (r *realRedis) start() {
	r.t.Helper()
	_, port, _ := net.SplitHostPort(r.address)
	arguments := []string{"--port", port, "--bind", "127.0.0.1", "--save", "", "--dir", r.directory}
	if !r.forgets {
		arguments = append(arguments, "--appendonly", "yes", "--appendfsync", r.sync)
	}
	r.command = exec.Command("redis-server", arguments...)
	if err := r.command.Start(); err != nil {
		r.t.Fatal(err)
	}
	waitEvery(r.t, 2*time.Millisecond, "redis-server answers", func() bool {
		connection, err := net.Dial("tcp", r.address)
		if err != nil {
			return false
		}
		defer connection.Close()
		fmt.Fprint(connection, "PING\r\n")
		answer := make([]byte, 7)
		_, err = connection.Read(answer)
		return err == nil && strings.HasPrefix(string(answer), "+PONG")
	})
}
