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
		"security.open":  {live},
		"security.other": {live},
		"alerts.errors":  {wrong},
	}
	var items []checks.Item
	for _, id := range []checks.ItemID{"code.review", "alerts.cpu", "alerts.queue", "security.open", "alerts.memory", "code.coverage", "security.other", "alerts.errors"} {
		items = append(items, checks.Item{ID: id})
	}
	var got [][]checks.ItemID
	for _, group := range checks.Causes(items, func(item checks.Item) checks.Result { return checks.Result{Findings: of[item.ID]} }) {
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
