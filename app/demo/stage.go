package demo

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/golive-app/golive/app/demo/shop"
	"github.com/golive-app/golive/app/server"
	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/config"
	"github.com/golive-app/golive/jobs"
)

// StageOptions are what a Stage needs.
type StageOptions struct {
	RepositoryDirectory string             // as in Options
	Version, Commit     string             // golive's own
	SyntaxCommand       []string           // starts the child of this program that parses foreign code
	RenderCommand       []string           // starts the one that renders charts and overlays; empty: they are not rendered
	LoadCommand         []string           // starts the one that generates load; empty: load tests are refused
	LoadEngine          jobs.LoadEngine    // in its place; nil: processes of this program are
	Staging             bool               // serve the sample shop's staging, with the release candidate deployed
	StopTime            time.Duration      // how long golive's running tasks may end; 2 s when 0
	Progress            func(doing string) // told what is being started; may be nil
	Now                 func() time.Time
	Logger              *slog.Logger
}

// Stage is everything the demo runs on this machine: a simulated GitHub with a
// scene, golive with a queue of its own, and for the sample shop its staging.
// All of it listens on the loopback interface and is gone after Close.
type Stage struct {
	Scene   *Scene
	GitHub  *simulator.GitHub
	Address string // of golive, host and port
	// Scenario is the file of what the shop's customers do in a load test; empty where
	// no staging is served.
	Scenario string

	closers []func(context.Context) error // in the order in which they are called
	history history
	visits  visits
}

// OpenStage starts it all. The App's webhook is connected, so from now on what
// people do reaches golive.
func OpenStage(ctx context.Context, options StageOptions) (*Stage, error) {
	if options.Progress == nil {
		options.Progress = func(string) {}
	}
	if options.StopTime <= 0 {
		options.StopTime = stopTime
	}
	stage := &Stage{}
	if err := stage.open(ctx, options); err != nil {
		return nil, errors.Join(err, stage.Close(context.WithoutCancel(ctx)))
	}
	return stage, nil
}

func (s *Stage) open(ctx context.Context, options StageOptions) error {
	directory, err := os.MkdirTemp("", "golive-demo-")
	if err != nil {
		return fmt.Errorf("make room for the demo: %w", err)
	}
	s.before(func(context.Context) error { return os.RemoveAll(directory) })
	options.Progress("a simulated GitHub")
	s.GitHub, err = simulator.New(simulator.Options{Directory: filepath.Join(directory, "github"), Logger: options.Logger})
	if err != nil {
		return fmt.Errorf("start the simulated GitHub: %w", err)
	}
	s.before(s.GitHub.Close)
	if _, err := s.GitHub.Start("127.0.0.1:0"); err != nil {
		return fmt.Errorf("start the simulated GitHub: %w", err)
	}
	s.Scene, err = Prepare(ctx, s.GitHub, Options{
		RepositoryDirectory: options.RepositoryDirectory, Now: options.Now, Logger: options.Logger,
	})
	if err != nil {
		return err
	}
	if options.Staging && s.Scene.staging != nil {
		options.Progress("the sample shop as staging")
		_, stop, err := s.Scene.ServeStaging()
		if err != nil {
			return err
		}
		s.before(stop)
	}
	hosts, ranges, err := allowed(s.Scene.StagingURL())
	if err != nil {
		return err
	}
	options.Progress("golive, with a queue of its own")
	running, err := server.Start(ctx, server.Options{
		Settings: config.Settings{
			Listen: "127.0.0.1:0", MetricsListen: "127.0.0.1:0", Role: config.RoleAll,
			AppID: s.GitHub.AppID(), PrivateKey: s.GitHub.PrivateKeyPEM(), WebhookSecrets: [][]byte{[]byte(s.GitHub.WebhookSecret())},
			GitHubURL: strings.TrimRight(s.GitHub.APIURL(), "/"), DataDirectory: filepath.Join(directory, "golive"),
			Concurrency: concurrency, Retention: 24 * time.Hour, AllowedHosts: hosts, AllowedRanges: ranges,
			LoadMaxRPS: loadRPS, LoadMaxTime: loadLongest, LoadAtOnce: 1,
			ProbeRPS: probeRPS, ProbeBurst: config.DefaultProbeBurst,
		},
		Version: options.Version, Commit: options.Commit, SyntaxCommand: options.SyntaxCommand, RenderCommand: options.RenderCommand,
		LoadCommand: options.LoadCommand, LoadEngine: options.LoadEngine, ItemLimit: server.DefaultItemLimit, StopTime: options.StopTime, Now: options.Now, Logger: options.Logger,
	})
	if err != nil {
		return fmt.Errorf("start golive: %w", err)
	}
	s.before(running.Stop)
	s.Address = running.Address()
	s.GitHub.DeliverTo("http://" + s.Address + "/webhook")
	if s.Scene.StagingURL() == "" {
		return nil
	}
	s.Scenario = filepath.Join(directory, path.Base(shop.ScenarioFile))
	const readable = 0o644
	if err := os.WriteFile(s.Scenario, shop.Files(shop.Released)[shop.ScenarioFile], readable); err != nil {
		return fmt.Errorf("write what customers of the shop do: %w", err)
	}
	return s.Scene.Deploy(ctx, shop.ReleaseCandidate)
}

// allowed are what golive may visit: the staging environment of the demo and nothing
// else.
func allowed(staging string) ([]config.Host, []netip.Prefix, error) {
	if staging == "" {
		return nil, nil, nil
	}
	address, err := url.Parse(staging)
	if err != nil {
		return nil, nil, fmt.Errorf("allow staging: %w", err)
	}
	host, err := config.ParseHost(address.Host)
	if err != nil {
		return nil, nil, fmt.Errorf("allow staging: %w", err)
	}
	where, err := netip.ParseAddr(address.Hostname())
	if err != nil {
		return nil, nil, fmt.Errorf("allow staging: %w", err)
	}
	return []config.Host{host}, []netip.Prefix{netip.PrefixFrom(where, where.BitLen())}, nil
}

const (
	concurrency = 8
	probeRPS    = 100             // requests a second to a staging environment that is this process
	stopTime    = 2 * time.Second // the demo's work need not be finished by anybody
)

// before has a part closed before those that were opened earlier.
func (s *Stage) before(closer func(context.Context) error) {
	s.closers = append([]func(context.Context) error{closer}, s.closers...)
}

// Close ends everything and removes what it left on disk.
func (s *Stage) Close(ctx context.Context) error {
	var problems []error
	for _, closer := range s.closers {
		problems = append(problems, closer(ctx))
	}
	s.closers = nil
	return errors.Join(problems...)
}
