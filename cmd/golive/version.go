package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/golive-app/golive/checks/evidence/secret"
)

// version and commit are set by the linker: -X main.version=… -X main.commit=….
var version, commit string

// buildVersion returns what this program calls itself.
func buildVersion() string {
	if version != "" {
		return version
	}
	if information, ok := debug.ReadBuildInfo(); ok && information.Main.Version != "" && information.Main.Version != "(devel)" {
		return information.Main.Version
	}
	return "development"
}

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Say which golive this is", Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			out := command.OutOrStdout()
			fmt.Fprintf(out, "golive %s\n", buildVersion())
			if commit != "" {
				fmt.Fprintf(out, "commit %s\n", commit)
			}
			fmt.Fprintf(out, "%s %s/%s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH)
			if !secret.Fast() {
				fmt.Fprintln(out, slowSecrets)
			}
			return nil
		},
	}
}

// slowSecrets is said wherever secrets are scanned by the slower engine.
const slowSecrets = "secret scanning is about ten times slower in this build: build with -tags gore2regex"
