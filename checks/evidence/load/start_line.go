package load

import (
	"context"
	"sync"
	"time"
)

// startLine lets several generators begin at one time.
type startLine struct {
	mutex   sync.Mutex
	missing int
	start   time.Time
	all     chan struct{} // closed once all are there
}

func newStartLine(generators int) *startLine {
	return &startLine{missing: generators, all: make(chan struct{})}
}

// wait returns when to begin, once all are there; false where ctx ends before.
func (l *startLine) wait(ctx context.Context) (start time.Time, all bool) {
	l.mutex.Lock()
	if l.missing--; l.missing == 0 {
		l.start = time.Now().Add(untilStart)
		close(l.all)
	}
	l.mutex.Unlock()
	select {
	case <-l.all:
		return l.start, true
	case <-ctx.Done():
		return time.Time{}, false
	}
}

// open reports whether all are there.
func (l *startLine) open() bool {
	select {
	case <-l.all:
		return true
	default:
		return false
	}
}
