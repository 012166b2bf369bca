package loadreport

import (
	"math"

	"github.com/golive-app/golive/checks/evidence/load"
)

// nines is how far the curve goes: to the request of which one in ten thousand is slower.
const nines = 4

// percentile is a point of a curve: how many of ten, hundred, thousand … lie beyond it,
// as the power of ten, and its time in milliseconds.
type percentile = [2]float64

// percentilesOf returns the curve of a histogram.
func percentilesOf(of *load.Histogram) []percentile {
	var list []percentile
	for step := 0.1; step <= nines; step += 0.02 { // from about the fastest fifth on
		beyond := math.Pow(10, -step)
		if of.Count() == 0 || beyond*float64(of.Count()) < 1 {
			break // fewer than one request lies beyond
		}
		if taken := milliseconds(of.Quantile(1 - beyond)); taken > 0 {
			list = append(list, percentile{step, taken})
		}
	}
	return list
}

// percentilesTold returns the few points that a result in JSON tells.
func percentilesTold(times load.Percentiles) []percentile {
	var list []percentile
	for _, one := range []struct{ beyond, taken float64 }{{0.5, times.P50}, {0.1, times.P90}, {0.05, times.P95}, {0.01, times.P99}, {0.001, times.P999}} {
		if one.taken > 0 {
			list = append(list, percentile{-math.Log10(one.beyond), one.taken})
		}
	}
	return list
}

// curve draws every percentile, on a scale that gives as much room to the step from
// p99 to p99.9 as to that from p90 to p99.
func curve(outcome load.Outcome, against *load.Baseline) chart {
	x := axis{from: 0, to: nines, start: left, end: width - right}
	response, service := percentilesOf(outcome.Measured.Response), percentilesOf(outcome.Measured.Service)
	var earlier []percentile
	switch {
	case against == nil:
	case against.Response != nil:
		earlier = percentilesOf(against.Response)
	default:
		earlier = percentilesTold(against.Times())
	}
	least, most := 1.0, 10.0
	for _, points := range [][]percentile{response, service, earlier} {
		for _, point := range points {
			least, most = min(least, point[1]), max(most, point[1])
		}
	}
	y := up(floorDecade(least), ceilDecade(most), true)
	drawn := chart{
		Title: "Percentiles", Says: "How long the fastest 90 %, 99 % and so on took at most, after the warm-up. Where response and service part, requests waited for a connection.",
		Y: y.marks(" ms"), Lines: []line{through("quiet", "service, from when it was sent", x, y, service), through("bad", "response, from when it was due", x, y, response)},
	}
	if against != nil {
		drawn.Lines = append(drawn.Lines, through("good", "response in the baseline", x, y, earlier))
	}
	for step, text := range []string{"all", "p90", "p99", "p99.9", "p99.99"} {
		drawn.X = append(drawn.X, mark{coordinate(x.place(float64(step))), text})
	}
	return drawn
}
