package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
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
	if set.NArg() != 1 {
		return errors.New("say where the list of servers is: accuracy live .ci/live/servers.yaml")
	}
	servers, err := live.ReadServers(set.Arg(0))
	if err != nil {
		return err
	}
	servers = slices.DeleteFunc(servers, func(one live.Server) bool { return !strings.Contains(one.Name, *only) })
	golive, err := filepath.Abs(*program)
	if err != nil {
		return fmt.Errorf("finding golive: %w", err)
	}
	rows, err := live.Measure(ctx, live.Options{
		Directory: filepath.Dir(set.Arg(0)), Golive: golive, Modules: *modules, Parallel: *parallel, Progress: os.Stderr, Now: time.Now,
	}, servers)
	if err != nil {
		return err
	}
	if *slips {
		return live.Slips(os.Stdout, rows)
	}
	return live.Table(os.Stdout, servers, rows)
}
