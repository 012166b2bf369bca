package checks

import (
	"strings"
	"testing"
)

func TestGoliveReachesOutsideForWhatIsTrusted(t *testing.T) {
	t.Parallel()
	const head, other = "a1b2c3d4e5f60718293a4b5c6d7e8f9001122334", "77c0de1177c0de1177c0de1177c0de1177c0de11"
	for name, test := range map[string]struct {
		release Release
		want    bool
	}{
		"the repository's own content":      {Release{SHA: head}, true},
		"a fork's that nobody approved":     {Release{SHA: head, Fork: true}, false},
		"a fork's that somebody approved":   {Release{SHA: head, Fork: true, Approval: &ForkApproval{By: "dana", SHA: head}}, true},
		"a fork's of which an older commit": {Release{SHA: head, Fork: true, Approval: &ForkApproval{By: "dana", SHA: other}}, false},
		"an equal tree is another commit":   {Release{SHA: head, Tree: "t", Fork: true, Approval: &ForkApproval{By: "dana", SHA: other, Tree: "t"}}, false},
		"a fork's that nobody by name did":  {Release{SHA: head, Fork: true, Approval: &ForkApproval{SHA: head}}, false},
		"a fork's commit that is not known": {Release{Fork: true, Approval: &ForkApproval{By: "dana"}}, false},
	} {
		if got := test.release.MayReachOutside(); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	missing := Release{SHA: head, Fork: true}.NotApproved()
	if !strings.Contains(missing.Remedy, "`/golive approve a1b2c3d`") || !strings.Contains(missing.Reason, "`a1b2c3d`") || missing.Later {
		t.Errorf("%+v", missing)
	}
}
