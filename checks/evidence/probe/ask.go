package probe

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/golive-app/golive/checks"
)

// How a long plan goes out: so many requests at once, so that a slow service does not
// make it longer than its pace does.
const (
	askedAtOnce = 4
	longPlan    = 5 // probes
)

// Ask sends probes in their order; of a long plan that changes nothing a few are under
// way at once. What was asked before in this visit is not asked again.
func (v *Visit) Ask(ctx context.Context, probes []checks.Probe) ([]checks.Exchange, error) {
	exchanges := make([]checks.Exchange, len(probes))
	sending, within := errgroup.WithContext(ctx)
	sending.SetLimit(1)
	if len(probes) >= longPlan && !slices.ContainsFunc(probes, func(one checks.Probe) bool { return changes(one.Method) }) {
		sending.SetLimit(askedAtOnce)
	}
	first := map[string]bool{}
	var twice []int // asked by this plan already
	for index, probe := range probes {
		key := keyOf(probe)
		if first[key] && !probe.Anew && !probe.Whole && !changes(probe.Method) {
			twice = append(twice, index)
			continue
		}
		first[key] = true
		sending.Go(func() (err error) {
			if within.Err() == nil {
				exchanges[index], err = v.one(within, probe)
			}
			return err
		})
	}
	if err := sending.Wait(); err != nil {
		return nil, err
	}
	for _, index := range twice {
		exchange, err := v.one(ctx, probes[index])
		if err != nil {
			return nil, err
		}
		exchanges[index] = exchange
	}
	return exchanges, ctx.Err()
}

// keyOf tells probes apart.
func keyOf(probe checks.Probe) string {
	if probe.Method == "" {
		probe.Method = http.MethodGet
	}
	return fmt.Sprint(probe.Method, " ", probe.Insecurely, probe.Follow, " ", probe.Path, probe.Header, string(probe.Body))
}

// mostFailures without any answer that ends, after which nothing more is asked.
const mostFailures = 5

// one sends a probe, or remembers its answer.
func (v *Visit) one(ctx context.Context, probe checks.Probe) (checks.Exchange, error) {
	if probe.Method == "" {
		probe.Method = http.MethodGet
	}
	key := keyOf(probe)
	v.counting.Lock()
	exchange, known := v.known[key]
	v.counting.Unlock()
	if known && !probe.Anew && !probe.Whole && !changes(probe.Method) {
		return exchange, nil
	}
	if probe.After > 0 {
		if err := v.options.Wait(ctx, probe.After); err != nil {
			return checks.Exchange{}, err
		}
	}
	exchange, sent, err := v.patiently(ctx, probe)
	if err != nil || !sent {
		return exchange, err
	}
	v.counting.Lock()
	defer v.counting.Unlock()
	if exchange.Status == 0 || exchange.Failure == endless {
		v.failures++
	} else {
		v.failures = 0
	}
	if !probe.Whole {
		v.known[key] = exchange
	}
	return exchange, nil
}

// patiently sends a probe, and again after the time that a refusal asks for. Where it is
// not sent at all the exchange says why.
func (v *Visit) patiently(ctx context.Context, probe checks.Probe) (exchange checks.Exchange, sent bool, err error) {
	for tries := 0; ; tries++ {
		why := v.over()
		if why == "" && tries == 0 {
			why = v.closed(probe)
		}
		if why != "" {
			return v.unasked(probe, why), false, nil
		}
		exchange, route, err := v.send(ctx, probe)
		switch {
		case errors.Is(err, ErrNoTime) && ctx.Err() == nil:
			return v.unasked(probe, "golive had no time left to ask, at the rate that it keeps there"), false, nil
		case errors.Is(err, errSpent):
			return v.unasked(probe, v.spent()), false, nil
		case err != nil:
			return checks.Exchange{}, false, err
		}
		again, err := v.refused(ctx, probe, route, exchange, tries)
		if err != nil {
			return checks.Exchange{}, false, err
		}
		if !again {
			return exchange, true, nil
		}
	}
}

// unasked is the exchange of a probe that was not sent.
func (v *Visit) unasked(probe checks.Probe, why string) checks.Exchange {
	return checks.Exchange{Method: probe.Method, URL: v.options.Destination.Service.Host + probe.Path, Failure: why, Unasked: true, At: v.options.Now()}
}

// errSpent says that the visit's budget is gone.
var errSpent = errors.New("the budget of requests is spent")

func (v *Visit) spent() string {
	return fmt.Sprintf("golive had sent the %d requests that it sends at most", v.options.Budget)
}

// over says why nothing more is asked; empty: it is.
func (v *Visit) over() string {
	v.counting.Lock()
	defer v.counting.Unlock()
	switch {
	case v.Asked() >= v.options.Budget:
		return v.spent()
	case v.options.Now().Before(v.refusals.silent):
		return fmt.Sprintf("%s answered 429, too many requests, to whatever was asked for as long as golive waits", v.Address())
	case v.failures >= mostFailures:
		return fmt.Sprintf("the %d requests before got no answer, or none that ended", v.failures)
	default:
		return ""
	}
}
