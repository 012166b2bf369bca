package load

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
)

// ErrResult is returned for what is no result in the format golive.load/1.
var ErrResult = errors.New("no result of golive load")

// ReadResult reads a result that was written as golive.load/1. What it says was written
// by somebody: numbers that cannot be are refused, and its verdict is as it stands there.
func ReadResult(from io.Reader) (Result, error) {
	const most = 16 << 20
	text, err := io.ReadAll(io.LimitReader(from, most+1))
	switch {
	case err != nil:
		return Result{}, fmt.Errorf("read a result: %w", err)
	case len(text) > most:
		return Result{}, fmt.Errorf("%w: it has more than %d MiB", ErrResult, most>>20)
	}
	var result Result
	if err := json.Unmarshal(text, &result); err != nil {
		return Result{}, fmt.Errorf("%w: %w", ErrResult, err)
	}
	if result.Schema != ResultSchema {
		return Result{}, fmt.Errorf("%w: its schema is %.40q, not %s", ErrResult, result.Schema, ResultSchema)
	}
	for _, number := range []float64{result.TargetRPS, result.OfferedRPS, result.AchievedRPS, result.AchievedRPSP5, result.DurationS, float64(result.Requests), float64(result.Errors.Total)} {
		if !(number >= 0) || math.IsInf(number, 0) {
			return Result{}, fmt.Errorf("%w: it holds %g", ErrResult, number)
		}
	}
	for name, time := range result.Latency.Named() {
		if time < 0 {
			return Result{}, fmt.Errorf("%w: its %s is %g ms", ErrResult, name, time)
		}
	}
	if result.Errors.Total > result.Requests {
		return Result{}, fmt.Errorf("%w: %d errors of %d requests", ErrResult, result.Errors.Total, result.Requests)
	}
	return result, nil
}

// Named returns the times by their names.
func (p Percentiles) Named() map[string]float64 {
	return map[string]float64{"p50": p.P50, "p90": p.P90, "p95": p.P95, "p99": p.P99, "p999": p.P999, "max": p.Max}
}
