package publish

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/load"
	"github.com/golive-app/golive/checks/wording"
)

// loadCard shows the course of the content's load test and its figures in two lines;
// nothing where none was measured.
func (p page) loadCard() string {
	test := p.run.Load
	if test == nil || test.State != checks.LoadEnded || len(test.Result) == 0 {
		return ""
	}
	var result load.Result
	if json.Unmarshal(test.Result, &result) != nil || result.Schema != load.ResultSchema {
		return ""
	}
	offered := func(point checks.LoadPoint) float64 { return point.Offered }
	served := func(point checks.LoadPoint) float64 { return point.Served }
	most := 0.0
	for _, point := range test.Curve {
		most = max(most, point.Offered, point.Served)
	}
	first := fmt.Sprintf("Offered %s rps%s · served%s **%s** (p5)", load.RateWords(result.OfferedRPS), bars(test.Curve, offered, most), bars(test.Curve, served, most), load.RateWords(result.AchievedRPSP5))
	figures := []string{
		"p50 " + load.TimeWords(result.Latency.P50), "p95 " + load.TimeWords(result.Latency.P95), "**p99 " + load.TimeWords(result.Latency.P99) + "**",
		"errors " + load.ShareWords(result.Errors.Total, result.Requests),
	}
	if result.Errors.Total > 0 {
		figures[3] += " (" + result.Errors.Words(result.Requests) + ")"
	}
	figures = append(figures, wording.Span(time.Duration(result.DurationS+0.5)*time.Second)+" steady")
	if test.Environment != "" {
		figures = append(figures, wording.Quoted(test.Environment))
	}
	figures = append(figures, moment(test.EndedAt))
	card := "\n" + first + "<br>" + strings.Join(figures, " · ")
	if test.Why != "" {
		card += "<br>Not counted: " + inline(test.Why, longHeadline)
	}
	return card + "\n"
}

// barColumns is how many columns the course of a load test is drawn in.
const barColumns = 16

// bars draws a part of a course, most as a full block.
func bars(curve []checks.LoadPoint, of func(checks.LoadPoint) float64, most float64) string {
	blocks := []rune("▁▂▃▄▅▆▇█")
	if most <= 0 || len(curve) < 2 {
		return ""
	}
	columns := min(len(curve), barColumns)
	drawn := []rune{' '}
	for column := range columns {
		from, to := column*len(curve)/columns, (column+1)*len(curve)/columns
		sum := 0.0
		for _, point := range curve[from:to] {
			sum += of(point)
		}
		level := int(sum / float64(to-from) / most * float64(len(blocks)))
		drawn = append(drawn, blocks[min(max(level, 0), len(blocks)-1)])
	}
	return string(drawn)
}
