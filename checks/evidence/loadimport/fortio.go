package loadimport

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// readFortio reads what `fortio load -json` writes.
func readFortio(text []byte) (Imported, error) {
	var told struct {
		RunType      string
		StartTime    string
		RequestedQPS string
		ActualQPS    float64
		// In nanoseconds.
		ActualDuration float64
		Version        string
		URL            string
		Uniform        bool
		NoCatchUp      bool
		RetCodes       map[string]int64
		// In seconds.
		DurationHistogram struct {
			Count       float64
			Max         float64
			Percentiles []struct{ Percentile, Value float64 }
		}
	}
	if err := decoded(text, &told); err != nil {
		return Imported{}, err
	}
	if told.RunType != "HTTP" {
		return Imported{}, fmt.Errorf("%w: a run of fortio over %s", ErrFormat, shortened(told.RunType))
	}
	imported := newImported(Fortio, "JSON")
	imported.Version, imported.URL, imported.Began = shortened(told.Version), shortened(told.URL), began(told.StartTime)
	imported.Duration = seconds(told.ActualDuration / float64(time.Second))
	imported.Model = Closed
	if rate, err := strconv.ParseFloat(strings.TrimSpace(told.RequestedQPS), 64); err == nil && rate > 0 {
		imported.Target = rate
	}
	imported.Requests, imported.Offered = count(told.DurationHistogram.Count), told.ActualQPS
	if err := imported.codes(told.RetCodes); err != nil {
		return Imported{}, err
	}
	if imported.Requests > 0 {
		imported.Achieved = told.ActualQPS * (1 - imported.ErrorShare())
		const perSecond = 1000
		names := map[float64]string{50: "p50", 90: "p90", 95: "p95", 99: "p99", 99.9: "p999"}
		for _, one := range told.DurationHistogram.Percentiles {
			if name, wanted := names[one.Percentile]; wanted {
				imported.Times[name] = one.Value * perSecond
			}
		}
		imported.Times["max"] = told.DurationHistogram.Max * perSecond
	}
	if imported.Errors > 0 {
		imported.say("the times include those of the %d requests that failed", imported.Errors)
	}
	imported.say("a connection that waits for an answer sends late, also with -qps: the times leave out what waited meanwhile")
	imported.say(fromSent)
	imported.say(merged)
	imported.say("it does not tell how even the rate was")
	return imported, nil
}
