package web

import (
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

// StatusFunc tells how the parts of golive are. What cannot be asked is left at
// its zero value and said to be unreachable; the reason goes to the log.
type StatusFunc func(ctx context.Context) Status

// Status is how the parts of golive are.
type Status struct {
	Redis  RedisStatus
	Queues []QueueStatus // nil where they cannot be read
	GitHub GitHubStatus
}

// RedisStatus is how the queue's store is.
type RedisStatus struct {
	Embedded  bool // it lives and dies with this process
	Reachable bool
}

// QueueStatus counts the tasks of one queue by their state.
type QueueStatus struct {
	Name      string `json:"name"`
	Paused    bool   `json:"paused"`
	Pending   int    `json:"pending"`
	Active    int    `json:"active"`
	Scheduled int    `json:"scheduled"`
	Retry     int    `json:"retry"`
	Archived  int    `json:"archived"` // failed for good: somebody has to look
}

// GitHubStatus is when GitHub's API was asked last.
type GitHubStatus struct {
	LastSuccess time.Time // zero: not since the start
	LastFailure time.Time
}

// statusTime bounds how long the parts are asked.
const statusTime = 3 * time.Second

type statusAnswer struct {
	Status  string        `json:"status"` // "ok" or "degraded"
	Notes   []string      `json:"notes"`  // what somebody should know or do
	Version string        `json:"version"`
	Started time.Time     `json:"started"`
	Uptime  int64         `json:"uptime_seconds"`
	Redis   redisAnswer   `json:"redis"`
	Queues  []QueueStatus `json:"queues"` // null: could not be read
	GitHub  gitHubAnswer  `json:"github"`
}

type redisAnswer struct {
	Mode      string `json:"mode"` // "embedded" or "external"
	Reachable bool   `json:"reachable"`
}

type gitHubAnswer struct {
	State       string     `json:"state"` // "reachable", "failing" or "not asked yet"
	LastSuccess *time.Time `json:"last_success"`
	LastFailure *time.Time `json:"last_failure"`
}

func serveStatus(options Options) gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx, cancel := context.WithTimeout(c.Request.Context(), statusTime)
		defer cancel()
		answer(c, http.StatusOK, describe(options.Status(ctx), options, options.Now()))
	}
}

// describe says in words what somebody should know. It answers 200 also when
// something is wrong: /ready is the address for machines that decide by status.
func describe(status Status, options Options, now time.Time) statusAnswer {
	described := statusAnswer{
		Status: "ok", Notes: []string{}, Version: options.Build.Version, Started: options.Started.UTC(),
		Uptime: int64(now.Sub(options.Started).Seconds()), Queues: status.Queues,
		Redis:  redisAnswer{"external", status.Redis.Reachable},
		GitHub: gitHubAnswer{State: "not asked yet", LastSuccess: moment(status.GitHub.LastSuccess), LastFailure: moment(status.GitHub.LastFailure)},
	}
	degraded := func(note string) {
		described.Status = "degraded"
		described.Notes = append(described.Notes, note)
	}
	if status.Redis.Embedded {
		described.Redis.Mode = "embedded"
		described.Notes = append(described.Notes, "Redis is embedded in this process: what is queued is lost when it stops, and no second process can share the work. "+
			"Verdicts and sign-offs are on GitHub and are not lost. Set GOLIVE_REDIS_URL for production.")
	}
	if !status.Redis.Reachable {
		degraded("Redis cannot be reached: deliveries are refused with 503 and GitHub is asked for them again later.")
	}
	if status.Queues == nil {
		degraded("The queues cannot be read.")
	}
	for _, queue := range status.Queues {
		if queue.Archived > 0 {
			degraded("Tasks have failed for good in queue " + queue.Name + "; golive's log has the reason of each.")
		}
		if queue.Paused {
			degraded("Queue " + queue.Name + " is paused.")
		}
	}
	switch {
	case status.GitHub.LastFailure.After(status.GitHub.LastSuccess):
		described.GitHub.State = "failing"
		degraded("The last request to GitHub's API failed.")
	case !status.GitHub.LastSuccess.IsZero():
		described.GitHub.State = "reachable"
	}
	return described
}

// moment returns nil for a time that never was.
func moment(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	at = at.UTC()
	return &at
}
