package load

import (
	"bytes"
	"context"
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// random is what a generator may have seen in a second.
func random(source *rand.Rand, index int) *Interval {
	interval := newInterval(0)
	interval.Index, interval.Start, interval.End = index, time.Duration(index-1)*time.Second, time.Duration(index)*time.Second
	for range source.IntN(300) {
		interval.Offered++
		interval.Answered++
		taken := time.Duration(source.ExpFloat64() * float64(time.Second))
		interval.Measured.Offered++
		interval.Measured.ended[Served]++
		interval.Measured.Bytes += 10
		interval.Measured.Response.Record(taken)
		interval.Measured.Service.Record(taken / 2)
		interval.WarmUp.Lag.Record(taken / 3)
	}
	return interval
}

// What one process tells another is what it saw, to the last count.
func TestAnIntervalIsTheSameInAnotherProcess(t *testing.T) {
	t.Parallel()
	source := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		interval := random(source, 7)
		written, err := json.Marshal(message{Interval: interval})
		if err != nil {
			t.Fatal(err)
		}
		var read message
		if err := json.Unmarshal(written, &read); err != nil {
			t.Fatal(err)
		}
		again, err := json.Marshal(read)
		if err != nil || !bytes.Equal(written, again) {
			t.Fatalf("%v: %s became %s", err, written, again)
		}
		if !read.Interval.Measured.Response.counts.Equals(interval.Measured.Response.counts) {
			t.Error("the counts differ")
		}
	}
	for _, broken := range []string{`{"interval":{"measured":{"response":{"counts":"HISTFAAA"}}}}`, `{"interval":{"measured":{"response":null}}}`} {
		var read message
		if err := json.Unmarshal([]byte(broken), &read); err == nil {
			t.Errorf("%s: taken", broken)
		}
	}
}

// A second is told once all generators have told it, and all seconds add up to what
// one generator would have seen.
func TestGeneratorsAddUp(t *testing.T) {
	t.Parallel()
	source := rand.New(rand.NewPCG(5, 6))
	plan := Plan{Rate: 300, Duration: 6 * time.Second}
	together, whole := NewGathering(plan, 3, nil), NewTally()
	var told []Second
	add := func(generator, index int) {
		interval := random(source, index)
		whole.Add(interval.Measured)
		told = append(told, together.Add(generator, interval)...)
	}
	add(0, 1)
	add(0, 2)
	add(1, 1)
	if len(told) != 0 {
		t.Errorf("%d seconds are told that one generator has not", len(told))
	}
	add(2, 1)
	if len(told) != 1 || told[0].Start != 0 || told[0].Length != time.Second {
		t.Errorf("told %+v", told)
	}
	add(1, 4) // it was held up for two seconds
	add(2, 2)
	if len(told) != 2 {
		t.Errorf("told %+v", told)
	}
	told = append(told, together.Lose(2, "signal: killed")...)
	add(0, 3)
	add(0, 4)
	add(0, 5)
	told = append(told, together.End(1, Ending{Connections: 5, Processor: 0.2, Exhausted: 1})...)
	told = append(told, together.End(0, Ending{Connections: 7, Processor: 0.4, Interrupted: true, Example: [failures]string{TimedOut: "late"}})...)
	if !slices.IsSortedFunc(told, func(a, b Second) int { return int(a.Start - b.Start) }) || len(told) != 5 {
		t.Errorf("told %+v", told)
	}
	outcome := together.Outcome()
	if outcome.Measured.Of(Served) != whole.Of(Served) || !outcome.Measured.Response.counts.Equals(whole.Response.counts) {
		t.Errorf("%d of %d served", outcome.Measured.Of(Served), whole.Of(Served))
	}
	if outcome.Lost != 1 || outcome.LostBy != "signal: killed" || outcome.Connections != 12 || outcome.Processor != 0.4 || outcome.Exhausted != 1 || outcome.Stopped != interrupted || outcome.Example[TimedOut] != "late" {
		t.Errorf("%+v", outcome)
	}
}

// TestMain lets the test binary be a generator.
func TestMain(m *testing.M) {
	switch os.Getenv("GOLIVE_TEST_GENERATOR") {
	case "":
		os.Exit(m.Run())
	case "dies":
		os.Exit(1)
	case "panics":
		var none *Job
		_ = none.Plan // which Go's runtime has words for
	case "quits":
		os.Exit(0)
	default:
		if err := ServeGenerator(context.Background(), os.Stdin, os.Stdout); err != nil {
			panic(err)
		}
	}
}

func TestGeneratorsRunInProcessesOfTheirOwn(t *testing.T) {
	server, target := shop(t, false, nil)
	job := Job{
		URL: server.URL, Addresses: target.Addresses, Method: "GET",
		Plan: Plan{Rate: 50, WarmUp: 200 * time.Millisecond, Duration: time.Second, Timeout: 10 * time.Second, LeastConnections: 5, MostConnections: 5},
	}
	fleet := Fleet{Command: []string{os.Args[0]}, Generators: 3}
	t.Setenv("GOLIVE_TEST_GENERATOR", "serves")
	outcome, err := fleet.Run(t.Context(), job)
	if err != nil || outcome.Lost != 0 || outcome.Stopped != "" || outcome.Measured.Of(Served) != 50 || outcome.WarmUp.Of(Served) != 5 || outcome.Connections != 5 {
		t.Errorf("%v: %d served, %d in the warm-up, over %d connections; %d lost, %q", err, outcome.Measured.Of(Served), outcome.WarmUp.Of(Served), outcome.Connections, outcome.Lost, outcome.Example)
	}

	broken := job
	broken.Plan.Timeout = 0
	if _, err := fleet.Run(t.Context(), broken); err == nil || !strings.Contains(err.Error(), "timeout") {
		t.Errorf("a plan that cannot be run: %v", err)
	}

	// A run of an hour that is stopped: what was seen until then is there.
	long := job
	long.Plan.Duration = time.Hour
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	fleet.Observe = func(second Second) {
		if second.Answered > 0 {
			stop()
		}
	}
	if outcome, err := fleet.Run(ctx, long); err != nil || outcome.Stopped != interrupted || outcome.Lost != 0 || outcome.WarmUp.Of(Served) == 0 {
		t.Errorf("%v: %q, %d lost", err, outcome.Stopped, outcome.Lost)
	}

	for how, why := range map[string]string{
		"dies": "exit status 1", "quits": "it ended without a word",
		"panics": "exit status 2, panic: runtime error: invalid memory address or nil pointer dereference",
	} {
		t.Setenv("GOLIVE_TEST_GENERATOR", how)
		if outcome, err := fleet.Run(t.Context(), job); err != nil || outcome.Lost != 3 || !slices.ContainsFunc(outcome.Limits(), func(limit string) bool { return strings.HasSuffix(limit, " ended too early: "+why) }) {
			t.Errorf("%s: %v: %d lost: %q", how, err, outcome.Lost, outcome.Limits())
		}
	}
	fleet.Command = []string{"/nowhere/golive"}
	if outcome, _ := fleet.Run(t.Context(), job); outcome.Lost != 3 || outcome.LostBy != "it could not be started: no such file or directory" {
		t.Errorf("without a program: %d lost by %q", outcome.Lost, outcome.LostBy)
	}
}
