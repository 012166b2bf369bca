package main

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/golive-app/golive/app/server"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/catalogue"
	"github.com/golive-app/golive/checks/evidence/load"
	"github.com/golive-app/golive/checks/evidence/manifest/render"
	"github.com/golive-app/golive/checks/evidence/source"
)

// syntaxCommand returns what starts the child of this program that parses
// foreign code.
func syntaxCommand() ([]string, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	return []string{program, source.ReaderCommand}, nil
}

// renderCommand returns what starts the child of this program that renders charts and
// overlays, from what starts the one that parses.
func renderCommand(syntax []string) []string { return []string{syntax[0], render.Command} }

// loadCommand returns what starts the child of this program that generates load, from
// the same.
func loadCommand(syntax []string) []string { return []string{syntax[0], load.GeneratorCommand} }

// newCatalogue returns the checklist with its checks, and a function that ends
// what they use. What they read of files is kept in a directory, which may be
// empty; one that cannot be used is told, and costs time alone. once is set where all
// items are judged and the program ends then.
func newCatalogue(kept string, once bool, tell func(note string)) (catalogue.Catalogue, func() error, error) {
	command, err := syntaxCommand()
	if err != nil {
		return catalogue.Catalogue{}, nil, err
	}
	options := catalogue.ToolOptions{Command: command, Renderer: renderCommand(command), Kept: kept, Once: once}
	if kept != "" {
		if options.Edition, err = edition(command[0]); err != nil {
			return catalogue.Catalogue{}, nil, err
		}
	}
	tools, closeTools, err := catalogue.OpenTools(options)
	if err != nil && kept != "" {
		tell(fmt.Sprintf("note: nothing is kept for the next run: %v", err))
		options.Kept = ""
		tools, closeTools, err = catalogue.OpenTools(options)
	}
	if err != nil {
		return catalogue.Catalogue{}, nil, err
	}
	return catalogue.New(tools), closeTools, nil
}

// newRunner returns a runner for this process.
func newRunner(logger *slog.Logger) *checks.Runner {
	return checks.NewRunner(checks.RunnerOptions{
		Now: time.Now, Incident: func() string { return strings.ToLower(rand.Text()[:10]) },
		Limit: server.DefaultItemLimit, Logger: logger,
	})
}
