package checks

import (
	"slices"
	"testing"
)

func TestHowItemsMovedBetweenTwoRuns(t *testing.T) {
	t.Parallel()
	stands := func(verdict Verdict) Result {
		return Result{Level: LevelBlock, Evidence: []Evidence{{}}, verdict: verdict}
	}
	lapsed := func(verdict Verdict) Result {
		result := stands(verdict)
		result.SignOff = &SignOff{By: "dana", Outdated: "signed on 77c0de1, and `db/1.sql` has changed since, in `9f8e7d6`"}
		return result
	}
	optional := stands(Unknown)
	optional.Level = LevelWarn
	for name, test := range map[string]struct {
		before Verdict
		now    Result
		want   MoveKind // empty: no change
	}{
		"mended":                               {Fail, stands(Pass), MoveFixed},
		"judged at last":                       {Unknown, stands(Warn), MoveFixed},
		"waived":                               {Fail, stands(Waived), MoveFixed},
		"broken":                               {Pass, stands(Fail), MoveBroken},
		"broken from unknown":                  {Unknown, stands(Fail), MoveBroken},
		"out of date":                          {Pass, stands(Stale), MoveStale},
		"a sign-off that lapsed":               {Pass, lapsed(NeedsSignOff), MoveStale},
		"a sign-off that lapsed and now fails": {Pass, lapsed(Fail), MoveBroken},
		"a lapsed sign-off nobody needs":       {Fail, lapsed(Pass), MoveFixed},
		"lapsed before":                        {Unknown, lapsed(NeedsSignOff), MoveOther},
		"out of reach":                         {Pass, stands(Unknown), MoveOther},
		"out of reach, and not required":       {Pass, optional, MoveOther},
		"better than a warning":                {Warn, stands(Pass), MoveOther},
		"as before":                            {Pass, stands(Pass), ""},
		"still being checked":                  {Pass, stands(Running), ""},
		"never judged before":                  {Running, stands(Pass), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got MoveKind
			if changes := Compare([]Item{{ID: "code.review"}}, map[ItemID]Verdict{"code.review": test.before}, map[ItemID]Result{"code.review": test.now}); len(changes) > 0 {
				got = changes[0].Kind
			}
			if got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

func TestWhatMattersMostOfAChangeComesFirst(t *testing.T) {
	t.Parallel()
	now := func(verdict Verdict) Result { return Result{Evidence: []Evidence{{}}, verdict: verdict} }
	items := []Item{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "d"}, {ID: "e"}, {ID: "gone"}, {ID: "new"}}
	changes := Compare(items,
		map[ItemID]Verdict{"a": Fail, "b": Pass, "c": Pass, "d": Pass, "e": Pass, "gone": Pass},
		map[ItemID]Result{"new": now(Fail), "a": now(Pass), "b": now(Unknown), "c": now(Stale), "d": now(Fail), "e": now(Fail)})
	var order []ItemID
	for _, change := range changes {
		order = append(order, change.Item.ID)
	}
	if want := []ItemID{"d", "e", "c", "a", "b"}; !slices.Equal(order, want) {
		t.Errorf("%q, want %q", order, want)
	}
}

func TestRecordedVerdictsAnswerAsTheirResultsDid(t *testing.T) {
	t.Parallel()
	items := []Item{{ID: "a", Level: LevelBlock}, {ID: "b", Level: LevelWarn}, {ID: "c", Level: LevelBlock, BlocksOnlyTags: true}}
	all := []Verdict{Pass, Warn, Fail, NeedsSignOff, NotApplicable, Waived, Unknown, Errored, Stale, Running}
	for _, kind := range []ReleaseKind{ReleasePullRequest, ReleaseTag} {
		for _, a := range all {
			for _, b := range all {
				for _, c := range all {
					results, verdicts := map[ItemID]Result{}, map[ItemID]Verdict{}
					for index, verdict := range []Verdict{a, b, c} {
						item := items[index]
						results[item.ID] = Result{Item: item.ID, Level: item.LevelFor(kind), Evidence: []Evidence{{}}, verdict: verdict}
						verdicts[item.ID] = verdict
					}
					if got, want := StandBy(items, verdicts, kind), Stand(items, results); got != want {
						t.Fatalf("%s of %s, %s, %s is %s, want %s", kind, a, b, c, got, want)
					}
				}
			}
		}
	}
	if got := StandBy(nil, nil, ReleaseTag); got == StandingReady {
		t.Errorf("of no items: %s", got)
	}
}
