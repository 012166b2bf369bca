package loadimport

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// k6Metric is a metric of a summary, whichever of k6's three forms it came in.
type k6Metric struct {
	values     map[string]float64
	thresholds []string
}

// readK6Summary reads what --summary-export writes, and what a script makes of
// handleSummary's argument. The two differ in where values stand, and in what is said
// of a threshold: true means crossed in the first and met in the second, so that
// neither is taken.
// https://grafana.com/docs/k6/latest/results-output/end-of-test/custom-summary/
func readK6Summary(top fields) (Imported, error) {
	var listed map[string]json.RawMessage
	if err := decoded(top["metrics"], &listed); err != nil {
		return Imported{}, err
	}
	format := "summary export"
	metrics := map[string]k6Metric{}
	for name, text := range listed {
		var nested struct {
			Values     map[string]float64         `json:"values"`
			Thresholds map[string]json.RawMessage `json:"thresholds"`
		}
		if err := json.Unmarshal(text, &nested); err != nil {
			return Imported{}, fmt.Errorf("%w: %w", ErrFormat, err)
		}
		metric := k6Metric{values: nested.Values, thresholds: slices.Sorted(maps.Keys(nested.Thresholds))}
		if metric.values != nil {
			format = "handleSummary"
		} else {
			metric.values = numbersOf(text)
		}
		metrics[name] = metric
	}
	var state struct {
		Milliseconds float64 `json:"testRunDurationMs"`
	}
	if top.has("state") {
		_ = json.Unmarshal(top["state"], &state) // a duration that is none is not told
	}
	return k6Result(format, "", seconds(state.Milliseconds/1000), metrics)
}

// numbersOf returns the entries of an object that are numbers.
func numbersOf(text []byte) map[string]float64 {
	var all map[string]json.RawMessage
	numbers := map[string]float64{}
	if json.Unmarshal(text, &all) != nil {
		return numbers
	}
	for name, one := range all {
		if number, err := strconv.ParseFloat(string(one), 64); err == nil {
			numbers[name] = number
		}
	}
	return numbers
}

// readK6Results reads the machine-readable summary (k6 1.x with a flag, 2.x by default).
func readK6Results(text []byte) (Imported, error) {
	var told struct {
		Config struct {
			Duration float64 `json:"duration"`
		} `json:"config"`
		Metadata struct {
			Version string `json:"k6_version"`
		} `json:"metadata"`
		Results struct {
			Metrics []struct {
				Name   string             `json:"name"`
				Values map[string]float64 `json:"values"`
			} `json:"metrics"`
		} `json:"results"`
	}
	if err := decoded(text, &told); err != nil {
		return Imported{}, err
	}
	metrics := map[string]k6Metric{}
	for _, one := range told.Results.Metrics {
		values := map[string]float64{}
		for name, value := range one.Values {
			if rest, isPercentile := strings.CutPrefix(name, "p"); isPercentile && rest != "" && rest[0] >= '0' && rest[0] <= '9' {
				name = "p(" + rest + ")"
			}
			values[name] = value
		}
		if total, found := values["total"]; found {
			values["passes"], values["fails"] = values["matches"], total-values["matches"]
		}
		if count, found := values["count"]; found && told.Config.Duration > 0 {
			values["rate"] = count / told.Config.Duration
		}
		metrics[one.Name] = k6Metric{values: values}
	}
	imported, err := k6Result("summary", told.Metadata.Version, seconds(told.Config.Duration), metrics)
	imported.say("this kind of summary does not tell what the run was held to")
	return imported, err
}

// k6Result makes a result of k6's metrics.
func k6Result(format, version string, duration time.Duration, metrics map[string]k6Metric) (Imported, error) {
	requests, found := metrics["http_reqs"]
	if !found {
		return Imported{}, fmt.Errorf("%w: a summary of k6 without http_reqs", ErrFormat)
	}
	imported := newImported(K6, format)
	imported.Version, imported.Duration = shortened(version), duration
	imported.Requests = count(requests.values["count"])
	rate, hasRate := requests.values["rate"]
	if hasRate && duration == 0 && rate > 0 {
		imported.Duration = seconds(requests.values["count"] / rate)
	}
	if hasRate {
		imported.Offered = rate
	}
	if failed, found := metrics["http_req_failed"]; found {
		imported.Errors = count(failed.values["passes"]) // it is a failure that passes for one
		if hasRate {
			imported.Achieved = rate * (1 - imported.ErrorShare())
		}
	}
	for name, key := range map[string]string{"p50": "med", "p90": "p(90)", "p95": "p(95)", "p99": "p(99)", "p999": "p(99.9)", "max": "max"} {
		if value, found := metrics["http_req_duration"].values[key]; found && imported.Requests > 0 {
			imported.Times[name] = value
		}
	}
	imported.Exact = true // k6 keeps all times
	for _, name := range slices.Sorted(maps.Keys(metrics)) {
		for _, expression := range metrics[name].thresholds {
			imported.Holds = append(imported.Holds, metrics[name].hold(name, expression))
		}
	}
	imported.dropped(count(metrics["dropped_iterations"].values["count"]))
	if imported.Errors > 0 {
		imported.say("the times include those of the %d requests that failed", imported.Errors)
	}
	imported.say("a summary does not tell how even the rate was")
	return imported, nil
}

// dropped says what k6 says of what it could not send, and what it leaves out anyhow.
func (i *Imported) dropped(iterations int64) {
	i.Unsent = iterations
	i.say(fromSent)
	if iterations <= 0 {
		i.say("where the executor is not one of a constant or ramping arrival rate, %s", waiting)
		return
	}
	i.Model = Open
	i.Limited = fmt.Sprintf("k6 never started %d iterations, for want of users that were free", iterations)
	i.say("%d iterations were never started (dropped_iterations), and no time counts them", iterations)
}

// hold judges a threshold of a metric by the metric's values.
func (m k6Metric) hold(name, expression string) Hold {
	return judged(shortened(name+": "+expression), expression, func(measure string) (float64, string) {
		_, isCounter := m.values["count"]
		passes, isRate := m.values["passes"]
		switch {
		case isRate && passes+m.values["fails"] == 0, !isRate && !isCounter && m.values["max"] == 0 && m.values["avg"] == 0:
			return 0, noSample
		}
		value, told := m.values[measure]
		if !told && measure == "rate" && isRate {
			value, told = m.values["value"] /* of an export */, true
		}
		if !told {
			return 0, "the file does not tell " + measure
		}
		return value, ""
	})
}

// count makes a count of a number; what is none is not told.
func count(number float64) int64 {
	const most = 1e15
	if !(number >= 0 && number <= most) {
		return -1
	}
	return int64(math.Round(number))
}

// seconds makes a time of a number of seconds; what is none is not told.
func seconds(number float64) time.Duration {
	if !(number > 0 && number <= longest.Seconds()) {
		return 0
	}
	return time.Duration(number * float64(time.Second))
}
