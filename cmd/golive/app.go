package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/golive-app/golive/app/setup"
)

// exampleURL stands for the address of a golive that is not up yet.
const exampleURL = "https://golive.example.com"

func newApp() *cobra.Command {
	command := &cobra.Command{
		Use:   "app",
		Short: "The GitHub App that golive works as",
		Args:  cobra.NoArgs,
		RunE:  func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	command.AddCommand(newAppManifest())
	return command
}

func newAppManifest() *cobra.Command {
	var public, name string
	command := &cobra.Command{
		Use:   "manifest",
		Short: "Print the manifest that the App is registered from",
		Long: `manifest prints the JSON from which GitHub registers golive's App: its permissions,
its events, and its addresses under --public-url. The set-up of golive serve sends
the same to GitHub; this is for reading it, or for registering the App by other
means.

https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest`,
		Example: `  golive app manifest --public-url https://golive.acme.dev --name golive-acme`,
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			// Which GitHub it is for makes no difference to a public address.
			place, err := setup.NewPlace(public, "https://api.github.com", "")
			if err != nil {
				return usage(fmt.Errorf("--public-url: %s", strings.ReplaceAll(err.Error(), "GOLIVE_PUBLIC_URL", "it")))
			}
			if _, problem := (setup.Choice{Name: name}).Check(); problem != "" {
				return usage(fmt.Errorf("--name: %s", problem))
			}
			_, err = fmt.Fprint(command.OutOrStdout(), setup.NewManifest(place, name).JSON())
			return err
		},
	}
	command.Flags().StringVar(&public, "public-url", exampleURL, "where GitHub and people reach golive")
	command.Flags().StringVar(&name, "name", "golive", "name of the App, unique on GitHub")
	return command
}
