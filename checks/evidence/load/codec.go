package load

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// histogramJSON is a histogram between processes: its counts in the compressed form
// V2 of HdrHistogram, in base64, as every HDR tool reads it. An empty one has none.
// https://github.com/HdrHistogram/HdrHistogram
type histogramJSON struct {
	Counts  string        `json:"counts,omitempty"`
	Longest time.Duration `json:"longest,omitempty"`
}

// MarshalJSON writes the histogram.
func (h *Histogram) MarshalJSON() ([]byte, error) {
	written := histogramJSON{Longest: h.longest}
	if h.Count() > 0 {
		counts, err := h.counts.Encode(hdrhistogram.V2CompressedEncodingCookieBase)
		if err != nil {
			return nil, fmt.Errorf("write a histogram: %w", err)
		}
		written.Counts = string(counts)
	}
	return json.Marshal(written)
}

// UnmarshalJSON reads a histogram.
func (h *Histogram) UnmarshalJSON(data []byte) error {
	var read histogramJSON
	if err := json.Unmarshal(data, &read); err != nil {
		return err
	}
	*h = *NewHistogram()
	h.longest = read.Longest
	if read.Counts == "" {
		return nil
	}
	counts, err := hdrhistogram.Decode([]byte(read.Counts))
	if err != nil {
		return fmt.Errorf("read a histogram: %w", err)
	}
	if dropped := h.counts.Merge(counts); dropped > 0 {
		return errors.New("read a histogram: it has other bounds")
	}
	return nil
}

// tallyJSON is a tally between processes.
type tallyJSON struct {
	Offered  int64           `json:"offered"`
	Ended    [failures]int64 `json:"ended"`
	Bytes    int64           `json:"bytes"`
	Response *Histogram      `json:"response"`
	Service  *Histogram      `json:"service"`
	Lag      *Histogram      `json:"lag"`
}

// MarshalJSON writes the tally.
func (t *Tally) MarshalJSON() ([]byte, error) {
	return json.Marshal(tallyJSON{t.Offered, t.ended, t.Bytes, t.Response, t.Service, t.Lag})
}

// UnmarshalJSON reads a tally.
func (t *Tally) UnmarshalJSON(data []byte) error {
	read := tallyJSON{Response: NewHistogram(), Service: NewHistogram(), Lag: NewHistogram()}
	if err := json.Unmarshal(data, &read); err != nil {
		return err
	}
	if read.Response == nil || read.Service == nil || read.Lag == nil {
		return errors.New("read a tally: a histogram is missing")
	}
	*t = Tally{read.Offered, read.Ended, read.Bytes, read.Response, read.Service, read.Lag}
	return nil
}
