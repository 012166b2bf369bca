package main

import (
	"net"
	"os/exec"
	"testing"
	"time"
)

// redisServer starts a real Redis and returns its address. Later arguments win over
// its own, which keep nothing.
func redisServer(t testing.TB, arguments ...string) string {
	t.Helper()
	program, err := exec.LookPath("redis-server")
	if err != nil {
		t.Skip("redis-server is not here: `make test` installs it")
	}
	address := freeAddress(t)
	_, port, _ := net.SplitHostPort(address)
	all := append([]string{"--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", t.TempDir()}, arguments...)
	command := exec.Command(program, all...)
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	for begun := time.Now(); ; time.Sleep(5 * time.Millisecond) {
		connection, err := net.Dial("tcp", address)
		if err == nil {
			_ = connection.Close()
			return address
		}
		if time.Since(begun) > time.Minute {
			t.Fatal("redis-server does not answer: ", err)
		}
	}
}

// freeAddress returns an address of this machine that nothing listens on.
func freeAddress(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}
