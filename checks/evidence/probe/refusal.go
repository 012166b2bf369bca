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
	rounds int                 // on end: those that came after the pause of those before
	paths  map[string]bool     // on end
	ever   map[string]bool     // paths
	until  time.Time           // the longest pause
	silent time.Time           // nothing is asked before
	closed map[Route]time.Time // nor of these
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

// whole reports whether a refusal of a route is taken as one of the service: another
// path was refused too.
func (r *refusals) whole(route Route) bool {
	if r.ever == nil {
		r.ever = map[string]bool{}
	}
	r.ever[route.Path] = true
	return route.Whole() || len(r.ever) > 1
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
	if v.options.Now().Before(v.refusals.closed[v.routeOf(probe.Method, address)]) {
		return wording.Quoted(probe.Method+" "+address.Path) + " answered 429, too many requests, for as long as golive waits"
	}
	return ""
}

// refused meets an answer that asks for time: it waits, or says that the answer stands.
// tries counts the refusals of the probe before.
func (v *Visit) refused(ctx context.Context, probe checks.Probe, route Route, exchange checks.Exchange, tries int) (again bool, err error) {
	if probe.Impatient {
		return false, nil
	}
	pause, every, again := v.weigh(ctx, probe, route, exchange, tries)
	if !again {
		return false, nil
	}
	_, err = v.pace.Slow(ctx, route, pause, every)
	return err == nil, err
}

// weigh counts an answer and tells how long to wait before the probe goes out again, if
// it does.
func (v *Visit) weigh(ctx context.Context, probe checks.Probe, route Route, exchange checks.Exchange, tries int) (pause, every time.Duration, again bool) {
	v.counting.Lock()
	defer v.counting.Unlock()
	now, step := v.options.Now(), tries
	v.refusals.note(exchange, route, now)
	whole := exchange.Status == http.StatusTooManyRequests && v.refusals.whole(route)
	if whole {
		step = max(step, min(v.refusals.rounds, mostRounds-1)-1)
	}
	pause, every, asks := pauseOf(exchange, tries, step)
	// 429 says that nothing was done; 503 may come after something was.
	if !asks || changes(probe.Method) && exchange.Status != http.StatusTooManyRequests {
		return 0, 0, false
	}
	if tries == mostRefusals || !v.patient(ctx, route, whole, pause) {
		v.refusals.close(route, whole, now.Add(max(pause, refusedFor)))
		return 0, 0, false
	}
	if until := now.Add(pause); until.After(v.refusals.until) {
		v.refusals.until = until
	}
	return pause, every, true
}

// close leaves a route that refuses alone for a time.
func (r *refusals) close(route Route, whole bool, until time.Time) {
	if whole {
		return
	}
	if r.closed == nil {
		r.closed = map[Route]time.Time{}
	}
	r.closed[route] = until
}
