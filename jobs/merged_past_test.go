package jobs

import (
	"testing"

	"github.com/golive-app/golive/checks"
)

func TestWhatAReleaseThatIsNotReadyLacks(t *testing.T) {
	t.Parallel()
	items := []checks.Item{
		{ID: "code.secrets", Level: checks.LevelBlock}, {ID: "code.review", Level: checks.LevelBlock},
		{ID: "delivery.rollback", Level: checks.LevelBlock}, {ID: "performance.indexes", Level: checks.LevelWarn},
	}
	passed, failed := settled("code.secrets"), settled("code.review", checks.Finding{Rule: "review.none", Severity: checks.SeverityError, Grade: checks.E3})
	signable := checks.Judge(checks.Case{
		Item: checks.Item{ID: "delivery.rollback", Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E3}}, Now: testedAt,
		Observation: checks.Observation{Evidence: []checks.Evidence{{Grade: checks.E2, Outcome: checks.Supports, ObservedAt: testedAt}}},
	})
	for name, test := range map[string]struct {
		results []checks.Result
		want    string
	}{
		"nothing was judged":    {nil, "3 were not judged"},
		"one failed":            {[]checks.Result{passed, failed}, "1 item failed, 1 was not judged"},
		"one waited for people": {[]checks.Result{passed, failed, signable}, "1 item failed, 1 waited for a person"},
	} {
		results := map[checks.ItemID]checks.Result{}
		for _, result := range test.results {
			results[result.Item] = result
		}
		if got := lacking(items, results); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
