package demo

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// runGit runs a reading git command in a directory and returns its output
// without the last line break. The user's own configuration decides nothing, so
// that a demo says the same on every machine.
func runGit(ctx context.Context, directory string, arguments ...string) (string, error) {
	return runGitTrusting(ctx, os.DevNull, directory, arguments...)
}

// runGitTrusting runs git with a file in the place of the user's configuration.
// safe.directory lets root look at a repository that was mounted from outside.
func runGitTrusting(ctx context.Context, configuration, directory string, arguments ...string) (string, error) {
	command := exec.CommandContext(ctx, "git", append([]string{"-C", directory}, arguments...)...)
	command.Env = []string{
		"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "HOME=" + os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + configuration,
		"GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0",
		"GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=safe.directory", "GIT_CONFIG_VALUE_0=*",
	}
	var complaint bytes.Buffer
	command.Stderr = &complaint
	output, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w: %s", arguments[0], err, bytes.TrimSpace(complaint.Bytes()))
	}
	return strings.TrimRight(string(output), "\n"), nil
}
