package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/golive-app/golive/app/server"
	"github.com/golive-app/golive/app/setup"
	"github.com/golive-app/golive/checks/evidence/secret"
	"github.com/golive-app/golive/config"
)

func newServe() *cobra.Command {
	var file string
	command := &cobra.Command{
		Use:   "serve",
		Short: "Run the GitHub App: webhook, workers and pages",
		Long: `serve runs the GitHub App. One process does everything; --role=web and
--role=worker split it, over one Redis; --role=load runs load tests alone, on a
machine that has processors for them.

Without an App it starts in set-up: it prints an address that lets one browser
register the App on GitHub, writes the App's credentials to --credentials-dir,
and goes on with them. The next serve finds them there.

Each flag can also be set by its environment variable or, under the variable's
name in lower case without GOLIVE_, in the YAML file that --config names. A flag
wins over the environment, the environment over the file, and that over what
set-up has written. A secret can be read from a file: set its variable with _FILE
at the end.

` + settingsHelp() + `
On SIGTERM golive takes no more deliveries, lets running tasks end, and gives the
others back to the queue.`,
		Example: `  golive serve --public-url https://golive.example.com
  GOLIVE_APP_ID=1234 GOLIVE_PRIVATE_KEY_FILE=key.pem \
  GOLIVE_WEBHOOK_SECRETS_FILE=secret golive serve --listen 0.0.0.0:8080`,
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			return serve(command.Context(), givenSettings(command), file)
		},
	}
	settingFlags(command, &file)
	return command
}

// settingsHelp lists the settings that have no flag.
func settingsHelp() string {
	text := "Secrets have no flag, since everybody on a machine can read a command line:\n"
	for _, setting := range config.AllSettings() {
		if setting.Secret {
			text += fmt.Sprintf("  %-24s %s\n", setting.Environment(), setting.Help)
		}
	}
	return text
}

func readSettings(flags map[string]string, file string) (config.Settings, error) {
	values, err := readSettingsFile(file)
	if err != nil {
		return config.Settings{}, err
	}
	return setup.ReadSettings(config.Sources{Flags: flags, Environment: os.LookupEnv, File: values, ReadFile: os.ReadFile})
}

// readSettingsFile reads the file that --config names; without one there is
// nothing in it.
func readSettingsFile(file string) (map[string]string, error) {
	if file == "" {
		return map[string]string{}, nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("--config %s: %w", file, err)
	}
	values, err := config.DecodeSettings(data)
	if err != nil {
		return nil, fmt.Errorf("--config %s: %w", file, err)
	}
	return values, nil
}

func serve(ctx context.Context, flags map[string]string, file string) error {
	settings, err := readSettings(flags, file)
	if err != nil {
		return usage(err)
	}
	lacking := settings.Lacking()
	settingUp := len(lacking) > 0 && settings.Unregistered() && settings.Role.Serves()
	if len(lacking) > 0 && !settingUp {
		return usage(fmt.Errorf("not set: %s (golive serve --help says what they are; golive demo --once needs none)", strings.Join(lacking, ", ")))
	}
	if settingUp {
		if err := server.CheckSetup(settings); err != nil {
			return usage(fmt.Errorf("not set: %s. golive would register its GitHub App with you in the browser, but %w. To try that on this machine alone: golive serve --listen 127.0.0.1:8080", strings.Join(lacking, ", "), err))
		}
	}
	logger := slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: settings.LogLevel}))
	for _, name := range config.Unused(os.Environ(), keptVariable) {
		logger.Warn("this version of golive does not know a variable of the environment", "name", name)
	}
	if !secret.Fast() {
		logger.Warn(slowSecrets)
	}
	command, err := syntaxCommand()
	if err != nil {
		return &exitError{exitFailure, err}
	}
	options := server.Options{
		Settings: settings, Version: buildVersion(), Commit: commit, Date: date, SyntaxCommand: command, RenderCommand: renderCommand(command), LoadCommand: loadCommand(command),
		ItemLimit: server.DefaultItemLimit, StopTime: server.DefaultStopTime, Sweep: server.DefaultSweep,
		Now: time.Now, Logger: logger,
	}
	running, err := start(ctx, options, settingUp)
	if err != nil {
		return &exitError{exitFailure, err}
	}
	select {
	case <-ctx.Done():
		logger.Info("stopping: running tasks may end, others go back to the queue")
	case err = <-running.Failed():
		logger.Error("a part of golive has ended by itself", "error", err.Error())
	}
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), server.DefaultStopTime+10*time.Second)
	defer cancel()
	if err = errors.Join(err, running.Stop(stopping)); err != nil {
		return &exitError{exitFailure, err}
	}
	logger.Info("stopped")
	return nil
}

// part is golive at work, or its set-up.
type part interface {
	Failed() <-chan error
	Stop(ctx context.Context) error
}

// start starts golive, or where it has no App yet the set-up that becomes it.
func start(ctx context.Context, options server.Options, settingUp bool) (part, error) {
	if settingUp {
		preparing, err := server.StartSetup(ctx, options)
		if err != nil {
			return nil, err
		}
		// Not a line of the log: it holds the token, and a person has to find it.
		fmt.Fprint(os.Stderr, preparing.Notice())
		return preparing, nil
	}
	running, err := server.Start(ctx, options)
	if err != nil {
		return nil, err
	}
	options.Logger.Info("golive is up", "version", options.Version, "address", running.Address(), "role", string(options.Settings.Role), "embedded_redis", running.Embedded())
	return running, nil
}
