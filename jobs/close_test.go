package jobs

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
)

func TestAReleaseThatEndsWhileItIsCheckedSaysSoInItsComment(t *testing.T) {
	t.Parallel()
	tag := Key{Repository: 81, Tag: "release/v1.4.0"}
	for name, test := range map[string]struct {
		results []checks.Result
		arrange func(*testing.T, *Worker)
		want    []string
	}{
		"in the middle":        {[]checks.Result{waiting("code.review"), settled("code.secrets")}, nil, []string{"superseded head", "merged: 1 of 2"}},
		"after all was judged": {[]checks.Result{settled("code.review"), settled("code.secrets")}, nil, nil},
		"its tag has the comment": {[]checks.Result{waiting("code.review")}, func(t *testing.T, worker *Worker) {
			keepRun(t, worker, Run{Key: tag, Release: checks.Release{SHA: "merged", Number: 12}}, waiting("code.review"))
		}, []string{"superseded head"}},
		"its tag is gone again": {[]checks.Result{waiting("code.review")}, func(t *testing.T, worker *Worker) {
			keepRun(t, worker, Run{Key: tag, Release: checks.Release{SHA: "merged", Number: 12}}, waiting("code.review"))
			if err := worker.Store.Unwatch(t.Context(), tag); err != nil {
				t.Fatal(err)
			}
		}, []string{"superseded head", "merged: 0 of 1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			publisher := &fakePublisher{}
			worker := newWorker(t, &fakeHub{repository: newFakeForge()}, publisher)
			keepRun(t, worker, Run{Key: released, Release: checks.Release{SHA: "head", Number: 12}, Deadline: testedAt.Add(time.Hour)}, test.results...)
			if test.arrange != nil {
				test.arrange(t, worker)
			}
			if err := worker.close(t.Context(), released, 5, EndMerged); err != nil || !slices.Equal(publisher.said, test.want) {
				t.Errorf("said %q, %v", publisher.said, err)
			}
			if watched, err := worker.Store.Watched(t.Context(), released); err != nil || watched {
				t.Errorf("watched %v, %v", watched, err)
			}
		})
	}
}

func TestAReopenedReleaseIsNotSaidToHaveEnded(t *testing.T) {
	t.Parallel()
	publisher := &fakePublisher{}
	worker := newWorker(t, &fakeHub{repository: newFakeForge()}, publisher)
	before := keepRun(t, worker, Run{Key: released, Release: checks.Release{SHA: "head", Number: 12}}, waiting("code.review"))
	keepRun(t, worker, Run{Key: released, Release: checks.Release{SHA: "head", Number: 12}}, waiting("code.review"))
	if err := worker.closeComment(t.Context(), Target{}, before, EndClosed); err != nil || len(publisher.said) != 0 {
		t.Errorf("said %q, %v", publisher.said, err)
	}
}

func TestASignersRoleIsThatOfThePolicyThatHolds(t *testing.T) {
	t.Parallel()
	signed := checks.Word{Item: "launch.qa-checklist", By: "Dana", Role: checks.RoleQA}
	for file, want := range map[string]bool{
		"version: 1\n":                              true,
		"version: 1\nroles: {qa: [\"@dana\"]}\n":    true,
		"version: 1\nroles: {qa: [\"@mia\"]}\n":     false,
		"version: 1\nroles: {senior: [\"@mia\"]}\n": true,
	} {
		if got := holdsRole(decoded(t, file), signed); got != want {
			t.Errorf("%q: %v", file, got)
		}
		if lost := lostRole(t.Context(), teamsOf{}, decoded(t, file), signed); (lost == "") != want {
			t.Errorf("%q: %s", file, lost)
		}
	}
}

// teamsOf answers with a team's members.
type teamsOf struct {
	members []string
	err     error
}

func (t teamsOf) TeamMembers(context.Context, string) ([]string, error) { return t.members, t.err }

func TestASignersTeamIsReadAnew(t *testing.T) {
	t.Parallel()
	signed := checks.Word{Item: "launch.qa-checklist", By: "Dana", Role: checks.RoleQA}
	policy := decoded(t, "version: 1\nroles: {qa: [\"@acme/qa\"]}\n")
	for name, test := range map[string]struct {
		teams teamsOf
		lost  string // part of it
	}{
		"in the team":             {teamsOf{members: []string{"mia", "dana"}}, ""},
		"not in it any more":      {teamsOf{members: []string{"mia"}}, "@Dana is not of the role qa"},
		"it has no members":       {teamsOf{}, "@Dana is not of the role qa"},
		"it may not be read":      {teamsOf{err: checks.ErrForbidden}, "Grant the App the organisation permission `members: read`"},
		"it is secret or no team": {teamsOf{err: ErrGone}, "@acme/qa exists"},
	} {
		if lost := lostRole(t.Context(), test.teams, policy, signed); !strings.Contains(lost, test.lost) || (lost == "") != (test.lost == "") {
			t.Errorf("%s: %q", name, lost)
		}
	}
}
