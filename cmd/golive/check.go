package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/golive-app/golive/app/offline"
	"github.com/golive-app/golive/app/terminal"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/secret"
)

// checkFlags are the flags of `golive check`.
type checkFlags struct {
	only    []string
	base    string
	policy  string
	failOn  string
	format  string
	staging string
}

func newCheck() *cobra.Command {
	var flags checkFlags
	command := &cobra.Command{
		Use:   "check DIR",
		Short: "Judge a directory on this machine",
		Long: `check judges the files of a directory: those that git tracks and those that it
would not ignore, as they are now. Nothing is run and nothing leaves this machine.
Items that need GitHub, staging or another connection say so.

Without --base all content counts as new. With it, what was there before the
revision weighs less, and the commits since then are searched for secrets too.

The report goes to standard output, progress to standard error. The last line
always reads "N failing, N waiting for people, N not judged — ready: no".

Exit codes: 0 nothing at or above --fail-on, 1 something is, 2 bad usage,
3 golive's own error.`,
		Example: `  golive check .
  golive check --only code.secrets,launch --base release/v1.3.0 ~/src/shop
  golive check --format json . | jq '.items[] | select(.verdict == "fail")'`,
		Args: cobra.ExactArgs(1),
		RunE: func(command *cobra.Command, arguments []string) error {
			return check(command.Context(), arguments[0], flags, os.Stdout, os.Stderr)
		},
	}
	set := command.Flags()
	set.StringSliceVar(&flags.only, "only", nil, "items or sections to judge, comma-separated: code.secrets, III, 7, other")
	set.StringVar(&flags.base, "base", "", "revision that the release starts after, such as the last release's tag")
	set.StringVar(&flags.policy, "policy", "", "policy file in place of DIR/.golive.yml")
	set.StringVar(&flags.failOn, "fail-on", "fail", "exit 1 from this verdict on: fail, unknown (also not judged) or sign-off (also waiting for people)")
	set.StringVar(&flags.format, "format", "text", "text or json")
	set.StringVar(&flags.staging, "staging", "", "address of staging")
	set.Lookup("staging").Hidden = true
	return command
}

// failOns are the values of --fail-on, and the verdicts that each lets fail.
var failOns = map[string][]checks.Verdict{
	"fail":     {checks.Fail},
	"unknown":  {checks.Fail, checks.Unknown, checks.Errored, checks.Stale},
	"sign-off": {checks.Fail, checks.Unknown, checks.Errored, checks.Stale, checks.NeedsSignOff},
}

func (f checkFlags) validate() error {
	if _, found := failOns[f.failOn]; !found {
		return usage(fmt.Errorf("--fail-on %s: it takes fail, unknown or sign-off", f.failOn))
	}
	switch {
	case f.staging != "":
		return usage(errors.New("--staging: this version of golive does not visit staging yet"))
	case slices.Contains([]string{"markdown", "sarif", "junit"}, f.format):
		return usage(fmt.Errorf("--format %s: this version of golive writes text and json only", f.format))
	case f.format != "text" && f.format != "json":
		return usage(fmt.Errorf("--format %s: it takes text or json", f.format))
	}
	return nil
}

func check(ctx context.Context, directory string, flags checkFlags, out, messages *os.File) error {
	if err := flags.validate(); err != nil {
		return err
	}
	_, live, width := terminal.Detect(messages, os.Getenv)
	progress := terminal.NewProgress(messages, live, time.Now)
	progress.SetWidth(width)
	logger := slog.New(slog.NewTextHandler(progressWriter{progress}, &slog.HandlerOptions{Level: slog.LevelWarn}))
	checklist, closeTools, err := newCatalogue()
	if err != nil {
		return &exitError{exitFailure, err}
	}
	defer func() { _ = closeTools() }() // the report stands; the children end with this process
	if !secret.Fast() {
		progress.Say("note: " + slowSecrets)
	}
	ticking, stop := context.WithCancel(ctx)
	defer stop()
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	go progress.Follow(ticking, ticker.C)

	report, err := offline.Judge(ctx, offline.Options{
		Directory: directory, Base: flags.base, Policy: flags.policy, Only: flags.only,
		Catalogue: checklist, Runner: newRunner(logger), Version: buildVersion(), Now: time.Now,
		Began: func(number, total int, item checks.ItemID) { progress.Step("checking", number, total, string(item)) },
	})
	progress.Done()
	switch {
	case errors.Is(err, offline.ErrUsage):
		return usage(errors.New(strings.TrimPrefix(err.Error(), "usage: ")))
	case err != nil:
		return &exitError{exitFailure, err}
	}
	if err := writeReport(out, report, flags.format); err != nil {
		return &exitError{exitFailure, err}
	}
	if flags.format == "json" {
		fmt.Fprintln(messages, terminal.LastLine(report))
	}
	for _, verdict := range failOns[flags.failOn] {
		if blocking(report, verdict) {
			return &exitError{code: exitNotReady}
		}
	}
	return nil
}

// blocking reports whether an item that counts stands at a verdict.
func blocking(report checks.Report, verdict checks.Verdict) bool {
	return slices.ContainsFunc(report.Items, func(item checks.Item) bool {
		result := report.Results[item.ID]
		return result.Verdict() == verdict && !result.Ready()
	})
}

func writeReport(out *os.File, report checks.Report, format string) error {
	if format == "json" {
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		encoder.SetEscapeHTML(false)
		return encoder.Encode(report)
	}
	colour, _, width := terminal.Detect(out, os.Getenv)
	return terminal.NewReport(terminal.Options{Colour: colour, Width: width}).WriteReport(out, report)
}

// progressWriter lets log lines stand above the progress line.
type progressWriter struct{ progress *terminal.Progress }

func (w progressWriter) Write(line []byte) (int, error) {
	w.progress.Say(strings.TrimRight(string(line), "\n"))
	return len(line), nil
}

var _ io.Writer = progressWriter{}
