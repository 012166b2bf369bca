package terminal

import (
	"fmt"

	"github.com/golive-app/golive/checks/evidence/load"
)

// putLimit writes the stages of a search for the highest rate that holds, and what it
// came to.
func (p *page) putLimit(limit load.Limit) {
	var rows [][]string
	for _, stage := range limit.Stages {
		rows = append(rows, []string{
			load.Figure(stage.Rate) + "/s", load.Figure(stage.AchievedRPSP5) + "/s", load.Figure(stage.Latency.P50), load.Figure(stage.Latency.P95), load.Figure(stage.Latency.P99),
			fmt.Sprint(stage.Errors), stageWord(stage),
		})
	}
	p.putRows([]string{"rate", "served", "p50", "p95", "p99", "errors", "ms"}, rows)
	p.gap()
	p.put(text{{text: pad("limit", 11), look: quiet}}, plainly(limit.Reason))
	if limit.Headroom != nil {
		const percent = 100
		p.put(text{{text: pad("headroom", 11), look: quiet}}, plainly(fmt.Sprintf("%+.0f %% of the %s/s asked for", percent**limit.Headroom, load.Figure(limit.Asked))))
	}
	p.gap()
}

// stageWord tells in a word what became of a stage.
func stageWord(stage load.LimitStage) string {
	switch stage.Verdict {
	case "pass":
		return "held"
	case "fail":
		return "missed"
	default:
		return "not known"
	}
}
