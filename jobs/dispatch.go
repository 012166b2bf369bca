package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/golive-app/golive/checks"
)

// dispatch does what a trigger asks for that names no release by itself.
func (w *Worker) dispatch(ctx context.Context, trigger Trigger) error {
	ctx = w.Trace(ctx, IDs{Delivery: trigger.Delivery})
	switch trigger.Kind {
	case TriggerCommand:
		return w.final(ctx, w.Commander.Command(ctx, trigger), "command")
	case TriggerAction:
		return w.final(ctx, w.Commander.Action(ctx, trigger), "button")
	case TriggerCommentChanged:
		return w.final(ctx, w.commentChanged(ctx, trigger), "changed comment")
	case TriggerReviewOfMerged, TriggerCI:
		return w.final(ctx, w.happened(ctx, trigger), "event")
	case TriggerDeployed:
		return w.final(ctx, errors.Join(w.happened(ctx, trigger), w.relatedMoved(ctx, trigger)), "event")
	case TriggerRefMoved:
		return w.final(ctx, w.relatedMoved(ctx, trigger), "event")
	case TriggerQueued:
		return w.final(ctx, w.queued(ctx, trigger), "merge queue")
	case TriggerRerunCheckRun, TriggerRerunCheckSuite:
		return w.final(ctx, w.rerun(ctx, trigger), "re-run")
	case TriggerInstalled:
		w.Hub.Forget(trigger.Installation, 0)
		if err := w.sweepInstallation(ctx, SweepPayload{Installation: trigger.Installation, Look: true}); err != nil {
			return err
		}
		return w.firstLooks(ctx, trigger)
	case TriggerRepositories:
		for _, repository := range trigger.Repositories {
			if err := w.Queue.enqueue(ctx, TypeSweepRelease, SweepPayload{Installation: trigger.Installation, Repository: repository, Look: true}); err != nil {
				return err
			}
		}
		return w.firstLooks(ctx, trigger)
	case TriggerUninstalled:
		w.Hub.Forget(trigger.Installation, 0)
		return w.forget(ctx, trigger.Installation, func(_ Key, run Run) bool { return run.Installation == trigger.Installation })
	case TriggerRepositoriesOut, TriggerRepositoryGone:
		lost := append(slices.Clone(trigger.Repositories), trigger.Repository)
		for _, repository := range lost {
			w.Hub.Forget(trigger.Installation, repository)
			w.removeMirror(ctx, repository)
		}
		return w.forget(ctx, trigger.Installation, func(key Key, _ Run) bool { return slices.Contains(lost, key.Repository) })
	case TriggerRepositoryMoved:
		w.Hub.Forget(trigger.Installation, trigger.Repository)
		return w.reopen(ctx, trigger)
	default:
		w.Logger.WarnContext(ctx, "trigger of an unknown kind", "kind", string(trigger.Kind), "delivery", trigger.Delivery)
		return nil
	}
}

// reopen looks again at all releases of a repository, under its new names.
func (w *Worker) reopen(ctx context.Context, trigger Trigger) error {
	keys, err := w.Store.Open(ctx)
	if err != nil {
		return err
	}
	for _, key := range keys {
		if key.Repository != trigger.Repository {
			continue
		}
		if err := w.Queue.Open(ctx, key, trigger.Installation, Scope{}, trigger.Delivery); err != nil {
			return err
		}
	}
	return nil
}

// rerun answers the forms of "Re-run" on a check run or suite. They name a
// commit; pull requests are not trusted from the delivery, which leaves them out
// for forks.
func (w *Worker) rerun(ctx context.Context, trigger Trigger) error {
	keys, err := w.Store.OnCommit(ctx, trigger.Repository, trigger.SHA)
	if err != nil {
		return err
	}
	repository, err := w.Hub.Repository(ctx, trigger.Installation, trigger.Repository)
	if err != nil {
		return err
	}
	target := Target{trigger.Installation, repository.Describe()}
	if len(keys) == 0 {
		// Either the release has moved on, or what we knew is lost: our own check
		// runs say which releases they belong to.
		if keys, err = w.Publisher.ReleasesOf(ctx, target, trigger.SHA); err != nil {
			return fmt.Errorf("releases of %.7s: %w", trigger.SHA, err)
		}
	}
	for _, key := range keys {
		run, found, err := w.Store.Run(ctx, key)
		if err != nil {
			return err
		}
		if found && run.Release.SHA != trigger.SHA {
			// Judging it would tell people nothing: the older commit cannot go live
			// as this release any more. Silence would tell them even less.
			if err := w.overwrite(ctx, key, trigger.SHA, func(ctx context.Context) error {
				return w.Publisher.Decline(ctx, target, trigger.SHA, run.Release.SHA, trigger.CheckName)
			}); err != nil {
				return err
			}
			continue
		}
		if err := w.Queue.Open(ctx, key, trigger.Installation, w.scopeOf(trigger), trigger.Delivery); err != nil {
			return err
		}
	}
	return nil
}

// commentChanged looks again at what was said by a comment that somebody edited or
// deleted.
func (w *Worker) commentChanged(ctx context.Context, trigger Trigger) error {
	keys, err := w.Store.KeysOn(ctx, trigger.Repository, trigger.Number)
	if err != nil {
		return err
	}
	for _, key := range keys {
		approval, err := w.Store.ForkApproval(ctx, key)
		if err != nil {
			return err
		}
		if approval != nil && approval.Comment == trigger.Comment {
			if err := w.Queue.Open(ctx, key, trigger.Installation, Scope{}, trigger.Delivery); err != nil {
				return err
			}
		}
		given, err := w.Store.Attestations(ctx, key)
		if err != nil {
			return err
		}
		for item, said := range given {
			if !slices.ContainsFunc(said.Words(), func(word checks.Word) bool { return word.Comment == trigger.Comment }) {
				continue
			}
			if err := w.Queue.Open(ctx, key, trigger.Installation, Scope{Items: []checks.ItemID{item}}, trigger.Delivery); err != nil {
				return err
			}
		}
	}
	return nil
}

// scopeOf returns what "Re-run" on a check run means: its section's items, or
// for the whole verdict whatever is not in order. "Re-run all" and "Re-run
// failed" arrive as the same event, so they mean everything.
func (w *Worker) scopeOf(trigger Trigger) Scope {
	if trigger.Kind == TriggerRerunCheckSuite {
		return Scope{All: true}
	}
	for _, section := range checks.Sections() {
		if section.Check == trigger.CheckName {
			var scope Scope
			for _, entry := range w.Catalogue.Section(section.ID) {
				scope.Items = append(scope.Items, entry.ID)
			}
			return scope
		}
	}
	return Scope{Failed: true}
}
