package loadreport

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"time"

	"github.com/golive-app/golive/checks/evidence/load"
)

//go:embed page.html
var pageText string

// page is what the page shows.
type page struct {
	Result load.Result
	Began  string
	Rows   []timesRow
	Charts []chart
}

// timesRow is a line of the table of times.
type timesRow struct {
	Name, Means string
	Times       load.Percentiles
}

func newPage(result load.Result, outcome load.Outcome, heat heat, began time.Time, against *load.Baseline) page {
	made := page{
		Result: result, Began: began.UTC().Format("2006-01-02 15:04:05 UTC"), Charts: charts(outcome, heat, against),
		Rows: []timesRow{
			{"response", "from when a request was due", result.Latency},
			{"service", "from when it was sent", result.Service},
			{"lag", "by which golive was late", result.Lag},
			{"warm-up", fmt.Sprintf("responses to the %d requests before", result.WarmUp.Requests), result.WarmUp.Latency},
		},
	}
	if result.Baseline != nil {
		made.Rows = slices.Insert(made.Rows, 1, timesRow{"baseline", "response in the earlier run", result.Baseline.Latency})
	}
	return made
}

// writePage writes the page: one file that needs no other and no network.
func writePage(writer io.Writer, shown page) error {
	made, err := template.New("page").Funcs(template.FuncMap{"figure": load.Figure, "percent": func(share float64) string { return load.Figure(100 * share) }}).Parse(pageText)
	if err != nil {
		return fmt.Errorf("read the page's template: %w", err)
	}
	return made.Execute(writer, shown)
}
