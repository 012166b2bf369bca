package source

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/golive-app/golive/checks"
)

// ReadRange returns what the commit to adds over the commit from: the commits
// that are reachable from the one and not from the other, oldest first, and the
// paths and lines in which their trees differ. Both are full ids; an empty from
// stands for "nothing yet", so that everything is new. The reason says to
// people why the range starts there; what limits the answer is added to it.
func ReadRange(ctx context.Context, directory, from, to, reason string) (*checks.Range, error) {
	_, target, err := Resolve(ctx, directory, to)
	if err != nil {
		return nil, err
	}
	base, err := baseTree(ctx, directory, from, "")
	if err != nil {
		return nil, err
	}
	read, err := commitRange(ctx, directory, from, to, reason)
	if err != nil {
		return nil, err
	}
	if read.Changed, err = readChanges(ctx, directory, nil, base, target); err != nil {
		return nil, fmt.Errorf("comparing %s with %s: %w", from, to, err)
	}
	return read, nil
}

// ReadWorkingRange returns what a directory's content adds over a commit:
// the commits up to the one that is checked out, and every difference to what
// is in the directory now. The snapshot must come from OpenDirectory.
func ReadWorkingRange(ctx context.Context, snapshot *Snapshot, from, reason string) (*checks.Range, error) {
	if snapshot.Commit == "" {
		return nil, ErrNoCommits
	}
	base, err := baseTree(ctx, snapshot.directory, from, snapshot.prefix)
	if err != nil {
		return nil, err
	}
	read, err := commitRange(ctx, snapshot.directory, from, snapshot.Commit, reason)
	if err != nil {
		return nil, err
	}
	store, err := os.MkdirTemp("", "golive-objects-")
	if err != nil {
		return nil, fmt.Errorf("making room for objects: %w", err)
	}
	defer os.RemoveAll(store)
	target, extra, err := snapshot.writeObjects(ctx, store, base)
	if err != nil {
		return nil, fmt.Errorf("storing the working tree: %w", err)
	}
	if read.Changed, err = readChanges(ctx, snapshot.directory, extra, base, target); err != nil {
		return nil, fmt.Errorf("comparing %s with the working tree: %w", from, err)
	}
	return read, nil
}

func commitRange(ctx context.Context, directory, from, to, reason string) (*checks.Range, error) {
	commits, err := readCommits(ctx, directory, from, to)
	if err != nil {
		return nil, fmt.Errorf("reading the commits after %s: %w", from, err)
	}
	if len(commits) > maxCommits {
		commits = commits[len(commits)-maxCommits:]
		reason += fmt.Sprintf(" (more than %d commits: only the newest are listed)", maxCommits)
	}
	if Shallow(ctx, directory) {
		reason += " (shallow clone: older commits are not here, so the list of commits may be incomplete)"
	}
	return &checks.Range{From: from, To: to, Reason: reason, Commits: commits}, nil
}

// baseTree returns the tree of a commit, or of a directory in it; the empty
// tree where there is no commit or no such directory.
func baseTree(ctx context.Context, directory, commit, prefix string) (string, error) {
	format, err := repositoryFormat(ctx, directory)
	if err != nil {
		return "", explainUnresolved(ctx, directory, "HEAD", err)
	}
	empty := format.idOf("tree", nil)
	if commit == "" {
		return empty, nil
	}
	if err := wantIDs(commit); err != nil {
		return "", err
	}
	_, tree, err := Resolve(ctx, directory, commit)
	if err != nil || prefix == "" {
		return tree, err
	}
	if tree, err = objectNamed(ctx, directory, commit+":"+prefix); err != nil {
		if exitCode(err) > 0 {
			return empty, nil
		}
		return "", err
	}
	return tree, nil
}

// SamePatch reports whether two commits bring the same change over where each
// left a base, wherever in the files it stands. A change larger than 64 MiB is
// none that can be compared, and two that change nothing show nothing.
func SamePatch(ctx context.Context, directory, base, one, other string) (bool, error) {
	first, err := patchOf(ctx, directory, base, one)
	if err != nil {
		return false, err
	}
	second, err := patchOf(ctx, directory, base, other)
	return err == nil && first == second && first != "", err
}

// patchOf is a digest of what a commit changes over where it left a base: of the
// paths and of the lines, without their numbers and without those around them; empty
// where it changes nothing.
func patchOf(ctx context.Context, directory, base, commit string) (string, error) {
	left, err := MergeBase(ctx, directory, base, commit)
	if err != nil {
		return "", err
	}
	digest, size := sha256.New(), 0
	arguments := []string{"diff-tree", "-r", "-p", "--no-renames", "--full-index", "--binary", "--unified=0", "--no-ext-diff", "--no-textconv", left, commit}
	err = stream(ctx, command(directory, nil, arguments...), func(in *bufio.Reader) error {
		begins, counts := true, false
		for {
			part, err := in.ReadSlice('\n') // of a line, where that is longer than the buffer
			if begins {
				counts = !bytes.HasPrefix(part, []byte("@@ ")) && !bytes.HasPrefix(part, []byte("index "))
			}
			if size += len(part); size > maxPatch {
				return checks.ErrTooLarge
			}
			if counts {
				digest.Write(part)
			}
			switch begins = err == nil; {
			case err == nil, errors.Is(err, bufio.ErrBufferFull):
			case errors.Is(err, io.EOF):
				return nil
			default:
				return err
			}
		}
	})
	if err != nil {
		return "", fmt.Errorf("comparing %s with %s: %w", left, commit, err)
	}
	if size == 0 {
		return "", nil
	}
	return hex.EncodeToString(digest.Sum(nil)), nil
}
