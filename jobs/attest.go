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
	given, err := w.Store.Attestations(ctx, run.Key)
	if err != nil {
		return nil, err
	}
	return attest(ctx, repository, held.content, run, w.Catalogue.Items(), given)
}

// attest holds what people said of items against a run's content and policy.
func attest(ctx context.Context, repository Repository, read *content, run Run, items []checks.Item, given map[checks.ItemID]checks.Attestations) (map[checks.ItemID]checks.Attestations, error) {
	attested := make(map[checks.ItemID]checks.Attestations, len(given))
	for _, item := range items {
		var held checks.Attestations
		if given := given[item.ID].SignOff; given != nil {
			signOff := *given
			var err error
			signOff.Carried, signOff.Outdated, err = carried(ctx, repository, read, run, item, signOff.Word())
			if err != nil {
				return nil, err
			}
			if signOff.Outdated == "" {
				signOff.Outdated = lostRole(ctx, repository, run.rulesFor(item.ID), signOff.Word())
			}
			held.SignOff = &signOff
		}
		if given := given[item.ID].Waiver; given != nil {
			waiver := *given
			var err error
			if _, waiver.Changed, err = carried(ctx, repository, read, run, item, waiver.Word()); err != nil {
				return nil, err
			}
			waiver.Outdated = lostRole(ctx, repository, run.rulesFor(item.ID), waiver.Word())
			held.Waiver = &waiver
		}
		if given := given[item.ID].Exclusion; given != nil {
			said := *given
			var err error
			said.Carried, said.Outdated, err = carried(ctx, repository, read, run, item, said.Word())
			if err != nil {
				return nil, err
			}
			for _, word := range said.Words() {
				if said.Outdated == "" {
					said.Outdated = lostRole(ctx, repository, run.rulesFor(item.ID), word)
				}
			}
			held.Exclusion = &said
		}
		if len(held.Words()) > 0 {
			attested[item.ID] = held
		}
	}
	return attested, nil
}

// carried says why a word that was given on another commit covers a run's content, or why
// it does not (outdated). An equal tree carries it over, and so does a change that touches
// none of the paths it depends on or, where it depends on all, none but the release's books
// that the item does not judge.
func carried(ctx context.Context, repository Repository, read *content, run Run, item checks.Item, word checks.Word) (why, outdated string, err error) {
	if word.SHA == run.Release.SHA {
		return "", "", nil
	}
	from := checks.ContentCommit{SHA: word.SHA, Origin: checks.OriginHistory}
	if read.holders != nil {
		if at := slices.IndexFunc(read.holders.Commits, func(commit checks.ContentCommit) bool { return commit.SHA == word.SHA }); at >= 0 {
			from = read.holders.Commits[at]
		}
	}
	if word.Tree == run.Release.Tree && word.Tree != "" {
		from.Differs = nil
		return from.Words(), "", nil
	}
	outdated = fmt.Sprintf("%s on %.7s, and the content has changed since", word.Given(), word.SHA)
	if _, err := repository.Fetch(ctx, word.SHA); err != nil {
		return "", outdated + "; that commit cannot be had any more", ctx.Err() // so it covers nothing
	}
	if len(item.Scope) == 0 {
		content, err := source.ReadContent(ctx, read.directory, run.Release.SHA, []checks.ContentCommit{from})
		if err != nil {
			return "", outdated, ctx.Err()
		}
		for _, commit := range (checks.Subject{Content: content}).Commits(item.Ignores()...) {
			if commit.SHA == word.SHA {
				return commit.Words(), "", nil
			}
		}
		path, err := source.Decisive(ctx, read.directory, word.SHA, run.Release.SHA, item.Ignores())
		if err != nil || path == "" {
			return "", outdated, ctx.Err()
		}
		return "", outdated + ": " + path + touchedIn(ctx, read.directory, word.SHA, run.Release.SHA, path), ctx.Err()
	}
	span, err := source.ReadRange(ctx, read.directory, word.SHA, run.Release.SHA, "since that was said")
	if err != nil {
		return "", outdated, ctx.Err()
	}
	for _, change := range span.Changed {
		for _, path := range []string{change.Path, change.OldPath} {
			if path != "" && slices.ContainsFunc(item.Scope, func(glob string) bool { return doublestar.MatchUnvalidated(glob, path) }) {
				in := touchedIn(ctx, read.directory, word.SHA, run.Release.SHA, change.Path, change.OldPath)
				return "", fmt.Sprintf("%s on %.7s, and %s has changed since%s", word.Given(), word.SHA, path, in), ctx.Err()
			}
		}
	}
	return fmt.Sprintf("`%.7s`: no path that it depends on differs", word.SHA), "", nil
}

// touchedIn names the first later commit that touched a path, after the path: ", in
// 9f8e7d6". Where the branch was rewritten there may be none, and that is said.
func touchedIn(ctx context.Context, directory, from, to string, paths ...string) string {
	commit, err := source.FirstTouch(ctx, directory, from, to, paths...)
	switch {
	case err != nil:
		return "" // that it differs is known, and enough
	case commit == "":
		return ", by rewriting the branch"
	default:
		return fmt.Sprintf(", in %.7s", commit)
	}
}
