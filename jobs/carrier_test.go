package jobs

import (
	"fmt"
	"testing"

	"github.com/golive-app/golive/checks"
)

func TestATagThatFollowsAMergeAtOnceFindsItsPullRequest(t *testing.T) {
	t.Parallel()
	l := newLine(t)
	l.git("checkout", "--quiet", "main")
	for _, subject := range []string{"Release v1.4.0 (#12)", "Merge pull request #12 from acme/release/v1.4.0", "fix: as asked for (#7)", "fix: quick one"} {
		l.commit(subject)
	}
	for name, test := range map[string]struct {
		commit string
		change func(*checks.PullRequest)
		want   int
	}{
		"squashed":                    {"Release v1.4.0 (#12)", nil, 12},
		"merged":                      {"Merge pull request #12 from acme/release/v1.4.0", nil, 12},
		"which was merged as another": {"Release v1.4.0 (#12)", func(pull *checks.PullRequest) { pull.MergeSHA = "other" }, 0},
		"which is open":               {"Release v1.4.0 (#12)", func(pull *checks.PullRequest) { pull.Merged = false }, 0},
		"an issue is named":           {"fix: as asked for (#7)", nil, 0},
		"nothing is named":            {"fix: quick one", nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forge := newFakeForge()
			forge.directory = l.directory
			commit := l.commits[test.commit]
			forge.tags = []checks.Tag{{Name: "release/v1.4.0", Commit: commit}}
			pull := forge.pulls[12]
			pull.Open, pull.Merged, pull.MergeSHA = false, true, commit
			if test.change != nil {
				test.change(&pull)
			}
			forge.pulls[12] = pull
			state, err := resolve(t.Context(), forge, newPolicies(t), Key{Repository: 81, Tag: "release/v1.4.0"})
			if err != nil || state.release.Number != test.want || len(state.carriers) != min(1, test.want) {
				t.Errorf("#%d, carriers %v, %v", state.release.Number, state.carriers, err)
			}
		})
	}
}

func TestTheCarriersOfACommit(t *testing.T) {
	t.Parallel()
	pulls := []checks.PullRequest{
		{Number: 1, Head: "a", Open: true}, {Number: 2, Head: "b", Merged: true, MergeSHA: "m2"}, {Number: 3, Head: "c", Merged: true, MergeSHA: "tag"},
		{Number: 4, Head: "tag", Open: true, MergeSHA: "test merge"},
	}
	// What it was merged by comes first; an open one that merely holds it is none.
	if got := fmt.Sprint(carriersOf(pulls, "tag")); got != "[{3 c tag} {4 tag } {2 b m2}]" {
		t.Error(got)
	}
}
