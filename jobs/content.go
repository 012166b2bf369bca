package jobs

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
)

// content is a release's source, range and history, read from git on this
// machine.
type content struct {
	directory string
	source    *source.Snapshot
	span      *checks.Range  // nil where nothing was released before
	history   checks.History // nil without a range
}

// readContent fetches a release's commits once and opens them.
func readContent(ctx context.Context, repository Repository, run Run) (*content, error) {
	wanted := []string{run.Release.SHA}
	if run.Base != "" && run.Base != run.Release.SHA {
		wanted = append(wanted, run.Base)
	}
	directory, err := repository.Fetch(ctx, wanted...)
	if err != nil {
		return nil, fmt.Errorf("fetch %.7s: %w", run.Release.SHA, err)
	}
	snapshot, err := source.OpenCommit(ctx, source.Options{Directory: directory, Commit: run.Release.SHA})
	if err != nil {
		return nil, fmt.Errorf("open %.7s: %w", run.Release.SHA, err)
	}
	read := &content{directory: directory, source: snapshot}
	from, reason, err := rangeStart(ctx, repository, directory, run)
	if err == nil && from != "" {
		read.span, err = source.ReadRange(ctx, directory, from, run.Release.SHA, reason)
	}
	if err != nil {
		snapshot.Close()
		return nil, fmt.Errorf("read the range of %.7s: %w", run.Release.SHA, err)
	}
	if read.span != nil {
		read.history = source.History{Directory: directory}
	}
	return read, nil
}

// triedTags bounds how many earlier tags are tried as the range's start.
const triedTags = 30

// rangeStart returns the commit that a release's range starts after: the last
// release tag that leads to this content, else where its branch left the base.
// An empty commit means that all content is new.
func rangeStart(ctx context.Context, repository Repository, directory string, run Run) (commit, reason string, err error) {
	tags, err := repository.Tags(ctx)
	if err != nil {
		return "", "", fmt.Errorf("list tags: %w", err)
	}
	for _, tag := range earlierTags(tags, run) {
		base, err := source.MergeBase(ctx, directory, tag.Commit, run.Release.SHA)
		if err == nil && base == tag.Commit {
			return tag.Commit, "last release " + tag.Name, nil
		}
		if err != nil && ctx.Err() != nil {
			return "", "", err
		}
		// A tag on another line, or one whose commit is not here, is not where
		// this release started.
	}
	if run.Base == "" {
		return "", "", nil
	}
	base, err := source.MergeBase(ctx, directory, run.Base, run.Release.SHA)
	if errors.Is(err, source.ErrNoMergeBase) || base == run.Release.SHA {
		return "", "", nil
	}
	if err != nil {
		return "", "", err
	}
	return base, "merge base with " + run.Release.BaseBranch, nil
}

// earlierTags returns the release tags that may be a release's predecessor,
// the highest version first.
func earlierTags(tags []checks.Tag, run Run) []checks.Tag {
	earlier := slices.DeleteFunc(slices.Clone(tags), func(tag checks.Tag) bool {
		version := checks.VersionIn(tag.Name)
		return !run.counts(tag.Name) || tag.Commit == run.Release.SHA ||
			(run.Release.Tag != nil && tag.Name == run.Release.Tag.Name) ||
			(run.Release.Version != "" && checks.CompareVersions(version, run.Release.Version) >= 0)
	})
	slices.SortFunc(earlier, func(a, b checks.Tag) int {
		return cmp.Or(checks.CompareVersions(checks.VersionIn(b.Name), checks.VersionIn(a.Name)), strings.Compare(b.Name, a.Name))
	})
	return earlier[:min(len(earlier), triedTags)]
}
