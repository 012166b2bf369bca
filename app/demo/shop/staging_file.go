package shop

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// routesFile is the form of RoutesFile.
type routesFile struct {
	Service   string            `yaml:"service"`
	Headers   map[string]string `yaml:"headers"`    // of every answer
	RateLimit rateLimit         `yaml:"rate_limit"` // of a client, over all routes
	// SessionRateLimit is that of a customer who logged in, in place of RateLimit.
	SessionRateLimit rateLimit  `yaml:"session_rate_limit"`
	Database         database   `yaml:"database"`
	Stall            stall      `yaml:"stall"`
	Errors           errorPages `yaml:"errors"`
	Routes           []route    `yaml:"routes"`
}

// errorPages say what a visitor sees when something is wrong.
type errorPages struct {
	NotFound   string `yaml:"not_found"`   // a file of the repository; empty: plain text
	StackTrace bool   `yaml:"stack_trace"` // answers 500 with the stack trace, as a forgotten development mode does
}

// route is one method and path with its answer.
type route struct {
	Method        string            `yaml:"method"`
	Path          string            `yaml:"path"` // "{name}" stands for one element
	Kind          kind              `yaml:"kind"`
	Status        int               `yaml:"status"`        // of the answer; 0: 200
	Authenticated bool              `yaml:"authenticated"` // 401 without a valid token
	Roles         []string          `yaml:"roles"`         // 403 for others; implies authenticated
	Headers       map[string]string `yaml:"headers"`
	RateLimit     rateLimit         `yaml:"rate_limit"` // of a client, on this route
	File          string            `yaml:"file"`       // of the repository, for pages and static files
	ContentType   string            `yaml:"content_type"`
	Body          any               `yaml:"body"`
	Delay         time.Duration     `yaml:"delay"` // before the answer
	Query         time.Duration     `yaml:"query"` // for which it holds a connection of the database
}

// kind is what a route answers with.
type kind string

// The kinds of routes.
const (
	kindJSON    kind = "json"    // body as JSON
	kindText    kind = "text"    // body as it is
	kindPage    kind = "page"    // an HTML file of the repository
	kindStatic  kind = "static"  // any file of the repository
	kindSlow    kind = "slow"    // as json, after its delay
	kindHealth  kind = "health"  // {"status":"ok"}
	kindStatus  kind = "status"  // body: the state of what the service needs
	kindVersion kind = "version" // service, version and commit
	kindMetrics kind = "metrics" // in Prometheus' text format
	kindError   kind = "error"   // fails, as code does
	kindLogin   kind = "login"   // lets a test customer in; its own rate limit stands in place of those of the service
	kindMe      kind = "me"      // the name of the customer who asks
)

// rateLimit is how many requests a client has in a window; zero means no limit.
type rateLimit struct {
	Requests int           `yaml:"requests"`
	Window   time.Duration `yaml:"window"`
}

// longestDelay bounds what a file can make a connection wait.
const longestDelay = 30 * time.Second

// readRoutes reads and checks RoutesFile.
func readRoutes(content []byte) (routesFile, error) {
	var file routesFile
	if len(content) == 0 {
		return file, fmt.Errorf("no %s", RoutesFile)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	decoder.KnownFields(true)
	if err := decoder.Decode(&file); err != nil && !errors.Is(err, io.EOF) {
		return file, fmt.Errorf("%s: %w", RoutesFile, err)
	}
	if err := errors.Join(file.RateLimit.check(), file.SessionRateLimit.check(), file.Database.check(), file.Stall.check()); err != nil {
		return file, fmt.Errorf("%s: %w", RoutesFile, err)
	}
	for index, route := range file.Routes {
		if err := route.check(); err != nil {
			return file, fmt.Errorf("%s: route %d (%s %s): %w", RoutesFile, index+1, route.Method, route.Path, err)
		}
	}
	return file, nil
}

func (r route) check() error {
	methods := []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions}
	switch {
	case !slices.Contains(methods, r.Method):
		return fmt.Errorf("no method %q", r.Method)
	case !strings.HasPrefix(r.Path, "/"):
		return fmt.Errorf("path %q does not start with /", r.Path)
	case r.Status != 0 && (r.Status < 200 || r.Status > 599):
		return fmt.Errorf("no status %d", r.Status)
	case r.Delay < 0 || r.Delay > longestDelay:
		return fmt.Errorf("a delay is at most %s", longestDelay)
	case r.Query < 0 || r.Query > longestDelay:
		return fmt.Errorf("queries take at most %s", longestDelay)
	case r.Kind == kindMe && !r.Authenticated:
		return errors.New("who a customer is, is for customers only: authenticated")
	case r.Kind == kindSlow && r.Delay == 0:
		return errors.New("a slow route needs a delay")
	}
	return r.RateLimit.check()
}

func (l rateLimit) check() error {
	if l.Requests < 0 || l.Window < 0 || (l.Requests > 0) != (l.Window > 0) {
		return errors.New("a rate limit has a number of requests and a window")
	}
	return nil
}
