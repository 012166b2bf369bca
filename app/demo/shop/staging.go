package shop

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"
)

// RoutesFile says in a commit what staging answers once it is deployed.
const RoutesFile = "staging/routes.yaml"

// ErrNotDeployed is returned for a commit that cannot be deployed.
var ErrNotDeployed = errors.New("the commit cannot be deployed")

// User is who a token belongs to.
type User struct {
	Name  string
	Roles []string // such as "admin"
}

// StagingOptions are what a Staging needs.
type StagingOptions struct {
	Users map[string]User  // by bearer token; none: no token is valid
	Now   func() time.Time // clock of the rate limits
}

// Staging is the shop's staging environment: an HTTP handler that serves what
// the deployed commit says in RoutesFile and enforces it, so that a change of
// the repository changes the service. It is safe for concurrent use.
type Staging struct {
	options StagingOptions
	current atomic.Pointer[deployment]
}

// NewStaging returns an environment on which nothing is deployed: it answers
// 503 until Deploy.
func NewStaging(options StagingOptions) *Staging { return &Staging{options: options} }

// Deploy replaces what is served by the files of a commit, all at once: a
// request meets the old one or the new one. Where the files cannot be served it
// returns ErrNotDeployed, and what was deployed before stays.
func (s *Staging) Deploy(files map[string][]byte, commit string) error {
	made, err := newDeployment(s.options, files, commit)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotDeployed, err)
	}
	s.current.Store(made)
	return nil
}

// Commit returns the deployed commit, empty before the first Deploy.
func (s *Staging) Commit() string {
	if deployed := s.current.Load(); deployed != nil {
		return deployed.commit
	}
	return ""
}

// ServeHTTP answers as the deployed commit does.
func (s *Staging) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	deployed := s.current.Load()
	if deployed == nil {
		writer.Header().Set("Retry-After", "1")
		http.Error(writer, "nothing is deployed", http.StatusServiceUnavailable)
		return
	}
	deployed.ServeHTTP(writer, request)
}

// deployment is one commit on staging.
type deployment struct {
	commit   string
	version  string // of package.json
	files    map[string][]byte
	file     routesFile
	mux      *http.ServeMux
	users    map[string]User
	limiter  *limiter
	requests *requestCounter
	sessions *sessions
	logins   map[string]bool // patterns of routes that let customers in
	pool     chan struct{}   // as many places as the database has connections; nil: it has no limit
	count    atomic.Int64    // of requests
	still    atomic.Pointer[chan struct{}]
}

func newDeployment(options StagingOptions, files map[string][]byte, commit string) (*deployment, error) {
	file, err := readRoutes(files[RoutesFile])
	if err != nil {
		return nil, err
	}
	made := &deployment{
		commit: commit, version: packageVersion(files["package.json"]), files: files, file: file, mux: http.NewServeMux(),
		users: options.Users, limiter: newLimiter(options.Now), requests: newRequestCounter(file.Service, commit),
		sessions: newSessions(), logins: map[string]bool{},
	}
	if file.Database.Connections > 0 {
		made.pool = make(chan struct{}, file.Database.Connections)
	}
	for index := range file.Routes {
		route := &file.Routes[index]
		if err := made.mount(route); err != nil {
			return nil, fmt.Errorf("%s: route %d (%s %s): %w", RoutesFile, index+1, route.Method, route.Path, err)
		}
	}
	return made, nil
}

// mount adds a route. http.ServeMux panics for patterns that are not valid or
// contradict each other, and offers no other way to know.
func (d *deployment) mount(route *route) (err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("%v", reason)
		}
	}()
	serve, err := d.handler(route)
	if err != nil {
		return err
	}
	pattern := route.Path
	if pattern == "/" {
		pattern = "/{$}" // the start page, not everything below it
	}
	d.mux.Handle(route.Method+" "+pattern, d.guard(route, serve))
	d.logins[route.Method+" "+pattern] = route.Kind == kindLogin && route.RateLimit.Requests > 0
	return nil
}

// ServeHTTP puts what holds for all routes around the one that is meant.
func (d *deployment) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	for name, value := range d.file.Headers {
		writer.Header().Set(name, value)
	}
	handler, pattern := d.mux.Handler(request)
	recorder := &statusRecorder{ResponseWriter: writer, status: http.StatusOK}
	defer func() { d.requests.count(request.Method, pattern, recorder.status) }()
	d.standStill(request)
	switch limit, within := d.within(pattern, request); {
	case !within:
		d.tooMany(recorder, limit)
	case pattern == "":
		d.noRoute(recorder, request, handler)
	default:
		d.mux.ServeHTTP(recorder, request) // which also fills in the path's values
	}
}

// packageVersion returns the version that a package.json names.
func packageVersion(content []byte) string {
	var manifest struct {
		Version string `json:"version"`
	}
	if err := json.Unmarshal(content, &manifest); err != nil || manifest.Version == "" {
		return "unknown"
	}
	return manifest.Version
}

// statusRecorder remembers the status of an answer.
type statusRecorder struct {
	http.ResponseWriter
	status int
}

// WriteHeader keeps the status and passes it on.
func (r *statusRecorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}
