package jobs

import (
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
)

func TestWhatAnEventIsToARelease(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC)
	run := Run{Release: checks.Release{SHA: "tag"}, Holders: []string{"tag", "head"}, Started: now.Add(-time.Hour)}
	uat := run
	uat.Rules = config.Policy{}
	uat.Rules.Environments.Production.Deployment = "Live EU"
	old := run
	old.Started = now.Add(-rangeLasts)
	for name, test := range map[string]struct {
		run     Run
		trigger Trigger
		want    checks.Event
	}{
		"continuous integration of its commit":            {run, Trigger{Kind: TriggerCI, SHA: "tag"}, checks.EventCI},
		"of a commit with the same content":               {run, Trigger{Kind: TriggerCI, SHA: "head"}, checks.EventCI},
		"of another commit":                               {run, Trigger{Kind: TriggerCI, SHA: "other"}, ""},
		"of no commit":                                    {Run{}, Trigger{Kind: TriggerCI}, ""},
		"a deployment of its content to staging":          {run, Trigger{Kind: TriggerDeployed, SHA: "head", Environment: "staging"}, checks.EventDeploy},
		"a preview of other content":                      {run, Trigger{Kind: TriggerDeployed, SHA: "other", Environment: "preview-7"}, ""},
		"production runs other content":                   {run, Trigger{Kind: TriggerDeployed, SHA: "other", Environment: "Production"}, checks.EventDeploy},
		"what the policy calls production":                {uat, Trigger{Kind: TriggerDeployed, SHA: "other", Environment: "live eu"}, checks.EventDeploy},
		"what is called so beside the policy's":           {uat, Trigger{Kind: TriggerDeployed, SHA: "other", Environment: "production"}, ""},
		"a review of what was merged":                     {run, Trigger{Kind: TriggerReviewOfMerged, Number: 5}, checks.EventReview},
		"and of a release that nobody waits for any more": {old, Trigger{Kind: TriggerReviewOfMerged, Number: 5}, ""},
		"what is no event of this kind":                   {run, Trigger{Kind: TriggerTag, SHA: "tag"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, concerned := test.run.concerns(test.trigger, now); concerned != (test.want != "") || concerned && got != test.want {
				t.Errorf("%q, %v, want %q", got, concerned, test.want)
			}
		})
	}
}
