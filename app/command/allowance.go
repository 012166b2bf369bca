package command

import (
	"sync"
	"time"
)

// Replies on one issue or pull request that one process writes in an hour. Who
// may comment may make golive answer, and the forge counts all comments of an
// App together: a flood on one page must not silence golive everywhere.
// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
const (
	maxReplies   = 30
	replyWindow  = time.Hour
	maxRemember  = 4096 // pages counted at a time
	beyondMemory = maxRemember / 2
)

type page struct {
	repository int64
	number     int
}

type tally struct {
	since time.Time
	count int
}

// allowance counts replies in fixed windows.
type allowance struct {
	now   func() time.Time
	mutex sync.Mutex
	pages map[page]tally
}

func newAllowance(now func() time.Time) *allowance {
	return &allowance{now: now, pages: map[page]tally{}}
}

// take reports whether one more reply may be written on a page, and counts it.
func (a *allowance) take(on page) bool {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	now := a.now()
	if len(a.pages) >= maxRemember {
		a.forget(now)
	}
	counted := a.pages[on]
	if now.Sub(counted.since) >= replyWindow {
		counted = tally{since: now}
	}
	counted.count++
	a.pages[on] = counted
	return counted.count <= maxReplies
}

// forget drops the windows that ended, and where that is not enough any until
// half are left: memory is bounded before fairness.
func (a *allowance) forget(now time.Time) {
	for on, counted := range a.pages {
		if now.Sub(counted.since) >= replyWindow {
			delete(a.pages, on)
		}
	}
	for on := range a.pages {
		if len(a.pages) <= beyondMemory {
			return
		}
		delete(a.pages, on)
	}
}
