package simulator

import "sync"

// Bell wakes everyone who waits for a change. NewBell makes one; it is safe for
// concurrent use.
type Bell struct {
	mutex sync.Mutex
	next  chan struct{}
}

// NewBell returns a bell that has not rung.
func NewBell() *Bell { return &Bell{next: make(chan struct{})} }

// Ring wakes everyone who waits now.
func (b *Bell) Ring() {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	close(b.next)
	b.next = make(chan struct{})
}

// Wait returns a channel that is closed when the bell rings next. Ask for it
// first and look then, so that nothing falls in between.
func (b *Bell) Wait() <-chan struct{} {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.next
}

// Changed returns a channel that is closed at the next change that people could
// see: an event was sent, a delivery was attempted, or the App wrote something.
func (g *GitHub) Changed() <-chan struct{} { return g.changed.Wait() }
