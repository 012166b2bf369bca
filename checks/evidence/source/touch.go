package source

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/golive-app/golive/checks"
)

// FirstTouch returns the oldest commit that is reachable from the one commit and not
// from the other and that changed one of the paths; empty where none did, as after a
// branch was rewritten.
func FirstTouch(ctx context.Context, directory, from, to string, paths ...string) (string, error) {
	if err := wantIDs(from, to); err != nil {
		return "", err
	}
	arguments := []string{"log", "--topo-order", "--no-notes", "--no-color", "--format=%H", "--max-count=" + strconv.Itoa(maxCommits), to, "^" + from, "--"}
	for _, path := range paths {
		if path != "" {
			arguments = append(arguments, path) // paths are taken literally, see command
		}
	}
	output, err := git(ctx, directory, arguments...)
	if err != nil {
		return "", fmt.Errorf("who touched %q after %s: %w", paths, from, err)
	}
	commits := bytes.Fields(output)
	if len(commits) == 0 {
		return "", nil
	}
	return string(commits[len(commits)-1]), nil
}

// Decisive returns the first path in which the content of a commit differs from that of
// another in more than the kinds of difference that do not matter to the caller; empty
// where they differ in nothing else.
func Decisive(ctx context.Context, directory, from, to string, ignoring []checks.DifferenceKind) (string, error) {
	if err := wantIDs(from, to); err != nil {
		return "", err
	}
	looked := &contentReader{directory: directory, blobs: newBlobs(directory)}
	defer looked.blobs.close()
	decisive := ""
	arguments := []string{"diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", from + "^{tree}", to + "^{tree}"}
	err := stream(ctx, command(directory, nil, arguments...), func(in *bufio.Reader) error {
		for {
			one, err := readDifference(in)
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			if decisive != "" {
				continue // what is left has to be read, or git takes it for an error
			}
			if !one.plain() {
				decisive = one.path
				continue
			}
			found, err := looked.difference(ctx, one)
			switch {
			case errors.Is(err, errOtherContent):
				decisive = one.path
			case err != nil:
				return err
			case !slices.Contains(ignoring, found.Kind):
				decisive = one.path
			}
		}
	})
	if err != nil {
		return "", fmt.Errorf("in what %s differs from %s: %w", to, from, err)
	}
	return decisive, nil
}
