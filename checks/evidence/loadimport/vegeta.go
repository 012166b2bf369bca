package loadimport

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

const vegetaSaid = "times count from when vegeta sent a request, not from when it was due: where it ran out of workers the two differ"

// readVegetaReport reads `vegeta report -type json`.
func readVegetaReport(text []byte) (Imported, error) {
	var told struct {
		Latencies struct {
			P50 float64 `json:"50th"`
			P90 float64 `json:"90th"`
			P95 float64 `json:"95th"`
			P99 float64 `json:"99th"`
			Max float64 `json:"max"`
		} `json:"latencies"`
		Earliest   string           `json:"earliest"`
		Duration   float64          `json:"duration"`
		Requests   float64          `json:"requests"`
		Rate       float64          `json:"rate"`
		Throughput float64          `json:"throughput"`
		Codes      map[string]int64 `json:"status_codes"`
	}
	if err := decoded(text, &told); err != nil {
		return Imported{}, err
	}
	imported := newImported(Vegeta, "report")
	imported.Model, imported.Began = Open, began(told.Earliest)
	imported.Duration = seconds(told.Duration / float64(time.Second))
	imported.Requests, imported.Offered, imported.Achieved = count(told.Requests), told.Rate, told.Throughput
	if err := imported.codes(told.Codes); err != nil {
		return Imported{}, err
	}
	if imported.Requests > 0 {
		const perMillisecond = float64(time.Millisecond)
		imported.Times = map[string]float64{
			"p50": told.Latencies.P50 / perMillisecond, "p90": told.Latencies.P90 / perMillisecond, "p95": told.Latencies.P95 / perMillisecond,
			"p99": told.Latencies.P99 / perMillisecond, "max": told.Latencies.Max / perMillisecond,
		}
	}
	imported.say(vegetaSaid)
	imported.say(merged)
	if imported.Errors > 0 {
		imported.say("the times include those of the %d requests that failed", imported.Errors)
	}
	imported.say("a report does not tell how even the rate was: `vegeta encode` does")
	return imported, nil
}

// codes counts errors by the status of answers.
func (i *Imported) codes(counts map[string]int64) error {
	i.Errors = 0
	for code, number := range counts {
		status, err := strconv.Atoi(code)
		if err != nil || number < 0 {
			return fmt.Errorf("%w: %d times status %q", ErrFormat, number, shortened(code))
		}
		if failed := statusFailure(max(status, 0)); failed != "" {
			i.Errors += number
			i.Kinds[failed] += number
		}
	}
	return nil
}

// vegetaFailure tells why a request counts as an error.
func vegetaFailure(status int, said string) string {
	if status == 0 {
		return cmp.Or(said, "no answer")
	}
	return statusFailure(status)
}

// readVegetaLines reads `vegeta encode -to json`.
func readVegetaLines(from io.Reader) (Imported, error) {
	imported, samples := newImported(Vegeta, "JSON results"), newSamples()
	err := eachLine(from, func(line []byte) error {
		var told struct {
			Code      int       `json:"code"`
			Timestamp time.Time `json:"timestamp"`
			Latency   int64     `json:"latency"`
			Error     string    `json:"error"`
			Method    string    `json:"method"`
			URL       string    `json:"url"`
		}
		if err := json.Unmarshal(line, &told); err != nil {
			return fmt.Errorf("%w: broken JSON: %w", ErrFormat, err)
		}
		imported.URL = cmp.Or(imported.URL, shortened(told.URL))
		return samples.add(sample{strings.TrimSpace(told.Method + " " + told.URL), told.Timestamp, time.Duration(told.Latency), vegetaFailure(told.Code, told.Error)})
	})
	return imported.vegeta(samples, err)
}

// readVegetaCSV reads `vegeta encode -to csv`, whose columns have no names.
func readVegetaCSV(from io.Reader) (Imported, error) {
	const code, latency, said, method, address = 1, 2, 5, 9, 10
	imported, samples := newImported(Vegeta, "CSV results"), newSamples()
	err := eachRecord(from, ',', func(record []string) error {
		if len(record) <= address {
			return fmt.Errorf("%w: a record of %d columns", ErrFormat, len(record))
		}
		at, err := epoch(record[0])
		if err != nil {
			return err
		}
		status, err := strconv.Atoi(record[code])
		taken, err2 := strconv.ParseInt(record[latency], 10, 64)
		if err != nil || err2 != nil {
			return fmt.Errorf("%w: no status or no latency", ErrFormat)
		}
		imported.URL = cmp.Or(imported.URL, shortened(record[address]))
		return samples.add(sample{strings.TrimSpace(record[method] + " " + record[address]), at, time.Duration(taken), vegetaFailure(status, record[said])})
	})
	return imported.vegeta(samples, err)
}

func (i Imported) vegeta(samples *samples, err error) (Imported, error) {
	if err != nil {
		return Imported{}, err
	}
	i.Model = Open
	samples.into(&i)
	i.say(vegetaSaid)
	return i, nil
}
