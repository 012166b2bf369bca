package jobs

import (
	"time"

	"github.com/hibiken/asynq"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"
)

// Inspector tells what the queues hold.
type Inspector struct{ inspector *asynq.Inspector }

// NewInspector returns an inspector over a Redis client, which stays the
// caller's to close.
func NewInspector(client redis.UniversalClient) *Inspector {
	return &Inspector{asynq.NewInspectorFromRedisClient(client)}
}

// QueueSize is what one queue holds.
type QueueSize struct {
	Queue     string
	Paused    bool
	Pending   int
	Active    int
	Scheduled int
	Retry     int
	Archived  int           // failed for good
	Age       time.Duration // of the oldest pending task
}

// Sizes returns what the queues hold. A queue that never had a task is left out.
func (i *Inspector) Sizes() ([]QueueSize, error) {
	names, err := i.inspector.Queues()
	if err != nil {
		return nil, err
	}
	sizes := make([]QueueSize, 0, len(names))
	for _, name := range names {
		info, err := i.inspector.GetQueueInfo(name)
		if err != nil {
			return nil, err
		}
		sizes = append(sizes, QueueSize{
			name, info.Paused, info.Pending, info.Active, info.Scheduled, info.Retry, info.Archived, info.Latency,
		})
	}
	return sizes, nil
}

// LoadServed reports whether a process that runs load tests is up. One that ended says
// so at once, one that died is known as such within ten seconds.
func (i *Inspector) LoadServed() (bool, error) {
	servers, err := i.inspector.Servers()
	if err != nil {
		return false, err
	}
	for _, server := range servers {
		if _, serves := server.Queues[queueLoad]; serves && server.Status == "active" {
			return true, nil
		}
	}
	return false, nil
}

var (
	queueTasks = prometheus.NewDesc("golive_queue_tasks", "Tasks in a queue by state.", []string{"queue", "state"}, nil)
	queueAge   = prometheus.NewDesc("golive_queue_oldest_seconds", "Age of the oldest pending task.", []string{"queue"}, nil)
)

// Describe implements prometheus.Collector.
func (i *Inspector) Describe(descriptions chan<- *prometheus.Desc) {
	descriptions <- queueTasks
	descriptions <- queueAge
}

// Collect implements prometheus.Collector. A Redis that cannot be asked shows as
// an invalid metric, not as empty queues.
func (i *Inspector) Collect(metrics chan<- prometheus.Metric) {
	sizes, err := i.Sizes()
	if err != nil {
		metrics <- prometheus.NewInvalidMetric(queueTasks, err)
		return
	}
	for _, size := range sizes {
		for state, count := range map[string]int{
			"pending": size.Pending, "active": size.Active, "scheduled": size.Scheduled, "retry": size.Retry, "archived": size.Archived,
		} {
			metrics <- prometheus.MustNewConstMetric(queueTasks, prometheus.GaugeValue, float64(count), size.Queue, state)
		}
		metrics <- prometheus.MustNewConstMetric(queueAge, prometheus.GaugeValue, size.Age.Seconds(), size.Queue)
	}
}
