package jobs

import (
	"context"
	"fmt"
	"slices"

	"github.com/golive-app/golive/checks"
)

// nextRun takes the release's next generation and keeps its run, with every item
// to be checked. Where no run before is found, restored is what GitHub tells of one.
func (w *Worker) nextRun(ctx context.Context, payload OpenPayload, state resolved, before Run, found bool, restored *PreviousRun) (Run, error) {
	generation, err := w.Store.NextGeneration(ctx, payload.Key)
	if err != nil {
		return Run{}, err
	}
	now := w.Now()
	run := Run{
		Key: payload.Key, Installation: payload.Installation, ID: w.NewID(), Delivery: payload.Delivery, Generation: generation,
		Release: state.release, Base: state.base, Rules: state.governed.policy, Policy: state.governed.source, PolicyProblem: state.governed.problem, PolicyEdits: state.edits,
		Started: now, Deadline: now.Add(timeFor(payload.Key)), Follows: state.follows, Carriers: state.carriers, Previous: restored,
	}
	if found {
		run.Previous, run.Leaving = previousOf(before), before.Leaving
		if before.Release.SHA != run.Release.SHA {
			run.Leaving = append(slices.DeleteFunc(slices.Clone(run.Leaving), func(sha string) bool { return sha == run.Release.SHA }), before.Release.SHA)
		}
	}
	run.noteMove(before, found, payload.Forced)
	pending := make([]checks.Result, len(w.Catalogue.Entries))
	for index, entry := range w.Catalogue.Entries {
		pending[index] = checks.Pending(entry.Item, run.Release.Kind)
	}
	if run.Version, err = w.Store.PutResults(ctx, run.Key, generation, pending...); err != nil {
		return Run{}, err
	}
	if err := w.Store.PutRun(ctx, run); err != nil {
		return Run{}, err
	}
	if found {
		if err := w.Store.DropResults(ctx, run.Key, before.Generation); err != nil {
			w.Logger.WarnContext(ctx, "old results stay until they expire", "release", run.Key.String(), "error", err.Error())
		}
	}
	run, _, err = w.Store.Run(ctx, payload.Key)
	w.Logger.InfoContext(ctx, "release opened", "run", run.ID, "generation", run.Generation, "commit", run.Release.SHA)
	return run, err
}

// note adds what people should know, once: a start that stopped half way comes again.
func (r *Run) note(note string) {
	if note != "" && !slices.Contains(r.Notes, note) {
		r.Notes = append(r.Notes, note)
	}
}

// noteMove marks a tag that was moved, now or by an earlier generation: what was
// released under its name is not one thing any more.
func (r *Run) noteMove(before Run, found, forced bool) {
	tag := r.Release.Tag
	switch {
	case tag == nil:
	case found && before.Release.SHA != r.Release.SHA:
		tag.Moved = true
		r.Notes = append(r.Notes, fmt.Sprintf("the tag was moved: it was %.7s before", before.Release.SHA))
	case found && before.Release.Tag != nil && before.Release.Tag.Moved:
		tag.Moved, r.Notes = true, before.Notes
	case forced:
		tag.Moved = true
		r.Notes = append(r.Notes, "the tag was moved")
	}
}

// previousOf remembers what an earlier run came to. A run that never finished
// passes on what it remembered itself.
func previousOf(run Run) *PreviousRun {
	if !run.Complete() {
		return run.Previous
	}
	previous := &PreviousRun{
		Generation: run.Generation, SHA: run.Release.SHA, At: run.Started, Held: run.Held(),
		Verdicts: map[checks.ItemID]checks.Verdict{}, Headlines: map[checks.ItemID]string{},
	}
	for id, result := range run.Results {
		previous.Verdicts[id], previous.Headlines[id] = result.Verdict(), result.Headline
	}
	return previous
}
