package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"
)

// ServerOptions are what a Server needs.
type ServerOptions struct {
	Redis       redis.UniversalClient
	Worker      *Worker
	Queue       *Queue
	Concurrency int           // tasks at once
	StopTime    time.Duration // how long a task may go on after Stop
	Sweep       time.Duration // how often missed events are looked for; 0: never
	Now         func() time.Time
	Logger      *slog.Logger
}

// Server takes tasks from the queue and has the worker do them.
type Server struct {
	options ServerOptions
	server  *asynq.Server
	cancel  context.CancelFunc
	swept   chan struct{}
}

// NewServer returns a server that is not started yet.
func NewServer(options ServerOptions) *Server {
	s := &Server{options: options, swept: make(chan struct{})}
	s.server = asynq.NewServerFromRedisClient(options.Redis, asynq.Config{
		Concurrency:              options.Concurrency,
		Queues:                   queueWeights,
		RetryDelayFunc:           retryDelay(options.Now),
		IsFailure:                isFailure,
		ShutdownTimeout:          options.StopTime,
		TaskCheckInterval:        100 * time.Millisecond,
		DelayedTaskCheckInterval: time.Second,
		Logger:                   queueLogger{options.Logger},
		LogLevel:                 asynq.WarnLevel,
	})
	return s
}

// queueWeights are how often a worker that is free looks into a queue first.
var queueWeights = map[string]int{queuePublish: 16, queueOpen: 12, queueSection: 8, queueAgain: 3, queueSweep: 2, queueLooking: 3, queueLook: 1}

// Start begins to take tasks and to sweep; it returns at once.
func (s *Server) Start(ctx context.Context) error {
	if err := s.server.Start(asynq.HandlerFunc(s.handle)); err != nil {
		return fmt.Errorf("start the queue's server: %w", err)
	}
	sweeping, cancel := context.WithCancel(context.WithoutCancel(ctx))
	s.cancel = cancel
	go s.sweeps(sweeping)
	return nil
}

// Stop takes no more tasks, lets those at work end within the stop time, and
// gives the others back to the queue.
func (s *Server) Stop() {
	if s.cancel != nil {
		s.cancel()
		<-s.swept
	}
	s.server.Stop()
	s.server.Shutdown()
	s.options.Worker.Close()
}

// handle does one task.
func (s *Server) handle(ctx context.Context, task *asynq.Task) error {
	id, _ := asynq.GetTaskID(ctx)
	started := s.options.Now()
	err := s.options.Worker.Do(ctx, task)
	if err == nil {
		s.options.Logger.DebugContext(ctx, "task done", "task", task.Type(), "id", id, "took", s.options.Now().Sub(started).String())
		return nil
	}
	if errors.Is(ctx.Err(), context.Canceled) {
		return err // the server stops: the task is back in the queue already
	}
	if putOff(ctx, err) {
		if again := s.again(ctx, task, err); again == nil {
			return nil
		}
	}
	if isFailure(err) {
		s.options.Logger.WarnContext(ctx, "task failed", "task", task.Type(), "id", id, "error", err.Error(), "last", lastAttempt(ctx))
		if lastAttempt(ctx) || errors.Is(err, asynq.SkipRetry) {
			s.options.Worker.Abandon(context.WithoutCancel(ctx), task, err)
			if comesAgain(task.Type()) {
				return fmt.Errorf("%w: %w", err, asynq.RevokeTask)
			}
		}
	}
	return err
}

// again puts a task back as a new one, since its retries are used up although it
// never failed. Its deadline goes with it.
func (s *Server) again(ctx context.Context, task *asynq.Task, err error) error {
	born := bornAt(task, s.options.Now())
	if s.options.Now().After(born.Add(taskLifetime)) {
		return context.DeadlineExceeded
	}
	var payload rawPayload = task.Payload()
	options := []asynq.Option{asynq.ProcessIn(retryDelay(s.options.Now)(0, err, task))}
	if queue, found := asynq.GetQueueName(ctx); found {
		options = append(options, asynq.Queue(queue))
	}
	fresh, taskErr := newTask(task.Type(), payload, born, options...)
	if taskErr != nil {
		return taskErr
	}
	_, taskErr = s.options.Queue.client.Load().EnqueueContext(ctx, fresh)
	return taskErr
}

// rawPayload is a payload that is encoded already.
type rawPayload []byte

func (r rawPayload) MarshalJSON() ([]byte, error) { return r, nil }

// sweeps asks for a sweep at once and then in each period.
func (s *Server) sweeps(ctx context.Context) {
	defer close(s.swept)
	if s.options.Sweep <= 0 {
		return
	}
	for first := true; ; {
		pause := s.options.Sweep
		if err := s.sweepOnce(ctx, first); err == nil {
			first = false
			s.options.Worker.tidyMirrors(ctx)
		} else {
			if ctx.Err() == nil {
				s.options.Logger.WarnContext(ctx, "sweep could not be queued; it is tried again soon", "error", err.Error())
			}
			pause = min(pause, sweepAgain)
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
	}
}

// sweepAgain is how soon a sweep that could not be queued is asked for again: the
// one of a start-up finds what happened while golive was away, so a Redis that
// comes up later must not cost it.
const sweepAgain = 2 * time.Second

func (s *Server) sweepOnce(ctx context.Context, first bool) error {
	s.options.Queue.Announce()
	for _, kind := range []string{TypeJanitor, TypeSweep} {
		if err := s.options.Queue.sweep(ctx, kind, s.options.Sweep, first); err != nil {
			return err
		}
	}
	return nil
}

// queueLogger gives asynq's own lines to the log.
type queueLogger struct{ logger *slog.Logger }

func (l queueLogger) Debug(args ...any) { l.logger.Debug(fmt.Sprint(args...), "from", "queue") }
func (l queueLogger) Info(args ...any)  { l.logger.Info(fmt.Sprint(args...), "from", "queue") }
func (l queueLogger) Warn(args ...any)  { l.logger.Warn(fmt.Sprint(args...), "from", "queue") }
func (l queueLogger) Error(args ...any) { l.logger.Error(fmt.Sprint(args...), "from", "queue") }

// Fatal only logs: a library does not end the process.
func (l queueLogger) Fatal(args ...any) { l.logger.Error(fmt.Sprint(args...), "from", "queue") }
