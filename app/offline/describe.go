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

// readTags lists the tags of the repository that the directory is in; false
// where it is in none.
func readTags(ctx context.Context, directory string) (tagList, bool, error) {
	tags, err := source.Tags{Directory: directory}.Tags(ctx)
	switch {
	case errors.Is(err, source.ErrNoRepository):
		return nil, false, nil
	case err != nil:
		return nil, false, fmt.Errorf("read the tags of %s: %w", directory, err)
	}
	return tags, true, nil
}

// tagList are tags that were read before.
type tagList []checks.Tag

// Tags returns them.
func (t tagList) Tags(context.Context) ([]checks.Tag, error) { return t, nil }

// version returns the version that the tags on a commit name; empty where they
// name none, or several, as the packages of a monorepo do.
func (t tagList) version(commit string) string {
	version := ""
	for _, tag := range t {
		named := checks.VersionIn(tag.Name)
		if commit == "" || tag.Commit != commit || named == "" {
			continue
		}
		if version != "" && version != named {
			return ""
		}
		version = named
	}
	return version
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
	return source.ReadWorkingRange(ctx, snapshot, from, base)
}
