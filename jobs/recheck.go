package jobs

import (
	"context"
	"slices"

	"github.com/golive-app/golive/checks"
)

// recheck asks for those items of the present generation that the scope names.
func (w *Worker) recheck(ctx context.Context, target Target, run Run, scope Scope) error {
	run, err := w.leaveAll(ctx, target, run)
	if err != nil {
		return err
	}
	var entries []checks.Entry
	for _, entry := range w.Catalogue.Entries {
		if scope.wants(entry.Item, run.Results[entry.ID].Verdict()) {
			entries = append(entries, entry)
		}
	}
	if len(entries) == 0 {
		return nil
	}
	round, err := w.Store.NextRound(ctx, run.Key)
	if err != nil {
		return err
	}
	pending := make([]checks.Result, len(entries))
	for index, entry := range entries {
		pending[index] = checks.Pending(entry.Item, run.Release.Kind)
	}
	if run.Version, err = w.Store.PutResults(ctx, run.Key, run.Generation, pending...); err != nil {
		return err
	}
	run.Started, run.Deadline = w.Now(), w.Now().Add(timeFor(run.Key))
	run.Previous = previousOf(run)
	if err := w.Store.PutRun(ctx, run); err != nil {
		return err
	}
	if err := w.Queue.publish(ctx, PublishPayload{Key: run.Key, Generation: run.Generation, Version: run.Version}, 0); err != nil {
		return err
	}
	return w.sections(ctx, run, entries, round)
}

// wants reports whether an item that stands at this verdict is to be checked
// again. One that is being checked is: whoever does may have died, and checking
// twice costs little.
func (s Scope) wants(item checks.Item, verdict checks.Verdict) bool {
	if slices.Contains(s.Items, item.ID) || (s.Event != "" && slices.Contains(item.Recheck, s.Event)) {
		return true
	}
	if !s.Failed {
		return false
	}
	switch verdict {
	case checks.Fail, checks.Unknown, checks.Stale, checks.Errored, checks.Running:
		return true
	default:
		return false
	}
}

// sections asks for the items, one task a section.
func (w *Worker) sections(ctx context.Context, run Run, entries []checks.Entry, round int64) error {
	for _, section := range checks.Sections() {
		payload := SectionPayload{Key: run.Key, Generation: run.Generation, Round: round, Section: section.ID}
		for _, entry := range entries {
			if entry.Section == section.ID {
				payload.Items = append(payload.Items, entry.ID)
			}
		}
		if len(payload.Items) == 0 {
			continue
		}
		if err := w.Queue.section(ctx, payload); err != nil {
			return err
		}
	}
	return nil
}
