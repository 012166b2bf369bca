package source

import (
	"bufio"
	"context"
	"math"

	"github.com/golive-app/golive/checks"
)

// patchArguments make git print a raw list and a patch without context lines,
// free of whatever the repository sets for its diffs.
var patchArguments = []string{
	"--raw", "-p", "-z", "-U0", "--inter-hunk-context=0", "--full-index", "--submodule=short",
	"--no-ext-diff", "--no-textconv", "--no-color", "--no-indent-heuristic", "--diff-algorithm=myers", "--no-prefix",
}

// readChanges returns the paths that differ between two trees, with the lines
// that are new in the second.
func readChanges(ctx context.Context, directory string, extra []string, from, to string) ([]checks.Change, error) {
	if err := wantIDs(from, to); err != nil {
		return nil, err
	}
	arguments := append([]string{"diff-tree", "-r", "-M"}, patchArguments...)
	cmd := command(directory, nil, append(arguments, from, to)...)
	cmd.Env = append(cmd.Env, extra...)
	var changes []checks.Change
	err := stream(ctx, cmd, func(in *bufio.Reader) error {
		var err error
		changes, err = parseChanges(in)
		return err
	})
	return changes, err
}

// parseChanges reads what git diff-tree printed.
func parseChanges(in *bufio.Reader) ([]checks.Change, error) {
	var changes []checks.Change
	var current *checks.Change
	reader := &patchReader{in: in}
	err := reader.visit(visitor{
		section: func(raw rawChange) error {
			if current != nil && current.Path == raw.path {
				return nil // the second half of a change of type
			}
			changes = append(changes, checks.Change{Path: raw.path, OldPath: raw.oldPath, Deleted: raw.deleted(), Created: raw.status == 'A'})
			current = &changes[len(changes)-1]
			return nil
		},
		// A file that git will not compare counts as new throughout: an
		// attribute of the repository can declare any file binary.
		binary: func() error {
			if !current.Deleted {
				current.Added = []checks.Lines{{First: 1, Last: math.MaxInt32}}
			}
			return nil
		},
		hunk: func(h hunk) error {
			if h.count > 0 && !current.Deleted {
				current.Added = append(current.Added, h.lines)
			}
			return nil
		},
		line: func(hunk, []byte) error { return nil },
	})
	if err != nil {
		return nil, err
	}
	return changes, nil
}
