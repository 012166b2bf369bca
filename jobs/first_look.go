package jobs

import (
	"context"
	"errors"
	"time"

	"github.com/golive-app/golive/checks"
)

// A first look judges the head of the default branch and the last release tag as
// soon as golive can see a repository, so that there is something to see before
// the first release. It blocks nothing whatever the policy says, writes no
// comment and opens no issue; its check runs appear once, when it is over. It is
// no release: it claims no commit, and gives way to the first that does.

// maxLooks is how many repositories one event of an installation gets a first
// look at. An organisation may have thousands, and each look costs some dozens
// of requests of the installation's limit.
const maxLooks = 30

// timeFor is how long a run may take before what is not judged is given up. A
// first look waits for whatever else there is to do.
func timeFor(key Key) time.Duration {
	if key.IsLook() {
		return taskLifetime
	}
	return runTime
}

// firstLooks asks for a first look at the repositories that an event of an
// installation tells of, those that were pushed to last first.
func (w *Worker) firstLooks(ctx context.Context, trigger Trigger) error {
	candidates, err := w.Hub.RecentlyPushed(ctx, trigger.Installation)
	if err != nil {
		return w.final(ctx, err, "list repositories for a first look", "installation", trigger.Installation)
	}
	told := map[int64]bool{}
	for _, repository := range trigger.Repositories {
		told[repository] = true
	}
	left := 0
	for _, repository := range candidates {
		// An installation's event covers all of its repositories, those of added
		// ones only these.
		if trigger.Kind == TriggerRepositories && !told[repository] {
			continue
		}
		allowed := left == 0
		if allowed {
			if allowed, err = w.Store.AllowLook(ctx, trigger.Installation, trigger.Delivery, repository, maxLooks); err != nil {
				return err
			}
		}
		if !allowed {
			left++
			continue
		}
		if err := w.Queue.enqueue(ctx, TypeLook, SweepPayload{Installation: trigger.Installation, Repository: repository}); err != nil {
			return err
		}
	}
	if left > 0 {
		w.Logger.InfoContext(ctx, "repositories without a first look: they are seen at their first release",
			"installation", trigger.Installation, "repositories", left, "most", maxLooks)
	}
	return nil
}

// look asks for the first looks at one repository, unless what it would look at
// carries check runs of ours already.
func (w *Worker) look(ctx context.Context, payload SweepPayload) error {
	err := w.lookNow(ctx, payload)
	if errors.Is(err, ErrEmpty) || errors.Is(err, ErrGone) { // gone: also where there is no default branch yet
		w.Logger.DebugContext(ctx, "no first look: nothing to look at", "repository", payload.Repository, "error", err.Error())
		return nil
	}
	return w.final(ctx, err, "first look", "repository", payload.Repository)
}

func (w *Worker) lookNow(ctx context.Context, payload SweepPayload) error {
	repository, err := w.Hub.Repository(ctx, payload.Installation, payload.Repository)
	if err != nil {
		return err
	}
	keys, err := w.worthALook(ctx, repository)
	if err != nil {
		return err
	}
	target := Target{payload.Installation, repository.Describe()}
	for _, key := range keys {
		looked, err := w.lookedAt(ctx, target, key.Commit)
		if err != nil {
			return err
		}
		if looked {
			continue
		}
		if err := w.Queue.Open(ctx, key, payload.Installation, Scope{}, ""); err != nil {
			return err
		}
	}
	return nil
}

// worthALook returns the keys of the first looks at a repository: the head of
// the default branch, and the last release tag where that is another commit.
func (w *Worker) worthALook(ctx context.Context, repository Repository) ([]Key, error) {
	description := repository.Describe()
	head, err := repository.CommitOf(ctx, "refs/heads/"+description.DefaultBranch)
	if err != nil {
		return nil, err
	}
	keys := []Key{{Repository: description.ID, Look: "heads/" + description.DefaultBranch, Commit: head}}
	governed, err := governingPolicy(ctx, repository, w.Store, description.DefaultBranch)
	if err != nil {
		return nil, err
	}
	last, err := lastRelease(ctx, repository, governed.policy.Release)
	if err != nil {
		return nil, err
	}
	if last.tag.Commit != "" && last.tag.Commit != head {
		keys = append(keys, Key{Repository: description.ID, Look: "tags/" + last.tag.Name, Commit: last.tag.Commit})
	}
	return keys, nil
}

// lookedAt reports whether a commit carries check runs of ours, of a release or
// of a first look. The forge is asked where nothing is remembered: it knows also
// after everything else was lost.
func (w *Worker) lookedAt(ctx context.Context, target Target, commit string) (bool, error) {
	claims, err := w.Store.OnCommit(ctx, target.Repository.ID, commit)
	if err != nil || len(claims) > 0 {
		return len(claims) > 0, err
	}
	standing, err := w.Publisher.ReleasesOf(ctx, target, commit)
	return len(standing) > 0, err
}

// yields reports whether a run is a first look at a commit that a release has
// claimed meanwhile. It ends the look then.
func (w *Worker) yields(ctx context.Context, run Run) (bool, error) {
	if !run.Key.IsLook() {
		return false, nil
	}
	claims, err := w.Store.OnCommit(ctx, run.Key.Repository, run.Release.SHA)
	if err != nil || len(claims) == 0 {
		return false, err
	}
	return true, w.dropLook(ctx, run)
}

// dropLook ends a first look that is of no use any more. What it shows stays.
func (w *Worker) dropLook(ctx context.Context, run Run) error {
	if run.Generation > 0 && !run.Complete() {
		if _, err := w.Store.NextGeneration(ctx, run.Key); err != nil { // its work stops at the next step
			return err
		}
	}
	w.Logger.DebugContext(ctx, "first look dropped", "release", run.Key.String())
	return w.Store.Unwatch(ctx, run.Key)
}

// commitOfTag returns the commit of a tag by its name; nothing where it is not
// among them.
func commitOfTag(tags []checks.Tag, name string) string {
	for _, tag := range tags {
		if tag.Name == name {
			return tag.Commit
		}
	}
	return ""
}
