package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/golive-app/golive/checks"
)

// errSuperseded stops a task whose generation is over.
var errSuperseded = errors.New("a newer generation of this release is at work")

// section judges items of one section and asks to show each result.
func (w *Worker) section(ctx context.Context, payload SectionPayload) error {
	run, found, err := w.Store.Run(ctx, payload.Key)
	if err != nil {
		return err
	}
	if !found || run.Generation != payload.Generation {
		return nil // newer work has taken over, or the release is forgotten
	}
	ctx = w.traced(ctx, run)
	if yielded, err := w.yields(ctx, run); err != nil || yielded {
		return err
	}
	entries := w.entries(payload.Items)
	err = w.judge(ctx, run, payload.Round, entries)
	if errors.Is(err, errSuperseded) {
		return nil
	}
	if errors.Is(err, ErrGone) || errors.Is(err, ErrForbidden) || errors.Is(err, ErrEmpty) {
		return w.giveUp(ctx, run, entries, err.Error())
	}
	return err
}

// judge checks the items against the run's content.
func (w *Worker) judge(ctx context.Context, run Run, round int64, entries []checks.Entry) error {
	repository, err := w.Hub.Repository(ctx, run.Installation, run.Key.Repository)
	if err != nil {
		return err
	}
	held, err := w.subjects.acquire(ctx, repository, run, round)
	if err != nil {
		return err
	}
	defer held.release()
	if err := w.Store.Follow(ctx, run.Key, held.followed); err != nil {
		return err
	}
	attested, err := w.attestations(ctx, repository, held, run)
	if err != nil {
		return err
	}
	subject := subjectOf(run, repository, held.content, w.Now)
	if subject.Load, err = w.loadTestOf(ctx, run, held.holders); err != nil {
		return err
	}
	subject.Once = w.Store.once(run, round)
	subject.Browser, subject.NoBrowser = w.Browser, w.NoBrowser
	if w.Stages != nil {
		opener := &stageOpener{worker: w, repository: repository, run: run, subject: subject}
		defer opener.close()
		subject.OpenStaging = opener.open
	}
	if subject.Load != nil && subject.Load.State == checks.LoadRunning {
		// Whoever runs the test shows how far it is, and has the item judged at its end.
		entries = slices.DeleteFunc(slices.Clone(entries), func(entry checks.Entry) bool { return entry.ID == LoadItem })
	}
	return w.Runner.Run(ctx, subject, entries, attested, func(result checks.Result) error {
		if err := w.keep(ctx, run, result); err != nil || result.LookAgain <= 0 {
			return err
		}
		return w.Queue.again(ctx, run, result)
	})
}

// subjectOf is what the checks of a run are given.
func subjectOf(run Run, repository Repository, read *content, now func() time.Time) checks.Subject {
	return checks.Subject{
		Release: run.Release, Source: read.source, Content: read.holders, Range: read.span, History: read.history,
		Forge: repository, Policy: run.rulesFor("code.review"), Now: now, Trusted: trustedFiles(run, repository), Related: read.related,
	}
}

// trustedFiles are those of the ref that the policy is read from.
func trustedFiles(run Run, repository Repository) checks.TrustedFiles {
	ref := trustedRef(run.Key, checks.PullRequest{BaseBranch: run.Release.BaseBranch}, repository.Describe())
	return checks.TrustedFiles{Ref: ref, Read: func(ctx context.Context, path string) ([]byte, error) {
		text, err := repository.ReadFile(ctx, path, ref)
		if errors.Is(err, ErrTooLarge) {
			return nil, fmt.Errorf("%w: %w", checks.ErrTooLarge, err)
		}
		return text, err
	}}
}

// keep stores results and asks to show them, unless the generation is over.
func (w *Worker) keep(ctx context.Context, run Run, results ...checks.Result) error {
	generation, err := w.Store.Generation(ctx, run.Key)
	if err != nil {
		return err
	}
	if generation != run.Generation {
		return errSuperseded
	}
	version, err := w.Store.PutResults(ctx, run.Key, run.Generation, results...)
	if err != nil {
		return err
	}
	now, found, err := w.Store.Run(ctx, run.Key)
	if err != nil {
		return err
	}
	if found && now.Generation == run.Generation && now.Complete() {
		if err := w.Store.Finish(ctx, run.Key, run.Generation, now.Version, w.Now()); err != nil {
			return err
		}
	}
	if run.Key.IsLook() {
		if !now.Complete() {
			return nil // shown once, when it is whole
		}
		if err := w.Store.Unwatch(ctx, run.Key); err != nil {
			return err
		}
	}
	return w.Queue.publish(ctx, PublishPayload{Key: run.Key, Generation: run.Generation, Version: version}, 0)
}

// giveUp settles items that could not be looked at for a reason that golive
// cannot mend, so that nothing stays "checking" for ever.
func (w *Worker) giveUp(ctx context.Context, run Run, entries []checks.Entry, reason string) error {
	results := make([]checks.Result, len(entries))
	for index, entry := range entries {
		results[index] = checks.Judge(checks.Case{
			Item: entry.Item, Release: run.Release, Now: w.Now(),
			Observation: checks.Observation{
				Headline: "could not look",
				Missing: []checks.Missing{{
					Connection: checks.ConnectionForge, Reason: reason,
					Remedy: fmt.Sprintf("Mend that, then `/golive rerun %s`.", entry.ID),
				}},
			},
		})
	}
	if err := w.keep(ctx, run, results...); !errors.Is(err, errSuperseded) {
		return err
	}
	return nil
}

// entries returns the catalogue's entries of items.
func (w *Worker) entries(items []checks.ItemID) []checks.Entry {
	entries := make([]checks.Entry, 0, len(items))
	for _, id := range items {
		if entry, found := w.Catalogue.Find(id); found {
			entries = append(entries, entry)
		}
	}
	return entries
}
