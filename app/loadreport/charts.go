package loadreport

import (
	"fmt"
	"math"
	"time"

	"github.com/golive-app/golive/checks/evidence/load"
)

// mostColumns bounds what is drawn of a long run: neighbours are drawn as one.
const mostColumns = 400

// span is one column of the charts over time.
type span struct {
	middle                  float64 // seconds
	offered, served, failed float64 // a second
	p50, p99                float64 // ms; of several seconds the greatest
}

func spans(seconds []load.Second) []span {
	var all []span
	for _, group := range groups(len(seconds), mostColumns) {
		var one span
		length, offered, served, failed := time.Duration(0), int64(0), int64(0), int64(0)
		for _, second := range seconds[group.from:group.to] {
			length += second.Length
			offered, served, failed = offered+second.Offered, served+second.Answered, failed+second.Failed
			one.p50, one.p99 = max(one.p50, milliseconds(second.P50)), max(one.p99, milliseconds(second.P99))
		}
		first, last := seconds[group.from], seconds[group.to-1]
		one.middle = (first.Start + last.Start + last.Length).Seconds() / 2
		if length > 0 {
			one.offered, one.served, one.failed = float64(offered)/length.Seconds(), float64(served)/length.Seconds(), float64(failed)/length.Seconds()
		}
		all = append(all, one)
	}
	return all
}

// charts draws an outcome.
func charts(outcome load.Outcome, heat heat, against *load.Baseline) []chart {
	seconds := outcome.Seconds
	// The rate of the few milliseconds at the end would stick out, and mean nothing.
	if length := len(seconds); length > 1 && seconds[length-1].Length < time.Second/2 {
		seconds = seconds[:length-1]
	}
	if len(seconds) == 0 {
		return nil
	}
	last := seconds[len(seconds)-1]
	x := across((last.Start + last.Length).Seconds())
	columns := spans(seconds)
	shade := coordinate(x.place(outcome.Plan.WarmUp.Seconds()) - left)
	return []chart{rates(x, columns, shade), times(x, columns, shade), warmth(x, seconds, heat, shade), curve(outcome, against)}
}

// rates draws what was sent, served and failed.
func rates(x axis, columns []span, shade string) chart {
	most := 1.0
	var offered, served, failed [][2]float64
	for _, column := range columns {
		most = max(most, column.offered, column.served, column.failed)
		offered = append(offered, [2]float64{column.middle, column.offered})
		served = append(served, [2]float64{column.middle, column.served})
		failed = append(failed, [2]float64{column.middle, column.failed})
	}
	y := up(0, most*1.05, false)
	return chart{
		Title: "Requests a second", Says: "What was sent, what was served and what failed, by the second in which it happened.", Shade: shade,
		X: x.marks(" s"), Y: y.marks(""),
		Lines: []line{through("quiet", "sent", x, y, offered), through("good", "served", x, y, served), through("bad", "failed", x, y, failed)},
	}
}

// times draws response times.
func times(x axis, columns []span, shade string) chart {
	least, most := 1.0, 10.0
	var p50, p99 [][2]float64
	for _, column := range columns {
		if column.p99 <= 0 {
			continue // nothing ended in it
		}
		least, most = min(least, column.p50), max(most, column.p99)
		p50 = append(p50, [2]float64{column.middle, column.p50})
		p99 = append(p99, [2]float64{column.middle, column.p99})
	}
	y := up(floorDecade(least), ceilDecade(most), true)
	return chart{
		Title: "Response times", Says: "From when a request was due to the end of its answer, by the second in which it ended.", Shade: shade,
		X: x.marks(" s"), Y: y.marks(" ms"),
		Lines: []line{through("good", "p50", x, y, p50), through("bad", "p99", x, y, p99)},
	}
}

func floorDecade(value float64) float64 {
	return math.Pow(10, math.Floor(math.Log10(max(value, 0.001))))
}
func ceilDecade(value float64) float64 {
	return math.Pow(10, math.Ceil(math.Log10(max(value, 0.001))))
}

// warmth draws how many requests took how long.
func warmth(x axis, seconds []load.Second, heat heat, shade string) chart {
	rows := bounds()
	y := up(0.05, milliseconds(longestRow(rows)), true)
	drawn := chart{
		Title: "All requests", Says: "The darker a field, the more requests of that second took so long.", Shade: shade,
		X: x.marks(" s"), Y: y.marks(" ms"),
	}
	columns := heat.joined(len(seconds), mostColumns)
	most := int64(1)
	for _, column := range columns {
		for _, count := range column {
			most = max(most, count)
		}
	}
	for index, group := range groups(len(seconds), mostColumns) {
		first, last := seconds[group.from], seconds[group.to-1]
		from, to := x.place(first.Start.Seconds()), x.place((last.Start + last.Length).Seconds())
		for row, count := range columns[index] {
			if count == 0 {
				continue
			}
			low, high := 0.05, milliseconds(longestRow(rows))
			if row > 0 {
				low = milliseconds(rows[row-1])
			}
			if row < len(rows) {
				high = milliseconds(rows[row])
			}
			const faintest = 0.08
			drawn.Cells = append(drawn.Cells, cell{
				X: coordinate(from), Y: coordinate(y.place(high)), Width: coordinate(max(to-from, 0.5)), Height: coordinate(max(y.place(low)-y.place(high), 0.5)),
				Opacity: decimal(max(faintest, math.Sqrt(float64(count)/float64(most)))),
				Title:   fmt.Sprintf("%d requests up to %s ms, at %s s", count, label(high), label(math.Round(first.Start.Seconds()))),
			})
		}
	}
	return drawn
}

// longestRow is the upper end of the last row, which has no bound.
func longestRow(rows []time.Duration) time.Duration { return 2 * rows[len(rows)-1] }
