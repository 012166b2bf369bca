package probe

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
)

// When it is held that a service refuses whatever is asked, or a route does, and for how
// long nothing is asked there then.
const (
	mostRounds = 7 // 1, 2, 4 … 32 s: a window of a minute is over by then
	refusedFor = time.Minute
)

// refusals are the answers with 429 that a visit got where it did not look for them.
type refusals struct {
	rounds int              // on end: those that came after the pause of those before
	paths  map[string]bool  // on end
	until  time.Time        // the longest pause
	silent time.Time        // nothing is asked before
	closed map[Route]closed // nor of these
}

// closed is a route that is left alone, and what it answered.
type closed struct {
	until  time.Time
	status int
}

// note counts an answer. Whatever is no refusal ends the row of them.
func (r *refusals) note(exchange checks.Exchange, route Route, now time.Time) {
	switch exchange.Status {
	case 0:
	case http.StatusTooManyRequests:
		if !exchange.At.Before(r.until) {
			r.rounds++
		}
		if r.paths == nil {
			r.paths = map[string]bool{}
		}
		r.paths[route.Path] = true
		if r.rounds >= mostRounds && len(r.paths) > 1 {
			r.silent = now.Add(refusedFor)
		}
	default:
		r.rounds, r.paths = 0, nil
	}
}

// routeOf is the route of a request. The first page and the path that nobody has stand
// for the service as a whole: nobody limits those alone.
func (v *Visit) routeOf(method string, address *url.URL) Route {
	path := strings.TrimPrefix(address.EscapedPath(), strings.TrimSuffix(v.options.Destination.Service.EscapedPath(), "/"))
	if path == "" || path == "/" || strings.HasPrefix(path, v.canary()) {
		return Route{}
	}
	return RouteOf(method, path)
}

// canary is a path that nobody has.
func (v *Visit) canary() string { return "/golive-canary-" + v.options.Canary }

// closed says why a route is not asked; empty: it is. What is asked anew is.
func (v *Visit) closed(probe checks.Probe) string {
	if probe.Anew || probe.Impatient {
		return ""
	}
	address := v.address(probe)
	v.counting.Lock()
	defer v.counting.Unlock()
	closed := v.refusals.closed[v.routeOf(probe.Method, address)]
	if !v.options.Now().Before(closed.until) {
		return ""
	}
	said := "429, too many requests"
	if closed.status == http.StatusServiceUnavailable {
		said = "503 and asked for time"
	}
	return wording.Quoted(probe.Method+" "+address.Path) + " answered " + said + ", for as long as golive waits"
}

// refused meets an answer that asks for time: it waits, or says that the answer stands.
// tries counts the refusals of the probe before.
func (v *Visit) refused(ctx context.Context, probe checks.Probe, route Route, exchange checks.Exchange, tries int) (again bool, err error) {
	if probe.Impatient {
		return false, nil
	}
	whole := false
	if asksForTime(exchange) {
		if whole, err = v.pace.Refused(ctx, route); err != nil {
			return false, err
		}
	}
	pause, every, again := v.weigh(ctx, probe, route, exchange, tries, whole)
	if !again {
		return false, nil
	}
	if whole {
		route = Route{}
	}
	return true, v.pace.Slow(ctx, route, pause, every)
}

// weigh counts an answer and tells how long to wait before the probe goes out again, if
// it does. Whole says that the service asks for time, not the route alone.
func (v *Visit) weigh(ctx context.Context, probe checks.Probe, route Route, exchange checks.Exchange, tries int, whole bool) (pause, every time.Duration, again bool) {
	v.counting.Lock()
	defer v.counting.Unlock()
	now, step := v.options.Now(), tries
	v.refusals.note(exchange, route, now)
	// 429 says that nothing was done; 503 may come after something was.
	if !asksForTime(exchange) || changes(probe.Method) && exchange.Status != http.StatusTooManyRequests {
		return 0, 0, false
	}
	if whole {
		step = max(step, min(v.refusals.rounds, mostRounds-1)-1)
	}
	pause, every = pauseOf(exchange, tries, step)
	if tries == mostRefusals || !v.patient(ctx, route, whole, pause) {
		v.refusals.close(route, whole, closed{now.Add(max(pause, refusedFor)), exchange.Status})
		return 0, 0, false
	}
	if until := now.Add(pause); until.After(v.refusals.until) {
		v.refusals.until = until
	}
	return pause, every, true
}

// close leaves a route that refuses alone for a time.
func (r *refusals) close(route Route, whole bool, left closed) {
	if whole {
		return
	}
	if r.closed == nil {
		r.closed = map[Route]closed{}
	}
	r.closed[route] = left
}
