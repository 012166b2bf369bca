package server_test

import (
	"context"
	"io"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/golive-app/golive/app/server"
	"github.com/golive-app/golive/app/simulator"
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
	w := newWorldOf(b, "embedded", simulator.Options{RateLimit: 1_000_000})
	if queue == "redis-server" {
		redis := newRedis(b)
		redis.sync = "everysec" // as golive's guide has it
		redis.start()
		w.settings.RedisURL = "redis://" + redis.address + "/0"
	}
	w.settings.Role, w.settings.LogLevel = role, slog.LevelInfo
	options := w.options()
	options.StopTime, options.Logger = time.Second, slog.New(slog.NewJSONHandler(io.Discard, &slog.HandlerOptions{Level: w.settings.LogLevel}))
	started := must(server.Start(b.Context(), options))(b)
	b.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		_ = started.Stop(ctx) // what was queued last may still be at work
	})
	return w.github, started
}

// await is waitFor that looks often enough to measure.
func await(b *testing.B, what string, holds func() bool) {
	b.Helper()
	waitEvery(b, 2*time.Millisecond, what, holds)
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
