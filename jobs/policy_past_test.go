package jobs

import (
	"slices"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/catalogue"
	"github.com/golive-app/golive/config"
)

func TestWhatAnEditWouldHaveMeantToTheLastReleases(t *testing.T) {
	t.Parallel()
	const observe, enforce = "version: 1\nmode: observe\nrelease: {tags: [\"v*\"]}\n", "version: 1\nmode: enforce\nrelease: {tags: [\"v*\"]}\n"
	verdicts := func(but map[checks.ItemID]checks.Verdict) Recorded {
		judged := map[checks.ItemID]checks.Verdict{}
		for _, item := range catalogue.New(catalogue.Tools{}).Items() {
			judged[item.ID] = checks.Pass
		}
		for id, verdict := range but {
			judged[id] = verdict
		}
		return Recorded{Run: PreviousRun{Generation: 1, Verdicts: judged}}
	}
	sound := verdicts(nil)
	leaking := verdicts(map[checks.ItemID]checks.Verdict{"code.secrets": checks.Fail})
	slow := verdicts(map[checks.ItemID]checks.Verdict{"performance.load": checks.NeedsSignOff})
	half := verdicts(map[checks.ItemID]checks.Verdict{"code.secrets": checks.Running})
	tags := []checks.Tag{{Name: "v1.2.0", Commit: "b"}, {Name: "v1.10.0", Commit: "d"}, {Name: "v1.1.0", Commit: "a"}, {Name: "v1.3.0", Commit: "c"}, {Name: "nightly", Commit: "n"}}
	for name, test := range map[string]struct {
		before, after string
		recorded      map[string]Recorded // by commit
		want          []string            // of the past; weakening ones begin with "!"
	}{
		"what was sound": {observe, enforce, map[string]Recorded{"d": sound, "c": sound},
			[]string{"of the last 2 releases that golive judged, none would have gone another way"}},
		"what was not": {observe, enforce, map[string]Recorded{"d": sound, "c": leaking, "b": slow},
			[]string{"of the last 3 releases that golive judged, it would have held back `v1.3.0 (NOT READY)` and `v1.2.0 (waiting for people)`"}},
		"only what the section says": {observe, observe + "sections: {performance: enforce}\n", map[string]Recorded{"c": leaking, "b": slow},
			[]string{"of the last 2 releases that golive judged, it would have held back `v1.2.0 (waiting for people)`"}},
		"what a section held back": {enforce, enforce + "sections: {code: observe}\n", map[string]Recorded{"c": leaking},
			[]string{"!of the one earlier release that golive judged, it would have let go `v1.3.0`"}},
		"nothing is known": {observe, enforce, nil,
			[]string{"what it would have meant to earlier releases is not known: golive judged none of the last ones"}},
		"what was never judged to the end": {observe, enforce, map[string]Recorded{"d": half},
			[]string{"what it would have meant to earlier releases is not known: golive judged none of the last ones"}},
		"tags that are no release": {observe, enforce, map[string]Recorded{"n": leaking},
			[]string{"what it would have meant to earlier releases is not known: golive judged none of the last ones"}},
		"an edit of something else": {enforce, enforce + "roles: {qa: [\"@mia\"]}\n", map[string]Recorded{"d": leaking}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forge := newFakeForge()
			forge.tags = tags
			worker := newWorker(t, &fakeHub{}, &fakePublisher{recorded: test.recorded})
			edits := []PolicyEdit{{File: config.PolicyFile, Ref: "main", Before: decoded(t, test.before), After: decoded(t, test.after)}}
			if err := worker.lookBack(t.Context(), forge, Target{}, edits, nil); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, effect := range edits[0].pastEffect() {
				mark := ""
				if effect.Weakens {
					mark = "!"
				}
				got = append(got, mark+effect.Text)
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
			again := []PolicyEdit{{File: config.PolicyFile, Ref: "main", Before: edits[0].Before, After: edits[0].After}}
			forge.tags = nil
			if err := worker.lookBack(t.Context(), forge, Target{}, again, edits); err != nil || !slices.Equal(again[0].Past, edits[0].Past) {
				t.Errorf("looked again: %+v, error %v", again[0].Past, err)
			}
		})
	}
}

func TestWhichSectionsARunEnforces(t *testing.T) {
	t.Parallel()
	all := len(checks.Sections())
	for name, test := range map[string]struct {
		mode     string
		sections config.Sections
		key      Key
		enforced int
	}{
		"all":                 {"enforce", config.Sections{}, released, all},
		"none":                {"observe", config.Sections{}, released, 0},
		"one":                 {"observe", config.Sections{Security: config.ModeEnforce}, released, 1},
		"all but one":         {"enforce", config.Sections{Performance: config.ModeObserve}, released, all - 1},
		"one that all are":    {"enforce", config.Sections{Code: config.ModeEnforce}, released, all},
		"none of a look":      {"enforce", config.Sections{Code: config.ModeEnforce}, Key{Repository: 81, Look: "heads/main"}, 0},
		"without a mode said": {"", config.Sections{}, released, 0},
	} {
		run := Run{Key: test.key, Policy: checks.PolicySource{Mode: test.mode}, Rules: config.Policy{Sections: test.sections}}
		items := catalogue.New(catalogue.Tools{}).Items()
		counted := map[checks.SectionID]bool{}
		for _, item := range run.Enforced(items) {
			counted[item.Section] = true
		}
		want := test.enforced
		if want == 0 {
			want = all // by which it is said what the verdict would be
		}
		if got := len(run.enforcedSections()); got != test.enforced || run.Observing() != (got == 0) || run.Partly() != (got > 0 && got < all) || len(counted) != want {
			t.Errorf("%s: %d enforced, %d counted", name, got, len(counted))
		}
	}
}
