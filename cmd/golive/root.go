package main

import "github.com/spf13/cobra"

// newRoot returns the program's commands.
func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "golive",
		Short: "Is this release ready to go live?",
		Long: `golive verifies the go-live checklist of a release and says, with evidence,
whether it is ready: as a GitHub App on release pull requests and tags, or for a
directory on this machine.

  golive demo            see it work, with nothing configured
  golive check .         judge the directory you stand in
  golive load URL        send it requests at a rate, and say whether they were served
  golive init            draft a policy for the repository you stand in
  golive serve           run the GitHub App
  golive doctor          say what is wrong with an installation of it
  golive verify FILE     see that an evidence bundle was not changed

Exit codes: 0 in order, 1 something is not, 2 bad usage or configuration,
3 golive's own error.`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE:          func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(newServe(), newDoctor(), newApp(), newCheck(), newLoad(), newVerify(), newDemo(), newVersion(), newHealth(), newInit(), newConfig(), newReadSyntax(), newRenderManifests(), newGenerateLoad())
	return root
}
