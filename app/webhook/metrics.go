package webhook

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics are what operators see of the intake.
type metrics struct {
	signatures *prometheus.CounterVec
	deliveries *prometheus.CounterVec
	duration   prometheus.Histogram
}

func newMetrics(registerer prometheus.Registerer) (*metrics, error) {
	m := &metrics{
		signatures: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "golive_webhook_signature_total",
			Help: "Deliveries by the secret they were signed with. A previous secret can go once only current rises; none is refused.",
		}, []string{"key"}),
		deliveries: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "golive_webhook_deliveries_total",
			Help: "Deliveries by event (other: one that golive does not use) and outcome.",
		}, []string{"event", "outcome"}),
		duration: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name:    "golive_webhook_duration_seconds",
			Help:    "Time from a delivery's headers to its answer, the body's arrival included.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
		}),
	}
	for _, key := range []string{keyCurrent, keyPrevious, keyNone} {
		m.signatures.WithLabelValues(key)
	}
	for _, collector := range []prometheus.Collector{m.signatures, m.deliveries, m.duration} {
		if err := registerer.Register(collector); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func (m *metrics) signature(key string) { m.signatures.WithLabelValues(key).Inc() }

// observe counts one delivery. The event comes from a header that anybody may
// send, so only words that golive knows become labels.
func (m *metrics) observe(event, outcome string, elapsed time.Duration) {
	if _, known := readers[event]; !known && event != "ping" {
		event = "other"
	}
	m.deliveries.WithLabelValues(event, outcome).Inc()
	m.duration.Observe(elapsed.Seconds())
}
