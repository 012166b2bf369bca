package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/time/rate"

	"github.com/golive-app/golive/app/browser"
	"github.com/golive-app/golive/app/export"
	"github.com/golive-app/golive/app/offline"
	"github.com/golive-app/golive/app/staging"
	"github.com/golive-app/golive/app/terminal"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/secret"
	"github.com/golive-app/golive/config"
)

// checkFlags are the flags of `golive check`.
type checkFlags struct {
	only    []string
	base    string
	policy  string
	github  string // OWNER/REPO[#NUMBER|@TAG] in place of a directory
	failOn  string
	format  string
	output  string
	quiet   bool
	list    bool
	staging string
	browser string
	rps     int // requests a second to staging
	noCache bool
	bundle  string // file for the evidence bundle; empty: none

	named map[string]bool // flags that were given, whatever their value
}

func newCheck() *cobra.Command {
	var flags checkFlags
	command := &cobra.Command{
		Use:                   checkSynopsis,
		DisableFlagsInUseLine: true,
		Short:                 "Judge a directory on this machine, or a release on GitHub",
		Long:                  checkHelp,
		Example:               checkExamples,
		Args: func(command *cobra.Command, arguments []string) error {
			onGitHub := command.Flags().Changed("github")
			switch {
			case onGitHub && len(arguments) > 0:
				return usage(fmt.Errorf("check judges a directory or, with --github, a release on GitHub, and was given both: %s", strings.Join(arguments, " ")))
			case flags.list && len(arguments) == 0, onGitHub, len(arguments) == 1:
				return nil
			case len(arguments) == 0:
				return usage(errors.New("check: which directory? `golive check .` judges the one you stand in"))
			default:
				return usage(fmt.Errorf("check takes one directory, and was given %d: %s", len(arguments), strings.Join(arguments, " ")))
			}
		},
		RunE: func(command *cobra.Command, arguments []string) error {
			flags.named = map[string]bool{}
			for _, name := range []string{"only", "base", "policy", "output", "github", "bundle", "staging", "browser", "staging-rps"} {
				flags.named[name] = command.Flags().Changed(name)
			}
			if flags.list {
				return listItems(os.Stdout)
			}
			directory := ""
			if len(arguments) > 0 {
				directory = arguments[0]
			}
			return check(command.Context(), directory, flags, os.Stdout, os.Stderr)
		},
	}
	set := command.Flags()
	set.StringSliceVar(&flags.only, "only", nil, "`ITEMS` or sections to judge, comma-separated: code.secrets, III, 7, other")
	set.StringVar(&flags.github, "github", "", "judge `OWNER/REPO`, OWNER/REPO#PULL-REQUEST or OWNER/REPO@TAG on GitHub with the token in GH_TOKEN, and write nothing there")
	set.StringVar(&flags.base, "base", "", "`REVISION` that the release starts after, such as the last release's tag")
	set.StringVar(&flags.policy, "policy", "", "policy `FILE` in place of the .golive.yml that holds")
	set.StringVar(&flags.failOn, "fail-on", "fail", "exit 1 from this `VERDICT` on: fail, unknown (also not judged) or sign-off (also waiting for people)")
	set.StringVar(&flags.format, "format", "text", "`FORMAT`: text, json, markdown, sarif or junit")
	set.StringVarP(&flags.output, "output", "o", "", "write the report to this `FILE` in place of standard output")
	set.StringVar(&flags.bundle, "bundle", "", "write an evidence bundle to this `FILE` too; it is not signed (see golive verify)")
	set.BoolVarP(&flags.quiet, "quiet", "q", false, "no progress and no notes")
	set.BoolVar(&flags.noCache, "no-cache", false, "read every file anew, and keep nothing for the next run")
	set.BoolVar(&flags.list, "list", false, "list the items of the checklist and end")
	set.StringVar(&flags.staging, "staging", "", "`URL` of a staging that runs the directory's commit, to look at too")
	set.StringVar(&flags.browser, "browser", "", "Chromium, by `PROGRAM`, that opens staging's first page with its API cut off")
	set.IntVar(&flags.rps, "staging-rps", config.DefaultProbeRPS, "`N` requests a second that staging is looked at with, at most")
	set.SortFlags = false
	return command
}

func check(ctx context.Context, directory string, flags checkFlags, out, messages *os.File) error {
	if err := flags.validate(); err != nil {
		return err
	}
	began := time.Now()
	collectLate()
	progress := newProgress(messages, flags.quiet)
	logger := slog.New(slog.NewTextHandler(progressWriter{progress}, &slog.HandlerOptions{Level: slog.LevelWarn}))
	directoryOfKept := keptDirectory()
	if flags.noCache {
		directoryOfKept = ""
	}
	checklist, closeTools, err := newCatalogue(directoryOfKept, len(flags.only) == 0, progress.Say)
	if err != nil {
		return &exitError{exitFailure, err}
	}
	defer func() { _ = closeTools() }() // the report stands, and what cannot be kept is read again
	if !secret.Fast() {
		progress.Say("note: " + slowSecrets)
	}
	ticking, stop := context.WithCancel(ctx)
	defer stop()
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	go progress.Follow(ticking, ticker.C)

	var report checks.Report
	if flags.github != "" {
		report, err = githubCheck{flags: flags, catalogue: checklist, runner: newRunner(logger), logger: logger, progress: progress}.judge(ticking)
		report = export.Visited(report)
	} else {
		var visit func(checks.Subject) (checks.Staging, checks.Missing)
		var shows checks.Browser
		if flags.named["browser"] {
			if shows, err = browser.Find(flags.browser); err != nil {
				return usage(fmt.Errorf("--browser: %w", err))
			}
		}
		if flags.named["staging"] {
			if visit, err = staging.Typed(ctx, flags.staging, staging.FromEnvironment(os.LookupEnv), rate.Limit(flags.rps), time.Now); err != nil {
				return usage(fmt.Errorf("--staging: %w", err))
			}
		}
		report, err = offline.Judge(ctx, offline.Options{
			Directory: directory, Base: flags.base, Policy: flags.policy, Only: flags.only,
			Catalogue: checklist, Runner: newRunner(logger), Version: buildVersion(), Now: time.Now, Visit: visit, Browser: shows,
			Began: func(number, total int, item checks.ItemID) { progress.Step("checking", number, total, string(item)) },
		})
		progress.Done()
		if err != nil {
			err = judgeError(ctx, err, directory, flags)
		}
		report = export.Local(report)
	}
	if err != nil {
		return err
	}
	if flags.bundle != "" {
		if err := writeBundle(report, flags, began); err != nil {
			return &exitError{exitFailure, err}
		}
	}
	if err := writeReport(out, messages, report, flags); err != nil {
		return &exitError{exitFailure, err}
	}
	for _, verdict := range failOns()[flags.failOn] {
		if blocking(report, verdict) {
			return &exitError{code: exitNotReady}
		}
	}
	return nil
}

// failOns are the values of --fail-on, and the verdicts that each lets fail.
func failOns() map[string][]checks.Verdict {
	undecided := []checks.Verdict{checks.Fail, checks.Unknown, checks.Errored, checks.Stale}
	return map[string][]checks.Verdict{
		"fail":     {checks.Fail},
		"unknown":  undecided,
		"sign-off": append(slices.Clone(undecided), checks.NeedsSignOff),
	}
}

// blocking reports whether an item that counts stands at a verdict.
func blocking(report checks.Report, verdict checks.Verdict) bool {
	return slices.ContainsFunc(report.Items, func(item checks.Item) bool {
		result := report.Results[item.ID]
		return result.Verdict() == verdict && !result.Ready()
	})
}

// newProgress tells on a stream what is under way, or nobody where it is to be
// quiet.
func newProgress(messages *os.File, quiet bool) *terminal.Progress {
	if quiet {
		return terminal.NewProgress(io.Discard, false, time.Now)
	}
	_, live, width := terminal.Detect(messages, os.Getenv)
	progress := terminal.NewProgress(messages, live, time.Now)
	progress.SetWidth(width)
	return progress
}

// progressWriter lets log lines stand above the progress line.
type progressWriter struct{ progress *terminal.Progress }

func (w progressWriter) Write(line []byte) (int, error) {
	w.progress.Say(strings.TrimRight(string(line), "\n"))
	return len(line), nil
}

var _ io.Writer = progressWriter{}
