package loadimport

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// artilleryTimes is a summary of times.
type artilleryTimes struct {
	Count float64  `json:"count"`
	P50   *float64 `json:"p50"`
	P90   *float64 `json:"p90"`
	P95   *float64 `json:"p95"`
	P99   *float64 `json:"p99"`
	P999  *float64 `json:"p999"`
	Max   *float64 `json:"max"`
}

func (a artilleryTimes) named() map[string]float64 {
	times := map[string]float64{}
	for name, value := range map[string]*float64{"p50": a.P50, "p90": a.P90, "p95": a.P95, "p99": a.P99, "p999": a.P999, "max": a.Max} {
		if value != nil && a.Count > 0 {
			times[name] = *value
		}
	}
	return times
}

// artilleryPeriod is what was counted in all the run, or in ten seconds of it.
type artilleryPeriod struct {
	Counters  map[string]float64        `json:"counters"`
	First     float64                   `json:"firstMetricAt"` // milliseconds since 1970
	Last      float64                   `json:"lastMetricAt"`
	Summaries map[string]artilleryTimes `json:"summaries"`
}

// served returns how many answers were in order.
func (a artilleryPeriod) served() int64 {
	served := int64(0)
	for name, number := range a.Counters {
		if status, is := artilleryStatus(name); is && statusFailure(status) == "" {
			served += max(count(number), 0)
		}
	}
	return served
}

func artilleryStatus(counter string) (status int, is bool) {
	code, found := strings.CutPrefix(counter, "http.codes.")
	if !found {
		return 0, false
	}
	status, err := strconv.Atoi(code)
	return status, err == nil && status >= 0
}

// readArtillery reads what `artillery run --output` writes (version 2).
// https://www.artillery.io/docs/reference/reported-metrics
func readArtillery(text []byte) (Imported, error) {
	var told struct {
		Aggregate    artilleryPeriod   `json:"aggregate"`
		Intermediate []artilleryPeriod `json:"intermediate"`
	}
	if err := decoded(text, &told); err != nil {
		return Imported{}, err
	}
	all := told.Aggregate
	imported := newImported(Artillery, "report")
	imported.Model = Untold
	if _, found := all.Counters["http.requests"]; !found {
		return Imported{}, ErrFormat
	}
	imported.Requests, imported.Errors = count(all.Counters["http.requests"]), 0
	for _, name := range slices.Sorted(maps.Keys(all.Counters)) {
		number := max(count(all.Counters[name]), 0)
		kind, isError := strings.CutPrefix(name, "errors.")
		if status, is := artilleryStatus(name); is {
			kind, isError = statusFailure(status), statusFailure(status) != ""
		}
		if isError && number > 0 && len(imported.Kinds) < mostKinds {
			imported.Kinds[shortened(kind)] += number
		}
	}
	imported.Errors = max(imported.Requests-all.served(), 0)
	if began, err := epoch(strconv.FormatInt(max(count(all.First), 0), 10)); err == nil {
		imported.Began = began
	}
	imported.Duration = seconds((all.Last - all.First) / 1000)
	if length := imported.Duration.Seconds(); length > 0 {
		imported.Offered, imported.Achieved = float64(imported.Requests)/length, float64(all.served())/length
	}
	if imported.Requests > 0 {
		imported.Times = all.Summaries["http.response_time"].named()
	}
	imported.artillerySteps(all)
	// The first and the last of the ten seconds each are filled in part alone.
	const each = 10 * time.Second
	if periods := told.Intermediate; len(periods) > 2 {
		var rates []float64
		for _, one := range periods[1 : len(periods)-1] {
			rates = append(rates, float64(one.served())/each.Seconds())
		}
		imported.Low = low(rates)
		imported.say("its rates are those of ten seconds each, so that a shorter gap does not show")
	}
	imported.say("users arrive by the clock, but each waits for an answer before its next request; %s", fromSent)
	imported.say(merged)
	if imported.Errors > 0 {
		imported.say("the times include those of answers that failed")
	}
	return imported, nil
}

// artillerySteps takes what the plugin metrics-by-endpoint adds.
func (i *Imported) artillerySteps(all artilleryPeriod) {
	const prefix = "plugins.metrics-by-endpoint."
	for _, name := range slices.Sorted(maps.Keys(all.Summaries)) {
		step, is := strings.CutPrefix(name, prefix+"response_time.")
		if !is || len(i.Steps) >= maxSteps {
			continue
		}
		failed := int64(0)
		for counter, number := range all.Counters {
			code, is := strings.CutPrefix(counter, prefix+step+".codes.")
			if status, err := strconv.Atoi(code); is && err == nil && statusFailure(max(status, 0)) != "" {
				failed += max(count(number), 0)
			}
		}
		i.Steps = append(i.Steps, Step{shortened(step), count(all.Summaries[name].Count), failed, all.Summaries[name].named()})
	}
}
