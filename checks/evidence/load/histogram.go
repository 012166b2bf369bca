package load

import (
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// longestTracked is the longest time that a histogram tells from a longer one.
const longestTracked = time.Minute

// Histogram counts times from 1 µs to a minute with an error of at most one in a
// thousand, in a fixed size (about 140 kB). Two of them add up to exactly what one
// would hold that had seen all. The longest time is kept as it was.
type Histogram struct {
	counts  *hdrhistogram.Histogram
	longest time.Duration
}

// NewHistogram returns an empty histogram.
func NewHistogram() *Histogram {
	const digits = 3
	return &Histogram{counts: hdrhistogram.New(1, longestTracked.Microseconds(), digits)}
}

// Record counts a time. One below 1 µs counts as such, one above a minute as a
// minute.
func (h *Histogram) Record(taken time.Duration) {
	h.longest = max(h.longest, taken)
	taken = min(max(taken, 0), longestTracked)
	// Within the bounds nothing is refused.
	_ = h.counts.RecordValue((taken + time.Microsecond/2).Microseconds())
}

// Add counts all that another histogram has.
func (h *Histogram) Add(other *Histogram) {
	h.counts.Merge(other.counts) // nothing is dropped: the bounds are the same
	h.longest = max(h.longest, other.longest)
}

// Reset empties the histogram.
func (h *Histogram) Reset() {
	h.counts.Reset()
	h.longest = 0
}

// Count returns how many times it holds.
func (h *Histogram) Count() int64 { return h.counts.TotalCount() }

// Quantile returns the time that a share of all (0.99) does not exceed; nothing of
// an empty histogram. It is never longer than the longest.
func (h *Histogram) Quantile(share float64) time.Duration {
	if h.Count() == 0 {
		return 0
	}
	return min(time.Duration(h.counts.ValueAtQuantile(share*100))*time.Microsecond, max(h.longest, 0))
}

func microseconds(number int64) time.Duration { return time.Duration(number) * time.Microsecond }

// Longest returns the longest time, exactly.
func (h *Histogram) Longest() time.Duration { return h.longest }

// Between counts the times up to each of some bounds, and at last those above all;
// bounds ascend.
func (h *Histogram) Between(bounds []time.Duration) []int64 {
	counted := make([]int64, len(bounds)+1)
	at := 0
	for _, bar := range h.counts.Distribution() {
		if bar.Count == 0 {
			continue
		}
		for at < len(bounds) && time.Duration(bar.From)*time.Microsecond > bounds[at] {
			at++
		}
		counted[at] += bar.Count
	}
	return counted
}
