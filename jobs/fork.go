package jobs

import (
	"context"
	"errors"

	"github.com/golive-app/golive/checks"
)

// withdrawnApproval forgets the approval of a fork's commit whose comment is gone, was
// edited or is somebody else's, and reports whether it did.
func (w *Worker) withdrawnApproval(ctx context.Context, target Target, key Key) (bool, error) {
	approval, err := w.Store.ForkApproval(ctx, key)
	if err != nil || approval == nil {
		return false, err
	}
	stands, err := stands(ctx, w.Publisher, target, approval.Word())
	if err != nil || stands {
		return false, err
	}
	w.Logger.InfoContext(ctx, "approval taken back: its comment was deleted or edited", "release", key.String(), "by", approval.By, "comment", approval.Comment)
	return true, w.Store.RemoveWord(ctx, key, approval.Word())
}

// restoreApproval gives a release from a fork of which nothing is stored the approval
// that its commit's check runs record, while its comment stands.
func (w *Worker) restoreApproval(ctx context.Context, target Target, key Key, release checks.Release) error {
	if !release.Fork {
		return nil
	}
	kept, err := w.Store.ForkApproval(ctx, key)
	if err != nil || kept != nil {
		return err
	}
	approval, err := recordedApproval(ctx, w.Publisher, target, key, release)
	if err != nil || approval == nil {
		return err
	}
	w.Logger.InfoContext(ctx, "approval of a fork's commit restored", "release", key.String(), "by", approval.By)
	_, err = w.Store.ApproveFork(ctx, key, *approval)
	return err
}

// recordedApproval is the approval of a release's commit by its check runs, while its
// comment stands; nil: none. Those of other commits cover nothing any more.
func recordedApproval(ctx context.Context, ledger Ledger, target Target, key Key, release checks.Release) (*checks.ForkApproval, error) {
	approval, err := ledger.ForkApproval(ctx, target, key, release.SHA)
	if errors.Is(err, ErrGone) {
		return nil, nil
	}
	if err != nil || approval == nil || approval.SHA != release.SHA {
		return nil, err
	}
	stands, err := stands(ctx, ledger, target, approval.Word())
	if err != nil || !stands {
		return nil, err
	}
	return approval, nil
}
