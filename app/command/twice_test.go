package command

import (
	"errors"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// attestedBy has somebody sign the rollback plan before, and the item judged by it.
func attestedBy(w *world, login string) {
	signed := checks.SignOff{Item: "delivery.rollback", By: login, Role: checks.RoleReleaseManager, SHA: head, Tree: tree, Comment: 4000, At: noon}
	put(w.signed, pullKey, signed.Item, signed)
	item := items()[3]
	w.runs[pullKey].Results[item.ID] = checks.Judge(checks.Case{
		Item: item, Release: w.runs[pullKey].Release, Now: noon, Attestations: checks.Attestations{SignOff: &signed},
		Observation: checks.Observation{Evidence: []checks.Evidence{supports(checks.E1)}},
	})
}

func TestWhatWasSignedIsNotSignedAgain(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ before, refused string }{
		"by another person": {"alex", "`delivery.rollback` was signed by `alex`; `/golive revoke delivery.rollback` takes that back first"},
		"by the same":       {"dana", "`delivery.rollback` was signed by you; `/golive revoke delivery.rollback` takes that back first"},
		"in other letters":  {"Dana", "was signed by you"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			attestedBy(w, test.before)
			if err := w.say(t, "dana", "/golive sign-off rollback https://example.com/other"); err != nil {
				t.Fatal(err)
			}
			w.refusedWith(t, test.refused)
			if got := w.signed[pullKey]["delivery.rollback"]; got.By != test.before || got.Comment != 4000 {
				t.Errorf("kept %+v", got)
			}
		})
	}
}

// A command whose end could not be shown comes again, when what it asked for was done.
func TestAWordThatWasKeptBeforeAFailureIsNoSecondOne(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		"/golive sign-off rollback https://example.com/plan",
		"/golive waive cpu until 2026-11-30 because it comes with the next build",
		"/golive na cpu because " + unsuited,
	} {
		w := newWorld()
		w.failing = map[string]error{"Open": errors.New("redis is away")}
		if err := w.say(t, "dana", body); err == nil {
			t.Errorf("%s: a failure is no end", body)
		}
		item, _ := items()[3], w.failing
		if body[8] != 's' {
			item = items()[4]
		}
		said, err := w.Attestations(t.Context(), pullKey)
		if err != nil || len(said[item.ID].Words()) != 1 {
			t.Fatalf("%s: kept %+v, error %v", body, said, err)
		}
		w.runs[pullKey].Results[item.ID] = checks.Judge(checks.Case{ // meanwhile it was judged by it
			Item: item, Release: w.runs[pullKey].Release, Now: noon, Attestations: said[item.ID],
			Observation: checks.Observation{Evidence: []checks.Evidence{supports(checks.E1)}},
		})
		w.failing = nil
		if err := w.say(t, "dana", body); err != nil || len(w.replies) != 0 || len(w.opened) != 1 || w.opened[0].Key != (jobs.Key{Repository: repositoryID, Number: pullNumber}) {
			t.Errorf("%s: replies %q, opened %+v, error %v", body, w.replies, w.opened, err)
		}
	}
}
