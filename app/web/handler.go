package web

import (
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"
)

// Route adds routes of another package.
type Route interface{ Register(router gin.IRoutes) }

// Options are what a handler needs.
type Options struct {
	Routes    []Route // app/webhook's, where this process takes deliveries
	Probes    []Probe // all of them pass where the process is ready
	Status    StatusFunc
	Build     Build
	PublicURL string // as people reach golive; "https" makes browsers insist on it; may be empty
	Started   time.Time
	Now       func() time.Time
	Logger    *slog.Logger
}

// New returns the handler of golive's listener.
func New(options Options) (http.Handler, error) {
	if options.Status == nil {
		return nil, errors.New("web: how golive is must be told")
	}
	engine, err := newEngine(options)
	if err != nil {
		return nil, err
	}
	engine.NoRoute(func(c *gin.Context) {
		answer(c, http.StatusNotFound, problem{"there is nothing at this address", "GET / lists what there is."})
	})
	engine.NoMethod(func(c *gin.Context) {
		answer(c, http.StatusMethodNotAllowed, problem{"this address does not take that method", "The Allow header lists those that it takes."})
	})
	readiness := newReadiness(options.Probes, options.Now, options.Logger)
	for path, serve := range map[string]gin.HandlerFunc{
		"/":        serveHome(options.Build),
		"/health":  serveHealth,
		"/ready":   readiness.serve,
		"/status":  serveStatus(options),
		"/version": serveVersion(options.Build),
	} {
		engine.GET(path, serve)
		engine.HEAD(path, serve)
	}
	for _, route := range options.Routes {
		route.Register(engine)
	}
	return engine, nil
}

// newEngine returns a router with what every request goes through, and no routes.
func newEngine(options Options) (*gin.Engine, error) {
	if options.Now == nil || options.Logger == nil {
		return nil, errors.New("web: clock and logger are needed")
	}
	public, err := url.Parse(options.PublicURL)
	if err != nil {
		return nil, errors.New("web: the public address is none") // the error would quote it
	}
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.HandleMethodNotAllowed = true
	// Nobody's X-Forwarded-For is believed: no decision rests on the address.
	if err := engine.SetTrustedProxies(nil); err != nil {
		return nil, err
	}
	engine.Use(logRequests(options.Logger, options.Now), headers(public.Scheme == "https"), recovery(options.Logger))
	return engine, nil
}

type problem struct {
	Error    string `json:"error"`
	WhatToDo string `json:"what_to_do"`
}

// answer writes JSON. The server itself leaves the body out of an answer to HEAD.
func answer(c *gin.Context, status int, body any) { c.JSON(status, body) }

// serveHealth says that the process is alive and answers. It asks nothing of
// anything else: a restart would not mend what is broken elsewhere.
func serveHealth(c *gin.Context) { answer(c, http.StatusOK, gin.H{"status": "ok"}) }
