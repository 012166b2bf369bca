package jobs

import (
	"context"
	"errors"
	"fmt"

	"github.com/golive-app/golive/config"
)

// unopened shows people why a release is not judged: in the items of the run that
// could not be started, or on the commit itself where there is no run of it.
func (w *Worker) unopened(ctx context.Context, payload OpenPayload, failure error) error {
	reason := "golive could not read the release: " + failure.Error()
	run, found, err := w.Store.Run(ctx, payload.Key)
	if err != nil {
		return err
	}
	if found && !run.Complete() {
		// Those that are settled already stay so; the others never will be.
		entries := w.Catalogue.Entries[:0:0]
		for _, entry := range w.Catalogue.Entries {
			if !run.Results[entry.ID].Verdict().Settled() {
				entries = append(entries, entry)
			}
		}
		return w.giveUp(ctx, run, entries, reason)
	}
	if payload.Key.IsLook() {
		return nil // nobody asked for it, so nobody has to be told
	}
	repository, err := w.Hub.Repository(ctx, payload.Installation, payload.Key.Repository)
	if err != nil {
		return err
	}
	key := payload.Key
	sha, err := w.troubled(ctx, repository, key)
	if errors.Is(err, ErrGone) || err == nil && (sha == "" || found && run.Release.SHA == sha) {
		return nil // there is nothing to say it on, or what was found before still holds for it
	}
	if err != nil {
		return err
	}
	return w.overwrite(ctx, key, sha, func(ctx context.Context) error {
		return w.Publisher.PublishProblem(ctx, Target{payload.Installation, repository.Describe()}, key, sha,
			"golive could not read this release",
			fmt.Sprintf("%s.\nNothing was checked, so nothing counts as checked. golive tries again by itself with the next push and with its next sweep; `/golive rerun` asks at once.", reason))
	})
}

// troubled returns the commit of a release that could not be opened; nothing
// where it is not known to be one, since other pull requests get no comment. The
// policy may be what cannot be read, so the built-in patterns decide.
func (w *Worker) troubled(ctx context.Context, repository Repository, key Key) (string, error) {
	release := config.DefaultPolicy().Release
	watched, err := w.Store.Watched(ctx, key)
	if err != nil {
		return "", err
	}
	if key.Tag != "" {
		tag, err := repository.Tag(ctx, key.Tag)
		if err != nil || !watched && !release.MatchTag(key.Tag) {
			return "", err
		}
		return tag.Commit, nil
	}
	pull, err := repository.PullRequest(ctx, key.Number)
	if err != nil {
		return "", err
	}
	_, claimed := release.MatchPullRequest(pull.HeadBranch, pull.Title, pull.Labels)
	if !pull.Open || !watched && !claimed {
		return "", nil
	}
	return pull.Head, nil
}
