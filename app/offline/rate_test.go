package offline_test

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"github.com/golive-app/golive/checks/evidence/outbound"
	"github.com/golive-app/golive/checks/evidence/probe"
)

// manyRoutes is a service with 60 routes, most of them behind a guard.
func manyRoutes() []string {
	files := append([]string(nil), shop...)
	var routes strings.Builder
	for number := range 56 {
		fmt.Fprintf(&routes, "app.get('/api/orders%d', requireAuth, (req, res) => res.json([]))\n", number)
	}
	files[len(files)-1] = strings.Replace(files[len(files)-1], "app.listen", routes.String()+"app.listen", 1)
	return files
}

// target is a service that refuses, and remembers when it was asked.
type target struct {
	mutex sync.Mutex
	at    []time.Time
}

func (s *target) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	s.mutex.Lock()
	s.at = append(s.at, time.Now())
	s.mutex.Unlock()
	switch {
	case request.URL.Path == "/":
		writer.Header().Set("Content-Type", "text/html")
		_, _ = writer.Write([]byte("<!doctype html><title>Shop</title><h1>Hats</h1>"))
	case strings.HasPrefix(request.URL.Path, "/api/orders"):
		writer.WriteHeader(http.StatusUnauthorized)
	default:
		writer.WriteHeader(http.StatusNotFound)
	}
}

// most is the largest number of requests in any window of a second.
func (s *target) most() int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	most, first := 0, 0
	for last := range s.at {
		for s.at[last].Sub(s.at[first]) >= time.Second {
			first++
		}
		most = max(most, last-first+1)
	}
	return most
}

// However many items look at once, the target sees no more than was allowed. Requests go
// out one after another, so that at its door a second holds at most what the rate grants,
// the one that waited, and the one that a slow answer held up.
func TestTheTargetSeesNoMoreThanTheRate(t *testing.T) {
	t.Parallel()
	const allowed, edge = 50, 3
	served := &target{}
	server := httptest.NewServer(served)
	t.Cleanup(server.Close)
	_, visit := visits(t, server.URL, outbound.NewGuard(net.DefaultResolver, outbound.Typed(), nil), manyRoutes(), func(options *probe.Options) {
		options.Rate, options.Wait = rate.Limit(allowed), nil
	})
	if len(served.at) != visit.Asked() || visit.Asked() < 150 {
		t.Errorf("%d arrived, %d were sent", len(served.at), visit.Asked())
	}
	if most := served.most(); most > allowed+edge {
		t.Errorf("%d arrived within a second, %d are allowed", most, allowed)
	}
}

// BenchmarkVisit looks at a service with 60 routes where a hundred requests a second are
// allowed: ten seconds at most.
func BenchmarkVisit(b *testing.B) {
	server := httptest.NewServer(&target{})
	b.Cleanup(server.Close)
	for b.Loop() {
		_, visit := visits(b, server.URL, outbound.NewGuard(net.DefaultResolver, outbound.Typed(), nil), manyRoutes(), func(options *probe.Options) {
			options.Rate, options.Wait = 100, nil
		})
		b.ReportMetric(float64(visit.Asked()), "requests")
	}
}
