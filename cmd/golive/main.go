// Command golive answers whether a release is ready to go live: as a GitHub App
// (serve), for a directory on this machine (check), and as a demo that needs
// neither account nor network (demo).
//
// The package only wires: what the commands do lives in app, jobs and checks.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// The exit codes of every command.
const (
	exitOK       = 0
	exitNotReady = 1 // something is at or above the threshold that was asked for
	exitUsage    = 2 // bad usage or configuration
	exitFailure  = 3 // golive's own error
	exitUnknown  = 4 // a load test that decided nothing
	// exitUnread is what shells make of a program that nobody reads any more.
	exitUnread = 128 + int(syscall.SIGPIPE)
)

// exitError ends the program with a code. A nil error says that everything was
// said already.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// usage marks an error as the caller's.
func usage(err error) error { return &exitError{exitUsage, err} }

func main() { os.Exit(run()) }

func run() int {
	told, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, reader := watchReader(told, os.Stdout, os.Stderr)
	err := newRoot().ExecuteContext(ctx)
	if reader.gone.Load() || errors.Is(err, syscall.EPIPE) {
		return exitUnread
	}
	if err == nil {
		return exitOK
	}
	var exit *exitError
	if !errors.As(err, &exit) {
		// cobra's own errors are about flags and arguments.
		fmt.Fprintln(os.Stderr, "golive:", err)
		return exitUsage
	}
	if exit.err != nil {
		fmt.Fprintln(os.Stderr, "golive:", exit.err)
	}
	return exit.code
}
