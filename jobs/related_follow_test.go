package jobs

import "testing"

func TestWhatMovesWhatARelatedRepositoryIsReadAt(t *testing.T) {
	t.Parallel()
	named, open := followedRef{Ref: "live"}, followedRef{Ref: "main", Deployed: true}
	for name, test := range map[string]struct {
		ref     followedRef
		trigger Trigger
		want    bool
	}{
		"its branch":                                   {named, Trigger{Kind: TriggerRefMoved, Ref: "live"}, true},
		"another branch":                               {named, Trigger{Kind: TriggerRefMoved, Ref: "main"}, false},
		"a branch whose name begins so":                {named, Trigger{Kind: TriggerRefMoved, Ref: "live-2"}, false},
		"a deployment, where a ref is named":           {named, Trigger{Kind: TriggerDeployed, Environment: "production"}, false},
		"the default branch, where no ref is named":    {open, Trigger{Kind: TriggerRefMoved, Ref: "main"}, true},
		"a deployment, where none is named":            {open, Trigger{Kind: TriggerDeployed, Environment: "Production"}, true},
		"a deployment elsewhere":                       {open, Trigger{Kind: TriggerDeployed, Environment: "preview-3"}, false},
		"continuous integration, which changes no ref": {open, Trigger{Kind: TriggerCI, Ref: "main"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := test.ref.movedBy(test.trigger); got != test.want {
				t.Errorf("%t", got)
			}
		})
	}
}
