package server

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/golive-app/golive/app/doctor"
	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/app/setup"
	"github.com/golive-app/golive/config"
)

// DoctorSources are what a diagnosis of this golive is made from.
func (s *Server) DoctorSources() doctor.Sources {
	return doctor.Sources{
		GitHub: s.hub, PublicURL: s.options.Settings.PublicURL, Now: s.options.Now,
		Redis: func(ctx context.Context) doctor.RedisFacts { return inspectRedis(ctx, s.redis, s.Embedded()) },
	}
}

// OpenDoctor returns what a diagnosis is made from where golive is not at work in
// this process: it connects to the Redis of the settings and asks GitHub as their
// App. It fails where the settings cannot be used. release ends it.
func OpenDoctor(settings config.Settings, version string, now func() time.Time, logger *slog.Logger) (sources doctor.Sources, release func() error, err error) {
	hub, err := github.NewHub(github.Options{
		AppID: settings.AppID, PrivateKey: settings.PrivateKey,
		APIURL: settings.GitHubURL, UploadURL: settings.GitHubUpload, WebURL: settings.GitHubWeb,
		DataDirectory: settings.DataDirectory, Now: now, Logger: logger, UserAgent: "golive/" + version,
	})
	if err != nil {
		return doctor.Sources{}, nil, err
	}
	sources = doctor.Sources{GitHub: hub, PublicURL: settings.PublicURL, Now: now}
	if place, err := setup.NewPlace(settings.PublicURL, settings.GitHubURL, settings.GitHubWeb); err == nil {
		sources.NoWebhook = !place.Reachable
	}
	if settings.RedisURL == "" {
		sources.Redis = func(context.Context) doctor.RedisFacts { return doctor.RedisFacts{Embedded: true} }
		return sources, func() error { return nil }, nil
	}
	client, err := openRedis(settings.RedisURL)
	if err != nil {
		return doctor.Sources{}, nil, err
	}
	sources.Redis = func(ctx context.Context) doctor.RedisFacts { return inspectRedis(ctx, client, false) }
	return sources, client.Close, nil
}

// inspectRedis asks Redis about itself.
func inspectRedis(ctx context.Context, client redis.UniversalClient, embedded bool) doctor.RedisFacts {
	if embedded {
		return doctor.RedisFacts{Embedded: true, Reachable: client.Ping(ctx).Err() == nil}
	}
	text, err := client.Info(ctx, "server", "memory", "persistence").Result()
	if err != nil && client.Ping(ctx).Err() == nil {
		return doctor.RedisFacts{Reachable: true} // it answers, and says nothing of itself
	}
	if err != nil {
		return doctor.RedisFacts{Problem: redisProblem(err)}
	}
	return doctor.ReadRedisInfo(text)
}

// redisProblem says why Redis does not answer, without the address, which may
// hold a password.
func redisProblem(err error) string {
	var refused redis.Error
	var network *net.OpError
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "it did not answer in time"
	case errors.As(err, &refused):
		return "it refuses golive: " + refused.Error()
	case errors.As(err, &network):
		return network.Err.Error()
	}
	return "golive's log has the details"
}
