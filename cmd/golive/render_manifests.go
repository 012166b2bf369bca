package main

import (
	"github.com/spf13/cobra"

	"github.com/golive-app/golive/checks/evidence/manifest/render"
)

// newRenderManifests returns the child process that renders charts and overlays, whose
// templates are foreign programs. People never call it.
func newRenderManifests() *cobra.Command {
	return &cobra.Command{
		Use: render.Command, Hidden: true, Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := render.Serve(command.InOrStdin(), command.OutOrStdout()); err != nil {
				return &exitError{exitFailure, err}
			}
			return nil
		},
	}
}
