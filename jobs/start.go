package jobs

import (
	"context"
	"fmt"
)

// start makes the run's check runs exist, learns its content and range, and asks
// for its sections. It can be repeated after it stopped half way.
func (w *Worker) start(ctx context.Context, repository Repository, target Target, run Run) error {
	if !run.Key.IsLook() || run.Previous != nil { // a first look is shown when it is whole
		if err := w.show(ctx, target, run, false); err != nil {
			return fmt.Errorf("create the check runs: %w", err)
		}
		if err := w.Queue.publish(ctx, PublishPayload{Key: run.Key, Generation: run.Generation, Version: run.Version}, 0); err != nil {
			return err
		}
	}
	held, err := w.subjects.acquire(ctx, repository, run, 0)
	if err != nil {
		return err
	}
	defer held.release()
	if run, err = w.leaveAll(ctx, target, run); err != nil {
		return err
	}
	run.Release.Tree = held.source.Tree()
	run.noteMisnamed(held.source.Files())
	if err := w.nameOwners(ctx, repository, held.content, &run); err != nil {
		return err
	}
	if span := held.span; span != nil {
		run.Range = &RangeSummary{span.From, span.To, span.Reason, len(span.Commits)}
	}
	run.Holders = nil
	for _, commit := range held.holders.Commits {
		run.Holders = append(run.Holders, commit.SHA)
	}
	for _, note := range held.notes {
		run.note(note)
	}
	if err := w.noteRequirement(ctx, repository, &run); err != nil {
		return err
	}
	if err := w.notePast(ctx, &run); err != nil {
		return err
	}
	if err := w.Store.PutRun(ctx, run); err != nil {
		return err
	}
	return w.sections(ctx, run, w.Catalogue.Entries, 0)
}
