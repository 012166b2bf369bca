package jobs

import (
	"context"

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

// restoreApproval gives a release from a fork the approval that its check runs record.
// One of an older commit is still shown, and covers nothing any more.
func (w *Worker) restoreApproval(ctx context.Context, target Target, key Key, release checks.Release, recorded *checks.ForkApproval) error {
	approval, err := standingApproval(ctx, w.Publisher, target, release, recorded)
	if err != nil || approval == nil {
		return err
	}
	w.Logger.InfoContext(ctx, "approval of a fork's commit restored", "release", key.String(), "by", approval.By)
	_, err = w.Store.ApproveFork(ctx, key, *approval)
	return err
}

// standingApproval returns a recorded approval of a release from a fork while its comment
// says so; else nil.
func standingApproval(ctx context.Context, ledger Ledger, target Target, release checks.Release, recorded *checks.ForkApproval) (*checks.ForkApproval, error) {
	if !release.Fork || recorded == nil {
		return nil, nil
	}
	stands, err := stands(ctx, ledger, target, recorded.Word())
	if err != nil || !stands {
		return nil, err
	}
	return recorded, nil
}
