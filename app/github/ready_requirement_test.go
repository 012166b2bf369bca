package github

import (
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

func TestHowABranchAsksForTheVerdict(t *testing.T) {
	t.Parallel()
	ours := func(w *world) int64 { return w.AppID() }
	for name, test := range map[string]struct {
		sources []func(*world) int64 // of rules that require it; nil: from any
		queue   bool
		events  []string
		want    jobs.ReadyRequirement
	}{
		"not at all":         {nil, true, nil, jobs.ReadyRequirement{}},
		"from golive":        {[]func(*world) int64{ours}, true, nil, jobs.ReadyRequirement{Required: true, Bound: true}},
		"from any source":    {[]func(*world) int64{nil}, false, nil, jobs.ReadyRequirement{Required: true}},
		"from another App":   {[]func(*world) int64{func(*world) int64 { return 15368 }, nil}, false, nil, jobs.ReadyRequirement{Required: true, Foreign: true}},
		"in a deaf queue":    {[]func(*world) int64{ours}, true, []string{"pull_request", "push"}, jobs.ReadyRequirement{Required: true, Bound: true, Unreachable: true}},
		"deaf without queue": {[]func(*world) int64{ours}, false, []string{"pull_request", "push"}, jobs.ReadyRequirement{Required: true, Bound: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, func(simulated *simulator.Options, _ *Options) { simulated.Events = test.events })
			rules := []map[string]any{{"type": "required_status_checks", "parameters": map[string]any{"required_status_checks": []any{map[string]any{"context": "build"}}}}}
			if test.queue {
				rules = append(rules, map[string]any{"type": "merge_queue", "parameters": map[string]any{}})
			}
			for _, source := range test.sources {
				required := map[string]any{"context": checks.ReadyCheck}
				if source != nil {
					required["integration_id"] = source(w)
				}
				rules = append(rules, map[string]any{"type": "required_status_checks", "parameters": map[string]any{"required_status_checks": []any{required}}})
			}
			_, err := w.AddRuleset("acme/shop", simulator.Ruleset{Target: "branch", Include: []string{"~DEFAULT_BRANCH"}, Rules: rules})
			must(t, err)
			found, err := w.repository().ReadyRequirement(w.ctx, "main")
			must(t, err)
			equal(t, "requirement", found, test.want)
		})
	}
}
