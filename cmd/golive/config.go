package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/golive-app/golive/app/terminal"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/permission"
	"github.com/golive-app/golive/checks/evidence/smoke"
	"github.com/golive-app/golive/config"
)

// newConfig returns the commands about policy files.
func newConfig() *cobra.Command {
	command := &cobra.Command{
		Use:   "config",
		Short: "Validate policy files, print schemas",
		Long: `config works on the policy of a repository, ` + config.PolicyFile + `: the file that says
whether golive may block, what counts as a release and who signs off.

  golive config validate         is the policy of this directory in order?
  golive config schema           the JSON Schema of policy files, for editors
  golive config schema report    the JSON Schema of golive's report
  golive config schema smoke     that of smoke tests, ` + smoke.Path + `
  golive config schema authz     that of who may do what, ` + permission.Path,
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	command.AddCommand(newConfigValidate(), newConfigSchema())
	return command
}

func newConfigValidate() *cobra.Command {
	var flags validation
	command := &cobra.Command{
		Use:   "validate [FILE...]",
		Short: "Say everything that is wrong with policy files, or what they mean",
		Long: `validate reads policy files as golive does, strictly, and prints every problem at
once, one a line, on standard error:

  FILE:LINE:COLUMN: problem — advice

On a terminal the line itself stands below, and a caret where the problem is. Of
a file in order it says what it means: whether golive may block, what counts as
a release, who signs, and what is default. Nothing leaves this machine.

Without FILE it reads ` + config.PolicyFile + ` in this directory, and ` + smoke.Path + ` and
` + permission.Path + ` where they are there; "-" is a policy on standard input. Files
of these names are read as what they are: the smoke test that golive plays on
staging, and who may do what there.

A repository's file stands over ` + config.OrganisationPolicyFile + ` of the repository .github of
the same owner, and that one over the defaults. --over names such a file, so
that what is left out is taken from it.

Exit codes: 0 every file is in order, 2 one is not or cannot be read, 3 golive's
own error.`,
		Example: `  golive config validate
  golive config validate .golive.yml ~/src/.github/.github/golive.yml
  git show origin/main:.golive.yml | golive config validate -
  golive config validate --over ../.github/.github/golive.yml
  golive config validate --format json | jq -r '.files[].problems[].problem'`,
		RunE: func(command *cobra.Command, files []string) error {
			if len(files) == 0 {
				files = ownFiles()
			}
			colour, _, width := terminal.Detect(os.Stderr, os.Getenv)
			flags.colour, flags.terminal = colour, width > 0
			return flags.run(files, command.InOrStdin(), os.Stdout, os.Stderr)
		},
	}
	command.Flags().StringVar(&flags.over, "over", "", "policy file that stands under the others: what they leave out is as it has it")
	command.Flags().StringVar(&flags.format, "format", "text", "text or json")
	return command
}

func newConfigSchema() *cobra.Command {
	return &cobra.Command{
		Use:   "schema [policy|report|smoke|authz]",
		Short: "Print the JSON Schema of policy files, of the report, of smoke tests or of role matrices",
		Long: `schema prints a JSON Schema, draft 2020-12, on standard output:

  policy   of policy files, such as ` + config.PolicyFile + ` (this one without an argument)
  report   of what golive check --format json prints
  smoke    of smoke tests, ` + smoke.Path + `
  authz    of who may do what, ` + permission.Path + `

An editor with a YAML language server completes and explains the keys of a
policy that begins with

  # yaml-language-server: $schema=golive-policy.json

A schema has no words for some rules, such as globs that cannot be read:
golive config validate knows them all.

Exit codes: 0 printed, 2 there is no such schema, 3 golive's own error.`,
		Example: `  golive config schema > golive-policy.json
  golive config schema report | jq '.properties | keys'`,
		Args:      cobra.MaximumNArgs(1),
		ValidArgs: []string{"policy", "report", "smoke", "authz"},
		RunE: func(_ *cobra.Command, names []string) error {
			name := "policy"
			if len(names) > 0 {
				name = names[0]
			}
			return printSchema(name, os.Stdout)
		},
	}
}

func printSchema(name string, out io.Writer) error {
	var schema []byte
	var err error
	switch name {
	case "policy":
		schema, err = config.PolicySchema()
	case "report":
		schema, err = checks.ReportSchemaJSON()
	case "smoke":
		schema = smoke.Schema()
	case "authz":
		schema = permission.Schema()
	default:
		return usage(fmt.Errorf("there is no schema %q: it is policy, report, smoke or authz", name))
	}
	if err == nil {
		_, err = out.Write(schema)
	}
	if err != nil {
		return &exitError{exitFailure, err}
	}
	return nil
}
