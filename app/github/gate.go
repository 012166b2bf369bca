package github

import (
	"errors"
	"net/http"
	"strconv"
	"sync"
	"time"

	gh "github.com/google/go-github/v66/github"

	"github.com/golive-app/golive/jobs"
)

// gate remembers an installation's rate limit. While it lasts, requests end
// here with a jobs.LimitedError and are not sent: going on asking is what gets
// an App banned.
// https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
type gate struct {
	next     http.RoundTripper
	now      func() time.Time
	spread   func() time.Duration // what is added to the end of a limit, so that not all come back at once
	measures *measures

	mutex sync.Mutex
	until time.Time
	why   string
}

func (g *gate) RoundTrip(request *http.Request) (*http.Response, error) {
	if closed := g.closed(); closed != nil {
		g.measures.limited.WithLabelValues("golive").Inc()
		if request.Body != nil {
			request.Body.Close()
		}
		return nil, closed
	}
	response, err := g.next.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusForbidden && response.StatusCode != http.StatusTooManyRequests {
		g.exhausted(response.Header)
		return response, nil
	}
	// CheckResponse reads the body and puts a copy in its place.
	defer response.Body.Close()
	var limited *jobs.LimitedError
	if failure := classify(gh.CheckResponse(response), situation{now: g.now(), spread: g.spread()}); !errors.As(failure, &limited) {
		return response, nil
	}
	g.close(limited.Until, limited.Reason)
	g.measures.limited.WithLabelValues("github").Inc()
	return nil, limited
}

// exhausted closes the gate with the last request of the hour.
func (g *gate) exhausted(header http.Header) {
	if header.Get("X-RateLimit-Remaining") != "0" {
		return
	}
	if resource := header.Get("X-RateLimit-Resource"); resource != "" && resource != "core" {
		return
	}
	if seconds, err := strconv.ParseInt(header.Get("X-RateLimit-Reset"), 10, 64); err == nil {
		g.close(time.Unix(seconds, 0).Add(g.spread()), primaryLimit)
	}
}

func (g *gate) close(until time.Time, why string) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if until.After(g.until) {
		g.until, g.why = until, why
	}
}

func (g *gate) closed() error {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if g.now().Before(g.until) {
		return &jobs.LimitedError{Until: g.until, Reason: g.why}
	}
	return nil
}
