package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"syscall"
	"time"

	"github.com/golive-app/golive/app/demo"
	"github.com/golive-app/golive/app/demo/page"
	"github.com/golive-app/golive/app/terminal"
)

// liveOptions are what `golive demo` was told.
type liveOptions struct {
	directory string // empty: the sample shop
	listen    string
	asked     bool // --listen was given: no other address will do
	verbose   bool
}

// Times of the live demo's end.
const (
	liveStopTime = 200 * time.Millisecond
	pageStopTime = 500 * time.Millisecond
)

// showDemo serves the demo's page until ctx ends. The page answers before the
// demo behind it is there.
func showDemo(ctx context.Context, options liveOptions, out, messages *os.File) error {
	host, _, err := net.SplitHostPort(options.listen)
	if err != nil {
		return usage(fmt.Errorf("--listen %s: HOST:PORT is what it takes, such as %s", options.listen, demoAddress))
	}
	program, err := syntaxCommand()
	if err != nil {
		return &exitError{exitFailure, err}
	}
	listener, err := listenDemo(options)
	if err != nil {
		return usage(err)
	}
	progress := terminal.NewProgress(messages, false, time.Now)
	logger := slog.New(slog.NewTextHandler(progressWriter{progress}, &slog.HandlerOptions{Level: demoLevel(options.verbose)}))
	live := demo.NewLive(demo.StageOptions{
		RepositoryDirectory: options.directory, Version: buildVersion(), Commit: commit, SyntaxCommand: program, RenderCommand: renderCommand(program),
		LoadCommand: loadCommand(program), StopTime: liveStopTime, Now: time.Now, Logger: logger,
	}, progress.Say)
	shown, err := page.New(page.Options{Demo: live, Host: host, Version: buildVersion(), Logger: logger})
	if err != nil {
		return &exitError{exitFailure, errors.Join(err, listener.Close())}
	}
	fmt.Fprintf(out, "The demo is at http://%s/ — Ctrl-C ends it.\n", listener.Addr())
	if !page.IsLoopback(host) {
		progress.Say("this is not for this machine only: everybody who reaches that address can press the buttons and read the repository")
	}
	err = serveDemo(ctx, listener, shown, live.Run)
	if errors.Is(err, demo.ErrNoRepository) || errors.Is(err, demo.ErrNoHistory) {
		return usage(err)
	}
	if err != nil {
		return &exitError{exitFailure, err}
	}
	progress.Say("ended; nothing stays behind")
	return nil
}

// serveDemo serves the page while play runs, which ends with ctx or by its own
// error.
func serveDemo(ctx context.Context, listener net.Listener, shown http.Handler, play func(context.Context) error) error {
	ctx, end := context.WithCancel(ctx)
	defer end()
	server := &http.Server{
		Handler: shown, ReadHeaderTimeout: 10 * time.Second, MaxHeaderBytes: 64 << 10,
		BaseContext: func(net.Listener) context.Context { return ctx }, // event streams end with it
	}
	served := make(chan error, 1)
	go func() {
		served <- server.Serve(listener)
		end()
	}()
	err := play(ctx)
	end()
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), pageStopTime)
	defer cancel()
	if server.Shutdown(stopping) != nil {
		err = errors.Join(err, server.Close()) // a browser that holds on is let go
	}
	if ended := <-served; !errors.Is(ended, http.ErrServerClosed) {
		err = errors.Join(err, fmt.Errorf("serve the page: %w", ended))
	}
	return err
}

// listenDemo takes the address that was asked for, or the usual one, or any port
// beside that.
func listenDemo(options liveOptions) (net.Listener, error) {
	listener, err := net.Listen("tcp", options.listen)
	if errors.Is(err, syscall.EADDRINUSE) && !options.asked {
		return net.Listen("tcp", "127.0.0.1:0")
	}
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("--listen %s: something else listens there already; another port, or port 0 for any free one, will do", options.listen)
	}
	if err != nil {
		return nil, fmt.Errorf("--listen %s: %w", options.listen, err)
	}
	return listener, nil
}

func demoLevel(verbose bool) slog.Level {
	if verbose {
		return slog.LevelInfo
	}
	return slog.LevelError
}
