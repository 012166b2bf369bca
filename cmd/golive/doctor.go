package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/golive-app/golive/app/doctor"
	"github.com/golive-app/golive/app/server"
	"github.com/golive-app/golive/app/terminal"
	"github.com/golive-app/golive/config"
	"github.com/golive-app/golive/config/spelling"
)

const (
	// questionTime bounds each question, doctorTime all of them: three follow each
	// other, since who is asked last is told by the ones before.
	questionTime = 10 * time.Second
	doctorTime   = 30 * time.Second
)

func newDoctor() *cobra.Command {
	var file, format string
	command := &cobra.Command{
		Use:                   "doctor [flags]",
		DisableFlagsInUseLine: true,
		Short:                 "Say what is wrong with an installation, and how to mend it",
		Long:                  doctorHelp,
		Example:               doctorExamples,
		Args:                  cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			if format != "text" && format != "json" {
				return usage(fmt.Errorf("--format %s: it is text or json", format))
			}
			return examine(command.Context(), givenSettings(command), file, format, os.Stdout, os.Stderr)
		},
	}
	command.Flags().StringVar(&format, "format", "text", "`FORMAT`: text or json")
	settingFlags(command, &file)
	command.Flags().SortFlags = false
	return command
}

// examine gathers, judges and writes.
func examine(ctx context.Context, flags map[string]string, file, format string, out, messages *os.File) error {
	values, err := readSettingsFile(file)
	if err != nil {
		return usage(err)
	}
	settings, err := readSettings(flags, file)
	if err != nil {
		return usage(err)
	}
	if len(settings.Lacking()) > 0 {
		return usage(lackingError(settings, flags, values, file))
	}
	progress, logger := doctorMessages(messages, settings.LogLevel)
	sources, release, err := server.OpenDoctor(settings, buildVersion(), time.Now, logger)
	var unwritable *fs.PathError
	switch {
	case errors.As(err, &unwritable):
		return &exitError{exitFailure, fmt.Errorf("doctor: no room for temporary files: %w", err)}
	case err != nil:
		return usage(err)
	}
	sources.Limit, sources.UnknownVariables = questionTime, misspelt(os.Environ())
	sources.Asking = func(unanswered []string) {
		if len(unanswered) > 0 {
			progress.Step("waiting for", 0, 0, strings.Join(unanswered, ", "))
		}
	}
	limited, cancel := context.WithTimeout(ctx, doctorTime)
	defer cancel()
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	go progress.Follow(limited, ticker.C)
	facts := doctor.Gather(limited, sources)
	progress.Done()
	if err := errors.Join(ctx.Err(), release()); err != nil {
		return &exitError{exitFailure, fmt.Errorf("doctor: %w", err)}
	}
	all := doctor.Judge(facts)
	examined := examinedOf(facts, settings, flags, values, file)
	write := func() error { return examined.writeText(out, all) }
	if format == "json" {
		write = func() error { return examined.writeJSON(out, facts.At, all) }
	}
	if err := write(); err != nil {
		return &exitError{exitFailure, err}
	}
	if worst := doctor.Worst(all); worst == doctor.Bad || worst == doctor.Unknown {
		return &exitError{code: exitNotReady}
	}
	return nil
}

// doctorMessages returns what tells on standard error how far it is, on a terminal
// only, and the log: silent unless somebody asks for all of it, since what goes
// wrong is a diagnosis.
func doctorMessages(messages *os.File, level slog.Level) (*terminal.Progress, *slog.Logger) {
	_, live, _ := terminal.Detect(messages, os.Getenv)
	progress := newProgress(messages, !live)
	if level > slog.LevelDebug {
		return progress, slog.New(slog.DiscardHandler)
	}
	writer := io.Writer(messages)
	if live {
		writer = progressWriter{progress}
	}
	return progress, slog.New(slog.NewTextHandler(writer, &slog.HandlerOptions{Level: level}))
}

// misspelt returns the variables of an environment that golive does not read
// though they look as if it did, each with the one that was meant.
func misspelt(environment []string) []doctor.Misspelt {
	var known []string
	for _, setting := range config.AllSettings() {
		known = append(known, setting.Environment())
		if setting.Secret {
			known = append(known, setting.Environment()+"_FILE")
		}
	}
	var found []doctor.Misspelt
	for _, name := range config.Unused(environment) {
		found = append(found, doctor.Misspelt{Name: name, Meant: spelling.Closest(name, known)})
	}
	return found
}
