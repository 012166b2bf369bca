package source

import (
	"context"
	"time"
)

// take returns an idle child, the one that was started ahead, or a new one.
func (r *Reader) take(ctx context.Context) (*child, error) {
	r.mutex.Lock()
	if r.closed {
		r.mutex.Unlock()
		return nil, ErrClosed
	}
	if last := len(r.idle) - 1; last >= 0 {
		worker := r.idle[last]
		r.idle = r.idle[:last]
		r.mutex.Unlock()
		return worker, nil
	}
	first := r.ahead
	r.ahead = nil
	r.mutex.Unlock()
	if first != nil {
		if worker, err := first.take(ctx); worker != nil || err != nil {
			return worker, err
		}
	}
	return startChild(ctx, r.options.Command)
}

func (r *Reader) giveBack(worker *child) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.closed {
		worker.end()
		return
	}
	worker.since = r.options.Now()
	r.idle = append(r.idle, worker)
	if r.sweep == nil {
		r.sweep = time.AfterFunc(r.options.Idle, r.endIdle)
	}
}

// endIdle ends the children that nobody has asked for a while.
func (r *Reader) endIdle() {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	kept := r.idle[:0]
	for _, worker := range r.idle {
		if r.options.Now().Sub(worker.since) >= r.options.Idle {
			worker.end()
		} else {
			kept = append(kept, worker)
		}
	}
	r.idle = kept
	r.sweep = nil
	if len(kept) > 0 && !r.closed {
		r.sweep = time.AfterFunc(r.options.Idle, r.endIdle)
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
	if r.ahead != nil {
		r.ahead.end()
		r.ahead = nil
	}
	for _, worker := range r.idle {
		worker.end()
	}
	r.idle = nil
	return nil
}
