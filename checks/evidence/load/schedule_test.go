package load

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func schedule(t *testing.T, stages ...Stage) Schedule {
	t.Helper()
	made, err := NewSchedule(stages)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestAConstantRateIsSpacedEvenly(t *testing.T) {
	t.Parallel()
	steady := schedule(t, Stage{15 * time.Second, 10_000, 10_000})
	if steady.Total() != 150_000 || steady.Length() != 15*time.Second {
		t.Errorf("%d requests in %s", steady.Total(), steady.Length())
	}
	for request, due := range map[int64]time.Duration{0: 0, 1: 100 * time.Microsecond, 12_345: 1_234_500 * time.Microsecond, 149_999: 14_999_900 * time.Microsecond} {
		if at := steady.At(request); at != due {
			t.Errorf("request %d is due at %s, want %s", request, at, due)
		}
	}
}

// A ramp from 0 to r over d sends r·d/2 requests, half of them in its last
// 1-√½ = 29 %.
func TestARampIntegratesItsRate(t *testing.T) {
	t.Parallel()
	ramp := schedule(t, Stage{10 * time.Second, 0, 1000})
	if ramp.Total() != 5000 {
		t.Errorf("%d requests", ramp.Total())
	}
	if half := ramp.At(2500).Seconds(); math.Abs(half-10*math.Sqrt(0.5)) > 1e-6 {
		t.Errorf("half of them until %f s", half)
	}
	down := schedule(t, Stage{10 * time.Second, 1000, 0})
	if half := down.At(2500).Seconds(); math.Abs(half-10*(1-math.Sqrt(0.5))) > 1e-6 {
		t.Errorf("of a ramp down, half of them until %f s", half)
	}
}

func TestStagesFollowEachOtherWithoutAGap(t *testing.T) {
	t.Parallel()
	stages := schedule(t,
		Stage{time.Second, 0, 5},            // 2.5 requests
		Stage{time.Second, 5, 5},            // 5
		Stage{2 * time.Second, 0, 0},        // a pause
		Stage{500 * time.Millisecond, 1, 1}) // half a request makes the eighth whole
	if stages.Total() != 8 {
		t.Fatalf("%d requests", stages.Total())
	}
	// Request 3 is due when half a request more has come at 5 a second.
	for request, due := range map[int64]time.Duration{3: 1100 * time.Millisecond, 7: 1900 * time.Millisecond} {
		if at := stages.At(request); at != due {
			t.Errorf("request %d at %s, want %s", request, at, due)
		}
	}
}

func TestAScheduleNeverGoesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rate := rapid.OneOf(rapid.Just(0.0), rapid.Float64Range(0, 3000))
		var stages []Stage
		for range rapid.IntRange(1, 5).Draw(t, "stages") {
			stages = append(stages, Stage{time.Duration(rapid.Int64Range(1, 3e9).Draw(t, "duration")), rate.Draw(t, "from"), rate.Draw(t, "to")})
		}
		made, err := NewSchedule(stages)
		if err != nil {
			t.Skip("nothing to send")
		}
		last := time.Duration(0)
		for request := range made.Total() {
			at := made.At(request)
			if at < last || at > made.Length() {
				t.Fatalf("request %d of %d at %s, the one before at %s, the end at %s", request, made.Total(), at, last, made.Length())
			}
			last = at
		}
	})
}

// What shards send together is the schedule, each request once.
func TestShardsSendTheScheduleTogether(t *testing.T) {
	t.Parallel()
	whole := schedule(t, Stage{time.Second, 0, 100}, Stage{time.Second, 100, 100})
	for _, count := range []int{1, 3, 7, 200} {
		next := make([]int64, count)
		sum := int64(0)
		for request := range whole.Total() {
			index := int(request) % count
			part := whole.Of(Shard{index, count})
			if next[index] >= part.Total() || part.At(next[index]) != whole.At(request) {
				t.Fatalf("request %d is not that of shard %d of %d", request, index, count)
			}
			next[index]++
		}
		for index := range count {
			sum += whole.Of(Shard{index, count}).Total()
		}
		if sum != whole.Total() {
			t.Errorf("%d shards send %d of %d requests", count, sum, whole.Total())
		}
	}
}

func TestWhatNoMachineSendsIsRefused(t *testing.T) {
	t.Parallel()
	for name, stages := range map[string][]Stage{
		"no stage":           nil,
		"no time":            {{0, 10, 10}},
		"no request":         {{time.Second, 0, 0}},
		"a rate below zero":  {{time.Second, -1, 10}},
		"no number":          {{time.Second, math.NaN(), 10}},
		"no end of the rate": {{time.Second, 10, math.Inf(1)}},
		"a year":             {{365 * 24 * time.Hour, 1, 1}},
		"more than is kept":  {{24 * time.Hour, 1e6, 1e6}},
	} {
		if _, err := NewSchedule(stages); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}
