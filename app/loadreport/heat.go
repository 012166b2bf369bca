package loadreport

import (
	"time"

	"github.com/golive-app/golive/checks/evidence/load"
)

// bounds are those of the rows of the heat map: from 0.1 ms on, four rows for every
// tenfold, as 1, 2, 3, 5 are about evenly apart on such a scale.
func bounds() []time.Duration {
	var all []time.Duration
	for decade := 100 * time.Microsecond; decade <= 10*time.Second; decade *= 10 {
		for _, step := range []time.Duration{1, 2, 3, 5} {
			all = append(all, step*decade)
		}
	}
	return all
}

// heat counts the response times of every second by their length.
type heat struct {
	columns [][]int64
}

func (h *heat) add(interval *load.Interval) {
	column := interval.Measured.Response.Between(bounds())
	for row, count := range interval.WarmUp.Response.Between(bounds()) {
		column[row] += count
	}
	h.columns = append(h.columns, column)
}

// joined returns so many seconds in at most so many columns, neighbours added up.
func (h *heat) joined(seconds, most int) [][]int64 {
	var columns [][]int64
	for _, group := range groups(seconds, most) {
		sum := make([]int64, len(bounds())+1)
		for _, column := range h.columns[min(group.from, len(h.columns)):min(group.to, len(h.columns))] {
			for row, count := range column {
				sum[row] += count
			}
		}
		columns = append(columns, sum)
	}
	return columns
}

// group is a run of things that are shown as one.
type group struct{ from, to int }

// groups cuts so many things into at most so many groups of about the same size.
func groups(things, most int) []group {
	size := max((things+most-1)/most, 1)
	var cut []group
	for from := 0; from < things; from += size {
		cut = append(cut, group{from, min(from+size, things)})
	}
	return cut
}
