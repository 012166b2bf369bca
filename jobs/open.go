package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/golive-app/golive/checks"
)

// open looks at a release again: it reads the forge, takes the release's next
// generation where content or policy changed or all was asked for, makes its
// check runs exist, and asks for the sections.
func (w *Worker) open(ctx context.Context, payload OpenPayload) error {
	ctx = w.Trace(ctx, IDs{Delivery: payload.Delivery, Release: payload.Key.String()})
	return locked(ctx, w.Redis, "open:"+payload.Key.String(), func(ctx context.Context) error {
		err := w.openLocked(ctx, payload)
		if errors.Is(err, ErrForbidden) || errors.Is(err, ErrEmpty) {
			// No retry helps, so people have to see why nothing happens.
			if unsaid := w.unopened(ctx, payload, err); unsaid != nil {
				w.Logger.WarnContext(ctx, "could not say why a release is not opened", "release", payload.Key.String(), "error", unsaid.Error())
			}
		}
		return w.final(ctx, err, "open release")
	})
}

func (w *Worker) openLocked(ctx context.Context, payload OpenPayload) error {
	repository, err := w.Hub.Repository(ctx, payload.Installation, payload.Key.Repository)
	if err != nil {
		return err
	}
	if payload.Key.IsLook() {
		return w.openLook(ctx, payload, repository)
	}
	state, err := resolve(ctx, repository, w.policiesFor(payload.Scope), payload.Key)
	if errors.Is(err, ErrGone) {
		return w.close(ctx, payload.Key, payload.Installation, EndDeleted)
	}
	if err != nil {
		return err
	}
	if !state.isOpen {
		return w.close(ctx, payload.Key, payload.Installation, state.ended)
	}
	target := Target{payload.Installation, repository.Describe()}
	watched, err := w.Store.Watched(ctx, payload.Key)
	if err != nil {
		return err
	}
	if !state.claimed && !watched {
		if err := w.lookBack(ctx, repository, target, state.edits, nil); err != nil {
			return err
		}
		return w.notRelease(ctx, target, state, payload.Key)
	}
	run, found, err := w.Store.Run(ctx, payload.Key)
	if err != nil {
		return err
	}
	if err := w.lookBack(ctx, repository, target, state.edits, run.PolicyEdits); err != nil {
		return err
	}
	if found && (run.Installation != payload.Installation || run.Release.Repository != target.Repository) {
		// Renamed or transferred: the key stays, the names and the way there do not.
		run.Installation, run.Release.Repository = payload.Installation, target.Repository
		if err := w.Store.PutRun(ctx, run); err != nil {
			return err
		}
	}
	scope := payload.Scope
	var restored *PreviousRun
	if found {
		revoked, err := w.revoked(ctx, target, payload.Key)
		if err != nil {
			return err
		}
		scope.Items = slices.Concat(scope.Items, revoked, run.lapsed(w.Now()))
		withdrawn, err := w.withdrawnApproval(ctx, target, payload.Key)
		if err != nil {
			return err
		}
		if withdrawn {
			run.Release.Approval = nil
			if err := w.republish(ctx, []Key{payload.Key}); err != nil {
				return err
			}
		}
	} else if restored, err = w.restore(ctx, repository, target, payload.Key, state.release); err != nil {
		return err
	}
	if found && !watched {
		// Reopened: what happened meanwhile told nobody.
		scope.Failed = true
		if err := w.Store.PutRun(ctx, run); err != nil {
			return err
		}
	}
	same, err := w.same(ctx, run, state)
	if err == nil && found && same && scope.Event == checks.EventDeploy {
		var moved bool
		moved, err = rangeMoved(ctx, repository, run)
		same = !moved
	}
	if err != nil {
		return err
	}
	switch {
	case found && same && run.Release.Tree == "" && !scope.All:
		// An earlier attempt stopped half way: go on with the same generation.
	case found && same && !scope.All:
		if err := w.recheck(ctx, target, run, scope); err != nil {
			return err
		}
		return w.offerLoad(ctx, repository, run, scope)
	default:
		if run, err = w.nextRun(ctx, payload, state, run, found, restored); err != nil {
			return err
		}
	}
	ctx = w.traced(ctx, run)
	if err := w.start(ctx, repository, target, run); err != nil {
		return err
	}
	return w.offerLoad(ctx, repository, run, scope)
}

// same reports whether a run is the release's present one and judges what the
// forge says now, by the policy that holds now.
func (w *Worker) same(ctx context.Context, run Run, state resolved) (bool, error) {
	generation, err := w.Store.Generation(ctx, run.Key)
	if err != nil || generation != run.Generation {
		return false, err // closed, or out of reach, since it began
	}
	now := state.release
	return run.Release.SHA == now.SHA && run.Policy.Hash == state.governed.source.Hash && run.PolicyProblem == state.governed.problem &&
		sameEdits(run.PolicyEdits, state.edits) && slices.Equal(run.Carriers, state.carriers) &&
		run.Release.BaseBranch == now.BaseBranch && run.Release.Title == now.Title && run.Release.Number == now.Number, nil
}

// notRelease shows on a commit that it is no release's, unless one claims it. It
// takes its turn with those who show releases there: a "success" that comes late
// must not stand over a verdict.
func (w *Worker) notRelease(ctx context.Context, target Target, state resolved, key Key) error {
	if key.Tag != "" {
		return nil
	}
	return w.onCommit(ctx, key.Repository, state.release.SHA, func(ctx context.Context) error {
		claims, err := w.Store.OnCommit(ctx, key.Repository, state.release.SHA)
		if err != nil || len(claims) > 0 {
			return err
		}
		return w.Publisher.PublishNotRelease(ctx, target, state.release, state.governed.policy.Release, state.edits)
	})
}

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

// leaveAll leaves the commits that a run remembers as not left yet.
func (w *Worker) leaveAll(ctx context.Context, target Target, run Run) (Run, error) {
	if len(run.Leaving) == 0 {
		return run, nil
	}
	for _, sha := range run.Leaving {
		if err := w.leave(ctx, target, run.Key, sha, run.Release.SHA); err != nil {
			return run, err
		}
	}
	run.Leaving = nil
	return run, w.Store.PutRun(ctx, run)
}

// leave closes what is open on a commit that a release has moved on from. A
// commit that another release stands on shows that one from now on.
func (w *Worker) leave(ctx context.Context, target Target, key Key, sha, newer string) error {
	if err := w.Store.LeaveCommit(ctx, key, sha); err != nil {
		return err
	}
	others, err := w.Store.OnCommit(ctx, key.Repository, sha)
	if err != nil {
		return err
	}
	if len(others) > 0 {
		return w.republish(ctx, others)
	}
	err = w.overwrite(ctx, key, sha, func(ctx context.Context) error {
		return w.Publisher.Supersede(ctx, target, key, sha, newer)
	})
	if errors.Is(err, ErrGone) || errors.Is(err, ErrForbidden) {
		return nil // nothing is left there to close
	}
	return err
}

// republish shows releases anew, because another one has left their commit.
func (w *Worker) republish(ctx context.Context, keys []Key) error {
	for _, key := range keys {
		run, found, err := w.Store.Run(ctx, key)
		if err != nil {
			return err
		}
		if !found {
			continue
		}
		version, err := w.Store.PutResults(ctx, key, run.Generation)
		if err != nil {
			return err
		}
		if err := w.Queue.publish(ctx, PublishPayload{Key: key, Generation: run.Generation, Version: version}, 0); err != nil {
			return err
		}
	}
	return nil
}

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
	held, err := w.subjects.acquire(ctx, repository, run)
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
