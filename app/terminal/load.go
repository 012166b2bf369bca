package terminal

import (
	"fmt"
	"io"
	"strings"
	"time"

	"charm.land/lipgloss/v2"
	"charm.land/lipgloss/v2/table"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/load"
	"github.com/golive-app/golive/checks/wording"
)

// WriteLoad writes the result of a load test: times, errors, thresholds, and on its
// last line the verdict.
func WriteLoad(writer io.Writer, result load.Result, options Options) error {
	p := &page{colour: options.Colour, width: options.Width}
	p.put(nil, looking(result.URL, heading))
	p.gap()
	rows := [][]string{percentileRow("response", result.Latency, "from when a request was due")}
	if result.Baseline != nil {
		rows = append(rows, percentileRow("baseline", result.Baseline.Latency, "response in the earlier run"), changeRow(result.Latency, result.Baseline.Latency))
	}
	p.putRows([]string{"", "p50", "p90", "p95", "p99", "p99.9", "max", "ms"}, append(rows,
		percentileRow("service", result.Service, "from when it was sent"),
		percentileRow("lag", result.Lag, "by which golive was late"),
		percentileRow("warm-up", result.WarmUp.Latency, fmt.Sprintf("responses to the %s before", wording.Counted(int(result.WarmUp.Requests), "request", "requests"))),
	))
	p.gap()
	if len(result.Steps) > 1 {
		p.putRows([]string{"step", "requests", "errors", "p50", "p95", "p99", "max", "service p50", "p99", "ms"}, stepRows(result.Steps))
		p.gap()
	}
	for _, line := range loadFacts(result) {
		p.put(text{{text: pad(line[0], 11), look: quiet}}, plainly(line[1]))
	}
	p.gap()
	for _, threshold := range result.Thresholds {
		answer := text{{"met   ", look{colour: green}}}
		switch {
		case threshold.Undecided:
			answer = text{{"open  ", look{bold: true, colour: cyan}}}
		case !threshold.Met:
			answer = text{{"missed", look{bold: true, colour: red}}}
		}
		asked := threshold.Expression
		if threshold.Limit != nil {
			asked += " = " + load.Figure(*threshold.Limit)
		}
		p.put(append(answer, span{text: "  "}), plainly(asked).add("  "+load.Figure(threshold.Observed)+" observed", quiet))
	}
	p.gap()
	if result.Limit != nil {
		p.putLimit(*result.Limit)
	}
	verdict := loadVerdict(result.Verdict)
	p.put(text{{verdict.String() + ": ", verdictLook(verdict)}}, plainly(result.Reason))
	return p.writeTo(writer)
}

// loadFacts are the lines between times and thresholds.
func loadFacts(result load.Result) [][2]string {
	facts := [][2]string{
		{"rate", fmt.Sprintf("%s/s asked for, %s/s sent, %s/s served; %s/s or more in nineteen of twenty seconds", load.Figure(result.TargetRPS), load.Figure(result.OfferedRPS), load.Figure(result.AchievedRPS), load.Figure(result.AchievedRPSP5))},
		{"requests", fmt.Sprintf("%d in %s s, over up to %s", result.Requests, load.Figure(result.DurationS), wording.Counted(result.Users, "connection", "connections"))},
		{"errors", fmt.Sprintf("%d; %d in the warm-up", result.Errors.Total, result.WarmUp.Errors)},
	}
	for _, failure := range result.FailureReasons {
		facts = append(facts, [2]string{"", fmt.Sprintf("%d %s, the first: %s", failure.Count, failure.Name, failure.Example)})
	}
	facts = append(facts, sessionFacts(result.Sessions)...)
	if baseline := result.Baseline; baseline != nil {
		facts = append(facts, [2]string{"baseline", baselineFact(*baseline)})
		for _, note := range baseline.Notes {
			facts = append(facts, [2]string{"", note})
		}
	}
	const percent = 100
	return append(facts, [2]string{"generator", fmt.Sprintf("%s %% of one processor", load.Figure(percent*result.Generator.CPU))})
}

func baselineFact(baseline load.ResultBaseline) string {
	fact := baseline.Source + ": " + wording.Counted(int(baseline.Requests), "request", "requests")
	if baseline.TargetRPS > 0 {
		fact += fmt.Sprintf(" at %s/s in %s s, %s", load.Figure(baseline.TargetRPS), load.Figure(baseline.DurationS), wording.Counted(int(baseline.Errors), "error", "errors"))
	}
	return fact
}

func loadVerdict(word string) checks.Verdict {
	for _, verdict := range checks.Verdicts() {
		if verdict.String() == word {
			return verdict
		}
	}
	return checks.Unknown
}

func percentileRow(name string, times load.Percentiles, meaning string) []string {
	return []string{name, load.Figure(times.P50), load.Figure(times.P90), load.Figure(times.P95), load.Figure(times.P99), load.Figure(times.P999), load.Figure(times.Max), meaning}
}

// changeRow tells by how much times changed.
func changeRow(now, before load.Percentiles) []string {
	change := func(now, before float64) string {
		if before <= 0 {
			return "-"
		}
		const percent = 100
		return fmt.Sprintf("%+.0f %%", percent*(now/before-1))
	}
	return []string{
		"change", change(now.P50, before.P50), change(now.P90, before.P90), change(now.P95, before.P95), change(now.P99, before.P99),
		change(now.P999, before.P999), change(now.Max, before.Max), "of response since then",
	}
}

// putRows writes a table: the first and the last column to the left, numbers
// between them to the right.
func (p *page) putRows(head []string, rows [][]string) {
	last := len(head) - 1
	made := table.New().Border(lipgloss.HiddenBorder()).BorderTop(false).BorderBottom(false).BorderLeft(false).BorderRight(false).BorderHeader(false).BorderColumn(false).
		Headers(head...).Rows(rows...).StyleFunc(func(row, column int) lipgloss.Style {
		style := lipgloss.NewStyle().PaddingRight(2)
		if column > 0 && column < last {
			style = style.Align(lipgloss.Right)
		}
		if p.colour && (row == table.HeaderRow || column == last) {
			style = style.Faint(true)
		}
		return style
	})
	for line := range strings.Lines(made.Render()) {
		p.content.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
}

// LoadSecond tells the last of some seconds of a run, and draws the rates of all.
func LoadSecond(seconds []load.Second, failed int64) string {
	last := seconds[len(seconds)-1]
	return fmt.Sprintf("%.0f/s · p50 %s · p99 %s · %s · %s", rateOf(last), load.Figure(inMilliseconds(last.P50))+" ms", load.Figure(inMilliseconds(last.P99))+" ms",
		wording.Counted(int(failed), "error", "errors"), sparkline(seconds))
}

func inMilliseconds(taken time.Duration) float64 {
	return float64(taken.Round(10*time.Microsecond)) / float64(time.Millisecond)
}

func rateOf(second load.Second) float64 {
	if second.Length <= 0 {
		return 0
	}
	return float64(second.Answered) / second.Length.Seconds()
}

// sparkline draws the rates of seconds, the greatest as a full block.
func sparkline(seconds []load.Second) string {
	blocks := []rune("▁▂▃▄▅▆▇█")
	greatest := 0.0
	for _, second := range seconds {
		greatest = max(greatest, rateOf(second))
	}
	var drawn strings.Builder
	for _, second := range seconds {
		height := 0
		if greatest > 0 {
			height = int(rateOf(second) / greatest * float64(len(blocks)-1))
		}
		drawn.WriteRune(blocks[height])
	}
	return drawn.String()
}
