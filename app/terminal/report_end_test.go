package terminal_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/app/terminal"
	"github.com/golive-app/golive/checks"
)

// What mends several items is one thing to do.
func TestWhatMendsSeveralItemsIsOneLine(t *testing.T) {
	t.Parallel()
	j := newJudged()
	wrong := checks.Observation{Headline: "1 rule is wrong", Findings: []checks.Finding{{
		Rule: "alerts.invalid", Severity: checks.SeverityError, Path: "k8s/alerts.yaml", Line: 20, Message: "no such function", Remedy: "Mend it.",
	}}}
	for _, id := range []checks.ItemID{"monitoring.alerts.cpu", "monitoring.alerts.memory", "monitoring.alerts.queue"} {
		j.add(checks.Item{ID: id, Section: checks.SectionMonitoring, Title: "Alert", Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E2}, Role: checks.RoleSRE}, wrong)
	}
	_, todo, _ := strings.Cut(write(t, terminal.Options{}, j.report), "WHAT TO DO NOW")
	todo = strings.Join(strings.Fields(todo), " ")
	if !strings.Contains(todo, "1. ❌ monitoring.alerts.cpu 1 rule is wrong — Mend it. k8s/alerts.yaml:20 The same mends monitoring.alerts.memory, monitoring.alerts.queue") || strings.Contains(todo, "2. ") {
		t.Error(todo)
	}
}
