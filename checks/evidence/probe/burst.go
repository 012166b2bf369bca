package probe

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
	"golang.org/x/time/rate"

	"github.com/golive-app/golive/checks"
)

// How bursts go out: so many requests at once, and so much of each body is kept.
const (
	burstAtOnce = 4
	burstKept   = 1 << 10
)

// BurstLeft is how many requests may still go out in bursts.
func (v *Visit) BurstLeft() int { return max(0, v.options.Bursts-int(v.burst.Load())) }

// Burst sends probes faster than Ask does, as far as the operator lets golive.
func (v *Visit) Burst(ctx context.Context, burst checks.Burst) ([]checks.Exchange, error) {
	v.bursting.Lock()
	defer v.bursting.Unlock()
	probes := burst.Probes[:min(len(burst.Probes), v.BurstLeft())]
	for index := range probes {
		if probes[index].Method == "" {
			probes[index].Method = http.MethodGet
		}
		if err := v.allowed(probes[index]); err != nil {
			return nil, err
		}
	}
	if burst.Pace <= 0 {
		return nil, fmt.Errorf("burst at %g requests a second: a pace is wanted", burst.Pace)
	}
	var exchanges []checks.Exchange
	err := v.pace.Alone(ctx, func(ctx context.Context) (err error) {
		exchanges, err = v.volley(ctx, burst, probes)
		return err
	})
	return exchanges, err
}

// volley sends the probes of a burst, several at once.
func (v *Visit) volley(ctx context.Context, burst checks.Burst, probes []checks.Probe) ([]checks.Exchange, error) {
	pace := rate.Limit(burst.Pace)
	if v.options.Rate == rate.Inf {
		pace = rate.Inf
	}
	limiter := rate.NewLimiter(pace, 1)
	exchanges := make([]checks.Exchange, len(probes))
	var refused atomic.Int64
	sending, within := errgroup.WithContext(ctx)
	sending.SetLimit(burstAtOnce)
	sent := 0
	for index, probe := range probes {
		if burst.Enough > 0 && refused.Load() >= int64(burst.Enough) || limiter.Wait(within) != nil {
			break
		}
		v.burst.Add(1)
		sent++
		sending.Go(func() error {
			exchange, _, err := v.exchange(within, probe, v.address(probe), burstKept)
			if err != nil {
				return err
			}
			if exchange.Status == burst.Refusal {
				refused.Add(1)
			}
			exchanges[index] = exchange
			return nil
		})
	}
	if err := sending.Wait(); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return exchanges[:sent], nil
}
