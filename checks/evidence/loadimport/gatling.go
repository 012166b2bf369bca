package loadimport

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/golive-app/golive/config/regex"
)

// gatlingNumber is a number that Gatling writes plainly in global_stats.json, and as
// text in stats.json, where "-" stands for none.
type gatlingNumber float64

// UnmarshalJSON reads the number.
func (n *gatlingNumber) UnmarshalJSON(text []byte) error {
	number, err := strconv.ParseFloat(strings.Trim(string(text), `"`), 64)
	if err != nil {
		number = math.NaN()
	}
	*n = gatlingNumber(number)
	return nil
}

// gatlingValue is one value, over all requests, those served and those failed.
type gatlingValue struct {
	Total gatlingNumber `json:"total"`
	OK    gatlingNumber `json:"ok"`
	KO    gatlingNumber `json:"ko"`
}

type gatlingStats struct {
	Name        string       `json:"name"`
	Requests    gatlingValue `json:"numberOfRequests"`
	Max         gatlingValue `json:"maxResponseTime"`
	Percentile1 gatlingValue `json:"percentiles1"`
	Percentile2 gatlingValue `json:"percentiles2"`
	Percentile3 gatlingValue `json:"percentiles3"`
	Percentile4 gatlingValue `json:"percentiles4"`
	Rate        gatlingValue `json:"meanNumberOfRequestsPerSecond"`
}

// times are those of all requests. Which percentiles the four are is a setting, that
// the file does not tell; these are the ones it has unless somebody changed it.
func (g gatlingStats) times() map[string]float64 {
	times := map[string]float64{}
	for name, value := range map[string]gatlingNumber{"p50": g.Percentile1.Total, "p95": g.Percentile3.Total, "p99": g.Percentile4.Total, "max": g.Max.Total} {
		if !math.IsNaN(float64(value)) {
			times[name] = float64(value)
		}
	}
	return times
}

const gatlingSaid = "Gatling tells of no model: where users are injected as a closed workload, " + waiting

// readGatlingStats reads js/stats.json or js/global_stats.json of a report.
func readGatlingStats(top fields) (Imported, error) {
	var all gatlingStats
	if err := decoded(top["stats"], &all); err != nil {
		return Imported{}, err
	}
	imported := newImported(Gatling, "global_stats.json")
	imported.Requests, imported.Errors = count(float64(all.Requests.Total)), count(float64(all.Requests.KO))
	if imported.Errors < 0 {
		imported.Errors = 0 // "-": none
	}
	imported.Offered, imported.Achieved = float64(all.Rate.Total), float64(all.Rate.OK)
	if rate := imported.Offered; rate > 0 && imported.Requests > 0 {
		imported.Duration = seconds(float64(imported.Requests) / rate)
	}
	if imported.Requests > 0 {
		imported.Times = all.times()
	}
	if top.has("contents") {
		imported.Format = "stats.json"
		if err := imported.gatlingSteps(top["contents"], ""); err != nil {
			return Imported{}, err
		}
	}
	imported.say(fromSent)
	imported.say(merged)
	imported.say("its four percentiles are taken for p50, p75, p95 and p99, as Gatling has them unless told otherwise")
	imported.say(gatlingSaid)
	imported.say("a report does not tell how even the rate was")
	return imported, nil
}

// gatlingSteps takes the requests below a group.
func (i *Imported) gatlingSteps(text json.RawMessage, group string) error {
	var listed map[string]struct {
		Type     string          `json:"type"`
		Name     string          `json:"name"`
		Stats    gatlingStats    `json:"stats"`
		Contents json.RawMessage `json:"contents"`
	}
	if err := decoded(text, &listed); err != nil {
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(listed)) {
		one := listed[key]
		if len(i.Steps) >= maxSteps {
			return nil
		}
		if one.Type == "GROUP" && one.Contents != nil && strings.Count(group, " / ") < 10 {
			if err := i.gatlingSteps(one.Contents, group+one.Name+" / "); err != nil {
				return err
			}
			continue
		}
		requests := count(float64(one.Stats.Requests.Total))
		if requests > 0 {
			i.Steps = append(i.Steps, Step{shortened(group + one.Name), requests, max(count(float64(one.Stats.Requests.KO)), 0), one.Stats.times()})
		}
	}
	return nil
}

// readGatlingAssertions reads js/assertions.json: what was asserted, and what was
// observed. Its results are not taken.
func readGatlingAssertions(text []byte) (Imported, error) {
	var told struct {
		Start      int64 `json:"start"`
		Assertions []struct {
			Path      string    `json:"path"`
			Target    string    `json:"target"`
			Condition string    `json:"condition"`
			Message   string    `json:"message"`
			Expected  []float64 `json:"expectedValues"`
			Actual    []float64 `json:"actualValue"`
			Older     []float64 `json:"conditionValues"` // Gatling 2
			OlderSeen []float64 `json:"values"`
		} `json:"assertions"`
	}
	if err := decoded(text, &told); err != nil {
		return Imported{}, err
	}
	imported := newImported(Gatling, "assertions.json")
	if at, err := epoch(strconv.FormatInt(told.Start, 10)); err == nil {
		imported.Began = at
	}
	for _, one := range told.Assertions[:min(len(told.Assertions), maxSteps)] {
		expected, seen := slices.Concat(one.Expected, one.Older), slices.Concat(one.Actual, one.OlderSeen)
		hold := Hold{Expression: shortened(strings.TrimSpace(fmt.Sprintf("%s: %s %s %v", one.Path, one.Target, one.Condition, expected)))}
		hold.gatling(one.Condition, expected, seen)
		imported.Holds = append(imported.Holds, hold)
	}
	imported.say("assertions tell nothing of rates and requests: see the report's stats.json")
	return imported, nil
}

// gatling judges an assertion by its condition in words.
func (h *Hold) gatling(words string, expected, seen []float64) {
	switch {
	case len(seen) == 0:
		h.Undecided = noSample
		return
	case len(expected) == 0:
		h.Undecided = "the file does not tell what was asked for"
		return
	}
	h.Observed = seen[0]
	compare, known := map[string]string{
		"is less than": "<", "is less than or equal to": "<=", "is greater than": ">", "is greater than or equal to": ">=", "is": "==",
	}[words]
	switch {
	case known:
		h.Met, _ = (condition{compare: compare, value: expected[0]}).hold(h.Observed)
	case strings.HasPrefix(words, "is between") && len(expected) == 2:
		h.Met = h.Observed >= expected[0] && h.Observed <= expected[1]
	case words == "is in":
		h.Met = slices.Contains(expected, h.Observed)
	default:
		h.Undecided = "golive does not know how to hold it"
	}
}

var gatlingVersion = regex.New(`^\d+\.\d+`)

// readGatlingLog reads a simulation.log of text, as Gatling wrote it up to 3.11. How many
// columns stand before them differs, but a request's name, begin and end stand right
// before whether it was OK.
func readGatlingLog(from io.Reader) (Imported, error) {
	imported, samples := newImported(Gatling, "simulation.log"), newSamples()
	err := eachLine(from, func(line []byte) error {
		if bytes.Contains(line, []byte("\tRUN\t")) || bytes.HasPrefix(line, []byte("RUN\t")) {
			parts := strings.Split(string(line), "\t")
			if last := parts[len(parts)-1]; gatlingVersion.MatchString(last) {
				imported.Version = shortened(last)
			}
			return nil
		}
		if !bytes.HasPrefix(line, []byte("REQUEST\t")) && !bytes.Contains(line, []byte("\tREQUEST\t")) {
			return nil
		}
		parts := strings.Split(string(line), "\t")
		const before = 3 // name, begin and end
		for at := before + 1; at < len(parts); at++ {
			if parts[at] != "OK" && parts[at] != "KO" {
				continue
			}
			begin, err := strconv.ParseInt(parts[at-2], 10, 64)
			end, err2 := strconv.ParseInt(parts[at-1], 10, 64)
			if err != nil || err2 != nil || end < begin {
				continue
			}
			one := sample{step: parts[at-before], sent: time.UnixMilli(begin), taken: time.Duration(min(end-begin, longest.Milliseconds()+1)) * time.Millisecond}
			if parts[at] == "KO" {
				one.failed = "no reason told"
				if at+1 < len(parts) && strings.TrimSpace(parts[at+1]) != "" {
					one.failed = strings.TrimSpace(parts[at+1])
				}
			}
			return samples.add(one)
		}
		return fmt.Errorf("%w: a request without its times", ErrFormat)
	})
	if err != nil {
		return Imported{}, err
	}
	samples.into(&imported)
	imported.say(fromSent)
	imported.say(gatlingSaid)
	return imported, nil
}
