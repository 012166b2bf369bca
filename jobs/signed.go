package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/golive-app/golive/checks"
)

// What people sign and waive is their comments; what is kept here is a copy. Where
// the comment was deleted or edited the word is taken back, and where the copy was
// lost it is made again from our check runs' records and the comments.

// revoked forgets what people said of a release by comments that are gone, were
// edited or are somebody else's, and returns the items.
func (w *Worker) revoked(ctx context.Context, target Target, key Key) ([]checks.ItemID, error) {
	given, err := w.Store.Attestations(ctx, key)
	if err != nil {
		return nil, err
	}
	var items []checks.ItemID
	for item, said := range given {
		for _, word := range said.Words() {
			stands, err := stands(ctx, w.Publisher, target, word)
			if err != nil {
				return nil, err
			}
			if stands {
				continue
			}
			if err := w.Store.RemoveWord(ctx, key, word); err != nil {
				return nil, err
			}
			w.Logger.InfoContext(ctx, string(word.Kind)+" taken back: its comment was deleted or edited", "release", key.String(),
				"item", string(item), "by", word.By, "comment", word.Comment)
			items = append(items, item)
		}
	}
	slices.Sort(items)
	return slices.Compact(items), nil
}

// stands reports whether a word's comment still says what it said.
func stands(ctx context.Context, kept Ledger, target Target, word checks.Word) (bool, error) {
	_, stands, err := standingComment(ctx, kept, target, word)
	return stands, err
}

// standingComment returns a word's comment, and whether it still says what it said.
func standingComment(ctx context.Context, kept Ledger, target Target, word checks.Word) (SignedComment, bool, error) {
	comment, err := kept.SignedComment(ctx, target, word.Comment)
	switch {
	case errors.Is(err, ErrGone):
		return SignedComment{}, false, nil
	case err != nil:
		return SignedComment{}, false, fmt.Errorf("comment of the %s of %s: %w", word.Kind, word.Item, err)
	}
	return comment, comment.holds(word), nil
}

// standing returns what is left of what people said once all is taken out whose
// comment does not say so any more. A link that was too long for the record is in the
// comment.
func standing(ctx context.Context, kept Ledger, target Target, given map[checks.ItemID]checks.Attestations) (map[checks.ItemID]checks.Attestations, error) {
	left := make(map[checks.ItemID]checks.Attestations, len(given))
	for item, said := range given {
		for _, word := range said.Words() {
			comment, stands, err := standingComment(ctx, kept, target, word)
			if err != nil {
				return nil, err
			}
			if !stands {
				said = said.Without(word)
			} else if word.Kind == checks.WordSignOff && said.SignOff.Link == "" {
				signed := *said.SignOff
				signed.Link, said.SignOff = comment.Link, &signed
			}
		}
		if len(said.Words()) > 0 {
			left[item] = said
		}
	}
	return left, nil
}

// recordedCommits bounds how many commits are looked through for the records of
// what people said, the newest first.
const recordedCommits = 10

// restore gives a release of which nothing is stored what people said and stands:
// what is kept for the pull request that a tag's content came from, else what our
// check runs record. What has changed since it was said is decided when it is
// used, as for all. It returns what the check runs record of the release's last run;
// nil where they do not, or where that run judged less than everything.
func (w *Worker) restore(ctx context.Context, repository Repository, target Target, key Key, release checks.Release) (*PreviousRun, error) {
	given, err := w.Store.Attestations(ctx, key)
	if err != nil || len(given) > 0 {
		return nil, err
	}
	keys := keysOf(key, release)
	for _, carrier := range keys[1:] {
		if given, err = w.Store.Attestations(ctx, carrier); err != nil {
			return nil, err
		}
	}
	var previous *PreviousRun
	if len(given) == 0 {
		found, isOwn, err := recorded(ctx, w.Publisher, repository, target, keys, release)
		if err != nil {
			return nil, err
		}
		given = found.Given
		if isOwn {
			if err := w.restoreApproval(ctx, target, key, release, found.Approval); err != nil {
				return nil, err
			}
		}
		if isOwn && found.Run.whole() {
			previous = &found.Run
		}
	}
	if given, err = standing(ctx, w.Publisher, target, given); err != nil {
		return nil, err
	}
	for _, said := range given {
		if err := w.Store.Put(ctx, key, said); err != nil {
			return nil, err
		}
		for _, word := range said.Words() {
			w.Logger.InfoContext(ctx, string(word.Kind)+" restored", "release", key.String(), "item", string(word.Item), "by", word.By)
		}
	}
	if previous == nil {
		return nil, nil
	}
	return previous, w.Store.ResumeGeneration(ctx, key, previous.Generation)
}

// keysOf returns a release's key and, of a tag, that of the pull request that its
// content came from.
func keysOf(key Key, release checks.Release) []Key {
	keys := []Key{key}
	if key.Tag != "" && release.Number > 0 {
		keys = append(keys, Key{Repository: key.Repository, Service: key.Service, Number: release.Number})
	}
	return keys
}

// recorded returns what the newest commit tells on which our check runs record
// something of these releases, and whether it is of the first of them.
func recorded(ctx context.Context, kept Ledger, repository Repository, target Target, keys []Key, release checks.Release) (found Recorded, isFirst bool, err error) {
	commits := []string{release.SHA}
	if release.Number > 0 {
		carried, err := repository.PullCommits(ctx, release.Number)
		if err != nil && !errors.Is(err, ErrGone) {
			return Recorded{}, false, fmt.Errorf("commits of #%d: %w", release.Number, err)
		}
		for _, commit := range slices.Backward(carried) {
			if !slices.Contains(commits, commit.SHA) {
				commits = append(commits, commit.SHA)
			}
		}
	}
	for _, commit := range commits[:min(len(commits), recordedCommits)] {
		for index, key := range keys {
			found, known, err := kept.Recorded(ctx, target, key, commit)
			if errors.Is(err, ErrGone) {
				continue
			}
			if err != nil || known {
				return found, index == 0, err
			}
		}
	}
	return Recorded{}, false, nil
}
