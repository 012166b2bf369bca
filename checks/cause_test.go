package checks_test

import (
	"fmt"
	"testing"

	"github.com/golive-app/golive/checks"
)

func TestItemsThatFailForOneThingAreOneCause(t *testing.T) {
	t.Parallel()
	wrong := checks.Finding{Severity: checks.SeverityError, Path: "k8s/alerts.yaml", Line: 20, Message: "no such function", Remedy: "Mend it."}
	elsewhere, notice, live := wrong, wrong, wrong
	elsewhere.Line = 31
	notice.Severity, notice.Line = checks.SeverityNotice, 7
	live.Path = ""
	of := map[checks.ItemID][]checks.Finding{
		"alerts.cpu": {wrong}, "alerts.memory": {notice, wrong}, // a notice does not let it fail
		"alerts.queue":   {wrong, elsewhere}, // mending the first is not enough
		"code.review":    nil,
		"code.coverage":  nil,
		"code.secrets":   nil, // passes
		"security.open":  {live},
		"security.other": {live},
		"alerts.errors":  {wrong},
	}
	var items []checks.Item
	for _, id := range []checks.ItemID{"code.review", "alerts.cpu", "alerts.queue", "code.secrets", "security.open", "alerts.memory", "code.coverage", "security.other", "alerts.errors"} {
		items = append(items, checks.Item{ID: id, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E2}, AbsenceDecides: true})
	}
	result := func(item checks.Item) checks.Result {
		evidence := checks.Evidence{Grade: checks.E2, Outcome: checks.Refutes, ObservedAt: judgedAt}
		if item.ID == "code.secrets" {
			evidence.Outcome = checks.Supports
		}
		return checks.Judge(checks.Case{Item: item, Now: judgedAt, Observation: checks.Observation{Findings: of[item.ID], Evidence: []checks.Evidence{evidence}}})
	}
	var got [][]checks.ItemID
	for _, group := range checks.Causes(items, result) {
		var ids []checks.ItemID
		for _, item := range group {
			ids = append(ids, item.ID)
		}
		got = append(got, ids)
	}
	if want := "[[code.review] [alerts.cpu alerts.memory alerts.errors] [alerts.queue] [security.open] [code.coverage] [security.other]]"; fmt.Sprint(got) != want {
		t.Errorf("%v, want %s", got, want)
	}
}
