package shop

import (
	"net"
	"net/http"
	"sync"
	"time"
)

// limiter counts requests of clients in windows of time. A client is an
// address: what a header says of it is not believed.
type limiter struct {
	now   func() time.Time
	mutex sync.Mutex
	seen  map[string]*window
}

// window is what one client did on one route since it began.
type window struct {
	ends  time.Time
	count int
}

// mostWindows bounds what is remembered; above it windows that ended are
// forgotten.
const mostWindows = 4096

func newLimiter(now func() time.Time) *limiter {
	if now == nil {
		now = time.Now
	}
	return &limiter{now: now, seen: map[string]*window{}}
}

// allow counts a request and reports whether it is within the limit.
func (l *limiter) allow(limit rateLimit, route string, request *http.Request) bool {
	if limit.Requests == 0 {
		return true
	}
	client, _, err := net.SplitHostPort(request.RemoteAddr)
	if err != nil {
		client = request.RemoteAddr
	}
	return l.allowClient(limit, route, client)
}

// allowClient counts a request of a client.
func (l *limiter) allowClient(limit rateLimit, route, client string) bool {
	if limit.Requests == 0 {
		return true
	}
	key, now := client+" "+route, l.now()
	l.mutex.Lock()
	defer l.mutex.Unlock()
	current := l.seen[key]
	if current == nil || !now.Before(current.ends) {
		if len(l.seen) >= mostWindows {
			l.forget(now)
		}
		current = &window{ends: now.Add(limit.Window)}
		l.seen[key] = current
	}
	current.count++
	return current.count <= limit.Requests
}

// within counts a request against the limit that holds for who sent it: one for every
// customer who logged in, and one for an address of which nobody did.
func (d *deployment) within(pattern string, request *http.Request) (rateLimit, bool) {
	if d.logins[pattern] {
		return rateLimit{}, true
	}
	if d.file.RateLimit.Requests == 0 && d.file.SessionRateLimit.Requests == 0 {
		return rateLimit{}, true
	}
	if token, _, known := d.sessions.of(request); known && d.file.SessionRateLimit.Requests > 0 {
		return d.file.SessionRateLimit, d.limiter.allowClient(d.file.SessionRateLimit, "", "session "+token)
	}
	return d.file.RateLimit, d.limiter.allow(d.file.RateLimit, "", request)
}

func (l *limiter) forget(now time.Time) {
	for key, known := range l.seen {
		if !now.Before(known.ends) {
			delete(l.seen, key)
		}
	}
}
