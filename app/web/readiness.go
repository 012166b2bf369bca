package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"
)

// Probe is one thing that has to be in order before this process takes work.
type Probe struct {
	Name  string // "redis", "credentials", "draining"
	Check func(ctx context.Context) error
}

// Reason is an error whose text may be shown to anybody. Every other error's text
// may name hosts and stays in the log.
type Reason string

func (r Reason) Error() string { return string(r) }

const (
	probeTime = 2 * time.Second
	// fresh is how long an answer is given again without asking anew, so that
	// requests to /ready do not become requests to Redis.
	fresh = time.Second
)

// readiness answers /ready.
type readiness struct {
	probes []Probe
	now    func() time.Time
	logger *slog.Logger

	mutex sync.Mutex
	asked time.Time
	last  readyAnswer
}

type readyAnswer struct {
	Status string       `json:"status"` // "ready" or "not ready"
	Checks []probeState `json:"checks"`
}

type probeState struct {
	Name   string `json:"name"`
	Ready  bool   `json:"ready"`
	Reason string `json:"reason,omitempty"`
}

func newReadiness(probes []Probe, now func() time.Time, logger *slog.Logger) *readiness {
	return &readiness{probes: probes, now: now, logger: logger}
}

func (r *readiness) serve(c *gin.Context) {
	state := r.ask(c.Request.Context())
	status := http.StatusOK
	if state.Status != "ready" {
		status = http.StatusServiceUnavailable
	}
	answer(c, status, state)
}

// ask runs the probes, unless that was done just now. Requests that come
// meanwhile wait for the one that is asking.
func (r *readiness) ask(ctx context.Context) readyAnswer {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if now := r.now(); r.asked.IsZero() || now.Sub(r.asked) >= fresh || now.Before(r.asked) {
		// Others wait for this answer too: it must not end with who asked first.
		r.last, r.asked = r.probe(context.WithoutCancel(ctx)), now
	}
	return r.last
}

func (r *readiness) probe(ctx context.Context) readyAnswer {
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	state := readyAnswer{Status: "ready", Checks: make([]probeState, len(r.probes))}
	var group sync.WaitGroup
	for index, probe := range r.probes {
		group.Go(func() { state.Checks[index] = r.one(ctx, probe) })
	}
	group.Wait()
	for _, check := range state.Checks {
		if !check.Ready {
			state.Status = "not ready"
		}
	}
	return state
}

func (r *readiness) one(ctx context.Context, probe Probe) (state probeState) {
	state = probeState{Name: probe.Name}
	defer func() {
		if value := recover(); value != nil {
			r.logger.ErrorContext(ctx, "probe panicked", "probe", probe.Name, "panic", value)
			state.Reason = "failed; golive's log has the details"
		}
	}()
	err := probe.Check(ctx)
	var reason Reason
	switch {
	case err == nil:
		state.Ready = true
		return state
	case errors.As(err, &reason):
		state.Reason = reason.Error()
	case errors.Is(err, context.DeadlineExceeded):
		state.Reason = "did not answer in time"
	default:
		state.Reason = "failed; golive's log has the details"
	}
	r.logger.WarnContext(ctx, "not ready", "probe", probe.Name, "error", err.Error())
	return state
}

// Drain lets a process say that it is going away before it does, so that nobody
// sends it more.
type Drain struct{ begun atomic.Bool }

// Begin makes the process not ready from now on.
func (d *Drain) Begin() { d.begun.Store(true) }

// Probe returns the probe that fails once draining has begun.
func (d *Drain) Probe() Probe {
	return Probe{"draining", func(context.Context) error {
		if d.begun.Load() {
			return Reason("this process is shutting down")
		}
		return nil
	}}
}
