package load

import (
	"sync"
	"time"
)

// queue holds the requests that are due and wait for a connection, first come
// first served. So are those who take: what one that waits was woken for is not given
// to another that comes by meanwhile, or a user of a thousand could go without a turn.
// It is as long as the requests of one timeout at most, since who waited longer is
// taken out (expire).
type queue struct {
	mutex    sync.Mutex
	filled   *sync.Cond
	ring     []time.Duration // when each was due
	head     int
	length   int
	idle     int // takers that wait
	promised int // of those, who were woken and did not come to it yet
	closed   bool
}

func newQueue() *queue {
	const first = 256
	q := &queue{ring: make([]time.Duration, first)}
	q.filled = sync.NewCond(&q.mutex)
	return q
}

// push adds requests and returns how many more takers there would be work for.
func (q *queue) push(due []time.Duration) (wanting int) {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	for _, one := range due {
		if q.length == len(q.ring) {
			q.grow()
		}
		q.ring[(q.head+q.length)&(len(q.ring)-1)] = one
		q.length++
	}
	for range min(len(due), q.idle-q.promised) {
		q.promised++
		q.filled.Signal()
	}
	return q.length - q.idle
}

func (q *queue) grow() {
	larger := make([]time.Duration, 2*len(q.ring)) // a power of two stays one
	copied := copy(larger, q.ring[q.head:])
	copy(larger[copied:], q.ring[:q.head])
	q.ring, q.head = larger, 0
}

// take waits for a request and returns when it was due; false at the end.
func (q *queue) take() (due time.Duration, more bool) {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	woken := false
	for !q.closed && (q.length == 0 || !woken && q.length <= q.promised) {
		q.idle++
		q.filled.Wait()
		q.idle--
		q.promised-- // what it was woken for may have expired
		woken = true
	}
	if q.closed {
		return 0, false
	}
	return q.first(), true
}

func (q *queue) first() time.Duration {
	due := q.ring[q.head]
	q.head = (q.head + 1) & (len(q.ring) - 1)
	q.length--
	return due
}

// expire takes out the requests that were due at a time or before it, and returns
// when each was.
func (q *queue) expire(until time.Duration, into []time.Duration) []time.Duration {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	for q.length > 0 && q.ring[q.head] <= until {
		into = append(into, q.first())
	}
	return into
}

// close ends every take; what waits is forgotten.
func (q *queue) close() {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	q.closed = true
	q.filled.Broadcast()
}
