package load

import (
	"errors"
	"io"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// HistogramLog writes the response times of every second as a histogram log of
// HdrHistogram (.hlog), for the tools that read one. Values are in microseconds, and
// the warm-up's are tagged.
// https://github.com/HdrHistogram/HdrHistogram#histogram-logs
type HistogramLog struct {
	writer *hdrhistogram.HistogramLogWriter
	begin  time.Time
}

// NewHistogramLog begins a log of a run that began at a time.
func NewHistogramLog(writer io.Writer, begin time.Time) (*HistogramLog, error) {
	log := &HistogramLog{hdrhistogram.NewHistogramLogWriter(writer), begin}
	log.writer.SetBaseTime(begin.UnixMilli())
	return log, errors.Join(
		log.writer.OutputComment("[golive load: response times from when a request was due, in microseconds]"),
		log.writer.OutputLogFormatVersion(), log.writer.OutputStartTime(begin.UnixMilli()), log.writer.OutputLegend())
}

// warmUpTag marks what is the warm-up's.
const warmUpTag = "warm-up"

// Add writes a second.
func (l *HistogramLog) Add(interval *Interval) error {
	var failed error
	for _, part := range []struct {
		tag   string
		tally *Tally
	}{{warmUpTag, interval.WarmUp}, {"", interval.Measured}} {
		if part.tally.Response.Count() == 0 {
			continue
		}
		counts := part.tally.Response.counts
		counts.SetTag(part.tag)
		counts.SetStartTimeMs(l.begin.Add(interval.Start).UnixMilli())
		counts.SetEndTimeMs(l.begin.Add(interval.End).UnixMilli())
		failed = errors.Join(failed, l.writer.OutputIntervalHistogram(counts))
	}
	return failed
}
