package shop

import (
	"net/http"
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// requestCounter counts the requests of one deployment and shows the numbers.
type requestCounter struct {
	total *prometheus.CounterVec
	http.Handler
}

func newRequestCounter(service, commit string) *requestCounter {
	registry := prometheus.NewRegistry()
	total := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "http_requests_total", Help: "Requests by method, route and status.",
	}, []string{"method", "route", "status"})
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "build_info", Help: "What is deployed.", ConstLabels: prometheus.Labels{"service": service, "commit": commit},
	})
	build.Set(1)
	registry.MustRegister(total, build)
	return &requestCounter{total, promhttp.HandlerFor(registry, promhttp.HandlerOpts{})}
}

// count adds a request. route is the pattern, not the path: a path may be
// anything, and each one would be a series of its own.
func (r *requestCounter) count(method, route string, status int) {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
	default:
		method = "other"
	}
	if route == "" {
		route = "none"
	}
	r.total.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
}
