package source

import (
	"context"
	"time"
)

// filesAhead is how many files a child is given at once. It reads the first while the
// others lie in its pipe: a child that waits for its parent after each file is idle for
// a tenth of the time, and Go's monitor of threads wakes up with it each time anew.
const filesAhead = 2

// worker is the place of one child in the pool. All but started and what is set before
// it is closed belongs to the pool's mutex.
type worker struct {
	started chan struct{} // closed once there is a child, or the reason why there is none
	child   *child
	err     error
	cancel  context.CancelFunc

	asked  int       // files that it was given and has not answered for
	served int       // files that it was given in all
	since  time.Time // when it became idle
}

// newWorker starts a child and does not wait for it. Failed is called where it could not
// be started, once whoever waits for it is told.
func newWorker(argv []string, failed func(*worker)) *worker {
	ctx, cancel := context.WithCancel(context.Background())
	made := &worker{started: make(chan struct{}), cancel: cancel}
	go func() {
		made.child, made.err = startChild(ctx, argv)
		close(made.started)
		if made.err != nil {
			failed(made)
		}
	}()
	return made
}

// ready waits for the child. The error is the context's, or why it could not be started.
func (w *worker) ready(ctx context.Context) (*child, error) {
	select {
	case <-w.started:
		return w.child, w.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// end ends the child, started or not.
func (w *worker) end() {
	w.cancel()
	<-w.started
	if w.child != nil {
		w.child.end()
	}
}
