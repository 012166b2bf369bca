package simulator

import (
	"context"
	"crypto/rsa"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"
)

// Options say how a GitHub is made. Only Directory is required.
type Options struct {
	// Directory holds the bare repositories; it is created when missing.
	Directory string
	// Now is the clock of everything that GitHub dates; time.Now when nil.
	Now func() time.Time
	// ClientNow is the clock of what clients compare with their own: the App's
	// token, expiry of installation tokens, reset of rate limits and the Date
	// header. Set it to time.Now when Now is a test clock and the client is a
	// library that reads the machine's; it is Now when nil.
	ClientNow func() time.Time
	// Logger receives what goes wrong inside of the simulation; discarded when nil.
	Logger *slog.Logger
	// BasePath precedes every REST path: "" as on api.github.com, "/api/v3" as
	// on GitHub Enterprise Server.
	BasePath string
	// PublicURL is the address of this server without BasePath, as it appears
	// in links and clone URLs. Start sets it; SetPublicURL changes it.
	PublicURL string
	// AppID is the App's id; 4711 when zero.
	AppID int64
	// WebhookSecret signs deliveries; "simulated-webhook-secret" when empty.
	WebhookSecret string
	// Permissions are those that the App asks for, and which an installation
	// gets when it names none; DefaultPermissions when nil.
	Permissions map[string]string
	// Events are those that the App subscribes to; DefaultEvents when nil.
	Events []string
	// RateLimit is the number of requests an installation has in an hour; 5000 when zero.
	RateLimit int
	// Unregistered leaves the App out, so that somebody can register it on the
	// pages; AppID, WebhookSecret, Permissions and Events are then of no use.
	Unregistered bool
	// User is who is signed in on the pages; "octocat" when empty.
	User string
}

// GitHub is one simulated GitHub with one registered App. It implements http.Handler.
type GitHub struct {
	options Options
	logger  *slog.Logger
	key     *rsa.PrivateKey
	routes  []compiledRoute
	queue   *queue
	changed *Bell
	backend func() (string, error) // finds git http-backend, once
	slug    string                 // of the App; empty before one is registered

	mutex         sync.Mutex
	nextID        int64
	accounts      map[string]*account
	apps          map[string]*application
	teams         map[string]map[string]bool
	installations map[int64]*installation
	tokens        map[string]*token
	repositories  map[int64]*repository
	names         map[string]int64
	moved         map[string]int64
	faults        []*Fault
	requests      []*Request
	server        *http.Server
	conversions   map[string]conversion // by their code
	downloads     map[string]storedDownload
}

// New makes an empty GitHub with the App registered, unless the options leave it
// out, and not yet installed.
func New(options Options) (*GitHub, error) {
	if options.Directory == "" {
		return nil, errors.New("simulator: Options.Directory is required")
	}
	if err := os.MkdirAll(options.Directory, 0o755); err != nil {
		return nil, fmt.Errorf("simulator: %w", err)
	}
	key, err := appKey()
	if err != nil {
		return nil, fmt.Errorf("simulator: generate the App's key: %w", err)
	}
	options.setDefaults()
	g := &GitHub{
		options: options, logger: options.Logger, key: key, nextID: 1000,
		accounts: map[string]*account{}, apps: map[string]*application{},
		teams:         map[string]map[string]bool{},
		installations: map[int64]*installation{}, tokens: map[string]*token{},
		repositories: map[int64]*repository{}, names: map[string]int64{}, moved: map[string]int64{}, conversions: map[string]conversion{},
		downloads: map[string]storedDownload{},
	}
	g.account(options.User)
	if !options.Unregistered {
		g.slug = appSlug
		g.apps[appSlug] = &application{id: options.AppID, slug: appSlug, name: "golive", owner: "golive-app"}
		g.account(BotLogin)
	}
	g.routes = g.compileRoutes()
	g.backend = sync.OnceValues(gitBackend)
	g.changed = NewBell()
	g.queue = newQueue(g)
	return g, nil
}

func (o *Options) setDefaults() {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.ClientNow == nil {
		o.ClientNow = o.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.AppID == 0 {
		o.AppID = 4711
	}
	if o.WebhookSecret == "" {
		o.WebhookSecret = "simulated-webhook-secret"
	}
	if o.Permissions == nil {
		o.Permissions = DefaultPermissions()
	}
	if o.Events == nil {
		o.Events = DefaultEvents()
	}
	if o.User == "" {
		o.User = "octocat"
	}
	if o.RateLimit == 0 {
		o.RateLimit = 5000
	}
	if o.PublicURL == "" {
		o.PublicURL = "http://github.invalid"
	}
	o.PublicURL = strings.TrimRight(o.PublicURL, "/")
	o.BasePath = strings.TrimRight(o.BasePath, "/")
}

// Start listens on address ("127.0.0.1:0" for any free port), sets the public
// URL and returns it. Close stops the server.
func (g *GitHub) Start(address string) (string, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return "", fmt.Errorf("simulator: %w", err)
	}
	url := "http://" + listener.Addr().String()
	server := &http.Server{Handler: g, ReadHeaderTimeout: 10 * time.Second}
	g.mutex.Lock()
	g.options.PublicURL = url
	g.server = server
	g.mutex.Unlock()
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			g.logger.Error("simulated GitHub stopped serving", "error", err)
		}
	}()
	return url, nil
}

// SetPublicURL tells the address under which this server is reached, for
// callers that listen themselves (httptest.NewServer).
func (g *GitHub) SetPublicURL(url string) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.options.PublicURL = strings.TrimRight(url, "/")
}

// APIURL is the base of the REST API, with BasePath and a trailing slash.
func (g *GitHub) APIURL() string {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	return g.apiURL() + "/"
}

func (g *GitHub) apiURL() string { return g.options.PublicURL + g.options.BasePath }

// Close stops deliveries (those still queued are lost) and the server of Start,
// and releases requests that a Delay fault holds back.
func (g *GitHub) Close(ctx context.Context) error {
	g.ClearFaults()
	err := g.queue.close(ctx)
	g.mutex.Lock()
	server := g.server
	g.mutex.Unlock()
	if server != nil {
		err = errors.Join(err, server.Shutdown(ctx))
	}
	return err
}

// id hands out numbers that are unique over every kind of object, so that a
// test notices when one kind of id is used in the place of another.
func (g *GitHub) id() int64 { g.nextID++; return g.nextID }

// now is GitHub's clock with the precision that GitHub shows.
func (g *GitHub) now() time.Time { return g.options.Now().UTC().Truncate(time.Second) }
