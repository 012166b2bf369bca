package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/golive-app/golive/app/demo"
	"github.com/golive-app/golive/app/terminal"
)

// demoTime bounds the whole demo. A large repository of the user's own takes
// longest.
const demoTime = 15 * time.Minute

// demoAddress is where the live demo's page is, unless something else is there.
const demoAddress = "127.0.0.1:8377"

func newDemo() *cobra.Command {
	var once, loaded, verbose bool
	var directory, listen string
	command := &cobra.Command{
		Use:   "demo [--once [--load]] [--repo DIR]",
		Short: "See golive at work, with nothing configured",
		Long: `demo plays a release on this machine: a simulated GitHub, golive with a queue of
its own, and a small sample shop that has things to mend, served as staging.

It prints the address of a page and stays up. The page shows the release pull
request as GitHub would: title, conversation, golive's one comment, eight check
runs. Its buttons are what people press on GitHub: push the fix, approve, comment
(/golive status), re-run, push a tag, switch the policy, merge, start over. Each
acts on the simulated GitHub, which delivers a signed webhook to golive; the page
follows by itself. Ctrl-C ends it.

With --once nothing stays up: the author opens the pull request, golive judges it,
what it finds is mended, people sign what no machine can decide, and the release
becomes ready, is merged and tagged. What people would see is printed. The story of a
repository of yours ends with golive's first verdict.

With --once --load staging is load-tested, too: the release candidate fails within
half a minute, and what mends it has to stand a thousand requests a second for five.
The page has a button for that.

Nothing is configured, nothing leaves this machine, and nothing stays behind.
--repo takes a git repository of yours in place of the shop. It is only read: what
the page's buttons push goes to a copy that is removed at the end.

The page is for this machine. --listen on another address lets everybody who
reaches it press the buttons and read the repository. Without --listen the page
moves to a free port where 8377 is taken.

The address and, with --once, the report go to standard output, progress to
standard error: a line for each webhook, verdict and button. Exit codes: 0 the
demo was ended, or with --once came to its verdict, whatever that is; 2 bad usage;
3 golive's own error.`,
		Example: `  golive demo
  golive demo --repo ~/src/shop
  golive demo --listen 127.0.0.1:9000
  golive demo --once --load
  golive demo --once --repo ~/src/shop`,
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			asked := command.Flags().Changed("listen")
			switch {
			case loaded && !once:
				return usage(errors.New("--load belongs to --once; the page has a button for it"))
			case loaded && directory != "":
				return usage(errors.New("--load is for the sample shop: a repository of yours has no staging here"))
			}
			if !once {
				return showDemo(command.Context(), liveOptions{directory, listen, asked, verbose}, os.Stdout, os.Stderr)
			}
			if asked {
				return usage(errors.New("--listen is for the page, which --once does not have"))
			}
			ctx, cancel := context.WithTimeout(command.Context(), demoTime)
			defer cancel()
			return playDemo(ctx, onceOptions{directory, loaded, verbose}, os.Stdout, os.Stderr)
		},
	}
	command.Flags().BoolVar(&once, "once", false, "play the story, print the verdict and leave")
	command.Flags().BoolVar(&loaded, "load", false, "with --once: load-test the shop's staging, which takes six minutes more")
	command.Flags().StringVar(&listen, "listen", demoAddress, "where the page is, HOST:PORT; port 0 is any free one")
	command.Flags().StringVar(&directory, "repo", "", "git repository to judge in place of the sample shop")
	command.Flags().BoolVar(&verbose, "verbose", false, "also print golive's own log")
	return command
}

// onceOptions are what `golive demo --once` was told.
type onceOptions struct {
	directory string // empty: the sample shop
	load      bool   // staging is load-tested
	verbose   bool
}

func playDemo(ctx context.Context, options onceOptions, out, messages *os.File) error {
	_, live, width := terminal.Detect(messages, os.Getenv)
	progress := terminal.NewProgress(messages, live, time.Now)
	progress.SetWidth(width)
	defer progress.Done()
	ticking, stop := context.WithCancel(ctx)
	defer stop()
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	go progress.Follow(ticking, ticker.C)

	program, err := syntaxCommand()
	if err != nil {
		return &exitError{exitFailure, err}
	}
	progress.Step("starting", 0, 0, "a simulated GitHub and golive")
	stage, err := demo.OpenStage(ctx, demo.StageOptions{
		RepositoryDirectory: options.directory, Version: buildVersion(), Commit: commit, SyntaxCommand: program, RenderCommand: renderCommand(program), LoadCommand: loadCommand(program), Now: time.Now,
		Staging: true, Logger: slog.New(slog.NewTextHandler(progressWriter{progress}, &slog.HandlerOptions{Level: demoLevel(options.verbose)})),
	})
	if errors.Is(err, demo.ErrNoRepository) || errors.Is(err, demo.ErrNoHistory) {
		return usage(err)
	}
	if err != nil {
		return &exitError{exitFailure, err}
	}
	err = newStory(stage.Scene, progress, live, out).tell(ctx, options)
	progress.Done()
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	if err = errors.Join(err, stage.Close(closing)); err != nil {
		return &exitError{exitFailure, err}
	}
	return nil
}
