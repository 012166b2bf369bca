package loadimport

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/golive-app/golive/config/regex"
)

// What wrk and wrk2 print, in the words of both.
var (
	wrkRunning    = regex.New(`(?m)^Running (\S+) test @ (\S+)`)
	wrkPercentile = regex.New(`(?m)^\s*(\d{1,3}(?:\.\d+)?)%\s+(\d+(?:\.\d+)?)(us|ms|s|m|h)\s*$`)
	wrkLatency    = regex.New(`(?m)^\s*Latency\s+\S+\s+\S+\s+(\d+(?:\.\d+)?)(us|ms|s|m|h)\s`)
	wrkSpectrum   = regex.New(`(?m)^\s*(\d+\.\d+)\s+(0\.95\d*)\s+\d+\s+\S+\s*$`)
	wrkTimed      = regex.New(`Total count\s+=\s+(\d+)\]`)
	wrkRequests   = regex.New(`(?m)^\s*(\d+) requests in (\d+(?:\.\d+)?)(us|ms|s|m|h),`)
	wrkStatus     = regex.New(`(?m)^\s*Non-2xx or 3xx responses: (\d+)`)
	wrkSockets    = regex.New(`(?m)^\s*Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)`)
	wrkRate       = regex.New(`(?m)^Requests/sec:\s+(\d+(?:\.\d+)?)`)
)

// readWrk reads what wrk or wrk2 prints; other lines may stand around it.
func readWrk(from io.Reader) (Imported, error) {
	const most = 4 << 20
	read, err := io.ReadAll(io.LimitReader(from, most+1))
	switch {
	case err != nil:
		return Imported{}, err
	case len(read) > most:
		return Imported{}, fmt.Errorf("%w: a text of more than %d MiB", ErrTooLarge, most>>20)
	}
	text := string(read)
	starts := wrkRunning.FindAllStringSubmatchIndex(text, -1)
	if len(starts) > 1 {
		return Imported{}, fmt.Errorf("%w: %d runs in one text, which are not told apart", ErrFormat, len(starts))
	}
	requests, rate := wrkRequests.FindStringSubmatch(text), wrkRate.FindStringSubmatch(text)
	if len(starts) == 0 || requests == nil || rate == nil {
		return Imported{}, fmt.Errorf("%w: a run of wrk that did not end", ErrFormat)
	}
	imported := newImported(Wrk, "output")
	imported.Model = Closed
	if strings.Contains(text, "Thread calibration:") || strings.Contains(text, "Recorded Latency") {
		imported.Tool, imported.Model = Wrk2, Open
	}
	imported.URL = shortened(wrkRunning.FindStringSubmatch(text)[2])
	imported.Duration = time.Duration(wrkTime(requests[2], requests[3]) * float64(time.Millisecond))
	imported.wrkErrors(text, requests[1])
	imported.Offered = number(rate[1])
	if imported.Requests > 0 {
		imported.Achieved = imported.Offered * (1 - imported.ErrorShare())
		imported.wrkTimes(text)
	}
	if found := wrkTimed.FindStringSubmatch(text); found != nil {
		imported.Timed = count(number(found[1]))
	}
	if imported.Tool == Wrk2 {
		imported.say("the first ten seconds are in the counts but not in the times: wrk2 leaves them out to calibrate")
		imported.say("it does not tell which rate was asked for")
	} else {
		imported.say(waiting)
		imported.say(fromSent)
	}
	imported.say("it does not tell how even the rate was, and counts redirects as served")
	return imported, nil
}

// wrkErrors counts requests and errors. What failed on its connection is in none of
// wrk's requests.
func (i *Imported) wrkErrors(text, requests string) {
	i.Requests, i.Errors = count(number(requests)), 0
	add := func(kind, text string, answered bool) {
		failed := max(count(number(text)), 0)
		if failed == 0 {
			return
		}
		i.Kinds[kind] += failed
		i.Errors += failed
		if !answered {
			i.Requests += failed
		}
	}
	if found := wrkStatus.FindStringSubmatch(text); found != nil {
		add("status", found[1], true)
	}
	if found := wrkSockets.FindStringSubmatch(text); found != nil {
		for at, kind := range []string{"connect", "read", "write", "timeout"} {
			add(kind, found[at+1], false)
		}
	}
}

func (i *Imported) wrkTimes(text string) {
	names := map[float64]string{50: "p50", 90: "p90", 95: "p95", 99: "p99", 99.9: "p999", 100: "max"}
	for _, found := range wrkPercentile.FindAllStringSubmatch(text, -1) {
		if name, wanted := names[number(found[1])]; wanted {
			i.Times[name] = wrkTime(found[2], found[3])
		}
	}
	// wrk2's table has finer steps; its values are milliseconds.
	if found := wrkSpectrum.FindStringSubmatch(text); found != nil {
		i.Times["p95"] = number(found[1])
	}
	if found := wrkLatency.FindStringSubmatch(text); found != nil && i.Tool == Wrk {
		i.Times["max"] = wrkTime(found[1], found[2])
	}
	if len(i.Times) == 0 || i.Times["p99"] == 0 {
		i.say("without --latency it tells no percentiles")
	}
}

// wrkTime returns a time in milliseconds.
func wrkTime(value, unit string) float64 {
	units := map[string]float64{"us": 0.001, "ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000}
	return min(number(value)*units[unit], float64(longest.Milliseconds()))
}

// number reads a number that an expression found.
func number(text string) float64 {
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return -1
	}
	return value
}
