package publish

import (
	"strings"
	"testing"
)

// One wrong rule takes every alarm of its file away: that is one thing to do, not four.
func TestWhatMendsSeveralItemsIsOneStep(t *testing.T) {
	t.Parallel()
	wrong := failing("1 rule is wrong", "", found("alerts.invalid", "k8s/alerts.yaml", 20, "no such function", "Mend it."))
	other := failing("1 rule is wrong", "", found("alerts.invalid", "k8s/other.yaml", 3, "no such function", "Mend it."))
	page := newStory(t).sees("monitoring.alerts.cpu", wrong).sees("monitoring.alerts.memory", other).sees("monitoring.alerts.queue", wrong).page()
	var mends []string
	for _, step := range page.steps(page.Items) {
		if strings.Contains(step, "Mend it.") {
			mends = append(mends, step)
		}
	}
	if len(mends) != 2 || !strings.Contains(mends[0], "alerts.yaml") || !strings.HasSuffix(mends[0], " The same mends `monitoring.alerts.queue`.") || strings.Contains(mends[1], "The same mends") {
		t.Errorf("%s", strings.Join(mends, "\n"))
	}
}
