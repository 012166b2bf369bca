package loadimport

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/golive-app/golive/checks/evidence/load"
	"github.com/golive-app/golive/config/regex"
)

// k6Points adds up what k6 tells of every request.
type k6Points struct {
	samples    *samples
	all        *load.Histogram // of every request, as k6 itself counts them
	sum, least float64
	dropped    int64
	thresholds map[string][]string // by metric
	url        string
}

func newK6Points() *k6Points {
	return &k6Points{samples: newSamples(), all: load.NewHistogram(), least: math.Inf(1), thresholds: map[string][]string{}}
}

// k6Tags are what is said of a request.
type k6Tags struct {
	Name     string `json:"name"`
	Method   string `json:"method"`
	URL      string `json:"url"`
	Status   string `json:"status"`
	Error    string `json:"error"`
	Code     string `json:"error_code"`
	Expected string `json:"expected_response"`
}

// timedOut is k6's code of a request that took too long.
// https://grafana.com/docs/k6/latest/javascript-api/error-codes/
const timedOut = "1050"

// request takes a point of http_req_duration. The time at which a point was made is that
// of the answer.
func (k *k6Points) request(at time.Time, value float64, tags k6Tags) error {
	taken := milliseconds(value)
	status, _ := strconv.Atoi(tags.Status)
	failed := ""
	switch {
	case tags.Code == timedOut:
		failed = "request timeout"
	case tags.Expected == "":
		failed = statusFailure(status)
	case tags.Expected == "false", status == 0, status == 429, status >= 500: // whatever the script expects
		failed = cmp.Or(statusFailure(status), "status "+strconv.Itoa(status))
	}
	if k.url == "" {
		k.url = shortened(tags.URL)
	}
	k.all.Record(taken)
	k.sum += value
	k.least = min(k.least, value)
	return k.samples.add(sample{step: strings.TrimSpace(tags.Method + " " + cmp.Or(tags.Name, tags.URL)), sent: at.Add(-max(taken, 0)), taken: taken, failed: failed})
}

// readK6Points reads what --out json writes.
// https://grafana.com/docs/k6/latest/results-output/real-time/json/
func readK6Points(from io.Reader) (Imported, error) {
	points := newK6Points()
	// Of the dozen points of a request one is needed: the others are not even decoded.
	duration, dropped, metric := []byte(`"http_req_duration"`), []byte(`"dropped_iterations"`), []byte(`"type":"Metric"`)
	err := eachLine(from, func(line []byte) error {
		if !bytes.Contains(line, duration) && !bytes.Contains(line, dropped) && !bytes.Contains(line, metric) {
			return nil
		}
		var told struct {
			Type   string `json:"type"`
			Metric string `json:"metric"`
			Data   struct {
				Name       string    `json:"name"`
				Thresholds []string  `json:"thresholds"`
				Time       time.Time `json:"time"`
				Value      float64   `json:"value"`
				Tags       k6Tags    `json:"tags"`
			} `json:"data"`
		}
		if err := json.Unmarshal(line, &told); err != nil {
			return fmt.Errorf("%w: broken JSON: %w", ErrFormat, err)
		}
		switch {
		case told.Type == "Metric" && len(points.thresholds) < mostKinds:
			if name := cmp.Or(told.Data.Name, told.Metric); len(told.Data.Thresholds) > 0 {
				points.thresholds[name] = told.Data.Thresholds
			}
		case told.Type != "Point":
		case told.Metric == "dropped_iterations":
			points.dropped += max(count(told.Data.Value), 0)
		case told.Metric == "http_req_duration":
			return points.request(told.Data.Time, told.Data.Value, told.Data.Tags)
		}
		return nil
	})
	if err != nil {
		return Imported{}, err
	}
	return points.result("JSON")
}

// readK6CSV reads what --out csv writes. Its times are whole seconds, or finer where
// K6_CSV_TIME_FORMAT says so.
func readK6CSV(from io.Reader) (Imported, error) {
	points := newK6Points()
	err := eachRow(from, ',', func(row row) error {
		value, err := strconv.ParseFloat(row.of("metric_value"), 64)
		if err != nil {
			return fmt.Errorf("%w: %q is no number", ErrFormat, shortened(row.of("metric_value")))
		}
		switch row.of("metric_name") {
		case "dropped_iterations":
			points.dropped += max(count(value), 0)
		case "http_req_duration":
			at, err := epoch(row.of("timestamp"))
			if err != nil {
				return err
			}
			return points.request(at, value, k6Tags{
				Name: row.of("name"), Method: row.of("method"), URL: row.of("url"), Status: row.of("status"),
				Error: row.of("error"), Code: row.of("error_code"), Expected: row.of("expected_response"),
			})
		}
		return nil
	})
	if err != nil {
		return Imported{}, err
	}
	return points.result("CSV")
}

func (k *k6Points) result(format string) (Imported, error) {
	imported := newImported(K6, format)
	imported.URL = k.url
	k.samples.into(&imported)
	imported.dropped(k.dropped)
	for _, metric := range slices.Sorted(maps.Keys(k.thresholds)) {
		for _, expression := range k.thresholds[metric] {
			imported.Holds = append(imported.Holds, judged(shortened(metric+": "+expression), expression, func(measure string) (float64, string) {
				return k.value(imported, metric, measure)
			}))
		}
	}
	return imported, nil
}

var k6Percentile = regex.New(`^p\((\d{1,2}(?:\.\d{1,6})?|100)\)$`)

// value computes what a threshold is about.
func (k *k6Points) value(imported Imported, metric, measure string) (value float64, undecided string) {
	requests := float64(imported.Requests)
	if imported.Requests == 0 && metric != "dropped_iterations" {
		return 0, noSample
	}
	switch metric + " " + measure {
	case "http_reqs count":
		return requests, ""
	case "http_reqs rate":
		return imported.Offered, ""
	case "http_req_failed rate":
		return imported.ErrorShare(), ""
	case "dropped_iterations count":
		return float64(k.dropped), ""
	case "http_req_duration avg":
		return k.sum / requests, ""
	case "http_req_duration min":
		return k.least, ""
	case "http_req_duration med":
		return inMilliseconds(k.all.Quantile(0.5)), ""
	case "http_req_duration max":
		return inMilliseconds(k.all.Longest()), ""
	}
	if found := k6Percentile.FindStringSubmatch(measure); found != nil && metric == "http_req_duration" {
		const percent = 100
		share, err := strconv.ParseFloat(found[1], 64)
		if err == nil {
			return inMilliseconds(k.all.Quantile(share / percent)), ""
		}
	}
	return 0, "golive computes no " + metric + " of single points"
}
