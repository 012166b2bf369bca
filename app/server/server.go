package server

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/redis/go-redis/v9"

	"golang.org/x/time/rate"

	"github.com/golive-app/golive/app/bundle"
	"github.com/golive-app/golive/app/command"
	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/app/publish"
	"github.com/golive-app/golive/app/reach"
	"github.com/golive-app/golive/app/staging"
	"github.com/golive-app/golive/app/web"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/catalogue"
	"github.com/golive-app/golive/checks/evidence/outbound"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/config"
	"github.com/golive-app/golive/jobs"
)

// Options are what a Server needs beyond its settings.
type Options struct {
	Settings      config.Settings
	Version       string   // golive's own
	Commit        string   // golive's own; empty: not known
	Date          string   // of that commit, RFC 3339; empty: not known
	SyntaxCommand []string // starts the child of this program that parses foreign code
	RenderCommand []string // starts the one that renders charts and overlays; empty: they are not rendered
	LoadCommand   []string // starts the child of this program that generates load
	// LoadEngine runs load tests in place of children of this program; nil: they do.
	LoadEngine jobs.LoadEngine
	ItemLimit  time.Duration // for one item's check
	StopTime   time.Duration // how long requests and tasks may go on after Stop
	Sweep      time.Duration // how often missed events are looked for; 0: never
	Now        func() time.Time
	Logger     *slog.Logger

	takeOver *takenOver // the listener of the set-up that this golive came from; nil: none
}

// Server is golive at work.
type Server struct {
	options  Options
	started  time.Time
	embedded *jobs.Embedded
	redis    redis.UniversalClient
	hub      *github.Hub
	queue    *jobs.Server
	loads    *jobs.LoadServer
	web      *web.Server
	handler  http.Handler // for the listener that is taken over
	metrics  *web.Server
	drain    web.Drain
	serving  sync.WaitGroup
	failed   chan error
	closers  []func() error // what to release at the end
}

// The defaults of Options that every way of starting shares.
const (
	DefaultItemLimit = 5 * time.Minute
	DefaultStopTime  = 25 * time.Second
	DefaultSweep     = 10 * time.Minute
)

// Start starts the parts that the settings' role asks for. What was started is
// stopped again where a part fails.
func Start(ctx context.Context, options Options) (*Server, error) {
	options.Logger = slog.New(tracedHandler{options.Logger.Handler()})
	s := &Server{options: options, started: options.Now(), failed: make(chan error, 2)}
	if err := s.start(ctx); err != nil {
		return nil, errors.Join(err, s.Stop(context.WithoutCancel(ctx)))
	}
	if over := options.takeOver; over != nil && s.handler != nil {
		// Only now: a golive that does not start leaves set-up its listener.
		s.web = over.web
		over.handler.become(s.handler)
	}
	return s, nil
}

// Address returns where the webhook and the pages are served; empty for a role
// without them.
func (s *Server) Address() string {
	if s.web == nil {
		return ""
	}
	return s.web.Address()
}

// Embedded reports whether the queue lives inside this process.
func (s *Server) Embedded() bool { return s.embedded != nil }

func (s *Server) start(ctx context.Context) error {
	settings, logger := s.options.Settings, s.options.Logger
	if lacking := settings.Lacking(); len(lacking) > 0 {
		return fmt.Errorf("not set: %s", strings.Join(lacking, ", "))
	}
	if err := s.connectRedis(); err != nil {
		return err
	}
	registry := prometheus.NewRegistry()
	inspector := jobs.NewInspector(s.redis)
	registry.MustRegister(
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), inspector,
	)
	hub, err := github.NewHub(github.Options{
		AppID: settings.AppID, PrivateKey: settings.PrivateKey,
		APIURL: settings.GitHubURL, UploadURL: settings.GitHubUpload, WebURL: settings.GitHubWeb,
		DataDirectory: settings.DataDirectory, Now: s.options.Now, Logger: logger, Registerer: registry,
		UserAgent: "golive/" + s.options.Version,
	})
	if err != nil {
		return err
	}
	s.hub = hub
	store := jobs.NewStore(s.redis, settings.Retention, s.options.Now)
	queue := jobs.NewQueue(s.redis, s.options.Now)
	if settings.Role.Works() || settings.Role.Loads() {
		if err := s.startWorker(ctx, hub, store, queue); err != nil {
			return err
		}
	}
	if settings.Role.Serves() {
		if err := s.startWeb(ctx, store, queue, inspector, registry); err != nil {
			return err
		}
	}
	return s.startMetrics(ctx, registry)
}

// connectRedis connects to the Redis of the settings, or starts one inside the
// process. A Redis that is away is no reason not to start: /ready says so, and
// deliveries are refused until it is back.
func (s *Server) connectRedis() error {
	if s.options.Settings.RedisURL == "" {
		embedded, err := jobs.StartEmbedded()
		if err != nil {
			return err
		}
		s.embedded = embedded
		s.redis = embedded.Client()
		s.options.Logger.Warn("using a Redis inside this process: queued work is lost when it ends; verdicts and sign-offs are on GitHub. Set GOLIVE_REDIS_URL for production")
		return nil
	}
	client, err := openRedis(s.options.Settings.RedisURL)
	if err != nil {
		return err
	}
	s.redis = client
	s.serving.Go(func() { s.warnOfEviction(context.Background(), client) })
	return nil
}

// openRedis makes the client of an address; it connects when it is used.
func openRedis(address string) (*redis.Client, error) {
	options, err := redisOptions(address)
	if err != nil {
		return nil, err
	}
	return redis.NewClient(options), nil
}

func redisOptions(address string) (*redis.Options, error) {
	options, err := redis.ParseURL(address)
	if err != nil {
		// The address may hold a password, so the library's words stay here.
		return nil, errors.New("GOLIVE_REDIS_URL is no Redis address: write redis://HOST:6379/0, rediss:// for TLS or unix://PATH")
	}
	return options, nil
}

func (s *Server) startWorker(ctx context.Context, hub *github.Hub, store *jobs.Store, queue *jobs.Queue) error {
	tools, closeTools, err := catalogue.OpenTools(catalogue.ToolOptions{Command: s.options.SyntaxCommand, Renderer: s.options.RenderCommand})
	if err != nil {
		return err
	}
	s.closers = append(s.closers, closeTools)
	checklist := catalogue.New(tools)
	connect := func(ctx context.Context, target jobs.Target) (*github.Publishing, error) {
		return hub.Publishing(ctx, target)
	}
	signer, err := bundle.NewSigner(s.options.Settings.PrivateKey)
	if err != nil {
		return err
	}
	shown := publish.Catalogue{Items: checklist.Items(), Rows: checklist.Rows}
	publisher := publish.New(publish.Options{
		Forge:     func(ctx context.Context, target jobs.Target) (publish.Forge, error) { return connect(ctx, target) },
		Catalogue: shown,
		Bundler:   bundler{store, shown, s.options.Version, signer, s.options.Settings.PublicURL},
		// No PublicURL: there is no page with results yet that a link could lead to.
		Version: s.options.Version, AppID: s.options.Settings.AppID,
		Now: s.options.Now, Logger: s.options.Logger,
	})
	agent := "golive/" + s.options.Version
	guard := outbound.NewGuard(net.DefaultResolver, s.options.Settings.AllowedRanges, nil)
	consent := outbound.NewConsent(guard, s.options.Settings.AllowedHosts, agent, s.options.Now)
	secrets := staging.Secrets{Directory: s.options.Settings.SecretsDir}
	desk := jobs.NewLoadDesk(jobs.LoadDeskOptions{
		Store: store, Queue: queue, Consent: consent, Secrets: secrets, Served: jobs.NewInspector(s.redis).LoadServed,
		Limits: jobs.LoadLimits{RPS: s.options.Settings.LoadMaxRPS, Duration: s.options.Settings.LoadMaxTime},
		Now:    s.options.Now, NewID: newID, Logger: s.options.Logger,
	})
	var links command.Links
	if s.options.Settings.CheckLinks {
		links = reach.New(guard, agent)
	}
	commander, err := command.New(command.Options{
		Loads: desk, Links: links,
		Hub:      hub,
		Forge:    func(ctx context.Context, target jobs.Target) (command.Forge, error) { return connect(ctx, target) },
		Releases: store, Queue: queue, Items: checklist.Items(), Rows: checklist.Rows,
		Now: s.options.Now, Logger: s.options.Logger, AppID: s.options.Settings.AppID,
		Authors: func(ctx context.Context, _ jobs.Repository, run jobs.Run) ([]checks.PullCommit, error) {
			if run.Range == nil || run.Range.From == "" {
				return nil, fmt.Errorf("%w: nothing was released before %s, so all of its history would have to be read", command.ErrNoRange, run.Release.Name())
			}
			forge, err := connect(ctx, jobs.Target{Installation: run.Installation, Repository: run.Release.Repository})
			if err != nil {
				return nil, err
			}
			return forge.CommitsBetween(ctx, run.Range.From, run.Release.SHA)
		},
	})
	if err != nil {
		return err
	}
	runner := checks.NewRunner(checks.RunnerOptions{
		Now: s.options.Now, Incident: newID, Limit: s.options.ItemLimit, Logger: s.options.Logger,
	})
	engine := s.options.LoadEngine
	if engine == nil {
		engine = jobs.LoadFleet{Command: s.options.LoadCommand, Agent: agent}
	}
	shows, noBrowser := s.browser()
	worker := jobs.NewWorker(jobs.WorkerOptions{
		Loads: desk, Engine: engine, Browser: shows, NoBrowser: noBrowser,
		Stages: staging.NewVisitor(staging.VisitorOptions{
			Consent: consent, Secrets: secrets,
			Pace: jobs.NewPaces(s.redis, probe.Every(rate.Limit(s.options.Settings.ProbeRPS))).Of, Rate: rate.Limit(s.options.Settings.ProbeRPS), Bursts: s.options.Settings.ProbeBurst, Now: s.options.Now,
		}),
		Redis: s.redis, Store: store, Queue: queue, Hub: hub, Publisher: publisher, Commander: commander,
		Catalogue: checklist, Runner: runner, Trace: trace, Now: s.options.Now, NewID: newID, Logger: s.options.Logger,
	})
	if s.options.Settings.Role.Loads() {
		s.loads = jobs.NewLoadServer(jobs.ServerOptions{
			Redis: s.redis, Worker: worker, Queue: queue, Concurrency: s.options.Settings.LoadAtOnce, Now: s.options.Now, Logger: s.options.Logger,
		})
		if err := s.loads.Start(); err != nil {
			return err
		}
	}
	if !s.options.Settings.Role.Works() {
		return nil
	}
	server := jobs.NewServer(jobs.ServerOptions{
		Redis: s.redis, Worker: worker, Queue: queue, Concurrency: s.options.Settings.Concurrency,
		StopTime: s.options.StopTime, Sweep: s.options.Sweep, Now: s.options.Now, Logger: s.options.Logger,
	})
	if err := server.Start(ctx); err != nil {
		return err
	}
	s.queue = server
	s.serving.Go(func() { s.introduce(context.WithoutCancel(ctx), hub) })
	return nil
}

// introduceTime bounds how long GitHub may take to say who golive is.
const introduceTime = 20 * time.Second

// introduce asks GitHub who golive is and says in the log what the App lacks. It
// keeps nothing from starting: GitHub may be away for a moment.
func (s *Server) introduce(ctx context.Context, hub *github.Hub) {
	ctx, cancel := context.WithTimeout(ctx, introduceTime)
	defer cancel()
	app, err := hub.App(ctx)
	if err != nil {
		s.options.Logger.ErrorContext(ctx, "GitHub does not take golive for an App", "error", err.Error())
		return
	}
	s.options.Logger.InfoContext(ctx, "GitHub knows golive", "app", app.Slug, "id", app.ID)
	for _, lacking := range github.Lacking(app) {
		s.options.Logger.WarnContext(ctx, "the App lacks something; add it on the App's settings page", "lacking", lacking)
	}
}

// newID makes a short id that people can read out: of a run, of an incident.
func newID() string { return strings.ToLower(rand.Text()[:10]) }
