package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/golive-app/golive/app/draft"
	"github.com/golive-app/golive/app/terminal"
	"github.com/golive-app/golive/config"
)

// initFlags are the flags of `golive init`.
type initFlags struct {
	force bool
	print bool
}

func newInit() *cobra.Command {
	var flags initFlags
	command := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Draft a policy file for a repository",
		Long: `init drafts a policy, .golive.yml, for the repository that DIR is in (the one you
stand in, where DIR is left out), from what its files, tags and workflows say:

  release        how the last tags are named; release-please, changesets,
                 semantic-release, GoReleaser, git-flow and others; pull requests
                 that workflows open
  environments   staging and production as workflows name them; hints from
                 Fly.io, Render, Vercel, Netlify, Heroku, Kubernetes overlays,
                 Helm values, compose files and variables
  roles          who signs what, from CODEOWNERS

Every value has a comment with the reason and the place where it was seen. What
cannot be told is not guessed: it stands in the file as a comment to switch on,
with an explanation. What equals golive's defaults is left to them. The mode is
observe, which blocks nothing. Files that are not understood are named and
otherwise left alone.

The repository is read and nothing in it is run; nothing leaves this machine.
Files that git ignores are not looked at. A policy is read only at the top of a
repository, so for a directory inside of one the file is written there, and init
says so. Outside of git it works from the files alone. A file that is there
already is never overwritten without --force, and a symbolic link not even then.

The file goes to its place as a whole (or with --print to standard output); what
was inferred, what was not and what to do next goes to standard error.

Exit codes: 0 drafted, 2 bad usage or a file that is there already, 3 golive's
own error.`,
		Example: `  golive init
  golive init --print ~/src/shop | less
  golive init --force . && git diff .golive.yml`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(command *cobra.Command, arguments []string) error {
			directory := "."
			if len(arguments) == 1 {
				directory = arguments[0]
			}
			return initialise(command.Context(), directory, flags, os.Stdout, os.Stderr)
		},
	}
	set := command.Flags()
	set.BoolVar(&flags.force, "force", false, "overwrite a policy file that is there already")
	set.BoolVar(&flags.print, "print", false, "write the draft to standard output and no file")
	return command
}

func initialise(ctx context.Context, directory string, flags initFlags, out, messages io.Writer) error {
	root, err := draft.Root(ctx, directory)
	if err != nil {
		return initError(err)
	}
	target := filepath.Join(root, config.PolicyFile)
	if !flags.print {
		if err := draft.Refused(target, flags.force); err != nil {
			return initError(err)
		}
	}
	drafted, err := draft.Read(ctx, root)
	if err != nil {
		return initError(err)
	}
	if flags.print {
		_, err = out.Write(drafted.File)
	} else {
		err = draft.Write(target, drafted.File, flags.force)
	}
	if err != nil {
		return initError(err)
	}
	writeSummary(messages, drafted, root, directory, flags.print)
	return nil
}

// initError gives an error its exit code.
func initError(err error) error {
	if errors.Is(err, draft.ErrUsage) {
		return usage(errors.New(strings.TrimPrefix(err.Error(), "usage: ")))
	}
	return &exitError{exitFailure, err}
}

// writeSummary says what was drafted, from what, and what to do next.
func writeSummary(out io.Writer, drafted draft.Draft, root, asked string, printed bool) {
	target := terminal.Clean(filepath.Join(root, config.PolicyFile))
	if printed {
		fmt.Fprintf(out, "Drafted a policy for %s; nothing was written.\n", terminal.Clean(root))
	} else {
		fmt.Fprintf(out, "Drafted %s.\n", target)
	}
	if absolute, err := filepath.Abs(asked); err == nil && drafted.Git {
		if resolved, err := filepath.EvalSymlinks(absolute); err == nil && resolved != root {
			fmt.Fprintf(out, "%s is inside of a repository: its policy is read only at the top.\n", terminal.Clean(asked))
		}
	}
	if !drafted.Git {
		fmt.Fprintln(out, "Not a git repository: drafted from the files alone, without tags and branches.")
	}
	writeNotes(out, "Inferred", drafted.Inferred)
	writeNotes(out, "Left to you", drafted.Open)
	writeNotes(out, "Not understood", drafted.Unread)
	fmt.Fprintf(out, "\nNext\n")
	fmt.Fprintf(out, "  1. Review the file, then: golive config validate %s\n", config.PolicyFile)
	fmt.Fprintf(out, "  2. Commit it to the default branch. golive reads it there, never from a release.\n")
	example := "from a branch release/v1.2.3"
	if drafted.ExampleTag != "" {
		example += ", or push a tag named like " + terminal.Clean(drafted.ExampleTag)
	}
	fmt.Fprintf(out, "  3. Open a release pull request %s. Nothing is blocked while mode is observe.\n", example)
}

func writeNotes(out io.Writer, title string, notes []draft.Note) {
	if len(notes) == 0 {
		return
	}
	fmt.Fprintf(out, "\n%s\n", title)
	for _, note := range notes {
		fmt.Fprintf(out, "  %s: %s\n", note.What, note.Text)
	}
}
