package load

import (
	"errors"
	"fmt"
	"io"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// ReadHistogramLog adds up the response times of a histogram log, but those that are
// tagged as the warm-up's. Values are in microseconds, as HistogramLog writes them.
func ReadHistogramLog(from io.Reader) (*Histogram, error) {
	const most = 256 << 20
	limited := &io.LimitedReader{R: from, N: most}
	reader := hdrhistogram.NewHistogramLogReader(limited)
	sum := NewHistogram()
	for {
		interval, err := reader.NextIntervalHistogram()
		switch {
		case err != nil:
			return nil, fmt.Errorf("read a histogram log: %w", err)
		case limited.N <= 0:
			return nil, fmt.Errorf("read a histogram log: it has more than %d MiB", most>>20)
		case interval == nil && sum.Count() == 0:
			return nil, errors.New("read a histogram log: it holds no times")
		case interval == nil:
			return sum, nil
		case interval.Tag() == warmUpTag:
			continue
		}
		if dropped := sum.counts.Merge(interval); dropped > 0 {
			return nil, errors.New("read a histogram log: it holds times of more than a minute")
		}
		sum.longest = max(sum.longest, microseconds(interval.Max()))
	}
}
