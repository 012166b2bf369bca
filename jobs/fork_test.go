package jobs

import (
	"errors"
	"testing"

	"github.com/golive-app/golive/checks"
)

func forked(sha string) checks.Release {
	return checks.Release{SHA: sha, Fork: true, Number: released.Number}
}

func approvalOf(sha string) checks.ForkApproval {
	return checks.ForkApproval{By: "dana", SHA: sha, Tree: "tree", Comment: 7, At: testedAt}
}

func TestAnApprovalIsOfOneCommitAndTheFirstStands(t *testing.T) {
	t.Parallel()
	worker := newWorker(t, &fakeHub{}, &fakePublisher{})
	ctx, store := t.Context(), worker.Store
	keepRun(t, worker, Run{Key: released, Release: forked("head")}, settled("code.secrets"))
	outside := func(want bool) {
		t.Helper()
		run, _, err := store.Run(ctx, released)
		if err != nil || run.Release.MayReachOutside() != want {
			t.Errorf("it may reach outside: %v, error %v", run.Release.MayReachOutside(), err)
		}
	}
	outside(false)
	if kept, err := store.ApproveFork(ctx, released, approvalOf("head")); err != nil || kept != approvalOf("head") {
		t.Errorf("kept %+v, error %v", kept, err)
	}
	outside(true)
	second := approvalOf("head")
	second.By, second.Comment = "wim", 8
	if kept, err := store.ApproveFork(ctx, released, second); err != nil || kept.By != "dana" {
		t.Errorf("kept %+v, error %v", kept, err)
	}
	if given, err := store.Attestations(ctx, released); err != nil || len(given) != 0 {
		t.Errorf("it is a word about an item: %+v, error %v", given, err)
	}
	keepRun(t, worker, Run{Key: released, Release: forked("newer")}, settled("code.secrets"))
	outside(false)
	if kept, err := store.ApproveFork(ctx, released, approvalOf("newer")); err != nil || kept.SHA != "newer" {
		t.Errorf("kept %+v, error %v", kept, err)
	}
	outside(true)
	if err := store.RemoveWord(ctx, released, second.Word()); err != nil {
		t.Fatal(err)
	}
	outside(true) // that comment approved nothing
	if err := store.RemoveWord(ctx, released, approvalOf("newer").Word()); err != nil {
		t.Fatal(err)
	}
	outside(false)
}

func TestAnApprovalEndsWithItsComment(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		comments map[int64]SignedComment
		want     bool
	}{
		"it stands":                {map[int64]SignedComment{7: {Login: "dana"}}, false},
		"it was deleted":           {nil, true},
		"it was edited":            {map[int64]SignedComment{7: {Login: "dana", Edited: true}}, true},
		"it is somebody else's":    {map[int64]SignedComment{7: {Login: "mallory"}}, true},
		"the login has other case": {map[int64]SignedComment{7: {Login: "Dana"}}, false},
	} {
		worker := newWorker(t, &fakeHub{}, &fakePublisher{comments: test.comments})
		if _, err := worker.Store.ApproveFork(t.Context(), released, approvalOf("head")); err != nil {
			t.Fatal(err)
		}
		withdrawn, err := worker.withdrawnApproval(t.Context(), Target{}, released)
		kept, keptErr := worker.Store.ForkApproval(t.Context(), released)
		if err := errors.Join(err, keptErr); err != nil || withdrawn != test.want || (kept == nil) != test.want {
			t.Errorf("%s: withdrawn %v, kept %+v, error %v", name, withdrawn, kept, err)
		}
	}
}

func TestAnApprovalIsRestoredFromWhatTheCheckRunsRecord(t *testing.T) {
	t.Parallel()
	stands := map[int64]SignedComment{7: {Login: "dana"}}
	recorded := func(commit string, approval checks.ForkApproval) map[string]Recorded {
		return map[string]Recorded{commit: {Approval: &approval}}
	}
	for name, test := range map[string]struct {
		release   checks.Release
		publisher *fakePublisher
		shown     bool
		outside   bool
	}{
		"what the commit records":           {forked("head"), &fakePublisher{recorded: recorded("head", approvalOf("head")), comments: stands}, true, true},
		"of an older commit covers no more": {forked("head"), &fakePublisher{recorded: recorded("head", approvalOf("older")), comments: stands}, true, false},
		"by an older commit's record":       {forked("head"), &fakePublisher{recorded: recorded("older", approvalOf("older")), comments: stands}, true, false},
		"nothing is recorded":               {forked("head"), &fakePublisher{comments: stands}, false, false},
		"its comment is gone":               {forked("head"), &fakePublisher{recorded: recorded("head", approvalOf("head"))}, false, false},
		"it is no fork":                     {checks.Release{SHA: "head", Number: 12}, &fakePublisher{recorded: recorded("head", approvalOf("head")), comments: stands}, false, true},
	} {
		worker := newWorker(t, &fakeHub{}, test.publisher)
		repository := &fakeForge{commits: []checks.PullCommit{{SHA: "older"}, {SHA: "head"}}}
		_, err := worker.restore(t.Context(), repository, Target{}, released, test.release)
		kept, keptErr := worker.Store.ForkApproval(t.Context(), released)
		test.release.Approval = kept
		if err := errors.Join(err, keptErr); err != nil || (kept != nil) != test.shown || test.release.MayReachOutside() != test.outside {
			t.Errorf("%s: kept %+v, outside %v, error %v", name, kept, test.release.MayReachOutside(), err)
		}
	}
}
