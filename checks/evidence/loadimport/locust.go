package loadimport

import (
	"fmt"
	"io"
	"strings"
)

func locustStats(header string) bool {
	return strings.HasPrefix(strings.ReplaceAll(header, `"`, ""), "Type,Name,Request Count,Failure Count")
}

func locustHistory(header string) bool {
	header = strings.ReplaceAll(header, `"`, "")
	return strings.HasPrefix(header, "Timestamp,User Count,Type,Name,Requests/s,Failures/s")
}

// aggregated is the name of the row that stands for all requests.
const aggregated = "Aggregated"

// readLocust reads the stats or the history that --csv writes.
// https://docs.locust.io/en/stable/retrieving-stats.html
func readLocust(from io.Reader) (Imported, error) {
	imported := newImported(Locust, "stats.csv")
	imported.Model = Closed
	var rates []float64
	first, last, whole := 0.0, 0.0, false
	err := eachRow(from, ',', func(row row) error {
		name := row.of("Name")
		if row.of("Timestamp") == "" {
			requests, ok := row.number("Request Count")
			if !ok {
				return fmt.Errorf("%w: a row without its requests", ErrFormat)
			}
			failures, _ := row.number("Failure Count")
			if name == aggregated {
				whole = true
				imported.locustTotal(row, requests, failures)
			} else if len(imported.Steps) < maxSteps {
				imported.Steps = append(imported.Steps, Step{shortened(strings.TrimSpace(row.of("Type") + " " + name)), count(requests), count(failures), locustTimes(row)})
			}
			return nil
		}
		imported.Format = "stats_history.csv"
		if name != aggregated {
			return nil
		}
		at, err := epoch(row.of("Timestamp"))
		if err != nil {
			return err
		}
		if !whole {
			imported.Began, first, whole = at, float64(at.Unix()), true
		}
		last = max(last, float64(at.Unix()))
		if last-first > longest.Seconds() {
			return fmt.Errorf("%w: a run of more than a week", ErrTooLarge)
		}
		requests, told := row.number("Total Request Count")
		failures, _ := row.number("Total Failure Count")
		if sent, ok := row.number("Requests/s"); ok && (sent > 0 || len(rates) > 0) && len(rates) < int(longest.Seconds()) {
			failed, _ := row.number("Failures/s")
			rates = append(rates, max(sent-failed, 0))
		}
		if told {
			imported.locustTotal(row, requests, failures)
		}
		return nil
	})
	switch {
	case err != nil:
		return Imported{}, err
	case !whole:
		return Imported{}, fmt.Errorf("%w: there is no row %s", ErrFormat, aggregated)
	}
	if len(rates) > 0 {
		imported.Duration = seconds(last - first)
		// In a history the percentiles are those of the last ten seconds.
		clear(imported.Times)
		if length := last - first; length > 0 && imported.Requests >= 0 {
			imported.Offered = float64(imported.Requests) / length
			imported.Achieved = float64(imported.Requests-imported.Errors) / length
		}
		imported.Low = low(rates)
		imported.say("its rates are those of ten seconds each, so that a shorter gap does not show; its percentiles are of ten seconds too, and are left out")
	} else {
		imported.say("its percentiles are rounded to two digits from 100 ms on, and are not exact")
		imported.say("a table of totals does not tell how even the rate was")
	}
	imported.say(waiting)
	imported.say(fromSent)
	return imported, nil
}

func (i *Imported) locustTotal(row row, requests, failures float64) {
	i.Requests, i.Errors = count(requests), count(failures)
	if rate, ok := row.number("Requests/s"); ok {
		i.Offered = rate
		failed, _ := row.number("Failures/s")
		i.Achieved = max(rate-failed, 0)
		if rate > 0 {
			i.Duration = seconds(requests / rate)
		}
	}
	if i.Requests > 0 {
		i.Times = locustTimes(row)
	}
}

func locustTimes(row row) map[string]float64 {
	times := map[string]float64{}
	for name, column := range map[string]string{"p50": "50%", "p90": "90%", "p95": "95%", "p99": "99%", "p999": "99.9%", "max": "Max Response Time"} {
		if value, ok := row.number(column); ok {
			times[name] = value
		}
	}
	return times
}
