package jobs

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
)

// notReleasePublisher notes which commits are said to be no release's.
type notReleasePublisher struct{ *fakePublisher }

func (p notReleasePublisher) PublishNotRelease(_ context.Context, _ Target, pull checks.Release, _ config.ReleasePatterns, _ []PolicyEdit) error {
	p.said = append(p.said, "no release "+pull.SHA)
	return nil
}

// Another pull request of the same commit may be a release that is shown at this
// moment.
func TestNoReleaseIsSaidWhileAReleaseOfTheCommitIsShown(t *testing.T) {
	t.Parallel()
	publisher := notReleasePublisher{&fakePublisher{}}
	worker := newWorker(t, &fakeHub{}, publisher.fakePublisher)
	worker.Publisher = publisher
	state := resolved{release: checks.Release{SHA: headCommit}}
	plain := Key{Repository: 81, Number: 7}
	err := worker.onCommit(t.Context(), 81, headCommit, func(ctx context.Context) error {
		if err := worker.notRelease(ctx, Target{}, state, plain); !errors.Is(err, ErrBusy) {
			t.Errorf("it does not wait for its turn: %v", err)
		}
		return nil
	})
	if err != nil || len(publisher.said) > 0 {
		t.Fatalf("said %q, %v", publisher.said, err)
	}
	if err := worker.notRelease(t.Context(), Target{}, state, plain); err != nil || !slices.Equal(publisher.said, []string{"no release " + headCommit}) {
		t.Errorf("said %q, %v", publisher.said, err)
	}
	keepRun(t, worker, Run{Key: released, Release: checks.Release{SHA: headCommit}}, waiting("code.review"))
	if err := worker.notRelease(t.Context(), Target{}, state, plain); err != nil || len(publisher.said) != 1 {
		t.Errorf("said over a release: %q, %v", publisher.said, err)
	}
}
