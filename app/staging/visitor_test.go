package staging

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/outbound"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/jobs"
)

// given consents for whatever is asked.
type given struct{ guard *outbound.Guard }

func (g given) Ask(ctx context.Context, _, address string) outbound.Answer {
	service, err := outbound.ParseService(address)
	if err != nil {
		return outbound.Answer{Why: err.Error()}
	}
	destination, err := g.guard.Resolve(ctx, service)
	return outbound.Answer{Given: err == nil, Destination: destination}
}

// Several releases may be judged at once, and their sections too: one host sees no more
// of all of them than of one.
func TestVisitsOfOneHostShareItsRate(t *testing.T) {
	t.Parallel()
	const allowed, edge, visits, requests = 40, 4, 4, 25
	var mutex sync.Mutex
	var at []time.Time
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		mutex.Lock()
		defer mutex.Unlock()
		at = append(at, time.Now())
	}))
	t.Cleanup(server.Close)
	one := probe.NewPace(allowed, time.Now, func(ctx context.Context, pause time.Duration) error {
		time.Sleep(pause)
		return ctx.Err()
	})
	visitor := NewVisitor(VisitorOptions{
		Consent: given{outbound.NewGuard(net.DefaultResolver, outbound.Typed(), nil)}, Pace: func(string) probe.Pace { return one }, Now: time.Now,
	})
	var group sync.WaitGroup
	for number := range visits {
		group.Go(func() {
			staging, end, missing := visitor.Visit(t.Context(), jobs.StageVisit{Repository: fmt.Sprintf("acme/shop%d", number), Address: server.URL})
			if missing.Reason != "" {
				t.Error(missing.Reason)
				return
			}
			defer end()
			for request := range requests {
				if _, err := staging.Ask(t.Context(), []checks.Probe{{Path: fmt.Sprintf("/%d", request)}}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if len(at) != visits*requests {
		t.Fatalf("%d arrived", len(at))
	}
	first := 0
	for last := range at {
		for at[last].Sub(at[first]) >= time.Second {
			first++
		}
		if count := last - first + 1; count > allowed+edge {
			t.Fatalf("%d arrived within a second, %d are allowed", count, allowed)
		}
	}
}
