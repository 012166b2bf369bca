package jobs

import "context"

// maxMirrors is how many bytes the copies of repositories on one machine may
// have all together.
const maxMirrors = 20 << 30

// tidyMirrors keeps the copies of repositories on this machine within bounds.
// Each process does it for its own, since each has its own disk.
func (w *Worker) tidyMirrors(ctx context.Context) {
	keeper, keeps := w.Hub.(MirrorKeeper)
	if !keeps {
		return
	}
	freed, err := keeper.TidyMirrors(ctx, maxMirrors)
	if err != nil && ctx.Err() == nil {
		w.Logger.WarnContext(ctx, "copies of repositories could not be tidied", "error", err.Error())
	}
	if freed > 0 {
		w.Logger.InfoContext(ctx, "copies of repositories removed for space", "bytes", freed)
	}
}

// removeMirror deletes the copy of a repository that golive has lost. Copies on
// other machines go when they have not been asked for the longest.
func (w *Worker) removeMirror(ctx context.Context, repository int64) {
	keeper, keeps := w.Hub.(MirrorKeeper)
	if !keeps || repository == 0 {
		return
	}
	if err := keeper.RemoveMirror(ctx, repository); err != nil {
		w.Logger.WarnContext(ctx, "the copy of a lost repository stays on disk", "repository", repository, "error", err.Error())
	}
}
