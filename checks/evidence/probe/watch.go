package probe

import (
	"context"
	"time"

	"golang.org/x/time/rate"

	"github.com/golive-app/golive/checks"
)

// Watch sends one probe so many times, evenly over a span of time. Where the operator
// allows more than the polite rate the span is shorter in proportion: 60 requests that
// take a minute at five a second take three at a hundred. Other probes of the visit go
// out meanwhile.
func (v *Visit) Watch(ctx context.Context, probe checks.Probe, count int, span time.Duration) ([]checks.Exchange, error) {
	probe.Anew = true
	exchanges := make([]checks.Exchange, 0, count)
	apart := v.between(span / time.Duration(max(count, 1)))
	began := v.options.Now()
	for index := range count {
		if early := began.Add(time.Duration(index) * apart).Sub(v.options.Now()); early > 0 {
			if err := v.options.Wait(ctx, early); err != nil {
				return nil, err
			}
		}
		// A connection is left every second time: a balancer that forwards connections gives
		// each of them to one backend for good, and one that forwards requests shows on one
		// that is kept whether it may be.
		probe.Leave = index%2 == 1
		answers, err := v.Ask(ctx, []checks.Probe{probe})
		if err != nil {
			return nil, err
		}
		exchanges = append(exchanges, answers...)
	}
	return exchanges, nil
}

// between is the time from one request of a watch to the next, where it is so much at
// the polite rate.
func (v *Visit) between(polite time.Duration) time.Duration {
	limit := v.options.Rate
	switch {
	case limit <= defaultRate:
		return polite
	case limit == rate.Inf:
		return 0
	default:
		return time.Duration(float64(polite) * defaultRate / float64(limit))
	}
}
