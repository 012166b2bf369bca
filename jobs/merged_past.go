package jobs

import (
	"context"
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
)

// pastGolive are the words by which the note of such a merge is known again.
const pastGolive = " was merged past golive"

// recordPast writes on a release that it was merged while its verdict was to hold it
// back. golive is never the only way to merge, and who takes the other one leaves that on
// the record. It happens once; the release is shown anew.
func (w *Worker) recordPast(ctx context.Context, run Run, ended Ending) error {
	if ended != EndMerged || run.Observing() || run.Release.Kind != checks.ReleasePullRequest {
		return nil
	}
	items := run.Enforced(w.Catalogue.Items())
	if checks.Stand(items, run.Results) == checks.StandingReady {
		return nil
	}
	known := len(run.Notes)
	run.note(fmt.Sprintf("#%d%s, which said that it is not ready: %s", run.Key.Number, pastGolive, lacking(items, run.Results)))
	if len(run.Notes) == known {
		return nil
	}
	if err := w.Store.PutRun(ctx, run); err != nil {
		return err
	}
	// Whoever keeps a run watches its release again.
	if err := w.Store.Unwatch(ctx, run.Key); err != nil {
		return err
	}
	w.Logger.WarnContext(ctx, "release merged past its verdict", "release", run.Key.String(), "run", run.ID)
	return w.republish(ctx, []Key{run.Key})
}

// lacking counts what kept a release from being ready.
func lacking(items []checks.Item, results map[checks.ItemID]checks.Result) string {
	failing, waiting, undecided := 0, 0, 0
	for _, item := range items {
		result, found := results[item.ID]
		switch {
		case found && result.Ready() || !found && item.Level != checks.LevelBlock:
		case result.Verdict() == checks.Fail:
			failing++
		case result.Verdict() == checks.NeedsSignOff:
			waiting++
		default:
			undecided++
		}
	}
	var parts []string
	for _, part := range []struct {
		count     int
		one, many string
	}{{failing, "item failed", "items failed"}, {waiting, "waited for a person", "waited for people"}, {undecided, "was not judged", "were not judged"}} {
		if part.count > 0 {
			parts = append(parts, wording.Counted(part.count, part.one, part.many))
		}
	}
	return strings.Join(parts, ", ")
}

// notePast carries that record on to the tags that the merged content gets.
func (w *Worker) notePast(ctx context.Context, run *Run) error {
	if run.Release.Kind != checks.ReleaseTag {
		return nil
	}
	for _, carrier := range run.Carriers {
		merged, found, err := w.Store.Run(ctx, Key{Repository: run.Key.Repository, Service: run.Key.Service, Number: carrier.Number})
		if err != nil {
			return err
		}
		if !found {
			continue
		}
		for _, note := range merged.Notes {
			if strings.Contains(note, pastGolive) {
				run.note(note)
			}
		}
	}
	return nil
}
