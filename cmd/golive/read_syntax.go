package main

import (
	"github.com/spf13/cobra"

	"github.com/golive-app/golive/checks/evidence/source"
)

// newReadSyntax returns the child process that parses foreign code: a crash or a
// hang of a parser costs one file, not the server. People never call it.
func newReadSyntax() *cobra.Command {
	return &cobra.Command{
		Use: source.ReaderCommand, Hidden: true, Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := source.ServeReader(command.InOrStdin(), command.OutOrStdout()); err != nil {
				return &exitError{exitFailure, err}
			}
			return nil
		},
	}
}
