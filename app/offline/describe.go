package offline

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
)

// describe says what is known of the release that a directory holds.
func describe(ctx context.Context, directory string, snapshot *source.Snapshot) (checks.Release, error) {
	absolute, err := filepath.Abs(directory)
	if err != nil {
		return checks.Release{}, fmt.Errorf("name of %s: %w", directory, err)
	}
	release := checks.Release{
		Repository: checks.Repository{Name: filepath.Base(absolute)}, Kind: checks.ReleaseDirectory, Tree: snapshot.Tree(),
	}
	commit, tree, err := source.Resolve(ctx, directory, "HEAD")
	switch {
	case err == nil && tree == snapshot.Tree():
		release.SHA = commit // nothing is changed, so the content is the commit's
	case err == nil, errors.Is(err, source.ErrNoRepository), errors.Is(err, source.ErrNoCommits):
	default:
		return checks.Release{}, fmt.Errorf("read HEAD: %w", err)
	}
	branch, err := source.Branch(ctx, directory)
	if err == nil {
		release.HeadBranch, release.Version = branch, checks.VersionIn(branch)
	}
	return release, nil
}

// readRange reads what the working tree adds over a revision.
func readRange(ctx context.Context, directory, base string, snapshot *source.Snapshot) (*checks.Range, error) {
	from, _, err := source.Resolve(ctx, directory, base)
	if errors.Is(err, source.ErrUnknownRevision) || errors.Is(err, source.ErrNoRepository) || errors.Is(err, source.ErrNoCommits) {
		return nil, fmt.Errorf("%w: --base %s: %w", ErrUsage, base, err)
	}
	if err != nil {
		return nil, err
	}
	return source.ReadWorkingRange(ctx, snapshot, from, "since "+base)
}
