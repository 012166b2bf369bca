package web

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"
	"time"
)

func TestServerFinishesRequestsAtWorkBeforeItStops(t *testing.T) {
	t.Parallel()
	entered, leave := make(chan struct{}), make(chan struct{})
	server := NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(entered)
		<-leave
		_, _ = io.WriteString(w, "done")
	}), "127.0.0.1:0", slog.New(slog.DiscardHandler))
	if err := server.Listen(t.Context()); err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(context.Background()) }()
	answers := make(chan string, 1)
	go func() {
		answer, err := http.Get("http://" + server.Address() + "/")
		if err != nil {
			answers <- err.Error()
			return
		}
		defer answer.Body.Close()
		body, _ := io.ReadAll(answer.Body)
		answers <- string(body)
	}()
	<-entered
	stopped := make(chan error, 1)
	go func() { stopped <- server.Shutdown(context.Background()) }()
	if err := <-served; err != nil { // returns once nothing new is taken
		t.Errorf("Serve: %v", err)
	}
	close(leave)
	if answer := <-answers; answer != "done" {
		t.Errorf("the request at work got %q", answer)
	}
	if err := <-stopped; err != nil {
		t.Errorf("Shutdown: %v", err)
	}
}

func TestShutdownCutsOffWhatDoesNotEnd(t *testing.T) {
	t.Parallel()
	entered := make(chan struct{})
	server := NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(entered)
		<-r.Context().Done()
	}), "127.0.0.1:0", slog.New(slog.DiscardHandler))
	if err := server.Listen(t.Context()); err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(context.Background()) }()
	cut := make(chan error, 1)
	go func() {
		_, err := http.Get("http://" + server.Address() + "/")
		cut <- err
	}()
	<-entered
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := server.Shutdown(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("Shutdown: %v", err)
	}
	if err := <-cut; err == nil {
		t.Error("the request was answered")
	}
}

func TestServerWithoutServeLetsGoOfItsAddress(t *testing.T) {
	t.Parallel()
	server := NewServer(http.NotFoundHandler(), "127.0.0.1:0", slog.New(slog.DiscardHandler))
	if server.Address() != "" {
		t.Error("an address before Listen")
	}
	if err := server.Listen(t.Context()); err != nil {
		t.Fatal(err)
	}
	address := server.Address()
	taken := NewServer(http.NotFoundHandler(), address, slog.New(slog.DiscardHandler))
	if err := taken.Listen(t.Context()); err == nil {
		t.Error("an address was taken twice")
	}
	if err := server.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
}

func TestServerIsPatientWithNobody(t *testing.T) {
	t.Parallel()
	server := NewServer(http.NotFoundHandler(), "", slog.New(slog.DiscardHandler)).server
	for name, limit := range map[string]time.Duration{
		"header": server.ReadHeaderTimeout, "read": server.ReadTimeout, "write": server.WriteTimeout, "idle": server.IdleTimeout,
	} {
		if limit <= 0 {
			t.Errorf("no %s timeout", name)
		}
	}
	if server.MaxHeaderBytes <= 0 || server.WriteTimeout <= server.ReadTimeout {
		t.Errorf("%d bytes of headers, %s to write, %s to read", server.MaxHeaderBytes, server.WriteTimeout, server.ReadTimeout)
	}
}
