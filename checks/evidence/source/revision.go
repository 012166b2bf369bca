package source

import (
	"context"
	"fmt"
	"strings"
	"unicode"
)

// Resolve returns the commit and the tree that a revision names, as people
// write one: "main", "v1.2.0", "HEAD~3", a short id. It returns ErrNoRepository
// outside of a repository, ErrNoCommits in one without commits, and
// ErrUnknownRevision for everything that names no commit.
func Resolve(ctx context.Context, directory, revision string) (commit, tree string, err error) {
	if revision == "" || strings.HasPrefix(revision, "-") || strings.ContainsFunc(revision, unicode.IsControl) {
		return "", "", fmt.Errorf("%w: %q", ErrUnknownRevision, revision)
	}
	commit, err = objectNamed(ctx, directory, revision+"^{commit}")
	if err != nil {
		return "", "", explainUnresolved(ctx, directory, revision, err)
	}
	tree, err = objectNamed(ctx, directory, commit+"^{tree}")
	if err != nil {
		return "", "", fmt.Errorf("reading the tree of %s: %w", commit, err)
	}
	return commit, tree, nil
}

// objectNamed returns the id of one object; the name must not start with "-".
func objectNamed(ctx context.Context, directory, name string) (string, error) {
	output, err := git(ctx, directory, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
	if err != nil {
		return "", err
	}
	id := strings.TrimSpace(string(output))
	if !objectID.MatchString(id) {
		return "", fmt.Errorf("git rev-parse answered %s", printable(id))
	}
	return id, nil
}

// explainUnresolved tells why a revision could not be resolved.
func explainUnresolved(ctx context.Context, directory, revision string, err error) error {
	if exitCode(err) < 0 {
		return err // cancelled, or git could not be started
	}
	if _, inside := git(ctx, directory, "rev-parse", "--git-dir"); inside != nil {
		if exitCode(inside) < 0 {
			return inside
		}
		return fmt.Errorf("%w: %s", ErrNoRepository, printable(directory))
	}
	if revision != "HEAD" {
		if _, err := objectNamed(ctx, directory, "HEAD^{commit}"); err == nil {
			return fmt.Errorf("%w: %s", ErrUnknownRevision, printable(revision))
		}
	}
	if commits, err := git(ctx, directory, "rev-list", "--all", "--max-count=1"); err == nil && len(commits) == 0 {
		return ErrNoCommits
	}
	return fmt.Errorf("%w: %s", ErrUnknownRevision, printable(revision))
}

// MergeBase returns the best common ancestor of two commits, given as full ids,
// or ErrNoMergeBase: unrelated histories, or a shallow clone that ends before
// it.
func MergeBase(ctx context.Context, directory, one, other string) (string, error) {
	if err := wantIDs(one, other); err != nil {
		return "", err
	}
	output, err := git(ctx, directory, "merge-base", one, other)
	if err != nil {
		if exitCode(err) == 1 {
			if Shallow(ctx, directory) {
				return "", fmt.Errorf("%w: the clone is shallow; fetch its full history (git fetch --unshallow)", ErrNoMergeBase)
			}
			return "", ErrNoMergeBase
		}
		return "", err
	}
	id := strings.TrimSpace(string(output))
	if !objectID.MatchString(id) {
		return "", fmt.Errorf("git merge-base answered %s", printable(id))
	}
	return id, nil
}

// NearestTag returns the tag that is closest to a commit's parents in its
// history and matches a glob of git's ("release/v*"), and the commit it leads
// to; ErrNoTag where there is none. A tag on the commit itself does not count.
func NearestTag(ctx context.Context, directory, commit, pattern string) (tag, tagged string, err error) {
	if err := wantIDs(commit); err != nil {
		return "", "", err
	}
	if _, err := objectNamed(ctx, directory, commit+"^"); err != nil {
		return "", "", fmt.Errorf("%w: %s is the first commit", ErrNoTag, commit)
	}
	output, err := git(ctx, directory, "describe", "--tags", "--abbrev=0", "--match="+pattern, commit+"^")
	if err != nil {
		if exitCode(err) == 128 {
			return "", "", fmt.Errorf("%w: %s", ErrNoTag, printable(pattern))
		}
		return "", "", err
	}
	tag = strings.TrimSpace(string(output))
	tagged, err = objectNamed(ctx, directory, "refs/tags/"+tag+"^{commit}")
	if err != nil {
		return "", "", fmt.Errorf("reading tag %s: %w", printable(tag), err)
	}
	return tag, tagged, nil
}

// Shallow reports whether the repository's history is cut off.
func Shallow(ctx context.Context, directory string) bool {
	output, err := git(ctx, directory, "rev-parse", "--is-shallow-repository")
	return err == nil && strings.TrimSpace(string(output)) == "true"
}

// wantIDs refuses everything but full object ids, so that no argument from
// outside is ever read as an option or as an expression.
func wantIDs(ids ...string) error {
	for _, id := range ids {
		if !objectID.MatchString(id) {
			return fmt.Errorf("%w: %q is no full commit id", ErrUnknownRevision, printable(id))
		}
	}
	return nil
}
