package checks

import "context"

// ReviewThread is a conversation on the files of a pull request that nobody has
// resolved.
type ReviewThread struct {
	Author   string // who began it
	Bot      bool
	Path     string
	Line     int  // 0: the file as a whole, or a line that is no longer there
	Outdated bool // what it speaks of has changed since
	Link     string
}

// ThreadReader tells what of a pull request is still being talked about.
type ThreadReader interface {
	// UnresolvedThreads lists the conversations of a pull request that nobody has
	// resolved, oldest first.
	UnresolvedThreads(ctx context.Context, number int) ([]ReviewThread, error)
}
