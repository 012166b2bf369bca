package server_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/app/server"
	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/config"
)

// The benchmarks of this package carry golive's speed goals:
//
//	go test -tags gore2regex -run '^$' -bench 'Intake|Release' ./app/server
//
// They report what they measure and fail only where golive does not do its work:
// how fast a machine is decides no test.

// newMeasured starts a golive as an operator does, with the log at its default
// level, beside a simulated GitHub that has the App installed for acme/shop.
func newMeasured(b *testing.B, queue string, role config.Role) (*simulator.GitHub, *server.Server) {
	b.Helper()
	github, err := simulator.New(simulator.Options{Directory: filepath.Join(b.TempDir(), "github"), RateLimit: 1_000_000})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := github.Start("127.0.0.1:0"); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = github.Close(ctx)
	})
	github.CreateOrganization("acme")
	github.CreateInstallation("acme", nil)
	if _, err := github.CreateRepository("acme", "shop", ""); err != nil {
		b.Fatal(err)
	}
	settings := config.Settings{
		Listen: "127.0.0.1:0", MetricsListen: "127.0.0.1:0", Role: role,
		AppID: github.AppID(), PrivateKey: github.PrivateKeyPEM(), WebhookSecrets: [][]byte{[]byte(github.WebhookSecret())},
		GitHubURL: strings.TrimRight(github.APIURL(), "/"), DataDirectory: filepath.Join(b.TempDir(), "data"),
		Concurrency: 8, Retention: time.Hour, LogLevel: slog.LevelInfo,
	}
	if queue == "redis-server" {
		settings.RedisURL = "redis://" + startMeasuredRedis(b) + "/0"
	}
	program, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	started, err := server.Start(b.Context(), server.Options{
		Settings: settings, Version: "test", SyntaxCommand: []string{program, source.ReaderCommand},
		ItemLimit: time.Minute, StopTime: time.Second, Now: time.Now,
		Logger: slog.New(slog.NewJSONHandler(io.Discard, &slog.HandlerOptions{Level: settings.LogLevel})),
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		_ = started.Stop(ctx) // what was queued last may still be at work
	})
	return github, started
}

// startMeasuredRedis starts a real Redis as golive's guide has it, with its
// append-only file on, and returns its address.
func startMeasuredRedis(b *testing.B) string {
	b.Helper()
	program, err := exec.LookPath("redis-server")
	if err != nil {
		b.Skip("redis-server is not here: `make test` installs it")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	_, port, _ := net.SplitHostPort(address)
	command := exec.Command(program, "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "yes", "--dir", b.TempDir())
	if err := command.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	await(b, "redis-server answers", func() bool {
		connection, err := net.Dial("tcp", address)
		if err != nil {
			return false
		}
		defer connection.Close()
		fmt.Fprint(connection, "PING\r\n")
		answer := make([]byte, 7)
		_, err = connection.Read(answer)
		return err == nil && strings.HasPrefix(string(answer), "+PONG")
	})
	return address
}

// await waits until something holds. Its limit ends a benchmark that would never
// end by itself.
func await(b *testing.B, what string, holds func() bool) {
	b.Helper()
	deadline := time.Now().Add(2 * time.Minute)
	for !holds() {
		if time.Now().After(deadline) {
			b.Fatalf("waited in vain until %s", what)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// milliseconds reports a duration under a unit of its own.
func milliseconds(b *testing.B, took time.Duration, unit string) {
	b.ReportMetric(float64(took.Microseconds())/1000, unit)
}

// quantile returns the value below which a share of the times lies. It sorts
// them.
func quantile(times []time.Duration, share float64) time.Duration {
	if len(times) == 0 {
		return 0
	}
	slices.Sort(times)
	return times[min(int(float64(len(times))*share), len(times)-1)]
}
