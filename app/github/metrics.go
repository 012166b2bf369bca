package github

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// measures are the metrics of the edge. The installation is a label of the
// rate gauges only: on the counters it would make a series for each customer.
type measures struct {
	requests  *prometheus.CounterVec
	seconds   *prometheus.HistogramVec
	remaining *prometheus.GaugeVec
	limit     *prometheus.GaugeVec
	limited   *prometheus.CounterVec
	fetches   *prometheus.CounterVec
}

func newMeasures(registerer prometheus.Registerer) (*measures, error) {
	m := &measures{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "golive_github_requests_total",
			Help: "Requests to GitHub's API by method and class of the answer: 2xx, 304, 3xx, 4xx, 5xx, error."}, []string{"method", "class"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "golive_github_request_duration_seconds",
			Help: "Time until GitHub's API began to answer.", Buckets: []float64{.05, .1, .25, .5, 1, 2.5, 5, 10, 20}}, []string{"method"}),
		remaining: prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "golive_github_rate_limit_remaining",
			Help: "Requests that are left in the hour."}, []string{"installation"}),
		limit: prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "golive_github_rate_limit",
			Help: "Requests that an hour has."}, []string{"installation"}),
		limited: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "golive_github_limited_total",
			Help: "Requests that were refused for a rate limit, by GitHub or by golive before sending."}, []string{"by"}),
		fetches: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "golive_github_fetches_total",
			Help: "Asked-for commits by outcome: present (no network), fetched, rebuilt, failed."}, []string{"outcome"}),
	}
	if registerer == nil {
		return m, nil
	}
	for _, collector := range []prometheus.Collector{m.requests, m.seconds, m.remaining, m.limit, m.limited, m.fetches} {
		if err := registerer.Register(collector); err != nil {
			return nil, fmt.Errorf("github: metrics: %w", err)
		}
	}
	return m, nil
}

func (m *measures) request(method string, response *http.Response, took time.Duration) {
	class := "error"
	switch {
	case response == nil:
	case response.StatusCode == http.StatusNotModified:
		class = "304"
	default:
		class = strconv.Itoa(response.StatusCode/100) + "xx"
	}
	m.requests.WithLabelValues(method, class).Inc()
	m.seconds.WithLabelValues(method).Observe(took.Seconds())
}

// rate shows what is left. Only the core limit is shown: golive uses no other.
func (m *measures) rate(installation int64, header http.Header) {
	if resource := header.Get("X-RateLimit-Resource"); resource != "" && resource != "core" {
		return
	}
	remaining, errRemaining := strconv.ParseFloat(header.Get("X-RateLimit-Remaining"), 64)
	limit, errLimit := strconv.ParseFloat(header.Get("X-RateLimit-Limit"), 64)
	if errors.Join(errRemaining, errLimit) != nil {
		return
	}
	label := strconv.FormatInt(installation, 10)
	m.remaining.WithLabelValues(label).Set(remaining)
	m.limit.WithLabelValues(label).Set(limit)
}

// forget drops the series of an installation that is gone.
func (m *measures) forget(installation int64) {
	label := strconv.FormatInt(installation, 10)
	m.remaining.DeleteLabelValues(label)
	m.limit.DeleteLabelValues(label)
}
