package server

import (
	"context"
	"log/slog"
	"net/http"
	"os"
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
		APIURL: s.options.Settings.GitHubURL, AppID: s.options.Settings.AppID,
		Redis: func(ctx context.Context) doctor.RedisFacts { return inspectRedis(ctx, s.redis, s.Embedded()) },
	}
}

// OpenDoctor returns what a diagnosis is made from where golive is not at work in
// this process: it connects to the Redis of the settings and asks GitHub as their
// App, and keeps nothing. A key that cannot be read is a diagnosis of its own; it
// fails where other settings cannot be used. release ends it.
func OpenDoctor(settings config.Settings, version string, now func() time.Time, logger *slog.Logger) (sources doctor.Sources, release func() error, err error) {
	sources = doctor.Sources{
		PublicURL: settings.PublicURL, Now: now, APIURL: settings.GitHubURL, AppID: settings.AppID,
		Key:   doctor.ReadKey(settings.PrivateKey),
		Redis: func(context.Context) doctor.RedisFacts { return doctor.RedisFacts{Embedded: true} },
	}
	if settings.RedisURL != "" {
		options, err := redisOptions(settings.RedisURL)
		if err != nil {
			return doctor.Sources{}, nil, err
		}
		sources.Redis = func(ctx context.Context) doctor.RedisFacts { return visitRedis(ctx, options, handshakeTime) }
	}
	public := settings.PublicURL
	if public == "" {
		public, sources.Local = setup.Local(settings.Listen)
	}
	if place, err := setup.NewPlace(public, settings.GitHubURL, settings.GitHubWeb); err == nil {
		sources.NoWebhook = !place.Reachable && settings.PublicURL != ""
		sources.Local = sources.Local && !place.Reachable
	}
	if settings.PublicURL != "" {
		client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		sources.Public = func(ctx context.Context) doctor.PublicFacts { return askPublic(ctx, client, settings.PublicURL) }
	}
	release = func() error { return nil }
	if sources.Key.Problem != "" {
		return sources, release, nil
	}
	// The hub makes a directory for its mirrors, and the real one may be another
	// user's, whose it would no longer be.
	scratch, err := os.MkdirTemp("", "golive-doctor-")
	if err != nil {
		return doctor.Sources{}, nil, err
	}
	hub, err := github.NewHub(github.Options{
		AppID: settings.AppID, PrivateKey: settings.PrivateKey,
		APIURL: settings.GitHubURL, UploadURL: settings.GitHubUpload, WebURL: settings.GitHubWeb,
		DataDirectory: scratch, Now: now, Logger: logger, UserAgent: "golive/" + version,
	})
	if err != nil {
		_ = os.RemoveAll(scratch) // it is empty; the first error is the one to mend
		return doctor.Sources{}, nil, err
	}
	sources.GitHub = hub
	return sources, func() error { return os.RemoveAll(scratch) }, nil
}

// inspectRedis asks Redis about itself. All sections are asked for: only Redis 7
// and later takes more than one name.
func inspectRedis(ctx context.Context, client redis.UniversalClient, embedded bool) doctor.RedisFacts {
	if embedded {
		return doctor.RedisFacts{Embedded: true, Reachable: client.Ping(ctx).Err() == nil}
	}
	text, err := client.Info(ctx).Result()
	if err != nil && client.Ping(ctx).Err() == nil {
		return doctor.RedisFacts{Reachable: true} // it answers, and says nothing of itself
	}
	if err != nil {
		cause, problem := redisProblem(err)
		return doctor.RedisFacts{Problem: problem, Cause: cause}
	}
	return doctor.ReadRedisInfo(text)
}
