package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/golive-app/golive/checks"
)

// A sign-off is a person's comment; what is kept here is a copy. Where the
// comment was deleted or edited the sign-off is revoked, and where the copy was
// lost it is made again from our check runs' records and the comments.

// revoked forgets the sign-offs of a release whose comment is gone, was edited or
// is somebody else's, and returns their items.
func (w *Worker) revoked(ctx context.Context, target Target, key Key) ([]checks.ItemID, error) {
	signed, err := w.Store.SignOffs(ctx, key)
	if err != nil {
		return nil, err
	}
	var items []checks.ItemID
	for item, signOff := range signed {
		stands, err := stands(ctx, w.Publisher, target, signOff)
		if err != nil {
			return nil, err
		}
		if stands {
			continue
		}
		if err := w.Store.RemoveSignOff(ctx, key, item); err != nil {
			return nil, err
		}
		w.Logger.InfoContext(ctx, "sign-off revoked: its comment was deleted or edited", "release", key.String(),
			"item", string(item), "by", signOff.By, "comment", signOff.Comment)
		items = append(items, item)
	}
	slices.Sort(items)
	return items, nil
}

// stands reports whether a sign-off's comment still says what it said.
func stands(ctx context.Context, kept Ledger, target Target, signOff checks.SignOff) (bool, error) {
	comment, err := kept.SignedComment(ctx, target, signOff.Comment)
	switch {
	case errors.Is(err, ErrGone):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("comment of the sign-off of %s: %w", signOff.Item, err)
	}
	return comment.holds(signOff), nil
}

// recordedCommits bounds how many commits are looked through for the records of
// sign-offs, the newest first.
const recordedCommits = 10

// restore gives a release of which nothing is stored the sign-offs that stand:
// those kept for the pull request that a tag's content came from, else those that
// our check runs record. What has changed since they were given is decided when
// they are used, as for all.
func (w *Worker) restore(ctx context.Context, repository Repository, target Target, key Key, release checks.Release) error {
	signed, err := w.Store.SignOffs(ctx, key)
	if err != nil || len(signed) > 0 {
		return err
	}
	keys := keysOf(key, release)
	for _, carrier := range keys[1:] {
		if signed, err = w.Store.SignOffs(ctx, carrier); err != nil {
			return err
		}
	}
	var found []checks.SignOff
	for _, signOff := range signed {
		found = append(found, signOff)
	}
	if len(found) == 0 {
		if found, err = recorded(ctx, w.Publisher, repository, target, keys, release); err != nil {
			return err
		}
	}
	for _, signOff := range found {
		stands, err := stands(ctx, w.Publisher, target, signOff)
		if err != nil {
			return err
		}
		if !stands {
			continue
		}
		if err := w.Store.PutSignOff(ctx, key, signOff); err != nil {
			return err
		}
		w.Logger.InfoContext(ctx, "sign-off restored", "release", key.String(), "item", string(signOff.Item), "by", signOff.By)
	}
	return nil
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

// recorded returns the sign-offs of the newest commit on which our check runs
// record something of these releases.
func recorded(ctx context.Context, kept Ledger, repository Repository, target Target, keys []Key, release checks.Release) ([]checks.SignOff, error) {
	commits := []string{release.SHA}
	if release.Number > 0 {
		carried, err := repository.PullCommits(ctx, release.Number)
		if err != nil && !errors.Is(err, ErrGone) {
			return nil, fmt.Errorf("commits of #%d: %w", release.Number, err)
		}
		for _, commit := range slices.Backward(carried) {
			if !slices.Contains(commits, commit.SHA) {
				commits = append(commits, commit.SHA)
			}
		}
	}
	for _, commit := range commits[:min(len(commits), recordedCommits)] {
		for _, key := range keys {
			signed, recorded, err := kept.SignOffs(ctx, target, key, commit)
			if errors.Is(err, ErrGone) {
				continue
			}
			if err != nil || recorded {
				return signed, err
			}
		}
	}
	return nil, nil
}
