package simulator

import (
	"net/http"
	"net/url"
	"time"
)

// Request is one request as it arrived, and the status it was answered with.
type Request struct {
	Method string
	// Path is escaped and without BasePath.
	Path   string
	Query  url.Values
	Header http.Header
	Body   []byte
	At     time.Time
	// Git is set for a request of git's smart HTTP, which is no part of the
	// REST API; its Path is whole and its Body is not kept.
	Git bool
	// Status is 0 while the request runs and when the connection was cut.
	Status int
}

func (g *GitHub) logRequest(request *http.Request, path string, body []byte) *Request {
	logged := &Request{
		Method: request.Method, Path: path, Query: request.URL.Query(),
		Header: request.Header.Clone(), Body: body, At: g.options.Now(), Git: isGitPath(request.URL.Path),
	}
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.requests = append(g.requests, logged)
	return logged
}

func (g *GitHub) finishRequest(logged *Request, status int) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	logged.Status = status
}

// Requests are all requests so far, in order of arrival. Their
// Authorization headers hold live tokens of this simulation.
func (g *GitHub) Requests() []Request {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	return list(g.requests, func(logged *Request) Request { return *logged })
}

// ForgetRequests empties the log, so that a test sees only what follows.
func (g *GitHub) ForgetRequests() {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.requests = nil
}
