package jobs

import (
	"context"
	"fmt"
	"slices"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
)

// attestations returns the words of people for a run, each marked as outdated
// where the content that it depends on has changed since.
func (w *Worker) attestations(ctx context.Context, repository Repository, held *heldContent, run Run) (map[checks.ItemID]checks.Attestations, error) {
	signed, err := w.Store.SignOffs(ctx, run.Key)
	if err != nil {
		return nil, err
	}
	attested := make(map[checks.ItemID]checks.Attestations, len(signed))
	for id, signOff := range signed {
		entry, found := w.Catalogue.Find(id)
		if !found {
			continue
		}
		signOff.Outdated, err = outdated(ctx, repository, held, run, entry.Item, signOff)
		if err != nil {
			return nil, err
		}
		if signOff.Outdated == "" && !holdsRole(run.Rules, signOff) {
			signOff.Outdated = fmt.Sprintf("by the policy that holds now, @%s is not of the role %s", signOff.By, signOff.Role)
		}
		attested[id] = checks.Attestations{SignOff: &signOff}
	}
	return attested, nil
}

// outdated says why a sign-off no longer covers a run's content; empty where it
// does: an equal tree carries it over, and so does a change that touches none
// of the paths it depends on.
func outdated(ctx context.Context, repository Repository, held *heldContent, run Run, item checks.Item, signOff checks.SignOff) (string, error) {
	if signOff.Tree == run.Release.Tree && signOff.Tree != "" {
		return "", nil
	}
	changed := fmt.Sprintf("signed on %.7s, and the content has changed since", signOff.SHA)
	if len(item.Scope) == 0 {
		return changed, nil
	}
	if _, err := repository.Fetch(ctx, signOff.SHA); err != nil {
		if ctx.Err() != nil {
			return "", err
		}
		return changed, nil // what was signed cannot be had any more, so it covers nothing
	}
	span, err := source.ReadRange(ctx, held.directory, signOff.SHA, run.Release.SHA, "since the sign-off")
	if err != nil {
		if ctx.Err() != nil {
			return "", err
		}
		return changed, nil
	}
	for _, change := range span.Changed {
		for _, path := range []string{change.Path, change.OldPath} {
			if path != "" && slices.ContainsFunc(item.Scope, func(glob string) bool { return doublestar.MatchUnvalidated(glob, path) }) {
				return fmt.Sprintf("signed on %.7s, and %s has changed since", signOff.SHA, path), nil
			}
		}
	}
	return "", nil
}
