package simulator

import (
	"net/http"
	"regexp"
	"strconv"
	"time"
)

// FaultKind is one way in which GitHub fails.
type FaultKind int

const (
	// ServerError answers Status (500, 502, 503 or 504).
	ServerError FaultKind = iota + 1
	// PrimaryLimit answers 403 with X-RateLimit-Remaining 0 and the reset at Reset.
	PrimaryLimit
	// SecondaryLimit answers 403, with Retry-After when RetryAfter is positive.
	SecondaryLimit
	// TooManyRequests answers 429, with Retry-After when RetryAfter is positive.
	TooManyRequests
	// ConnectionReset cuts the connection without an answer.
	ConnectionReset
	// Delay holds the request until Release is closed, then answers normally.
	Delay
)

// Fault is something that goes wrong with matching requests.
type Fault struct {
	// Method is the request's method; any when empty.
	Method string
	// Path must match the request's escaped path without BasePath; any when nil.
	Path *regexp.Regexp
	// Times is how many requests fail; all until ClearFaults when zero.
	Times int
	// Skip is how many matching requests pass first.
	Skip int

	Kind       FaultKind
	Status     int           // of ServerError; 502 when zero
	Reset      time.Time     // of PrimaryLimit; in an hour when zero
	RetryAfter time.Duration // of SecondaryLimit and TooManyRequests
	Release    <-chan struct{}

	seen, failed int
	cleared      chan struct{}
}

// Inject adds a fault; the first matching one decides. The returned function
// removes it and tells how many requests it has failed.
func (g *GitHub) Inject(fault Fault) (remove func() int) {
	added := fault
	added.cleared = make(chan struct{})
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.faults = append(g.faults, &added)
	return func() int {
		g.mutex.Lock()
		defer g.mutex.Unlock()
		for i, candidate := range g.faults {
			if candidate == &added {
				g.faults = append(g.faults[:i:i], g.faults[i+1:]...)
				close(added.cleared)
				break
			}
		}
		return added.failed
	}
}

// ClearFaults removes every fault and lets delayed requests go on.
func (g *GitHub) ClearFaults() {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	for _, fault := range g.faults {
		close(fault.cleared)
	}
	g.faults = nil
}

func (g *GitHub) matchFault(method, path string) *Fault {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	for _, fault := range g.faults {
		if fault.Method != "" && fault.Method != method || fault.Path != nil && !fault.Path.MatchString(path) {
			continue
		}
		fault.seen++
		if fault.seen <= fault.Skip || fault.Times > 0 && fault.failed >= fault.Times {
			continue
		}
		fault.failed++
		return fault
	}
	return nil
}

// applyFault gives the answer of a matching fault, if it has one, or tells to
// cut the connection.
func (g *GitHub) applyFault(request *http.Request, path string) (reply *answer, abort bool) {
	fault := g.matchFault(request.Method, path)
	if fault == nil {
		return nil, false
	}
	switch fault.Kind {
	case ConnectionReset:
		return nil, true
	case Delay:
		select {
		case <-fault.Release:
		case <-fault.cleared:
		case <-request.Context().Done():
			return nil, true
		}
		return nil, false
	case PrimaryLimit:
		reset := fault.Reset
		if reset.IsZero() {
			reset = g.options.ClientNow().Add(time.Hour)
		}
		return rateExceeded(0, g.options.RateLimit, reset), false
	case SecondaryLimit:
		return secondaryLimit(http.StatusForbidden, fault.RetryAfter), false
	case TooManyRequests:
		return secondaryLimit(http.StatusTooManyRequests, fault.RetryAfter), false
	}
	status := fault.Status
	if status == 0 {
		status = http.StatusBadGateway
	}
	return &answer{status: status, body: object{"message": "Server Error"}}, false
}

// https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
func secondaryLimit(status int, retryAfter time.Duration) *answer {
	reply := fail(status, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
		"https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits")
	reply.header = http.Header{}
	if retryAfter > 0 {
		reply.header.Set("Retry-After", strconv.Itoa(int(retryAfter.Seconds())))
	}
	return reply
}
