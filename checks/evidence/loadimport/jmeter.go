package loadimport

import (
	"cmp"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// jmeterComma returns what parts the columns of a JTL; it is a setting.
func jmeterComma(header string) rune {
	for _, comma := range []rune{',', ';', '\t', '|'} {
		columns := strings.Split(header, string(comma))
		if slices.Contains(columns, "timeStamp") && slices.Contains(columns, "elapsed") {
			return comma
		}
	}
	return 0
}

func jmeterHeader(header string) bool { return jmeterComma(header) != 0 }

// readJTL reads a JTL in CSV.
// https://jmeter.apache.org/usermanual/listeners.html#csvlogformat
func readJTL(from io.Reader, header string) (Imported, error) {
	imported, samples := newImported(JMeter, "JTL"), newSamples()
	redone := 0
	err := eachRow(from, jmeterComma(header), func(row row) error {
		if row.of("timeStamp") == "timeStamp" {
			return nil // files of several machines that were put one after the other
		}
		at, err := epoch(row.of("timeStamp"))
		if err != nil {
			return err
		}
		elapsed, ok := row.number("elapsed")
		if !ok {
			elapsed = -1
		}
		// A transaction controller sums up the samples around which it stands.
		if strings.HasPrefix(row.of("responseMessage"), "Number of samples in transaction") {
			redone++
			return nil
		}
		if imported.URL == "" && row.of("URL") != "null" {
			imported.URL = shortened(row.of("URL"))
		}
		return samples.add(sample{step: row.of("label"), sent: at, taken: milliseconds(elapsed), failed: jmeterFailure(row)})
	})
	if err != nil {
		return Imported{}, err
	}
	imported.Model = Closed
	samples.into(&imported)
	if redone > 0 {
		imported.say("%d sums of transaction controllers are left out", redone)
	}
	imported.say(waiting)
	imported.say(fromSent + ", in whole milliseconds")
	return imported, nil
}

// jmeterFailure tells why a sample counts as an error.
func jmeterFailure(row row) string {
	code := row.of("responseCode")
	status, err := strconv.Atoi(code)
	switch {
	case err == nil && statusFailure(status) != "" && (row.of("success") == "false" || status == 429 || status >= 500):
		return statusFailure(status)
	case row.of("success") == "false":
		return cmp.Or(row.of("failureMessage"), code, row.of("responseMessage"), "no reason told")
	default:
		return ""
	}
}

// jmeterStatistics is an entry of the dashboard's statistics.json.
type jmeterStatistics struct {
	Samples    *float64 `json:"sampleCount"`
	Errors     float64  `json:"errorCount"`
	Median     float64  `json:"medianResTime"`
	Max        float64  `json:"maxResTime"`
	P90        float64  `json:"pct1ResTime"`
	P95        float64  `json:"pct2ResTime"`
	P99        float64  `json:"pct3ResTime"`
	Throughput float64  `json:"throughput"`
}

func (j jmeterStatistics) times() map[string]float64 {
	return map[string]float64{"p50": j.Median, "p90": j.P90, "p95": j.P95, "p99": j.P99, "max": j.Max}
}

// readJMeterStatistics reads statistics.json of a dashboard; false where it is none.
func readJMeterStatistics(top fields) (imported Imported, is bool, err error) {
	var total jmeterStatistics
	if !top.has("Total") || json.Unmarshal(top["Total"], &total) != nil || total.Samples == nil {
		return Imported{}, false, nil
	}
	imported = newImported(JMeter, "statistics.json")
	imported.Model = Closed
	imported.Requests, imported.Errors, imported.Offered = count(*total.Samples), count(total.Errors), total.Throughput
	if imported.Requests > 0 {
		imported.Times = total.times()
		imported.Achieved = total.Throughput * (1 - imported.ErrorShare())
	}
	if total.Throughput > 0 {
		imported.Duration = seconds(*total.Samples / total.Throughput)
	}
	for _, name := range slices.Sorted(maps.Keys(top)) {
		var one jmeterStatistics
		if name == "Total" || json.Unmarshal(top[name], &one) != nil || one.Samples == nil || len(imported.Steps) >= maxSteps {
			continue
		}
		imported.Steps = append(imported.Steps, Step{shortened(name), count(*one.Samples), count(one.Errors), one.times()})
	}
	imported.say(waiting)
	imported.say(fromSent)
	imported.say(merged)
	imported.say("its three percentiles are taken for p90, p95 and p99, as JMeter has them unless told otherwise")
	imported.say("a dashboard's statistics do not tell how even the rate was")
	return imported, true, nil
}

// began is a time that a tool tells by RFC 3339; the zero time: it does not.
func began(text string) time.Time {
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return time.Time{}
	}
	return at.UTC()
}
