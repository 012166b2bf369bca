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
	return attest(ctx, repository, held.content, run, w.Catalogue.Items(), signed)
}

// attest holds sign-offs of items against a run's content and policy.
func attest(ctx context.Context, repository Repository, read *content, run Run, items []checks.Item, signed map[checks.ItemID]checks.SignOff) (map[checks.ItemID]checks.Attestations, error) {
	attested := make(map[checks.ItemID]checks.Attestations, len(signed))
	for _, item := range items {
		signOff, found := signed[item.ID]
		if !found {
			continue
		}
		var err error
		signOff.Carried, signOff.Outdated, err = carried(ctx, repository, read, run, item, signOff)
		if err != nil {
			return nil, err
		}
		if signOff.Outdated == "" {
			signOff.Outdated = lostRole(ctx, repository, run.Rules, signOff)
		}
		attested[item.ID] = checks.Attestations{SignOff: &signOff}
	}
	return attested, nil
}

// carried says why a sign-off of another commit covers a run's content, or why it does
// not (outdated). An equal tree carries it over, and so does a change that touches none of
// the paths it depends on or, where it depends on all, none but the release's books that
// the item does not judge.
func carried(ctx context.Context, repository Repository, read *content, run Run, item checks.Item, signOff checks.SignOff) (why, outdated string, err error) {
	if signOff.SHA == run.Release.SHA {
		return "", "", nil
	}
	from := checks.ContentCommit{SHA: signOff.SHA, Origin: checks.OriginHistory}
	if read.holders != nil {
		if at := slices.IndexFunc(read.holders.Commits, func(commit checks.ContentCommit) bool { return commit.SHA == signOff.SHA }); at >= 0 {
			from = read.holders.Commits[at]
		}
	}
	if signOff.Tree == run.Release.Tree && signOff.Tree != "" {
		from.Differs = nil
		return from.Words(), "", nil
	}
	outdated = fmt.Sprintf("signed on %.7s, and the content has changed since", signOff.SHA)
	if _, err := repository.Fetch(ctx, signOff.SHA); err != nil {
		return "", outdated, ctx.Err() // what was signed cannot be had any more, so it covers nothing
	}
	if len(item.Scope) == 0 {
		content, err := source.ReadContent(ctx, read.directory, run.Release.SHA, []checks.ContentCommit{from})
		if err != nil {
			return "", outdated, ctx.Err()
		}
		for _, commit := range (checks.Subject{Content: content}).Commits(item.Ignores()...) {
			if commit.SHA == signOff.SHA {
				return commit.Words(), "", nil
			}
		}
		return "", outdated, nil
	}
	span, err := source.ReadRange(ctx, read.directory, signOff.SHA, run.Release.SHA, "since the sign-off")
	if err != nil {
		return "", outdated, ctx.Err()
	}
	for _, change := range span.Changed {
		for _, path := range []string{change.Path, change.OldPath} {
			if path != "" && slices.ContainsFunc(item.Scope, func(glob string) bool { return doublestar.MatchUnvalidated(glob, path) }) {
				return "", fmt.Sprintf("signed on %.7s, and %s has changed since", signOff.SHA, path), nil
			}
		}
	}
	return fmt.Sprintf("`%.7s`: no path that it depends on differs", signOff.SHA), "", nil
}
