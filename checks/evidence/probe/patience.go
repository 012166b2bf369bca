package probe

import (
	"context"
	"net/http"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe/header"
)

// How a refusal that only asks for time is met.
const (
	defaultPatience = 2 * time.Minute  // of one visit, for all waiting
	longestPause    = 90 * time.Second // that is waited at once
	mostRefusals    = 3                // of one probe, after which the refusal is its answer
	spare           = 5 * time.Second  // of an item's time, for what is asked afterwards
)

// asksForTime reports whether an answer asks golive to come again later.
func asksForTime(exchange checks.Exchange) bool {
	switch exchange.Status {
	case http.StatusTooManyRequests:
		return true
	case http.StatusServiceUnavailable: // it starts, or is being worked at
		_, saysWhen := header.ReadRetryAfter(exchange.Answer(), exchange.At)
		return saysWhen
	default:
		return false
	}
}

// pauseOf reads how long an answer that asks for time wants golive to wait, and how far
// apart requests may be from then on; 0: it does not say, AsBefore: it is not about that.
// tries counts the refusals of the probe before, and step those after which a pause is
// longer that nobody names.
func pauseOf(exchange checks.Exchange, tries, step int) (pause, every time.Duration) {
	answer := exchange.Answer()
	said, saysWhen := header.ReadRetryAfter(answer, exchange.At)
	if exchange.Status == http.StatusServiceUnavailable {
		return max(said, time.Second), AsBefore
	}
	limit := header.ReadLimit(answer, exchange.At)
	if limit.Quota > 0 && limit.Window > 0 {
		const share = 1.2 // others ask too
		every = time.Duration(share * float64(limit.Window) / float64(limit.Quota) * float64(time.Second))
	}
	if tries > 0 {
		every = AsBefore // the refusal before slowed it down
	}
	switch {
	case saysWhen:
		return max(said, time.Second), every
	case limit.Reset >= 0:
		return time.Duration(max(limit.Reset, 1)) * time.Second, every
	default:
		return time.Second << step, every // 1, 2, 4 s
	}
}

// patient reports whether a pause may be waited: it is within what the visit waits, and
// leaves time. What it may is taken from the visit's patience with the service, or with
// the one route that refuses; whether anything can be judged is told within the time that a
// service has to start. Whoever calls it is counting.
func (v *Visit) patient(ctx context.Context, route Route, whole bool, pause time.Duration) bool {
	if pause > longestPause {
		return false
	}
	if deadline, limited := ctx.Deadline(); limited && v.options.Now().Add(pause+spare).After(deadline) {
		return false
	}
	waited, most := &v.waited, v.options.Patience
	switch {
	case route.Whole():
		most = min(most, v.options.Start)
	case !whole:
		waited = &v.waitedRoute
	}
	if *waited+pause > most {
		return false
	}
	*waited += pause
	return true
}
