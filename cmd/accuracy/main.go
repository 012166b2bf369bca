// Command accuracy measures items against labels that others wrote; see
// docs/accuracy.md. It is a tool of golive's developers and no part of a release.
//
//	accuracy [-set NAME] [-item ID] [-slips] CORPUS
//	accuracy live [-only NAME] [-slips] SERVERS…
//
// CORPUS is a directory of checkouts, each in a folder of its set's name. A set
// that is not there is left out and named. SERVERS is a list of servers that are
// started on this machine, with what is true of each.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/golive-app/golive/checks/catalogue"
	"github.com/golive-app/golive/checks/evidence/accuracy"
	"github.com/golive-app/golive/checks/evidence/source"
)

func main() {
	if len(os.Args) == 2 && os.Args[1] == source.ReaderCommand {
		if err := source.ServeReader(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "accuracy:", err)
			os.Exit(1)
		}
		return
	}
	measure := run
	if len(os.Args) > 1 && os.Args[1] == "live" {
		measure = func(ctx context.Context) error { return runLive(ctx, os.Args[2:]) }
	}
	if err := measure(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "accuracy:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	only := flag.String("set", "", "measure this label set alone")
	item := flag.String("item", "", "measure this item alone")
	slips := flag.Bool("slips", false, "list the labels of the tuned and opened halves that the items do not agree with")
	flag.Parse()
	if flag.NArg() != 1 {
		return errors.New("say where the label sets are: accuracy CORPUS")
	}
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("finding this program: %w", err)
	}
	tools, end, err := catalogue.OpenTools(catalogue.ToolOptions{Command: []string{self, source.ReaderCommand}})
	if err != nil {
		return err
	}
	defer func() { _ = end() }()
	result := &accuracy.Result{}
	for _, set := range accuracy.Sets() {
		if *only != "" && set.Name() != *only {
			continue
		}
		checkout := filepath.Join(flag.Arg(0), set.Name())
		_, err := os.Stat(checkout)
		var samples []accuracy.Sample
		if err == nil {
			samples, err = set.Samples(checkout)
		}
		if errors.Is(err, fs.ErrNotExist) {
			fmt.Fprintf(os.Stderr, "accuracy: %s is not there: %v\n", set.Name(), err)
			continue
		}
		if err != nil {
			return err
		}
		if *item != "" {
			samples = about(*item, samples)
		}
		if err := result.Measure(ctx, set.Name(), samples, judge{catalogue.New(tools)}); err != nil {
			return err
		}
	}
	if *slips {
		if err := result.List(os.Stdout, accuracy.Tuned); err != nil {
			return err
		}
		return result.List(os.Stdout, accuracy.Opened)
	}
	return result.Table(os.Stdout)
}

func about(item string, samples []accuracy.Sample) []accuracy.Sample {
	var kept []accuracy.Sample
	for _, sample := range samples {
		if string(sample.Item) == item {
			kept = append(kept, sample)
		}
	}
	return kept
}
