package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/golive-app/golive/app/bundle"
	"github.com/golive-app/golive/app/web"
	"github.com/golive-app/golive/app/webhook"
	"github.com/golive-app/golive/jobs"
)

// startWeb serves the webhook and the pages.
func (s *Server) startWeb(ctx context.Context, store *jobs.Store, queue *jobs.Queue, inspector *jobs.Inspector, registry *prometheus.Registry) error {
	deliveries, err := webhook.NewHandler(webhook.Options{
		Secrets: s.options.Settings.WebhookSecrets, App: webhook.AppIdentity{ID: s.options.Settings.AppID}, Queue: queue,
		Now: s.options.Now, Logger: s.options.Logger, Registerer: registry,
	})
	if err != nil {
		return err
	}
	bundles, err := web.NewBundlePage(store, s.options.Logger)
	if err != nil {
		return err
	}
	signer, err := bundle.NewSigner(s.options.Settings.PrivateKey)
	if err != nil {
		return err
	}
	routes := []web.Route{deliveries, bundles}
	if s.options.takeOver != nil {
		routes = append(routes, s.options.takeOver.pages)
	}
	handler, err := web.New(web.Options{
		Routes: routes,
		Probes: []web.Probe{
			{Name: "redis", Check: func(ctx context.Context) error { return s.redis.Ping(ctx).Err() }},
			s.drain.Probe(),
		},
		Status:    s.status(inspector),
		Build:     web.Build{Version: s.options.Version, Commit: s.options.Commit, Date: s.options.Date, Go: runtime.Version(), BundleKey: signer.Fingerprint()},
		PublicURL: s.options.Settings.PublicURL, Started: s.started, Now: s.options.Now, Logger: s.options.Logger,
	})
	if err != nil {
		return err
	}
	if s.options.takeOver != nil {
		s.handler = handler
		return nil
	}
	s.web, err = s.serve(ctx, handler, s.options.Settings.Listen)
	return err
}

// startMetrics serves /metrics on its own listener, where nobody from outside
// comes.
func (s *Server) startMetrics(ctx context.Context, registry *prometheus.Registry) (err error) {
	s.metrics, err = s.serve(ctx, web.MetricsHandler(registry), s.options.Settings.MetricsListen)
	return err
}

// serve answers on an address until Stop. That the address is free is known
// before it returns.
func (s *Server) serve(ctx context.Context, handler http.Handler, address string) (*web.Server, error) {
	server := web.NewServer(handler, address, s.options.Logger)
	if err := server.Listen(ctx); err != nil {
		return nil, err
	}
	s.serving.Go(func() {
		if err := server.Serve(context.WithoutCancel(ctx)); err != nil {
			s.failed <- fmt.Errorf("%s: %w", address, err)
		}
	})
	return server, nil
}

// status says how the parts are.
func (s *Server) status(inspector *jobs.Inspector) web.StatusFunc {
	return func(ctx context.Context) web.Status {
		status := web.Status{Redis: web.RedisStatus{Embedded: s.Embedded(), Reachable: s.redis.Ping(ctx).Err() == nil}}
		status.GitHub.LastSuccess, status.GitHub.LastFailure = s.hub.LastContact()
		sizes, err := inspector.Sizes()
		if err != nil {
			s.options.Logger.WarnContext(ctx, "the queues cannot be read", "error", err.Error())
			return status
		}
		status.Queues = []web.QueueStatus{}
		for _, size := range sizes {
			status.Queues = append(status.Queues, web.QueueStatus{
				Name: size.Queue, Paused: size.Paused, Pending: size.Pending, Active: size.Active,
				Scheduled: size.Scheduled, Retry: size.Retry, Archived: size.Archived,
			})
		}
		return status
	}
}

// Failed tells when a part has ended by itself.
func (s *Server) Failed() <-chan error { return s.failed }

// Stop ends golive: no more deliveries are taken, requests and tasks at work may
// end within the stop time, and other tasks go back to the queue.
func (s *Server) Stop(ctx context.Context) error {
	s.drain.Begin()
	var problems []error
	if s.web != nil {
		problems = append(problems, s.web.Shutdown(ctx))
	}
	if s.loads != nil {
		s.loads.Stop() // first: it keeps what was measured, and asks for it to be judged
	}
	if s.queue != nil {
		s.queue.Stop()
	}
	if s.metrics != nil {
		problems = append(problems, s.metrics.Shutdown(ctx))
	}
	s.serving.Wait()
	for _, release := range s.closers {
		problems = append(problems, release())
	}
	if s.redis != nil {
		problems = append(problems, s.redis.Close())
	}
	if s.embedded != nil {
		s.embedded.Close()
	}
	return errors.Join(problems...)
}
