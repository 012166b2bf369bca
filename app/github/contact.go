package github

import (
	"sync/atomic"
	"time"
)

// contact remembers when GitHub's API answered last, and when it last did not.
type contact struct{ success, failure atomic.Int64 } // Unix nanoseconds; 0: never

func (c *contact) note(at time.Time, answered bool) {
	if answered {
		c.success.Store(at.UnixNano())
		return
	}
	c.failure.Store(at.UnixNano())
}

// LastContact returns when GitHub's API last answered, and when it last failed
// to: no answer at all, or a server error. A refusal is an answer. The zero time
// stands for never.
func (h *Hub) LastContact() (success, failure time.Time) {
	return moment(h.contact.success.Load()), moment(h.contact.failure.Load())
}

func moment(nanoseconds int64) time.Time {
	if nanoseconds == 0 {
		return time.Time{}
	}
	return time.Unix(0, nanoseconds)
}
