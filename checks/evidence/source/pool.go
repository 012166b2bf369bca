package source

import (
	"context"
	"slices"
	"time"
)

// take returns the worker that has least to do, with its child: an idle one, else a new
// one where there may be more, else one that reads another file first. Whoever takes a
// worker gives it back, also where there is an error.
func (r *Reader) take(ctx context.Context) (*worker, *child, error) {
	r.mutex.Lock()
	if r.closed {
		r.mutex.Unlock()
		return nil, nil, ErrClosed
	}
	var chosen *worker
	for _, each := range r.workers {
		if chosen == nil || each.asked < chosen.asked {
			chosen = each
		}
	}
	if chosen == nil || chosen.asked > 0 && len(r.workers) < r.allowed {
		chosen = r.start()
	}
	chosen.asked++
	chosen.served++
	r.mutex.Unlock()
	started, err := chosen.ready(ctx)
	return chosen, started, err
}

// start adds a worker. The mutex is held, or nobody else knows the reader yet.
func (r *Reader) start() *worker {
	made := newWorker(r.options.Command, func(failed *worker) {
		r.mutex.Lock()
		defer r.mutex.Unlock()
		r.drop(failed)
	})
	made.since = r.options.Now()
	r.workers = append(r.workers, made)
	return made
}

// drop takes a worker out, so that it is given nothing more. The mutex is held.
func (r *Reader) drop(gone *worker) {
	r.workers = slices.DeleteFunc(r.workers, func(each *worker) bool { return each == gone })
}

// giveBack says that a worker has answered, or that it is lost. Who gives a worker back
// last that is given nothing more ends it.
func (r *Reader) giveBack(used *worker, lost bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	used.asked--
	if lost || used.served >= childFileCount {
		r.drop(used)
	}
	switch {
	case used.asked > 0:
	case r.closed || !slices.Contains(r.workers, used):
		r.drop(used)
		used.end()
	default:
		used.since = r.options.Now()
		if r.sweep == nil {
			r.sweepLater()
		}
	}
}

// sweepLater ends what is idle by then. The mutex is held.
func (r *Reader) sweepLater() {
	r.sweep = time.AfterFunc(r.options.Idle, func() { r.endIdle(r.options.Idle) })
}

// endIdle ends the children that nobody has asked for a while.
func (r *Reader) endIdle(idle time.Duration) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	kept := r.workers[:0]
	for _, each := range r.workers {
		if each.asked == 0 && r.options.Now().Sub(each.since) >= idle {
			each.end()
		} else {
			kept = append(kept, each)
		}
	}
	clear(r.workers[len(kept):])
	r.workers, r.sweep = kept, nil
	if len(kept) > 0 && !r.closed {
		r.sweepLater()
	}
}

// Close ends the children. A file that is being read is finished. The error is
// always nil.
func (r *Reader) Close() error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.closed = true
	if r.sweep != nil {
		r.sweep.Stop()
	}
	for _, each := range r.workers {
		if each.asked == 0 {
			each.end()
		}
	}
	r.workers = nil
	return nil
}
