package jobs

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/golive-app/golive/checks"
)

// missedSince is how far back failed deliveries are asked for again.
const missedSince = 3 * 24 * time.Hour

// sweep asks for everything that deliveries may have missed: the forge gives up
// on a delivery after one attempt.
func (w *Worker) sweep(ctx context.Context, payload SweepPayload) error {
	if err := w.redeliver(ctx); err != nil {
		if limited := new(LimitedError); errors.As(err, &limited) {
			return err
		}
		w.Logger.WarnContext(ctx, "missed deliveries could not be asked for", "error", err.Error())
	}
	installations, err := w.Hub.Installations(ctx)
	if err != nil {
		return err
	}
	for _, installation := range installations {
		if err := w.Queue.enqueue(ctx, TypeSweepOne, SweepPayload{Installation: installation, First: payload.First}); err != nil {
			return err
		}
	}
	return nil
}

// redelivered remembers for how long a delivery is not asked for again, so that
// one which fails each time does not come with every sweep.
const redelivered = time.Hour

// redeliver asks the forge for deliveries that no attempt of got through.
func (w *Worker) redeliver(ctx context.Context) error {
	failed, err := w.Hub.FailedDeliveries(ctx, w.Now().Add(-missedSince))
	if err != nil {
		return err
	}
	for _, delivery := range failed {
		if !slices.Contains(handledEvents, delivery.Event) {
			continue
		}
		fresh, err := w.Redis.SetNX(ctx, "golive:redelivered:"+delivery.GUID, "1", redelivered).Result()
		if err != nil {
			return err
		}
		if !fresh {
			continue
		}
		if err := w.Hub.Redeliver(ctx, delivery.ID); err != nil {
			return err
		}
		w.Logger.InfoContext(ctx, "asked for a missed delivery", "delivery", delivery.GUID, "event", delivery.Event)
	}
	return nil
}

// handledEvents are the events that golive acts on.
var handledEvents = []string{
	"pull_request", "pull_request_review", "push", "issue_comment", "check_run", "check_suite",
	"installation", "installation_repositories", "repository",
}

// sweepInstallation asks for each repository of an installation.
func (w *Worker) sweepInstallation(ctx context.Context, payload SweepPayload) error {
	repositories, err := w.Hub.Repositories(ctx, payload.Installation)
	if err != nil {
		return w.final(ctx, err, "list repositories", "installation", payload.Installation)
	}
	for _, repository := range repositories {
		one := SweepPayload{Installation: payload.Installation, Repository: repository, First: payload.First, Look: payload.Look}
		if err := w.Queue.enqueue(ctx, TypeSweepRelease, one); err != nil {
			return err
		}
	}
	return nil
}

// sweepRepository looks for releases of a repository that are not as golive
// knows them.
func (w *Worker) sweepRepository(ctx context.Context, payload SweepPayload) error {
	err := w.sweepRepositoryNow(ctx, payload)
	return w.final(ctx, err, "sweep repository", "repository", payload.Repository)
}

func (w *Worker) sweepRepositoryNow(ctx context.Context, payload SweepPayload) error {
	repository, err := w.Hub.Repository(ctx, payload.Installation, payload.Repository)
	if err != nil {
		return err
	}
	governed, err := governingPolicy(ctx, repository, w.Store, repository.Describe().DefaultBranch)
	if err != nil {
		return err
	}
	pulls, err := repository.OpenPullRequests(ctx)
	if err != nil {
		return err
	}
	for _, pull := range pulls {
		key := Key{Repository: payload.Repository, Number: pull.Number}
		known, err := w.knows(ctx, key, pull.Head)
		if err != nil {
			return err
		}
		_, release := governed.policy.Release.MatchPullRequest(pull.HeadBranch, pull.Title, pull.Labels)
		if known || (!release && !payload.First) {
			continue
		}
		if err := w.Queue.Open(ctx, key, payload.Installation, Scope{}, ""); err != nil {
			return err
		}
	}
	if err := w.sweepTags(ctx, repository, governed, payload); err != nil {
		return err
	}
	return w.sweepClosed(ctx, payload, pulls)
}

// sweepClosed looks again at watched pull requests that are open no more.
func (w *Worker) sweepClosed(ctx context.Context, payload SweepPayload, open []checks.PullRequest) error {
	keys, err := w.Store.Open(ctx)
	if err != nil {
		return err
	}
	for _, key := range keys {
		if key.Repository != payload.Repository || key.Number == 0 ||
			slices.ContainsFunc(open, func(pull checks.PullRequest) bool { return pull.Number == key.Number }) {
			continue
		}
		if err := w.Queue.Open(ctx, key, payload.Installation, Scope{}, ""); err != nil {
			return err
		}
	}
	return nil
}

// knows reports whether the latest run of a release is watched, of this commit,
// and came, or still can come, to its end.
func (w *Worker) knows(ctx context.Context, key Key, head string) (bool, error) {
	run, found, err := w.Store.Run(ctx, key)
	if err != nil || !found {
		return false, err
	}
	watched, err := w.Store.Watched(ctx, key)
	if err != nil || !watched {
		return false, err
	}
	return run.Release.SHA == head && (run.Complete() || w.Now().Before(run.Deadline)), nil
}

// sweepTags looks for release tags that no delivery told of: a push of more than
// three tags makes none. Of a repository that is seen for the first time only
// the newest is judged, not its whole past.
//
// https://docs.github.com/en/webhooks/webhook-events-and-payloads#push
func (w *Worker) sweepTags(ctx context.Context, repository Repository, governed governing, payload SweepPayload) error {
	tags, err := repository.Tags(ctx)
	if err != nil {
		return err
	}
	var names []string
	for _, tag := range tags {
		if governed.policy.Release.MatchTag(tag.Name) {
			names = append(names, tag.Name)
		}
	}
	fresh, first, err := w.Store.NewTags(ctx, payload.Repository, names)
	if err != nil {
		return err
	}
	if first && len(fresh) > 1 {
		newest := slices.MaxFunc(fresh, func(a, b string) int { return checks.CompareVersions(checks.VersionIn(a), checks.VersionIn(b)) })
		fresh = []string{newest}
	}
	if first && len(fresh) > 0 {
		// A tag from before golive came gets a first look, no issue of its own.
		looked := payload.Look
		if !looked {
			target := Target{payload.Installation, repository.Describe()}
			standing, err := w.Publisher.ReleasesOf(ctx, target, commitOfTag(tags, fresh[0]))
			if err != nil {
				return err
			}
			looked = len(standing) > 0 && !slices.ContainsFunc(standing, func(key Key) bool { return !key.IsLook() })
		}
		if looked {
			return nil
		}
	}
	for _, name := range fresh {
		if err := w.Queue.Open(ctx, Key{Repository: payload.Repository, Tag: name}, payload.Installation, Scope{}, ""); err != nil {
			return err
		}
	}
	return nil
}
