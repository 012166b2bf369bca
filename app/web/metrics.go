package web

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// MetricsHandler serves /metrics and nothing else. It belongs on a listener of
// its own, which the outside does not reach.
func MetricsHandler(gatherer prometheus.Gatherer) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(gatherer, promhttp.HandlerOpts{
		// One broken collector must not hide what the others say.
		ErrorHandling: promhttp.ContinueOnError,
	}))
	return mux
}
