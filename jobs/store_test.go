package jobs

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
)

func settled(id checks.ItemID, findings ...checks.Finding) checks.Result {
	return checks.Judge(checks.Case{
		Item: checks.Item{ID: id, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E2}}, Now: testedAt,
		Observation: checks.Observation{
			Findings: findings, Evidence: []checks.Evidence{{Grade: checks.E2, Outcome: checks.Supports, ObservedAt: testedAt}},
		},
	})
}

func waiting(id checks.ItemID) checks.Result {
	return checks.Pending(checks.Item{ID: id, Level: checks.LevelBlock}, checks.ReleasePullRequest)
}

func TestARunGrowsResultByResult(t *testing.T) {
	t.Parallel()
	_, client := newRedis(t)
	store := NewStore(client, time.Hour, testNow)
	key := Key{Repository: 81, Number: 12}
	if _, found, err := store.Run(t.Context(), key); err != nil || found {
		t.Fatalf("found %v, error %v", found, err)
	}
	generation, err := store.NextGeneration(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	first, err := store.PutResults(t.Context(), key, generation, waiting("code.review"), waiting("code.secrets"))
	if err != nil {
		t.Fatal(err)
	}
	if err := store.PutRun(t.Context(), Run{Key: key, Generation: generation, Release: checks.Release{SHA: "abc", Number: 12}}); err != nil {
		t.Fatal(err)
	}
	second, err := store.PutResults(t.Context(), key, generation, settled("code.review"))
	if err != nil || second <= first {
		t.Fatalf("versions %d, %d, error %v", first, second, err)
	}
	run, found, err := store.Run(t.Context(), key)
	if err != nil || !found {
		t.Fatalf("found %v, error %v", found, err)
	}
	if done, all := run.Progress(); done != 1 || all != 2 || run.Complete() || run.Version != second {
		t.Errorf("%d of %d, complete %v, version %d", done, all, run.Complete(), run.Version)
	}
	last, err := store.PutResults(t.Context(), key, generation, settled("code.secrets"))
	if err != nil {
		t.Fatal(err)
	}
	// Whoever saw an older version knows nothing of its end.
	if err := store.Finish(t.Context(), key, generation, second, testedAt.Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	for _, at := range []time.Time{testedAt, testedAt.Add(time.Hour)} {
		if err := store.Finish(t.Context(), key, generation, last, at); err != nil {
			t.Fatal(err)
		}
	}
	if run, _, _ = store.Run(t.Context(), key); !run.Complete() || !run.Finished.Equal(testedAt) {
		t.Errorf("complete %v, finished %s: the first end stands", run.Complete(), run.Finished)
	}
	if _, err := store.PutResults(t.Context(), key, generation, waiting("code.review")); err != nil {
		t.Fatal(err)
	}
	if err := store.PutRun(t.Context(), run); err != nil { // as it was read before
		t.Fatal(err)
	}
	if run, _, _ = store.Run(t.Context(), key); run.Complete() || !run.Finished.IsZero() {
		t.Error("an item that is checked again opens the run again")
	}
}

func TestReleasesAreFoundByCommitAndNumber(t *testing.T) {
	t.Parallel()
	_, client := newRedis(t)
	store := NewStore(client, time.Hour, testNow)
	pull, tag := Key{Repository: 81, Number: 12}, Key{Repository: 81, Tag: "release/v1.4.0"}
	for _, key := range []Key{pull, tag} {
		if err := store.PutRun(t.Context(), Run{Key: key, Generation: 1, Release: checks.Release{SHA: "abc", Number: 12}}); err != nil {
			t.Fatal(err)
		}
	}
	on, err := store.OnCommit(t.Context(), 81, "abc")
	if err != nil || !slices.Equal(on, []Key{pull, tag}) {
		t.Errorf("on the commit: %v, error %v", on, err)
	}
	if err := store.LeaveCommit(t.Context(), pull, "abc"); err != nil {
		t.Fatal(err)
	}
	if on, _ = store.OnCommit(t.Context(), 81, "abc"); !slices.Equal(on, []Key{tag}) {
		t.Errorf("after one left: %v", on)
	}
	if on, _ = store.OnCommit(t.Context(), 82, "abc"); len(on) != 0 {
		t.Errorf("another repository's commit: %v", on)
	}
	if shown, err := store.KeysOn(t.Context(), 81, 12); err != nil || len(shown) != 2 {
		t.Errorf("on the pull request: %v, error %v", shown, err)
	}
	if err := store.Unwatch(t.Context(), pull); err != nil {
		t.Fatal(err)
	}
	if open, err := store.Open(t.Context()); err != nil || !slices.Equal(open, []Key{tag}) {
		t.Errorf("open: %v, error %v", open, err)
	}
}

func TestStateLivesForItsRetention(t *testing.T) {
	t.Parallel()
	server, client := newRedis(t)
	store := NewStore(client, time.Hour, testNow)
	key := Key{Repository: 81, Number: 12}
	if _, err := store.PutResults(t.Context(), key, 1, settled("code.review")); err != nil {
		t.Fatal(err)
	}
	if err := store.PutRun(t.Context(), Run{Key: key, Generation: 1, Release: checks.Release{SHA: "abc"}}); err != nil {
		t.Fatal(err)
	}
	if err := store.Put(t.Context(), key, checks.Attestations{SignOff: &checks.SignOff{Item: "code.review", By: "dana"}}); err != nil {
		t.Fatal(err)
	}
	server.FastForward(2 * time.Hour)
	for _, name := range server.Keys() {
		if name != openKey {
			t.Errorf("%s outlived the retention", name)
		}
	}
}

func TestNewTags(t *testing.T) {
	t.Parallel()
	_, client := newRedis(t)
	store := NewStore(client, time.Hour, testNow)
	fresh, first, err := store.NewTags(t.Context(), 81, []string{"v1", "v2"})
	if err != nil || !first || len(fresh) != 2 {
		t.Fatalf("%q, first %v, error %v", fresh, first, err)
	}
	fresh, first, err = store.NewTags(t.Context(), 81, []string{"v1", "v2", "v3"})
	if err != nil || first || !slices.Equal(fresh, []string{"v3"}) {
		t.Fatalf("%q, first %v, error %v", fresh, first, err)
	}
}

func TestRerunsAreLimitedByTheHour(t *testing.T) {
	t.Parallel()
	_, client := newRedis(t)
	now := testedAt
	store := NewStore(client, time.Hour, func() time.Time { return now })
	key := Key{Repository: 81, Number: 12}
	for attempt := range 4 {
		allowed, err := store.AllowRerun(t.Context(), key, 3, time.Hour)
		if err != nil || allowed != (attempt < 3) {
			t.Errorf("attempt %d: allowed %v, error %v", attempt, allowed, err)
		}
	}
	now = now.Add(time.Hour)
	if allowed, err := store.AllowRerun(t.Context(), key, 3, time.Hour); err != nil || !allowed {
		t.Errorf("an hour later: allowed %v, error %v", allowed, err)
	}
}

func TestOfTwoWordsTheLaterCommentStands(t *testing.T) {
	t.Parallel()
	_, client := newRedis(t)
	store := NewStore(client, time.Hour, testNow)
	key := Key{Repository: 81, Number: 12}
	waiver := func(comment int64) *checks.Waiver {
		return &checks.Waiver{Item: "code.coverage", By: "dana", Comment: comment, Until: testedAt}
	}
	kept := func() checks.Attestations {
		t.Helper()
		given, err := store.Attestations(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		return given["code.coverage"]
	}
	var group sync.WaitGroup
	for comment := range int64(8) {
		group.Go(func() {
			if err := store.Put(t.Context(), key, checks.Attestations{Waiver: waiver(comment + 1)}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if got := kept().Waiver; got == nil || got.Comment != 8 {
		t.Errorf("%+v stands, want that of the last comment", got)
	}
	if err := store.Put(t.Context(), key, checks.Attestations{SignOff: &checks.SignOff{Item: "code.coverage", By: "kim", Comment: 3}}); err != nil {
		t.Fatal(err)
	}
	if err := store.RemoveWord(t.Context(), key, waiver(7).Word()); err != nil || kept().Waiver == nil {
		t.Errorf("what a later comment says was removed with an earlier one: %v", err)
	}
	if err := store.RemoveWord(t.Context(), key, waiver(8).Word()); err != nil || kept().Waiver != nil || kept().SignOff == nil {
		t.Errorf("%+v is left, error %v", kept(), err)
	}
}

func TestOfTwoApprovalsTheFirstStands(t *testing.T) {
	t.Parallel()
	_, client := newRedis(t)
	store := NewStore(client, time.Hour, testNow)
	key := Key{Repository: 81, Number: 12}
	proposed := checks.Exclusion{Item: "performance.indexes", By: "kim", Comment: 3, Reason: "nothing is stored here"}
	approve := func(comment int64) *checks.Exclusion {
		t.Helper()
		kept, err := store.Approve(t.Context(), key, proposed, checks.Approval{By: "dana", Comment: comment})
		if err != nil {
			t.Fatal(err)
		}
		return kept
	}
	propose := func(said checks.Exclusion) {
		t.Helper()
		if err := store.Put(t.Context(), key, checks.Attestations{Exclusion: &said}); err != nil {
			t.Fatal(err)
		}
	}
	if kept := approve(4); kept != nil {
		t.Errorf("what nobody proposed was approved: %+v", kept)
	}
	propose(proposed)
	var group sync.WaitGroup
	for comment := range int64(4) {
		group.Go(func() { approve(comment + 4) })
	}
	group.Wait()
	first := approve(9)
	if first == nil || first.Approval == nil || first.Approval.Comment == 9 {
		t.Fatalf("%+v stands", first)
	}
	later := proposed
	later.Comment, later.By = 20, "lee"
	propose(later)
	if kept := approve(21); kept == nil || kept.Comment != 3 || kept.Approval.Comment != first.Approval.Comment {
		t.Errorf("a later proposal took the place of one that was approved: %+v", kept)
	}
	for _, word := range first.Words()[1:] {
		if err := store.RemoveWord(t.Context(), key, word); err != nil {
			t.Fatal(err)
		}
	}
	if kept := approve(22); kept == nil || kept.Approval.Comment != 22 {
		t.Errorf("after its approval was taken back: %+v", kept)
	}
}
