package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"
)

// How long a client may take. GitHub gives a delivery ten seconds in all, and the
// largest one, 25 MB, needs a slow line some of the rest.
const (
	headerTime = 5 * time.Second
	readTime   = 30 * time.Second
	writeTime  = 60 * time.Second // from the end of the headers, the reading included
	idleTime   = 2 * time.Minute
	maxHeaders = 32 << 10 // bytes
)

// Server serves one handler on one address.
type Server struct {
	server *http.Server

	mutex    sync.Mutex
	listener net.Listener
}

// NewServer returns a server; nothing listens yet. The logger gets what net/http
// has to say of broken connections.
func NewServer(handler http.Handler, addr string, logger *slog.Logger) *Server {
	return &Server{server: &http.Server{
		Handler: handler, Addr: addr,
		ReadHeaderTimeout: headerTime, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime,
		MaxHeaderBytes: maxHeaders, ErrorLog: slog.NewLogLogger(logger.Handler(), slog.LevelDebug),
	}}
}

// Listen takes the address, so that one that is taken is an error at the start.
// Connections wait until Serve.
func (s *Server) Listen(ctx context.Context) error {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", s.server.Addr)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.listener = listener
	return nil
}

// Address returns the address that is listened on, with the port that ":0" became;
// empty before Listen.
func (s *Server) Address() string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.listener == nil {
		return ""
	}
	return s.listener.Addr().String()
}

// Serve answers until Shutdown, which is no error. It listens where Listen was
// not called.
func (s *Server) Serve(ctx context.Context) error {
	if s.Address() == "" {
		if err := s.Listen(ctx); err != nil {
			return err
		}
	}
	s.mutex.Lock()
	listener := s.listener
	s.mutex.Unlock()
	if err := s.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// Shutdown takes no more connections and waits for the requests at work. When the
// context ends first, they are cut off and its error is returned.
func (s *Server) Shutdown(ctx context.Context) error {
	err := s.server.Shutdown(ctx)
	if err != nil {
		err = errors.Join(fmt.Errorf("requests were cut off: %w", err), s.server.Close())
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.listener != nil {
		_ = s.listener.Close() // closed already where Serve was called
	}
	return err
}
