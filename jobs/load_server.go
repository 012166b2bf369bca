package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/hibiken/asynq"
)

// LoadServer takes load tests from their queue, so many at once as this machine has
// processors for.
type LoadServer struct {
	server   *Server // of which it only uses how a task is done
	queue    *asynq.Server
	stopping context.Context
	stop     context.CancelCauseFunc
}

// loadStopTime is how long a load test that is stopped may take to keep what it
// measured.
const loadStopTime = loadOver + 5*time.Second

// NewLoadServer returns a server that is not started yet. Its options are those of a
// Server; it sweeps nothing.
func NewLoadServer(options ServerOptions) *LoadServer {
	s := &LoadServer{server: &Server{options: options}}
	s.stopping, s.stop = context.WithCancelCause(context.Background())
	s.queue = asynq.NewServerFromRedisClient(options.Redis, asynq.Config{
		Concurrency:              options.Concurrency,
		Queues:                   map[string]int{queueLoad: 1},
		RetryDelayFunc:           retryDelay(options.Now),
		IsFailure:                isFailure,
		ShutdownTimeout:          loadStopTime,
		TaskCheckInterval:        100 * time.Millisecond,
		DelayedTaskCheckInterval: time.Second,
		Logger:                   queueLogger{options.Logger},
		LogLevel:                 asynq.WarnLevel,
	})
	return s
}

// Start begins to take load tests; it returns at once.
func (s *LoadServer) Start() error {
	if err := s.queue.Start(asynq.HandlerFunc(s.handle)); err != nil {
		return fmt.Errorf("start the server of load tests: %w", err)
	}
	return nil
}

// Stop takes no more load tests and stops those at work: asynq would let them go on and
// then have them run again.
func (s *LoadServer) Stop() {
	s.queue.Stop()
	s.stop(errLoadStops)
	s.queue.Shutdown()
}

// handle does one task, until the server stops.
func (s *LoadServer) handle(ctx context.Context, task *asynq.Task) error {
	working, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(s.stopping, func() { cancel(context.Cause(s.stopping)) })()
	err := s.server.handle(working, task)
	if err != nil && s.stopping.Err() != nil && ctx.Err() == nil {
		// It had not begun: somebody else, or this one after its restart, takes it.
		return s.server.again(context.WithoutCancel(ctx), task, ErrBusy)
	}
	return err
}
