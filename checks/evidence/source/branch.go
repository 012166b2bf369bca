package source

import (
	"context"
	"fmt"
	"strings"
)

// Branch returns the name of the branch that is checked out; empty where HEAD is
// detached.
func Branch(ctx context.Context, directory string) (string, error) {
	output, err := git(ctx, directory, "symbolic-ref", "--quiet", "--short", "HEAD")
	if err != nil {
		if exitCode(err) == 1 {
			return "", nil
		}
		return "", fmt.Errorf("reading the branch: %w", err)
	}
	return strings.TrimSpace(string(output)), nil
}
