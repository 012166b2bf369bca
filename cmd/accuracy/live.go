package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/golive-app/golive/cmd/accuracy/live"
)

// runLive measures golive against servers on this machine.
func runLive(ctx context.Context, arguments []string) error {
	set := flag.NewFlagSet("live", flag.ContinueOnError)
	program := set.String("golive", "bin/golive", "the program that is measured")
	modules := set.String("modules", ".cache/live/node_modules", "what npm installed for the servers")
	only := set.String("only", "", "measure servers whose name contains this alone")
	slips := set.Bool("slips", false, "list what golive and the list of servers disagree about")
	parallel := set.Int("parallel", 6, "servers at a time")
	if err := set.Parse(arguments); err != nil {
		return err
	}
	if set.NArg() == 0 {
		return errors.New("say where the lists of servers are: accuracy live .ci/live/servers.yaml")
	}
	golive, err := filepath.Abs(*program)
	if err != nil {
		return fmt.Errorf("finding golive: %w", err)
	}
	for _, path := range set.Args() {
		servers, err := live.ReadServers(path)
		if err != nil {
			return err
		}
		servers = slices.DeleteFunc(servers, func(one live.Server) bool { return !strings.Contains(one.Name, *only) })
		rows, err := live.Measure(ctx, live.Options{
			Directory: filepath.Dir(path), Golive: golive, Modules: *modules, Parallel: *parallel, Progress: os.Stderr, Now: time.Now,
		}, servers)
		if err != nil {
			return err
		}
		write := live.Table
		if *slips {
			write = func(out io.Writer, _ []live.Server, rows []live.Row) error { return live.Slips(out, rows) }
		}
		if err := write(os.Stdout, servers, rows); err != nil {
			return err
		}
	}
	return nil
}
