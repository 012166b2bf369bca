package load

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// Percentiles of parts cannot be averaged; their histograms add up exactly.
func TestPartsAddUpToTheWhole(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	whole, sum := NewTally(), NewTally()
	var all []time.Duration
	for range 20 {
		part := NewTally()
		for range 5000 {
			taken := time.Duration(random.ExpFloat64() * float64(20*time.Millisecond))
			all = append(all, taken)
			whole.Response.Record(taken)
			part.Response.Record(taken)
			part.ended[Served]++
		}
		sum.Add(part)
	}
	slices.Sort(all)
	for _, share := range []float64{0.01, 0.5, 0.9, 0.99, 0.999, 1} {
		if whole.Response.Quantile(share) != sum.Response.Quantile(share) {
			t.Errorf("p%g: %s and %s", 100*share, whole.Response.Quantile(share), sum.Response.Quantile(share))
		}
		within(t, "a percentile", sum.Response.Quantile(share), quantile(all, share), 0.002)
	}
	if sum.Response.Longest() != all[len(all)-1] || sum.Of(Served) != 100_000 {
		t.Errorf("the longest is %s, of %d", sum.Response.Longest(), sum.Of(Served))
	}
	sum.Reset()
	if sum.Response.Count() != 0 || sum.Response.Longest() != 0 || sum.Ended() != 0 || sum.Response.Quantile(0.99) != 0 {
		t.Error("an empty tally is not")
	}
}

func TestTimesOutOfBoundsAreKept(t *testing.T) {
	t.Parallel()
	histogram := NewHistogram()
	for _, taken := range []time.Duration{-time.Second, 0, time.Hour} {
		histogram.Record(taken)
	}
	if histogram.Count() != 3 || histogram.Longest() != time.Hour || histogram.Quantile(1) < 59*time.Second {
		t.Errorf("%d, %s, %s", histogram.Count(), histogram.Longest(), histogram.Quantile(1))
	}
}

func TestTimesAreCountedBetweenBounds(t *testing.T) {
	t.Parallel()
	histogram := NewHistogram()
	for _, taken := range []time.Duration{time.Millisecond, 2 * time.Millisecond, 3 * time.Millisecond, 50 * time.Millisecond, 2 * time.Second} {
		histogram.Record(taken)
	}
	if counted := histogram.Between([]time.Duration{time.Microsecond, 10 * time.Millisecond, time.Second}); !slices.Equal(counted, []int64{0, 3, 1, 1}) {
		t.Errorf("%v", counted)
	}
}

// What is written is read by HdrHistogram's own reader.
func TestTheHistogramLogIsOne(t *testing.T) {
	t.Parallel()
	var written bytes.Buffer
	begin := time.Date(2026, 11, 29, 8, 0, 0, 0, time.UTC)
	log, err := NewHistogramLog(&written, begin)
	if err != nil {
		t.Fatal(err)
	}
	interval := newInterval(0)
	interval.Start, interval.End = 3*time.Second, 4*time.Second
	interval.Measured.Response.Record(42 * time.Millisecond)
	interval.WarmUp.Response.Record(7 * time.Millisecond)
	if err := errors.Join(log.Add(newInterval(0)), log.Add(interval)); err != nil {
		t.Fatal(err)
	}
	reader := hdrhistogram.NewHistogramLogReader(&written)
	for _, want := range []struct {
		tag string
		max int64
	}{{"warm-up", 7000}, {"", 42_000}} {
		read, err := reader.NextIntervalHistogram()
		if err != nil || read == nil || read.Tag() != want.tag || !read.ValuesAreEquivalent(read.Max(), want.max) || read.TotalCount() != 1 {
			t.Fatalf("%+v, %v", read, err)
		}
	}
	if more, err := reader.NextIntervalHistogram(); more != nil || err != nil {
		t.Errorf("%v, %v", more, err)
	}
}
