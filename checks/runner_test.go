package checks_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golive-app/golive/checks"
)

func newTestRunner(log *bytes.Buffer, limit time.Duration) *checks.Runner {
	return checks.NewRunner(checks.RunnerOptions{
		Now: func() time.Time { return judgedAt }, Incident: func() string { return "inc-7" }, Limit: limit,
		Logger: slog.New(slog.NewTextHandler(log, nil)),
	})
}

func entry(id string, check checks.CheckFunc) checks.Entry {
	return checks.Entry{Item: checks.Item{ID: checks.ItemID(id), Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E2}}, Check: check}
}

func passing(context.Context, checks.Subject) (checks.Observation, error) {
	return checks.Observation{Evidence: []checks.Evidence{{Grade: checks.E2, Outcome: checks.Supports, ObservedAt: judgedAt}}}, nil
}

// The clock is simulated, so that an item hangs for as long as it may and no test waits.
func TestOneItemsFailureIsNobodyElses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, oneItemsFailure)
}

func oneItemsFailure(t *testing.T) {
	var log bytes.Buffer
	entries := []checks.Entry{
		entry("code.panics", func(context.Context, checks.Subject) (checks.Observation, error) { panic("index out of range") }),
		entry("code.fails", func(context.Context, checks.Subject) (checks.Observation, error) {
			return checks.Observation{}, errors.New("disk full")
		}),
		entry("code.hangs", func(ctx context.Context, _ checks.Subject) (checks.Observation, error) {
			<-ctx.Done()
			return checks.Observation{}, ctx.Err()
		}),
		entry("code.passes", passing),
	}
	got := map[checks.ItemID]checks.Result{}
	err := newTestRunner(&log, time.Minute).Run(t.Context(), checks.Subject{}, entries, nil, func(result checks.Result) error {
		got[result.Item] = result
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[checks.ItemID]checks.Verdict{
		"code.panics": checks.Errored, "code.fails": checks.Errored, "code.hangs": checks.Errored, "code.passes": checks.Pass,
	} {
		if verdict := got[id].Verdict(); verdict != want {
			t.Errorf("%s is %s, want %s", id, verdict, want)
		}
	}
	if !strings.Contains(got["code.panics"].Headline, "inc-7") {
		t.Errorf("the incident id must lead to the log: %q", got["code.panics"].Headline)
	}
	if strings.Contains(got["code.fails"].Why, "disk full") {
		t.Error("golive's own errors belong to the log, not to a pull request")
	}
	for _, wanted := range []string{"inc-7", "index out of range", "disk full", "runner_test.go"} {
		if !strings.Contains(log.String(), wanted) {
			t.Errorf("the log lacks %q", wanted)
		}
	}
}

func TestAnInterruptedLookIsNoResult(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	entries := []checks.Entry{
		entry("code.first", func(context.Context, checks.Subject) (checks.Observation, error) {
			cancel()
			return checks.Observation{}, context.Canceled
		}),
		entry("code.second", passing),
	}
	err := newTestRunner(new(bytes.Buffer), 0).Run(ctx, checks.Subject{}, entries, nil, func(result checks.Result) error {
		t.Errorf("a result for %s after the end", result.Item)
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
}

func TestAResultThatCannotBeKeptStopsTheRun(t *testing.T) {
	t.Parallel()
	lost := errors.New("redis is away")
	err := newTestRunner(new(bytes.Buffer), 0).Run(t.Context(), checks.Subject{}, []checks.Entry{entry("code.passes", passing)}, nil,
		func(checks.Result) error { return lost })
	if !errors.Is(err, lost) {
		t.Fatalf("error %v", err)
	}
}
